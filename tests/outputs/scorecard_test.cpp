#include "outputs/scorecard.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "model/base/text.hpp"
#include "outputs/index_table.hpp"
#include "outputs/outlook.hpp"
#include "outputs/verdict.hpp"
#include "tests/outputs/tiny_forecast.hpp"

namespace zonecast::outputs::tests {
namespace {

Result tiny_result() {
    return result_of(tiny_scenario(), tiny_forecast(), "0.1.0");
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Cell of the terminal in which `part` begins.
std::size_t cell_of(const std::string& line, const std::string& part) {
    const std::size_t at = line.find(part);
    return at == std::string::npos ? std::string::npos : base::display_width(line.substr(0, at));
}

TEST(Scorecard, InChinese) {
    const std::string wanted = R"(小省高新区方案
10 次模拟，种子 7，基年 2016，数据包 tiny，zonecast 0.1.0

4 项目标：大概率 1 · 未定 1 · 小概率 1 · 难以达到 1
3 项正式目标同时达成的概率：0 % [0 %–27.8 %]
模拟次数太少（10）：概率只能给出 95 % 区间，判断尚不可靠；请至少运行 100 次。

编号  指标                        目标            2016 年  中位数  [5–95 %]        概率   [95 %]              判断       期望缺口  达成年
T1    高新技术企业数翻一番        ≥ 2 ×             2,212  2.40 ×  [1.20–4.10]   70.0 %  [67–73]  ███████░░░  大概率         0.25    2018
T2    各区技术合同成交额年均增长  各区 ≥ 25 %/年     13.5   8.1 %  [-20.0–20.0]     0 %    [0–3]  ░░░░░░░░░░  难以达到  25 百分点       –
T3†§  研发投入占销售收入比重      ≥ 3 %            2.10 %  2.34 %  [1.90–3.30]   12.0 %   [9–15]  █░░░░░░░░░  小概率    25 百分点       –
T4‡   产值超千亿元的集群数        1–2                   0       0  [0–2]         45.0 %  [42–48]  █████░░░░░  未定           0.25       –

判断：大概率 ≥ 66 %，未定 33–66 %，小概率 5–33 %，难以达到 < 5 %。概率是达成的模拟次数占比，方括号内为其 95 % 区间（Wilson）。
期望缺口是各次模拟与目标差距的均值。达成年是多数模拟已达成的首个年份。
† 基数未公布，由数据包或模型按规则推定；概率也取决于该规则。
‡ 不是方案本身的正式目标，不计入同时达成的概率。
§ 所依据的公布数与推演起点相差超过 2.5 个标准差：hnte_count hunan（公布 3,016，起点 2,800）

目标组：组内各目标同时达成的概率
  第一条任务（2 项）：10.0 % [5.0 %–20.0 %]；未整组达成时未达成的目标：T3 95.0 %、T1 40.0 %

逐区目标：最常未达标的区（未达标的模拟占比）
  T2  达标区平均占 34.0 %；宁乡高新区 100 %、长沙高新区 50.0 %

范围不同、概率不同的目标（* 为采用的口径）
  T3  2016 年各区 12.0 %*、2018 年各区 35.0 %

同进退的目标（达成与否的相关系数）：T3 T4 0.69、T2 T4 0.44、T2 T3 0.38
)";
    EXPECT_EQ(scorecard_text(tiny_result(), {Language::zh, 160, false}), wanted);
}

TEST(Scorecard, InEnglish) {
    const std::string wanted = R"(Plan of the tiny province
10 replicates, seed 7, base year 2016, pack tiny, zonecast 0.1.0

4 targets: likely 1 · open 1 · unlikely 1 · out of reach 1
Chance that all 3 targets of the plan itself are met together: 0 % [0 %–27.8 %]
Too few replicates (10): of a chance little more than its 95 % interval is known, and verdicts mean little. Run 100 or more.

Id    What                           Target                2016  Median  [5–95 %]      Chance   [95 %]              Verdict       Shortfall  Met in
T1    high-tech enterprises doubled  ≥ 2 ×                2,212  2.40 ×  [1.20–4.10]   70.0 %  [67–73]  ███████░░░  likely             0.25    2018
T2    contracts of each zone grow    each ≥ 25 % a year    13.5   8.1 %  [-20.0–20.0]     0 %    [0–3]  ░░░░░░░░░░  out of reach  25 points       –
T3†§  R&D over sales revenue         ≥ 3 %               2.10 %  2.34 %  [1.90–3.30]   12.0 %   [9–15]  █░░░░░░░░░  unlikely      25 points       –
T4‡   clusters of 100 bn CNY output  1–2                      0       0  [0–2]         45.0 %  [42–48]  █████░░░░░  open               0.25       –

Verdicts: likely from 66 %, open 33 to 66 %, unlikely 5 to 33 %, out of reach below 5 %. A chance is a share of replicates, with its 95 % interval (Wilson) in
brackets. Shortfall is the mean distance to the target over the replicates. Met in: the first year by which most replicates have met it.
† rests on a base that nobody publishes and that a rule of the pack or the model assumes; so does the chance.
‡ is no target of the plan itself and does not count in the chance that all are met.
§ hangs on published figures that the start misses by more than 2.5 of their spreads: hnte_count of hunan (published 3,016, start 2,800)

Groups of targets: chance that all of a group are met together
  tasks of clause 1 (2): 10.0 % [5.0 %–20.0 %]; missed where the group is missed: T3 95.0 %, T1 40.0 %

Targets of each zone: which zones fall short most often (share of replicates)
  T2  on average 34.0 % of the zones meet it; Ningxiang HTZ 100 %, Changsha HTZ 50.0 %

Targets whose chance depends on the perimeter (* is the one used)
  T3  zones of 2016: 12.0 %*, zones of 2018: 35.0 %

Targets that are met or missed together (correlation): T3 T4 0.69, T2 T4 0.44, T2 T3 0.38
)";
    EXPECT_EQ(scorecard_text(tiny_result(), {Language::en, 160, false}), wanted);
}

TEST(Scorecard, ColumnsAlignThoughChineseCharactersTakeTwoCells) {
    for (const std::size_t width : {60U, 80U, 100U, 120U, 160U}) {
        const std::vector<std::string> lines = lines_of(scorecard_text(tiny_result(), {Language::zh, width, false}));
        const auto head = std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.starts_with("编号"); });
        ASSERT_NE(head, lines.end());
        const std::size_t verdict = cell_of(*head, "判断");
        const std::vector<std::string> verdicts{"大概率", "难以达到", "小概率", "未定"};
        for (std::size_t i = 0; i < verdicts.size(); ++i)
            EXPECT_EQ(cell_of(head[static_cast<std::ptrdiff_t>(i) + 1], verdicts[i]), verdict) << width;
    }
}

