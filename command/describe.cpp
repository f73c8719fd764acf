#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"
#include "model/engine/base_year.hpp"
#include "model/engine/world.hpp"
#include "model/scenario/vocabulary.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::command {

namespace {

using outputs::Colour;


struct Options {
    PlanOptions plan;
    std::uint64_t seed = 1;
    std::uint64_t draws = 200;
    bool clusters = false;
};

using Lines = std::vector<engine::BaseYearLine>;

nlohmann::ordered_json to_json(const scenario::Scenario& scenario, const Lines& lines) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& line : lines)
        list.push_back({{"series", line.series},
                        {"place", line.place},
                        {"unit", line.unit},
                        {"published", line.published},
                        {"spread", line.spread},
                        {"model_median", line.model_median},
                        {"model_low", line.model_low},
                        {"model_high", line.model_high},
                        {"pull", line.pull},
                        {"note", line.note}});
    return {
        {"pack", scenario.pack_id}, {"province", scenario.province}, {"base_year", scenario.plan.base_year}, {"lines", std::move(list)}};
}

/// How well the pack is founded: figures by confidence.
std::string foundation(const scenario::Scenario& scenario, Language language) {
    std::size_t reported = 0, derived = 0, conflicting = 0, assumed = 0;
    for (const auto& figure : scenario.history) switch (figure.confidence) {
            case scenario::Confidence::reported:
                ++reported;
                break;
            case scenario::Confidence::derived:
                ++derived;
                break;
            case scenario::Confidence::conflicting:
                ++conflicting;
                break;
            case scenario::Confidence::assumed:
                ++assumed;
                break;
        }
    return fmt::format(fmt::runtime(in(language, "{} 条统计数据：公布 {}，推算 {}，来源不一 {}，按规则假定 {}\n",
                                       "{} figures: {} reported, {} derived, {} conflicting, {} assumed by a rule\n")),
                       scenario.history.size(), reported, derived, conflicting, assumed);
}

/// Names of the places of a pack by id; ids are names where there is none.
class PlaceNames {
public:
    PlaceNames(const scenario::Scenario& scenario, Language language) : language_(language) {
        add(scenario.province, scenario.pack_name);
        for (const auto& city : scenario.cities) add(city.id, city.name);
        for (const auto& zone : scenario.zones) add(zone.id, zone.name);
        for (const auto& cluster : scenario.clusters) add(cluster.id, cluster.name);
    }
    [[nodiscard]] std::string operator()(const std::string& id) const {
        const auto found = names_.find(id);
        return found == names_.end() || found->second.empty() ? id : found->second;
    }

private:
    void add(const std::string& id, const scenario::Name& name) { names_[id] = in(language_, name); }
    Language language_;
    std::map<std::string, std::string> names_;
};

/// Where a figure comes from, its confidence in words of the language.
std::string source_of(const engine::BaseYearLine& line, Language language) {
    const std::string id = word_of(scenario::confidence_words(), line.confidence);
    if (language == Language::en || !line.note.starts_with(id)) return line.note;
    const char* word = line.confidence == scenario::Confidence::reported      ? "公布"
                       : line.confidence == scenario::Confidence::derived     ? "推算"
                       : line.confidence == scenario::Confidence::conflicting ? "来源不一"
                                                                              : "假定";
    std::string rest = line.note.substr(id.size());
    if (rest.starts_with(": "))
        rest.replace(0, 2, "：");
    else if (rest.starts_with(", "))
        rest.replace(0, 2, "，");
    return word + rest;
}

std::string to_text(const scenario::Scenario& scenario, const Lines& lines, const outputs::TextStyle& style) {
    const Language language = style.language;
    std::string text = outputs::coloured(in(language, scenario.pack_name), style.colour ? Colour::bold : Colour::none);
    text += fmt::format(fmt::runtime(in(language, "，基年 {}\n", ", base year {}\n")), scenario.plan.base_year) +
            foundation(scenario, language) + "\n";

    outputs::FittedTable table({{.head = in(language, "地方、指标", "Place and series"), .flexible = true, .least_width = 20},
                                {.head = in(language, "单位", "Unit")},
                                {.head = in(language, "统计", "Published"), .right = true},
                                {.head = "±", .right = true, .importance = 2},
                                {.head = in(language, "模型", "Model"), .right = true},
                                {.head = "[5–95 %]", .right = true, .importance = 3},
                                {.head = in(language, "偏离", "Pull"), .right = true},
                                {.head = in(language, "来源", "Source"), .importance = 1}});
    const PlaceNames name_of(scenario, language);
    std::string place;
    bool apart = false;
    for (const auto& line : lines) {
        if (line.place != place) table.add({{name_of(line.place), Colour::bold}, {}, {}, {}, {}, {}, {}, {}});
        place = line.place;
        const auto number = outputs::style_for(line.unit, {line.published, line.model_median});
        const bool far = std::abs(line.pull) > engine::BaseYearLine::largest_pull;
        apart = apart || far;
        table.add({{"  " + line.series},
                   {std::string(outputs::unit_word(line.unit, language))},
                   {number.text(line.published)},
                   {line.spread > 0 ? fmt::format("{:.1f} %", 100 * line.spread) : std::string()},
                   {number.text(line.model_median)},
                   {fmt::format("{}–{}", number.bare(line.model_low), number.bare(line.model_high))},
                   {std::isfinite(line.pull) ? fmt::format("{:+.1f}", line.pull) : std::string(), far ? Colour::red : Colour::none},
                   {source_of(line, language)}});
    }
    text += table.text(style.width, style.colour);
    text += in(language, "偏离：模型与统计之差，以统计的标准差为单位。",
               "Pull: model less statistic, in standard deviations of the statistic.");
    if (apart) text += in(language, "超过 2.5 的，两者不符。", " Beyond 2.5 they do not agree.");
    return text + "\n";
}

int describe(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics);
    std::shared_ptr<const engine::World> world;
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    report(diagnostics, common.language);
    Lines lines = engine::describe_base_year(*world, options.seed, options.draws);
    if (!options.clusters && !common.json) std::erase_if(lines, [](const auto& line) { return line.series == "cluster_revenue"; });
    if (common.json)
        print(to_json(*scenario, lines).dump(2) + "\n");
    else
        print(to_text(*scenario, lines, text_style(common.language)));
    return exit_good;
}

}  // namespace

void add_describe(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("describe", in(language, "显示数据包与基年：模型与统计逐项对照",
                                                      "show the pack and its base year: model against statistic, line by line"));
    const auto options = std::make_shared<Options>();
    add_plan(*command, common, options->plan);
    add_seed(*command, language, options->seed);
    add_count(*command, language, "--draws", options->draws, 1, 1'000'000,
              in(language, "抽取多少个初始状态（默认 200）", "number of initial states drawn (default 200)"));
    command->add_flag("--clusters", options->clusters, in(language, "也列出每个集群", "also every cluster"));
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast describe scenarios/plans/hunan-htz-2017-2019.toml",
                       "Example: zonecast describe scenarios/plans/hunan-htz-2017-2019.toml"));
    command->callback([options, &common, &status] { status = describe(*options, common); });
}

}  // namespace zonecast::command
