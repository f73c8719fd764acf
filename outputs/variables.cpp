#include "outputs/variables.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <stdexcept>

namespace zonecast::outputs {

namespace {

using enum Stored;

Variable text_of(std::string name, std::vector<std::string> dimensions, std::string en, std::string zh) {
    return {std::move(name), std::move(dimensions), text, "", std::move(en), std::move(zh), false, 0, {}};
}

Variable real_of(std::string name, std::vector<std::string> dimensions, std::string units, std::string en, std::string zh,
                 bool may_be_missing = false) {
    return {std::move(name), std::move(dimensions), real, std::move(units), std::move(en), std::move(zh), may_be_missing, 0, {}};
}

Variable integer_of(std::string name, std::vector<std::string> dimensions, std::string units, std::string en, std::string zh) {
    return {std::move(name), std::move(dimensions), integer, std::move(units), std::move(en), std::move(zh), false, 0, {}};
}

/// A year that may not exist: 0 then.
Variable year_of(std::string name, std::vector<std::string> dimensions, std::string en, std::string zh) {
    return {std::move(name), std::move(dimensions), integer, "year", std::move(en), std::move(zh), true, 0, {}};
}

Variable flag_of(std::string name, std::vector<std::string> dimensions, std::string en, std::string zh) {
    return {std::move(name), std::move(dimensions), small, "1", std::move(en), std::move(zh), false, 0, {}};
}

/// A class number that may not exist: -1 then.
Variable cell_of(std::string name, std::vector<std::string> dimensions, std::string units, std::string en, std::string zh) {
    return {std::move(name), std::move(dimensions), small, std::move(units), std::move(en), std::move(zh), true, -1, {}};
}

/// Identifiers of a dimension's members and their names in both languages.
void add_named(std::vector<Variable>& all, const std::string& dimension, const std::string& en, const std::string& zh) {
    all.push_back(text_of(dimension, {dimension}, "identifier of the " + en, zh + "标识"));
    all.push_back(text_of(dimension + "_name_zh", {dimension}, "Chinese name of the " + en, zh + "中文名称"));
    all.push_back(text_of(dimension + "_name_en", {dimension}, "English name of the " + en, zh + "英文名称"));
}

void add_coordinates(std::vector<Variable>& all) {
    all.push_back(integer_of("year", {"year"}, "year", "calendar year; stocks are at its end", "年份（存量为年末数）"));
    all.push_back({"replicate", {"replicate"}, wide, "1", "number of the replicate", "模拟序号", false, 0, {}});
    all.push_back(real_of("quantile", {"quantile"}, "1", "probability of the quantile over replicates", "分位数对应的概率"));
    add_named(all, "province", "province", "省");
    add_named(all, "perimeter", "perimeter, a named set of zones or cities", "统计范围");
    add_named(all, "city", "city", "市州");
    all.push_back(real_of("city_latitude", {"city"}, "degrees_north", "latitude of the city", "市州纬度", true));
    all.push_back(real_of("city_longitude", {"city"}, "degrees_east", "longitude of the city", "市州经度", true));
    add_named(all, "zone", "zone, or of what lies outside the zones of a city", "高新区（含各市州区外部分）");
    all.push_back(text_of("zone_city", {"zone"}, "identifier of the city that the zone lies in", "高新区所在市州"));
    all.push_back(real_of("zone_latitude", {"zone"}, "degrees_north", "latitude of the zone", "高新区纬度", true));
    all.push_back(real_of("zone_longitude", {"zone"}, "degrees_east", "longitude of the zone", "高新区经度", true));
    all.push_back(year_of("zone_year_provincial", {"zone"}, "year of approval as a provincial zone", "获批省级高新区年份"));
    all.push_back(year_of("zone_year_national", {"zone"}, "year of approval as a national zone, as known", "获批国家高新区年份（已知）"));
    all.push_back(flag_of("zone_anonymous", {"zone"}, "1 if statistics count the zone but do not name it", "统计计入但未具名的高新区为 1"));
    all.push_back(
        flag_of("zone_park", {"zone"}, "1 for a park with accounts of its own while it is no zone", "未获批而单独核算的园区为 1"));
    all.push_back(flag_of("zone_outside", {"zone"}, "1 for what lies outside the zones of a city", "市州区外部分为 1"));
    all.push_back(real_of("zone_exists", {"zone", "year"}, "1",
                          "share of replicates in which the zone exists; means and quantiles of the zone are over those",
                          "该区存在的模拟占比（该区的均值与分位数只取这些模拟）"));
    add_named(all, "cluster", "cluster, an industry in a zone", "产业集群");
    all.push_back(text_of("cluster_zone", {"cluster"}, "identifier of the zone that the cluster lies in", "集群所在高新区"));
    all.push_back(text_of("cluster_industry", {"cluster"}, "identifier of the cluster's industry", "集群所属产业"));
    add_named(all, "observable", "quantity that the run reports", "指标");
    all.push_back(text_of("observable_unit", {"observable"}, "unit of the observable as the program says it", "指标单位"));
    all.push_back(integer_of("revenue_class", {"revenue_class"}, "1", "number of the revenue class", "收入档次"));
    all.push_back(real_of("revenue_class_low", {"revenue_class"}, "1e8 CNY", "lower end of the revenue class", "收入档次下限"));
    all.push_back(real_of("revenue_class_high", {"revenue_class"}, "1e8 CNY", "upper end of the revenue class", "收入档次上限", true));
    all.push_back(integer_of("certificate", {"certificate"}, "year", "years left of the certificate; 0: not certified",
                             "高企证书剩余年数（0 为未认定）"));
    for (const char* end : {"cohort_from", "cohort_to"}) {
        const std::string dimension = end;
        const bool from = dimension == "cohort_from";
        all.push_back(integer_of(
            dimension, {dimension}, "1",
            fmt::format("cohort that enterprises {}: 4 revenue_class + certificate; 60: outside the population", from ? "leave" : "join"),
            from ? "流出群组（4×收入档次＋证书剩余年数；60 为群体之外）" : "流入群组（4×收入档次＋证书剩余年数；60 为群体之外）"));
        all.push_back(cell_of(dimension + "_revenue_class", {dimension}, "1", "revenue class of the cohort", "群组的收入档次"));
        all.push_back(
            cell_of(dimension + "_certificate", {dimension}, "year", "years left of the certificates of the cohort", "群组的证书剩余年数"));
    }
}

void add_targets(std::vector<Variable>& all) {
    const std::vector<std::string> target{"target"};
    const std::vector<std::string> split{"target", "uncertainty"};
    all.push_back(text_of("uncertainty", {"uncertainty"}, "kind of uncertainty: parameters (with effects), initial, chance",
                          "不确定性类别：参数（含措施效果）、初始状态、偶然性"));
    for (const bool met : {false, true}) {
        const std::string prefix = met ? "target_met" : "target_value";
        const std::string en = met ? "of being met" : "of the value judged";
        const std::string zh = met ? "达成与否" : "考核值";
        all.push_back(real_of(prefix + "_variance", target, met ? "1" : "square of target_unit", "variance " + en + " over replicates",
                              zh + "的方差", true));
        all.push_back(real_of(prefix + "_share_first", split, "1", "share of the variance " + en + " that the kind makes alone",
                              zh + "方差中该类单独的占比", true));
        all.push_back(real_of(prefix + "_share_first_error", split, "1", "standard error of the share", "占比的标准误", true));
        all.push_back(real_of(prefix + "_share_total", split, "1",
                              "share of the variance " + en + " that the kind makes alone or with others",
                              zh + "方差中该类单独及交互的占比", true));
        all.push_back(real_of(prefix + "_share_total_error", split, "1", "standard error of the share", "占比的标准误", true));
        all.push_back(real_of(prefix + "_share_knowable", target, "1",
                              "share of the variance " + en + " that would go if parameters and initial state were known",
                              zh + "方差中，参数与初始状态若已知可消除的占比", true));
        all.push_back(real_of(prefix + "_share_knowable_error", target, "1", "standard error of the share", "占比的标准误", true));
    }
    add_named(all, "target", "target", "目标");
    all.push_back(text_of("target_other", {"target_other"}, "identifier of the other target of a pair", "另一目标标识"));
    add_named(all, "target_group", "group of targets that are judged together", "目标组");
    all.push_back(text_of("target_document", target, "document that states the target", "目标出处文件"));
    all.push_back(text_of("target_clause", target, "clause of the document", "目标出处条款"));
    all.push_back(text_of("target_quote", target, "what the document says, in its words", "目标原文"));
    all.push_back(text_of("target_scope", target, "identifier of the zones or cities that the target speaks of", "目标所指范围"));
    all.push_back(text_of("target_quantifier", target, "total: of the scope as a whole; each: of every zone in it",
                          "口径：total 为合计，each 为逐区"));
    all.push_back(text_of("target_metric", target, "quantity that is judged", "考核指标"));
    all.push_back(
        text_of("target_statistic", target, "what of the quantity is judged: level, ratio_to_base, ...", "考核方式（水平、与基年之比等）"));
    all.push_back(text_of("target_op", target, "comparison with the threshold: >=, >, <=, <, between", "与目标值的比较方式"));
    all.push_back(real_of("target_threshold", target, unit_of_target, "threshold of the target", "目标值"));
    all.push_back(
        real_of("target_threshold_high", target, unit_of_target, "upper threshold, where the comparison is between", "目标值上限", true));
    all.push_back(text_of("target_unit", target, "unit of the threshold and of the value judged", "目标值单位"));
    all.push_back(integer_of("target_year", target, "year", "year in which the target is judged", "目标年份"));
    all.push_back(year_of("target_base_year", target, "year that the target compares with", "对比基年"));
    all.push_back(text_of("target_perimeter", target,
                          "zones of the headline verdict: current (of the target year) or fixed (those that the plan knew)",
                          "评判所用范围：current 为目标年各区，fixed 为规划编制时已知各区"));
    all.push_back(flag_of("target_official", target, "1 if the plan itself states the target", "方案正式目标为 1"));
    all.push_back(flag_of("target_assumed_base", target, "1 if the target rests on a base that nobody publishes", "基数为推定者为 1"));
    all.push_back(text_of("target_assumed", target, "bases of the target that nobody publishes: series and place, separated by ;",
                          "未公布、由规则推定的基数（指标与地区，以 ; 分隔）"));
    all.push_back(flag_of("target_unmet", {"target", "start_figure"},
                          "1 if the target hangs on this published figure and the start does not meet it within 2.5 spreads",
                          "目标依据该公布数而推演起点与之相差超过 2.5 个标准差者为 1"));
    all.push_back(text_of("target_note", target, "note on the target", "目标备注"));
    all.push_back(
        real_of("target_chance", target, "1", "chance that the target is met: share of replicates", "目标达成概率（模拟次数占比）"));
    all.push_back(real_of("target_chance_standard_error", target, "1", "standard error of the chance from the number of replicates",
                          "达成概率的标准误"));
    all.push_back(
        real_of("target_chance_low", target, "1", "lower end of the 95 % Wilson interval of the chance", "达成概率 95% 区间下限"));
    all.push_back(
        real_of("target_chance_high", target, "1", "upper end of the 95 % Wilson interval of the chance", "达成概率 95% 区间上限"));
    all.push_back(real_of("target_chance_fixed_perimeter", target, "1", "chance, judged on the zones that the plan knew",
                          "按规划编制时已知各区评判的达成概率", true));
    all.push_back(real_of("target_chance_current_perimeter", target, "1", "chance, judged on the zones of the target year",
                          "按目标年各区评判的达成概率", true));
    all.push_back(real_of("target_mean", target, unit_of_target, "mean over replicates of the value judged", "考核值的均值", true));
    all.push_back(real_of("target_quantile", {"target", "quantile"}, unit_of_target, "quantiles over replicates of the value judged",
                          "考核值的分位数", true));
    all.push_back(real_of("target_base_quantile", {"target", "quantile"}, "see target_metric",
                          "quantiles over replicates of the quantity in the base year", "指标基年值的分位数", true));
    all.push_back(real_of("target_expected_shortfall", target, unit_of_target,
                          "mean distance to the threshold over all replicates (0 where met)", "期望缺口（全部模拟，达成者计零）", true));
    all.push_back(real_of("target_shortfall_if_missed", target, unit_of_target, "mean distance to the threshold where it is missed",
                          "未达成时的平均缺口", true));
    all.push_back(real_of("target_met_by_year", {"target", "year"}, "1", "chance that the target is met in the year or earlier",
                          "该年或之前达成的概率", true));
    all.push_back(real_of("target_share_meeting", target, "1", "mean share of the zones that meet an each-zone target; else the chance",
                          "逐区目标：达标区的平均占比；其他目标：达成概率", true));
    all.push_back(real_of("target_member_short", {"target", "zone"}, "1", "each-zone targets: chance that the zone falls short",
                          "逐区目标：该区未达标的概率", true));
    all.push_back(real_of("target_correlation", {"target", "target_other"}, "1", "correlation over replicates of two targets being met",
                          "两目标达成与否的相关系数", true));
    all.push_back(real_of("chance_all_targets", {}, "1", "chance that all targets of the plan itself are met together",
                          "全部正式目标同时达成的概率"));
    const std::vector<std::string> group{"target_group"}, member{"target_group", "target"};
    all.push_back(text_of("target_group_clause", group, "clause of the document that states the group", "目标组出处条款"));
    all.push_back(flag_of("target_group_members", member, "1 if the target belongs to the group", "目标属于该组为 1"));
    all.push_back(
        real_of("target_group_chance", group, "1", "chance that all targets of the group are met together", "组内目标同时达成的概率"));
    all.push_back(
        real_of("target_group_chance_low", group, "1", "lower end of the 95 % Wilson interval of the chance", "达成概率 95% 区间下限"));
    all.push_back(
        real_of("target_group_chance_high", group, "1", "upper end of the 95 % Wilson interval of the chance", "达成概率 95% 区间上限"));
    all.push_back(real_of("target_group_met_by_year", {"target_group", "year"}, "1",
                          "chance that every target of the group has been met in the year or earlier",
                          "组内各目标在该年或之前均曾达成的概率", true));
    all.push_back(real_of("target_group_missed_if_not_met", member, "1",
                          "share of the replicates that miss the group in which the target is missed",
                          "未整组达成的模拟中该目标未达成的占比", true));
    all.push_back(real_of("target_group_only_one_missed", member, "1",
                          "share of all replicates in which the target is the only one of the group that is missed",
                          "全部模拟中组内唯独该目标未达成的占比", true));
    all.push_back(
        real_of("target_value", {"replicate", "target"}, unit_of_target, "value judged in each replicate", "每次模拟的考核值", true));
    all.push_back(flag_of("target_met", {"replicate", "target"}, "1 if the target is met in the replicate", "该次模拟达成为 1"));
    all.push_back(year_of("target_first_year", {"replicate", "target"}, "first year in which the target is met", "首次达成年份"));
}

void add_index(std::vector<Variable>& all) {
    add_named(all, "index_group", "group of items of the zone index", "评价指标组");
    all.push_back(real_of("index_group_weight", {"index_group"}, "1", "weight of the group in the index", "指标组权重"));
    add_named(all, "index_item", "item of the zone index", "评价指标");
    all.push_back(text_of("index_item_group", {"index_item"}, "group of the item", "指标所属组"));
    all.push_back(real_of("index_item_weight", {"index_item"}, "1", "weight of the item within its group", "指标在组内的赋权"));
    all.push_back(text_of("index_item_kind", {"index_item"}, "how the document obtains the item: statistics, survey or qualitative",
                          "指标来源：statistics 统计、survey 调查、qualitative 定性"));
    all.push_back(text_of("index_item_from", {"index_item"},
                          "where the run takes the item from: metric (simulated), figures (of the pack) or prior (drawn as points)",
                          "本次运行的取值：metric 模拟、figures 数据包、prior 按先验抽取评分"));
    all.push_back(integer_of("index_rank", {"index_rank"}, "1", "rank of a zone by the index; 1 is the best", "评价位次（1 为最优）"));
    const std::vector<std::string> zone{"zone", "year"}, item{"zone", "index_item", "year"};
    all.push_back(
        text_of("zone_index_set", zone, "perimeter within which the zone is ranked; empty: not ranked", "参评范围（空为不参评）"));
    all.push_back(
        real_of("zone_index_ranked_chance", zone, "1", "chance that the zone is ranked within that perimeter", "在该范围内参评的概率"));
    all.push_back(real_of("zone_index_score_mean", zone, "1", "score by the zone index, 0 to 100, mean over the replicates that rank it",
                          "评价得分（0–100）均值", true));
    all.push_back(real_of("zone_index_score_quantile", {"zone", "year", "quantile"}, "1",
                          "score by the zone index, quantiles over the replicates that rank it", "评价得分分位数", true));
    all.push_back(real_of("zone_index_rank_chance", {"zone", "index_rank", "year"}, "1",
                          "chance of each rank by the zone index, share of all replicates", "各位次的概率（占全部模拟）"));
    all.push_back(real_of("zone_index_item_mean", item, "1",
                          "points of the zone for the item, 0 to 100, mean over the replicates that rank it", "该指标得分（0–100）均值",
                          true));
    all.push_back(real_of("zone_index_item_value_mean", item, "1",
                          "value of the item that the points come from, mean over the replicates that rank the zone", "该指标取值均值",
                          true));
}

void add_others(std::vector<Variable>& all) {
    add_named(all, "parameter", "parameter", "参数");
    all.push_back(text_of("parameter_unit", {"parameter"}, "unit of the parameter", "参数单位"));
    all.push_back(text_of("parameter_group", {"parameter"},
                          "kind of uncertainty: parameter, initial (state of the base year) or effect (of a measure)",
                          "不确定性类别：parameter 参数、initial 初始状态、effect 措施效果"));
    all.push_back(real_of("parameter_value", {"replicate", "parameter"}, unit_of_parameter, "parameter as drawn in each replicate",
                          "每次模拟抽取的参数值", true));
    all.push_back(text_of("given_parameter", {"given_parameter"}, "parameter whose values the run was given in place of its own draws",
                          "取给定值而非抽取的参数"));
    all.push_back(text_of("series", {"series"}, "kept series: dimension/member/observable", "逐次保留的序列"));
    all.push_back(
        text_of("series_dimension", {"series"}, "dimension of the series: province, perimeter, city, zone or cluster", "序列所属维度"));
    all.push_back(text_of("series_member", {"series"}, "member of the dimension", "序列所属对象"));
    all.push_back(text_of("series_observable", {"series"}, "observable of the series", "序列指标"));
    all.push_back(text_of("series_unit", {"series"}, "unit of the series", "序列单位"));
    all.push_back(real_of("series_value", {"replicate", "series", "year"}, unit_of_series, "kept series in each replicate",
                          "每次模拟的序列值", true));
    add_named(all, "measure", "measure", "措施");
    all.push_back(text_of("measure_instrument", {"measure"}, "instrument of the library that the measure uses", "措施所用政策工具"));
    all.push_back(text_of("measure_scope", {"measure"}, "where the measure acts", "措施作用范围"));
    all.push_back(text_of("measure_clause", {"measure"}, "clause of the plan", "措施出处条款"));
    all.push_back(flag_of("measure_moves_nothing", {"measure"}, "1 if no credible channel is known: accounted only",
                          "无可信作用渠道、仅计成本者为 1"));
    all.push_back(real_of("measure_cost", {"measure", "year"}, "1e8 CNY", "cost of the measure, mean over replicates", "措施成本（均值）"));
    all.push_back(text_of("facility_kind", {"facility_kind"}, "kind of facility", "载体平台类型"));
    all.push_back(real_of("facility_count_mean", {"zone", "facility_kind", "year"}, "1", "number of facilities, mean over replicates",
                          "载体平台数（均值）", true));
    const std::vector<std::string> cohort{"zone", "revenue_class", "certificate", "year"};
    all.push_back(
        real_of("cohort_count", cohort, "1", "number of enterprises of the cohort, mean over replicates", "群组企业数（均值）", true));
    all.push_back(real_of("cohort_revenue", cohort, "1e8 CNY", "revenue of the cohort, mean over replicates", "群组收入（均值）", true));
    all.push_back(real_of("cohort_rd", cohort, "1e8 CNY", "statistical R&D of the cohort, mean over replicates",
                          "群组统计口径研发经费（均值）", true));
    all.push_back(real_of("cohort_flow", {"year", "cohort_from", "cohort_to"}, "1",
                          "enterprises of the province that move between cohorts in the year, mean over replicates",
                          "全省当年在群组间流动的企业数（均值）", true));
    all.push_back(integer_of("figure", {"figure"}, "1", "number of the published or assumed figure in the pack", "数据序号"));
    all.push_back(text_of("figure_series", {"figure"}, "what the figure is of", "数据指标"));
    all.push_back(text_of("figure_place", {"figure"}, "province, city, zone, cluster or country of the figure", "数据所属地区"));
    all.push_back(integer_of("figure_year", {"figure"}, "year", "year of the figure", "数据年份"));
    all.push_back(real_of("figure_value", {"figure"}, unit_of_figure,
                          "the figure in the program's units: 1e8 CNY, 1e4 persons, mu, pieces, ratios", "数值（亿元、万人、亩、件、比率）",
                          true));
    all.push_back(text_of("figure_unit_as_written", {"figure"}, "unit in which the pack writes the figure", "数据包中的单位"));
    all.push_back(real_of("figure_spread", {"figure"}, "1", "standard deviation of the logarithm of the figure", "对数标准差"));
    all.push_back(
        text_of("figure_confidence", {"figure"}, "reported, derived, conflicting or assumed", "可信程度：公布、推算、冲突、推定"));
    all.push_back(text_of("figure_source", {"figure"}, "source of the figure", "数据来源"));
    all.push_back(text_of("figure_note", {"figure"}, "note on the figure", "数据备注"));
    const std::vector<std::string> start{"start_figure"};
    all.push_back(text_of("start_figure", start, "figure of the base year that the start is compared with: series/place",
                          "与推演起点比较的基年数据：指标/地区"));
    all.push_back(text_of("start_figure_series", start, "what the figure is of", "数据指标"));
    all.push_back(text_of("start_figure_place", start, "place of the figure", "数据所属地区"));
    all.push_back(text_of("start_figure_unit", start, "unit of the figure and of the start as the program says it", "单位"));
    all.push_back(text_of("start_figure_confidence", start, "reported, derived, conflicting or assumed", "可信程度：公布、推算、冲突、推定"));
    all.push_back(real_of("start_figure_published", start, unit_of_start, "the figure", "公布数", true));
    all.push_back(real_of("start_figure_spread", start, "1", "standard deviation of the logarithm of the figure", "对数标准差"));
    all.push_back(real_of("start_figure_median", start, unit_of_start, "median over draws of the start", "推演起点的中位数", true));
    all.push_back(real_of("start_figure_low", start, unit_of_start, "5 % quantile over draws of the start", "推演起点的 5% 分位数", true));
    all.push_back(real_of("start_figure_high", start, unit_of_start, "95 % quantile over draws of the start", "推演起点的 95% 分位数", true));
    all.push_back(real_of("start_figure_spreads_off", start, "1", "ln(median / figure) over the figure's spread", "相差的标准差数", true));
    all.push_back(text_of("input_file", {"input_file"}, "input file, relative to the plan's folder", "输入文件"));
    all.push_back(text_of("input_text", {"input_file"}, "full text of the input file", "输入文件全文"));
    all.push_back(text_of("override", {"override"}, "quick change of the run (--set), as given", "运行时的临时改动（--set）"));
}

}  // namespace

const std::vector<Variable>& fixed_variables() {
    static const std::vector<Variable> variables = [] {
        std::vector<Variable> all;
        add_coordinates(all);
        add_targets(all);
        add_index(all);
        add_others(all);
        return all;
    }();
    return variables;
}

const Variable& fixed_variable(std::string_view name) {
    static const std::map<std::string_view, const Variable*> by_name = [] {
        std::map<std::string_view, const Variable*> index;
        for (const Variable& variable : fixed_variables()) index.emplace(variable.name, &variable);
        return index;
    }();
    const auto found = by_name.find(name);
    if (found == by_name.end()) throw std::logic_error(fmt::format("the result format has no variable {}", name));
    return *found->second;
}

Variable panel_variable(const std::string& dimension, const engine::Observable& observable, Summary summary) {
    struct Kind {
        const char *ending, *en, *zh;
    };
    static constexpr std::array<Kind, 3> kinds{
        {{"mean", "mean", "均值"}, {"sd", "standard deviation", "标准差"}, {"quantile", "quantiles", "分位数"}}};
    const Kind& kind = kinds.at(static_cast<std::size_t>(summary));
    Variable variable;
    variable.name = fmt::format("{}_{}_{}", dimension, variable_name(observable.id), kind.ending);
    variable.dimensions = {dimension, "year"};
    if (summary == Summary::quantile) variable.dimensions.push_back("quantile");
    variable.units = file_unit(observable.unit);
    variable.long_name = fmt::format("{}: {} over replicates", observable.name.en, kind.en);
    variable.long_name_zh = fmt::format("{}：{}", observable.name.zh, kind.zh);
    variable.may_be_missing = true;
    variable.observable = observable.id;
    return variable;
}

std::string file_unit(const std::string& unit) {
    static const std::string one_per = "per ";
    if (unit.empty() || unit == "count" || unit == "ratio" || unit == "rank") return "1";
    if (unit.starts_with(one_per)) return "1/(" + unit.substr(one_per.size()) + ")";
    const std::size_t at = unit.find(" per ");
    if (at == std::string::npos) return unit;
    return file_unit(unit.substr(0, at)) + "/" + unit.substr(at + 5);
}

std::string variable_name(const std::string& id) {
    std::string name;
    for (const char c : id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (plain) {
            name += c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

}  // namespace zonecast::outputs