TEST(Scorecard, FitsTheTerminalAndKeepsWhatMatters) {
    for (const Language language : {Language::zh, Language::en}) {
        for (const std::size_t width : {72U, 80U, 100U, 132U, 200U}) {
            const std::string text = scorecard_text(tiny_result(), {language, width, false});
            for (const std::string& line : lines_of(text)) EXPECT_LE(base::display_width(line), width) << line;
            for (const char* kept : {"T1", "70.0 %", "2.40 ×", "≥ 2 ×"}) EXPECT_NE(text.find(kept), std::string::npos) << width;
        }
    }
}

TEST(Scorecard, ColourOnlyWhenAsked) {
    const std::string plain = scorecard_text(tiny_result(), {Language::en, 120, false});
    std::string colour = scorecard_text(tiny_result(), {Language::en, 120, true});
    EXPECT_EQ(plain.find('\x1b'), std::string::npos);
    EXPECT_NE(colour.find("\x1b[32mlikely"), std::string::npos);
    // Without its escapes the coloured text has the same words in the same places.
    for (std::size_t at = colour.find('\x1b'); at != std::string::npos; at = colour.find('\x1b'))
        colour.erase(at, colour.find('m', at) + 1 - at);
    const std::vector<std::string> with = lines_of(colour), without = lines_of(plain);
    ASSERT_EQ(with.size(), without.size());
    for (std::size_t i = 0; i < with.size(); ++i) EXPECT_TRUE(with[i].starts_with(without[i])) << with[i];
}

TEST(Scorecard, ABaseOfAnotherYearSaysSo) {
    Result result = tiny_result();
    result.targets[0].target.base_year = 2017;
    const std::string text = scorecard_text(result, {Language::en, 160, false});
    EXPECT_NE(text.find("2,212 (2017)"), std::string::npos) << text;
    EXPECT_EQ(text.find("(2016)"), std::string::npos) << "the column is headed 2016";
    EXPECT_EQ(scorecard_json(result)["targets"][0]["base_is_of"], 2017);
    EXPECT_EQ(scorecard_json(result)["targets"][1]["base_is_of"], 2016);
}

