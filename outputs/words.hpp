// Every text that the scorecard and the outlook say, in both languages, in one table.
#pragma once

#include <string>
#include <string_view>

#include "model/base/say.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

using zonecast::Language;

// Texts with {} are patterns of {fmt}.
#define ZONECAST_WORDS(X)                                                                                                                  \
    X(likely, "大概率", "likely")                                                                                                          \
    X(open, "未定", "open")                                                                                                                \
    X(unlikely, "小概率", "unlikely")                                                                                                      \
    X(out_of_reach, "难以达到", "out of reach")                                                                                            \
    X(no_verdict, "无法评判", "no verdict")                                                                                                \
    X(undefined_in, "没有考核值的模拟不计入中位数和缺口，并视为未达成：",                                                                  \
      "Replicates without a value to judge count as missed and are left out of median and shortfall: ")                                    \
    X(undefined_share, "{}（占 {}）", "{} ({} of the replicates)")                                                                         \
    X(base_of_year, "{}（{}）", "{} ({})")                                                                                                 \
    X(run_line, "{} 次模拟，种子 {}，基年 {}，数据包 {}，zonecast {}", "{} replicates, seed {}, base year {}, pack {}, zonecast {}")       \
    X(count_of_targets, "{} 项目标：", "{} targets: ")                                                                                     \
    X(chance_all, "{} 项正式目标同时达成的概率：{} [{}–{}]", "Chance that all {} targets of the plan itself are met together: {} [{}–{}]") \
    X(no_official, "没有一项是方案本身的正式目标。", "None of them is a target of the plan itself.")                                       \
    X(few_replicates, "模拟次数太少（{}）：概率只能给出 95 % 区间，判断尚不可靠；请至少运行 {} 次。",                                      \
      "Too few replicates ({}): of a chance little more than its 95 % interval is known, and verdicts mean little. Run {} or more.")       \
    X(no_targets, "该方案没有目标。", "The plan has no targets.")                                                                          \
    X(column_id, "编号", "Id")                                                                                                             \
    X(column_name, "指标", "What")                                                                                                         \
    X(column_target, "目标", "Target")                                                                                                     \
    X(column_base, "{} 年", "{}")                                                                                                          \
    X(column_median, "中位数", "Median")                                                                                                   \
    X(column_interval, "[5–95 %]", "[5–95 %]")                                                                                             \
    X(column_chance, "概率", "Chance")                                                                                                     \
    X(column_error, "[95 %]", "[95 %]")                                                                                                    \
    X(column_verdict, "判断", "Verdict")                                                                                                   \
    X(column_shortfall, "期望缺口", "Shortfall")                                                                                           \
    X(column_year_met, "达成年", "Met in")                                                                                                 \
    X(each_zone, "各区 {}", "each {}")                                                                                                     \
    X(increase, "新增 {}", "rise {}")                                                                                                      \
    X(cumulative, "累计 {}", "sum {}")                                                                                                     \
    X(median_improves, "中位数改善", "better median")                                                                                      \
    X(improves, "逐年改善", "better each year")                                                                                            \
    X(between, "{}–{}", "{}–{}")                                                                                                           \
    X(with_unit, "{} {}", "{} ({})")                                                                                                       \
    X(name_and_unit, "{}（{}）", "{} ({})")                                                                                                \
    X(a_year, "{}/年", "{} a year")                                                                                                        \
    X(points, "{} 百分点", "{} points")                                                                                                    \
    X(scale, "判断：大概率 ≥ 66 %，未定 33–66 %，小概率 5–33 %，难以达到 < 5 %。概率是达成的模拟次数占比",                                 \
      "Verdicts: likely from 66 %, open 33 to 66 %, unlikely 5 to 33 %, out of reach below 5 %. A chance is a share of replicates")        \
    X(scale_error, "，方括号内为其 95 % 区间（Wilson）", ", with its 95 % interval (Wilson) in brackets")                                  \
    X(scale_edge, "判断后的 ? 表示概率的 95 % 区间跨入另一档。",                                                                           \
      "A ? behind a verdict: its chance's 95 % interval reaches into another one. ")                                                       \
    X(full_stop, "。", ". ")                                                                                                               \
    X(scale_shortfall, "期望缺口是各次模拟与目标差距的均值。", "Shortfall is the mean distance to the target over the replicates. ")       \
    X(scale_year_met, "达成年是多数模拟已达成的首个年份。", "Met in: the first year by which most replicates have met it. ")               \
    X(mark_assumed_base, "† 基数未公布，由数据包或模型按规则推定；概率也取决于该规则。",                                                   \
      "† rests on a base that nobody publishes and that a rule of the pack or the model assumes; so does the chance.")                     \
    X(mark_unmet, "§ 所依据的公布数与推演起点相差超过 2.5 个标准差：",                                                                     \
      "§ hangs on published figures that the start misses by more than 2.5 of their spreads: ")                                            \
    X(unmet_figure, "{} {}（公布 {}，起点 {}）", "{} of {} (published {}, start {})")                                                      \
    X(mark_passed, "◆ 基年已达到。", "◆ the base year meets it already.")                                                                  \
    X(mark_unofficial, "‡ 不是方案本身的正式目标，不计入同时达成的概率。",                                                                 \
      "‡ is no target of the plan itself and does not count in the chance that all are met.")                                              \
    X(each_heading, "逐区目标：最常未达标的区（未达标的模拟占比）",                                                                        \
      "Targets of each zone: which zones fall short most often (share of replicates)")                                                     \
    X(each_share, "达标区平均占 {}；", "on average {} of the zones meet it; ")                                                             \
    X(each_none, "各区均达标", "no zone falls short")                                                                                      \
    X(each_more, "等 {} 区", "and others, {} in all")                                                                                      \
    X(list_separator, "、", ", ")                                                                                                          \
    X(groups_heading, "目标组：组内各目标同时达成的概率", "Groups of targets: chance that all of a group are met together")                \
    X(group_line, "{}（{} 项）：{} [{}–{}]", "{} ({}): {} [{}–{}]")                                                                        \
    X(group_year, "，达成年 {}", ", met in {}")                                                                                            \
    X(group_held_back, "；未整组达成时未达成的目标：", "; missed where the group is missed: ")                                             \
    X(together_heading, "同进退的目标（达成与否的相关系数）：", "Targets that are met or missed together (correlation): ")                 \
    X(perimeter_heading, "范围不同、概率不同的目标（* 为采用的口径）",                                                                     \
      "Targets whose chance depends on the perimeter (* is the one used)")                                                                 \
    X(perimeter_fixed, "{} 年各区 {}", "zones of {}: {}")                                                                                  \
    X(outlook_heading, "{}主要指标：预测与公布数", "{}: projection and published figures")                                                 \
    X(column_year, "年份", "Year")                                                                                                         \
    X(column_band, "90 % 区间", "90 % band")                                                                                               \
    X(column_published, "公布数", "Published")                                                                                             \
    X(column_position, "实际位置", "It lies")                                                                                              \
    X(position_inside_half, "中间 50 % 内", "in the middle half")                                                                          \
    X(position_inside, "90 % 区间内", "in the band")                                                                                       \
    X(position_above, "高于区间", "above the band")                                                                                        \
    X(position_below, "低于区间", "below the band")                                                                                        \
    X(position_at_start, "起点", "at the start")                                                                                           \
    X(not_used, "* 基年之后的公布数，预测未使用。", "* published for a year after the base year: not used in the projection.")             \
    X(index_heading, "{}，{} 年，{} 次模拟", "{}, {}, {} replicates")                                                                      \
    X(index_sources, "权重来源：模拟 {}，数据包数据 {}，按先验抽取评分（调查、定性及未模拟项目）{}。",                                     \
      "Of the weight, {} is simulated, {} comes from figures of the pack, {} is drawn as points (surveys and what is not simulated).")     \
    X(index_provincial, "省级高新区", "Provincial zones")                                                                                  \
    X(index_national, "国家高新区", "National zones")                                                                                      \
    X(index_all, "全部高新区", "All zones")                                                                                                \
    X(index_set, "{}，{} 区", "{}: {} zones")                                                                                              \
    X(column_zone, "高新区", "Zone")                                                                                                       \
    X(column_score, "得分", "Score")                                                                                                       \
    X(column_rank, "位次", "Rank")                                                                                                         \
    X(column_rank_interval, "位次[5–95 %]", "Rank [5–95 %]")                                                                               \
    X(column_first, "第1", "First")                                                                                                        \
    X(column_top_three, "前3", "Top 3")                                                                                                    \
    X(column_ranked, "参评", "Ranked")                                                                                                     \
    X(index_seldom, "另有 {} 区在不足半数的模拟中参评，未列出。",                                                                          \
      "{} more zones belong to this list in less than half of the replicates and are not shown.")                                          \
    X(index_legend, "得分满分 100，为均值；位次为中位数，同分同位次。各列概率为模拟次数占比；参评是该年在此范围内的概率。",                \
      "Scores run to 100 and are means; ranks are medians, equal scores share a rank. Chances are shares of replicates; ranked is the "    \
      "chance that the zone belongs to this list in that year.")                                                                           \
    X(no_index, "该结果没有高新区评价：运行时未指定评价指标体系。", "The result has no zone index: the run had none.")                     \
    X(doubt_heading, "不确定性从何而来：各类单独解释的方差占比（± 标准误）",                                                               \
      "Where the doubt comes from: share of the variance that each kind of uncertainty makes alone (± standard error)")                    \
    X(column_doubt_of, "对象", "Of")                                                                                                       \
    X(column_parameters, "参数与效果", "Parameters")                                                                                       \
    X(column_initial, "初始状态", "Initial state")                                                                                         \
    X(column_pure_chance, "偶然性", "Chance")                                                                                              \
    X(column_knowable, "可由数据消除", "Knowable")                                                                                         \
    X(doubt_of_value, "考核值", "value")                                                                                                   \
    X(doubt_of_met, "是否达成", "met")                                                                                                     \
    X(doubt_legend,                                                                                                                        \
      "可由数据消除：若参数与初始状态完全已知，方差平均可减少的比例，"                                      \
      "是更多数据所能做到的上限；其余是偶然性。三类之和不足 100 % 的部分来自交互。",                                                       \
      "Knowable: the share of the variance that would go, on average, if parameters and initial state were known - the "                   \
      "most that more data could remove; the rest is chance. What the three kinds lack to 100 % comes from their interplay.")              \
    X(no_outlook, "结果中没有全省指标。", "The result holds no observables of the province.")

enum class Word {
#define ZONECAST_WORD(id, zh, en) id,
    ZONECAST_WORDS(ZONECAST_WORD)
#undef ZONECAST_WORD
};

/// The text in the language.
[[nodiscard]] std::string_view word(Word word, Language language);

/// The name in the language, or in the other one if it has none.
[[nodiscard]] const std::string& name_in(const scenario::Name& name, Language language);

/// A unit of the program as people write it ("亿元"); nothing for counts, ratios and ranks.
[[nodiscard]] std::string_view unit_word(std::string_view unit, Language language);

}  // namespace zonecast::outputs