TEST(Scorecard, WithoutAValueThereIsNoVerdict) {
    Result result = tiny_result();
    engine::TargetResult& never = result.targets[1];
    never.valued = 0;
    never.chance = 0;
    never.expected_shortfall = never.mean = std::numeric_limits<double>::quiet_NaN();
    never.value.assign(never.value.size(), std::numeric_limits<double>::quiet_NaN());
    result.targets[2].valued = 0.65;
    const std::string text = scorecard_text(result, {Language::en, 160, false});
    EXPECT_EQ(text.find("out of reach 1"), std::string::npos) << text;
    EXPECT_NE(text.find("no verdict 1"), std::string::npos) << text;
    EXPECT_NE(text.find("T2 (100 % of the replicates), T3 (35.0 % of the replicates)"), std::string::npos) << text;
    const nlohmann::ordered_json json = scorecard_json(result);
    EXPECT_EQ(json["targets"][1]["verdict"], nullptr);
    EXPECT_EQ(json["targets"][1]["chance"], nullptr);
    EXPECT_EQ(json["summary"]["undefined"], 1);
    EXPECT_EQ(json["summary"]["out_of_reach"], 0);
}

TEST(Scorecard, APlanWithoutTargetsSaysSo) {
    Result result = tiny_result();
    result.targets.clear();
    result.target_groups.clear();
    EXPECT_NE(scorecard_text(result, {Language::en, 80, false}).find("The plan has no targets."), std::string::npos);
    EXPECT_TRUE(scorecard_json(result)["targets"].empty());
}

TEST(Scorecard, ManyShortZonesAreCountedAndTheWorstListed) {
    Result result = tiny_result();
    result.zone_ids.clear();
    result.zone_names.clear();
    std::vector<double> shares;
    for (int i = 0; i < 8; ++i) {
        result.zone_ids.push_back("z" + std::to_string(i));
        result.zone_names.push_back({"", ""});
        shares.push_back(0.1 * (i + 1));
    }
    result.targets[1].member_short = shares;
    const std::string text = scorecard_text(result, {Language::en, 200, false});
    EXPECT_NE(text.find("z7 80.0 %, z6 70.0 %, z5 60.0 %, z4 50.0 %, z3 40.0 %, and others, 8 in all"), std::string::npos) << text;
}

TEST(Verdict, FollowsTheStatedScale) {
    EXPECT_EQ(verdict_on(1.0), Verdict::likely);
    EXPECT_EQ(verdict_on(0.66), Verdict::likely);
    EXPECT_EQ(verdict_on(0.6599), Verdict::open);
    EXPECT_EQ(verdict_on(0.33), Verdict::open);
    EXPECT_EQ(verdict_on(0.3299), Verdict::unlikely);
    EXPECT_EQ(verdict_on(0.05), Verdict::unlikely);
    EXPECT_EQ(verdict_on(0.0499), Verdict::out_of_reach);
    EXPECT_EQ(verdict_on(0.0), Verdict::out_of_reach);
}

TEST(Verdict, TheYearMetIsTheFirstWithHalfOfTheReplicates) {
    engine::TargetResult target;
    target.met_by_year = {0.1, 0.5, 0.9};
    EXPECT_EQ(year_met(target.met_by_year, {2016, 2017, 2018}), 2017);
    target.met_by_year = {0.1, 0.2, 0.49};
    EXPECT_EQ(year_met(target.met_by_year, {2016, 2017, 2018}), std::nullopt);
}

TEST(ScorecardJson, HasAStableSchema) {
    const nlohmann::ordered_json json = scorecard_json(tiny_result());
    const auto keys = [](const nlohmann::ordered_json& object) {
        std::vector<std::string> names;
        for (const auto& [name, value] : object.items()) names.push_back(name);
        return names;
    };
    EXPECT_EQ(keys(json), (std::vector<std::string>{"format", "format_version", "plan", "pack", "run", "verdict_from", "summary", "targets",
                                                    "groups", "moving_together"}));
    EXPECT_EQ(keys(json["run"]), (std::vector<std::string>{"version", "seed", "first_replicate", "replicates", "base_year", "end_year"}));
    EXPECT_EQ(keys(json["summary"]), (std::vector<std::string>{"likely", "open", "unlikely", "out_of_reach", "undefined", "official",
                                                               "chance_all_official_targets", "chance_all_interval"}));
    EXPECT_EQ(json["summary"]["likely"], 1);
    EXPECT_EQ(json["plan"]["name"]["zh"], "小省高新区方案");
    ASSERT_EQ(json["targets"].size(), 4U);
    const std::vector<std::string> wanted{"id",
                                          "name",
                                          "document",
                                          "clause",
                                          "quote",
                                          "scope",
                                          "quantifier",
                                          "metric",
                                          "statistic",
                                          "op",
                                          "threshold",
                                          "threshold_high",
                                          "unit",
                                          "year",
                                          "base_year",
                                          "perimeter",
                                          "official",
                                          "assumed_base",
                                          "assumed",
                                          "unmet_figures",
                                          "passed_at_start",
                                          "group",
                                          "valued",
                                          "chance",
                                          "chance_standard_error",
                                          "chance_interval",
                                          "chance_fixed_perimeter",
                                          "chance_current_perimeter",
                                          "verdict",
                                          "verdict_is_firm",
                                          "base_is_of",
                                          "base",
                                          "base_quantiles",
                                          "mean",
                                          "median",
                                          "interval",
                                          "quantiles",
                                          "expected_shortfall",
                                          "shortfall_if_missed",
                                          "met_by_year",
                                          "year_met",
                                          "share_meeting",
                                          "zones_short",
                                          "doubt"};
    for (const auto& target : json["targets"]) EXPECT_EQ(keys(target), wanted);
    const auto& doubled = json["targets"][0];
    EXPECT_EQ(doubled["chance"], 0.7);
    EXPECT_EQ(doubled["verdict"], "likely");
    EXPECT_EQ(doubled["base"], 2212.0);
    EXPECT_EQ(doubled["median"], 2.4);
    EXPECT_EQ(doubled["interval"], (nlohmann::ordered_json{1.2, 4.1}));
    EXPECT_EQ(doubled["quantiles"]["0.25"], 1.9);
    EXPECT_EQ(doubled["threshold_high"], nullptr);
    EXPECT_EQ(doubled["year_met"], 2018);
    EXPECT_EQ(doubled["met_by_year"]["2017"], 0.35);
    const auto& each = json["targets"][1];
    ASSERT_EQ(each["zones_short"].size(), 2U) << "a zone that is never a member is not listed";
    EXPECT_EQ(each["zones_short"][0]["id"], "ningxiang_htz");
    EXPECT_EQ(each["zones_short"][0]["chance"], 1.0);
    EXPECT_EQ(each["year_met"], nullptr);
}

TEST(ScorecardJson, SaysHowGroupsFareAndWhatMovesTogether) {
    const nlohmann::ordered_json json = scorecard_json(tiny_result());
    ASSERT_EQ(json["groups"].size(), 1U);
    const auto& group = json["groups"][0];
    EXPECT_EQ(group["id"], "G1");
    EXPECT_EQ(group["chance"], 0.1);
    EXPECT_EQ(group["chance_interval"], (nlohmann::ordered_json{0.05, 0.2}));
    EXPECT_EQ(group["year_met"], nullptr);
    ASSERT_EQ(group["members"].size(), 2U);
    EXPECT_EQ(group["members"][1]["id"], "T3");
    EXPECT_EQ(group["members"][1]["missed_if_not_met"], 0.95);
    EXPECT_EQ(group["members"][1]["only_one_missed"], 0.6);
    EXPECT_EQ(json["targets"][2]["group"], "G1");
    EXPECT_EQ(json["targets"][1]["group"], nullptr);
    // Correlations above 0.3 in absolute size, each pair once, the strongest first.
    ASSERT_EQ(json["moving_together"].size(), 3U);
    EXPECT_EQ(json["moving_together"][0]["targets"], (nlohmann::ordered_json{"T3", "T4"}));
    EXPECT_EQ(json["moving_together"][0]["correlation"], 11.0 / 16);
    EXPECT_EQ(json["moving_together"][1]["targets"], (nlohmann::ordered_json{"T2", "T4"}));
}

TEST(Scorecard, NamesTheTargetThatHoldsAGroupBackFirst) {
    const std::string text = scorecard_text(tiny_result(), {Language::en, 200, false});
    EXPECT_NE(text.find("tasks of clause 1 (2): 10.0 % [5.0 %–20.0 %]; missed where the group is missed: T3 95.0 %, T1 40.0 %"), std::string::npos)
        << text;
    EXPECT_NE(text.find("T3 T4 0.69, T2 T4 0.44, T2 T3 0.38"), std::string::npos) << text;
}

TEST(IndexTable, RanksZonesByTheirMedianRank) {
    const Result result = tiny_result();
    EXPECT_EQ(rank_quantile(result, 0, 2, 0.5), 2U);
    EXPECT_EQ(rank_quantile(result, 1, 2, 0.05), 1U);
    EXPECT_EQ(rank_quantile(result, 2, 2, 0.5), 0U) << "what lies outside zones is not ranked";
    const nlohmann::ordered_json json = index_json(result, 2);
    ASSERT_EQ(json["zones"].size(), 2U);
    EXPECT_EQ(json["zones"][0]["id"], "ningxiang_htz");
    EXPECT_EQ(json["zones"][0]["rank_chance"], (nlohmann::ordered_json{{"1", 0.75}, {"2", 0.25}}));
    EXPECT_EQ(json["zones"][0]["top_three_chance"], 1.0);
    EXPECT_EQ(json["items"][1]["from"], "prior");
    EXPECT_EQ(json["zones"][0]["item_points"]["1.1"], 61.0);
    const std::string text = index_text(result, 2, {Language::en, 120, false});
    EXPECT_NE(text.find("Of the weight, 75.0 % is simulated"), std::string::npos) << text;
    EXPECT_LT(text.find("Ningxiang HTZ"), text.find("Changsha HTZ")) << text;
    Result without = result;
    without.index.reset();
    EXPECT_EQ(index_text(without, 2, {Language::en, 120, false}), "The result has no zone index: the run had none.\n");
    EXPECT_TRUE(index_json(without, 2)["zones"].empty());
}

TEST(ScorecardJson, NumbersThatDoNotExistAreNull) {
    Result result = tiny_result();
    result.targets[0].mean = std::numeric_limits<double>::quiet_NaN();
    result.targets[0].base.clear();
    const nlohmann::ordered_json target = scorecard_json(result)["targets"][0];
    EXPECT_EQ(target["mean"], nullptr);
    EXPECT_EQ(target["base"], nullptr);
    EXPECT_TRUE(nlohmann::json::accept(target.dump()));
}

TEST(Scorecard, IsTheSameFromTheFileAndFromTheRun) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    Diagnostics diagnostics;
    const std::optional<Result> read = read_result(folder.file("a.h5"), diagnostics);
    ASSERT_TRUE(read) << diagnostics.text();
    for (const Language language : {Language::zh, Language::en}) {
        const TextStyle style{language, 120, false};
        EXPECT_EQ(scorecard_text(*read, style), scorecard_text(tiny_result(), style));
        EXPECT_EQ(outlook_text(*read, style), outlook_text(tiny_result(), style));
        EXPECT_EQ(index_text(*read, 2, style), index_text(tiny_result(), 2, style));
    }
    EXPECT_EQ(scorecard_json(*read).dump(), scorecard_json(tiny_result()).dump());
    EXPECT_EQ(index_json(*read, 1).dump(), index_json(tiny_result(), 1).dump());
}

TEST(Outlook, ShowsMedianBandAndWhatWasPublished) {
    const std::string wanted = R"(Hunan: projection and published figures

What                   Year  Median  90 % band    Published  It lies
high-tech enterprises  2016   2,000  1,100–2,900     3,016   at the start
                       2017   2,001  1,101–2,901
                       2018   2,002  1,101–2,903     3,018*  above the band
GDP (1e8 CNY)          2016   2,003  1,102–2,904
                       2017   2,004  1,102–2,906
                       2018   2,005  1,103–2,907

* published for a year after the base year: not used in the projection.
)";
    EXPECT_EQ(outlook_text(tiny_result(), {Language::en, 100, false}), wanted);
}

TEST(Outlook, TakesRdOverGdpFromItsParts) {
    Result result = tiny_result();
    scenario::Figure figure;
    figure.place = "hunan";
    figure.year = 2018;
    figure.series = "rd_expenditure";
    figure.value = 658;
    result.figures.push_back(figure);
    EXPECT_EQ(published(result, "rd_to_gdp", 2018), std::nullopt);
    figure.series = "gdp";
    figure.value = 36000;
    result.figures.push_back(figure);
    const std::optional<Published> ratio = published(result, "rd_to_gdp", 2018);
    ASSERT_TRUE(ratio);
    EXPECT_DOUBLE_EQ(ratio->value, 658.0 / 36000);
    EXPECT_TRUE(ratio->derived);
    EXPECT_EQ(published(result, "hnte_count", 2017), std::nullopt);
    EXPECT_EQ(published(result, "hnte_count", 2018)->value, 3018);
}

TEST(Outlook, WithoutObservablesSaysSo) {
    Result result = tiny_result();
    result.province.observables.clear();
    EXPECT_EQ(outlook_text(result, {Language::en, 80, false}), "The result holds no observables of the province.\n");
}

}  // namespace
}  // namespace zonecast::outputs::tests
