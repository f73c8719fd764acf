#include "command/what_if.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "command/language.hpp"
#include "model/engine/chain_changes.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/graph/gaps.hpp"
#include "model/inference/compare.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::command {

namespace {

using outputs::FittedTable;
using outputs::TextStyle;
using scenario::Change;

constexpr double least_move = 1e-9;        // of shares and log points: below it nothing has moved
constexpr std::size_t shown_clusters = 8;  // of those that moved most

const char* word(Change::Action action) {
    switch (action) {
        case Change::Action::remove:
            return "remove";
        case Change::Action::add:
            return "add";
        case Change::Action::strengthen:
            return "strengthen";
    }
    return "";
}

const char* word(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::segment:
            return "segment";
        case Change::Kind::link:
            return "link";
        case Change::Kind::cluster:
            return "cluster";
        case Change::Kind::zone:
            return "zone";
    }
    return "";
}

std::string target_text(const Change& change) {
    return change.kind == Change::Kind::link ? change.target + ":" + change.buyer : change.target;
}

void compare_chains(const graph::Graph& before, const graph::Graph& after, WhatIf& answer) {
    const auto gaps_before = graph::chain_gaps(before, ""), gaps_after = graph::chain_gaps(after, "");
    for (std::size_t i = 0; i < gaps_before.size(); ++i)
        if (gaps_before[i].present != gaps_after[i].present || gaps_before[i].missing != gaps_after[i].missing)
            answer.chains.push_back(
                {gaps_before[i].chain, gaps_before[i].present, gaps_after[i].present, gaps_before[i].missing, gaps_after[i].missing});

    std::map<std::string, FragilityMove> moves;
    for (const auto& one : graph::fragile_segments(before, "")) {
        const auto& node = before.node(one.segment);
        moves[node.id] = {node.name, node.id, true, false, one.exposure, 0};
    }
    for (const auto& one : graph::fragile_segments(after, "")) {
        const auto& node = after.node(one.segment);
        FragilityMove& move = moves[node.id];
        move.segment = node.name;
        move.id = node.id;
        move.after = true;
        move.exposure_after = one.exposure;
    }
    for (const auto& [id, move] : moves)
        if (move.before != move.after || std::abs(move.exposure_after - move.exposure_before) > least_move) answer.fragile.push_back(move);
    std::stable_sort(answer.fragile.begin(), answer.fragile.end(), [](const FragilityMove& a, const FragilityMove& b) {
        return std::abs(a.exposure_after - a.exposure_before) > std::abs(b.exposure_after - b.exposure_before);
    });
}

double weighted_mean(const std::vector<double>& values, const std::vector<double>& weights) {
    double sum = 0, weight = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * weights[i], weight += weights[i];
    return weight > 0 ? sum / weight : 0.0;
}

void compare_pull(const engine::World& world, WhatIf& answer) {
    const std::size_t industries = world.industries.size(), last = world.chains.size() - 1;
    const auto& before = world.chain(0);
    const auto& after = world.chain(last);
    const auto multiplier_before = laws::output_multipliers(before.pull.local_input());
    const auto multiplier_after = laws::output_multipliers(after.pull.local_input());
    answer.multiplier_before = weighted_mean(multiplier_before, before.pull.output());
    answer.multiplier_after = weighted_mean(multiplier_after, after.pull.output());
    answer.local_sales_before = before.pull.mean_local_sales_share();
    answer.local_sales_after = after.pull.mean_local_sales_share();

    const double chi = world.parameters.chi_at(engine::chi_nodes);
    std::vector<double> first(industries, 0.0), pulled(industries, 0.0), least(industries, 1.0);
    Eigen::VectorXd scratch;
    for (std::size_t t = 1; t <= last && t < world.sourcing_round.size(); ++t) {
        if (world.sourcing_round[t].empty()) continue;
        const auto& chain = world.chain(t);
        std::vector<double> value(world.clusters.size()), weight(industries, 0.0), own(industries, 0.0), all(industries, 0.0);
        for (std::size_t c = 0; c < value.size(); ++c) {
            const std::size_t i = world.cluster_industry[c];
            value[c] = world.sourcing_round[t][i] + chi * world.capacity_round[t][i] + world.boost[t][c];
            weight[i] += chain.cluster_output[c];
            own[i] += chain.cluster_output[c] * value[c];
        }
        chain.pull.solve(engine::chi_nodes, world.cluster_industry, chain.cluster_output, value, scratch);
        for (std::size_t c = 0; c < value.size(); ++c) all[world.cluster_industry[c]] += chain.cluster_output[c] * value[c];
        for (std::size_t i = 0; i < industries; ++i)
            if (weight[i] > 0) first[i] += own[i] / weight[i], pulled[i] += all[i] / weight[i];
    }
    for (const auto& log_supply : world.log_supply)
        for (std::size_t c = 0; c < log_supply.size(); ++c)
            least[world.cluster_industry[c]] = std::min(least[world.cluster_industry[c]], std::exp(log_supply[c]));
    for (std::size_t i = 0; i < industries; ++i) {
        const bool moved = std::abs(pulled[i]) > least_move || least[i] < 1 - least_move ||
                           std::abs(multiplier_after[i] - multiplier_before[i]) > least_move;
        if (moved && after.pull.output()[i] + before.pull.output()[i] > 0)
            answer.industries.push_back({world.industries[i], world.scenario.industries[i].name, multiplier_before[i], multiplier_after[i],
                                         first[i], pulled[i], least[i]});
    }
    std::stable_sort(answer.industries.begin(), answer.industries.end(), [](const IndustryMove& a, const IndustryMove& b) {
        return std::abs(a.with_pull) + 1 - a.least_supply > std::abs(b.with_pull) + 1 - b.least_supply;
    });
}

void simulate(const engine::World& before, const engine::World& after, std::uint64_t replicates, std::uint64_t seed,
              const ensemble::Execution& execution, WhatIf& answer) {
    engine::RunSettings settings;
    settings.replicates = replicates;
    settings.seed = seed;
    const scenario::Scenario& scenario = after.scenario;
    std::vector<SimulatedMove> moves;
    const auto keep = [&](const char* dimension, const std::string& id, const char* observable, const scenario::Name& name) {
        settings.keep.push_back({dimension, id, observable});
        SimulatedMove move;
        move.dimension = dimension;
        move.id = id;
        move.observable = observable;
        move.name = name;
        moves.push_back(move);
    };
    const scenario::Name province{"全省", "province"};
    for (const char* observable : {"revenue", "hightech_value_added", "gdp", "rd_total", "hnte_count", "firms"})
        keep("province", scenario.province, observable, province);
    const std::size_t of_province = moves.size();
    for (const auto& cluster : after.clusters) {
        const auto record =
            std::find_if(scenario.clusters.begin(), scenario.clusters.end(), [&](const auto& one) { return one.id == cluster.id; });
        keep("cluster", cluster.id, "revenue", record->name);
    }
    ensemble::Outcomes without, with;
    settings.summaries = false;
    const auto part = [&](std::uint64_t done_before) {
        return execution.telling([&execution, done_before, replicates](std::uint64_t done, std::uint64_t) {
            return !execution.progress || execution.progress(done_before + done, 2 * replicates);
        });
    };
    static_cast<void>(ensemble::run(before, settings, without, part(0)));
    static_cast<void>(ensemble::run(after, settings, with, part(replicates)));
    const std::size_t years = after.years().size();
    for (std::size_t s = 0; s < moves.size(); ++s) {
        const inference::Paired pair =
            inference::paired(without.kept(s, moves.size(), years - 1, years), with.kept(s, moves.size(), years - 1, years));
        moves[s].before = pair.a;
        moves[s].after = pair.b;
        moves[s].difference_error = pair.error;
    }
    std::stable_sort(
        moves.begin() + static_cast<std::ptrdiff_t>(of_province), moves.end(),
        [](const SimulatedMove& a, const SimulatedMove& b) { return std::abs(a.after - a.before) > std::abs(b.after - b.before); });
    moves.resize(std::min(moves.size(), of_province + shown_clusters));
    answer.replicates = replicates;
    answer.simulated = std::move(moves);
}

std::string heading(const char* zh, const char* en, const TextStyle& style) {
    return "\n" + outputs::coloured(in(style.language, zh, en), style.colour ? outputs::Colour::bold : outputs::Colour::none) + "\n";
}

std::string change_text(const Change& change, Language language) {
    static const std::map<Change::Action, std::pair<const char*, const char*>> actions{
        {Change::Action::remove, {"去除", "remove"}},
        {Change::Action::add, {"补齐", "add"}},
        {Change::Action::strengthen, {"强化", "strengthen"}}};
    const auto& [zh, en] = actions.at(change.action);
    return fmt::format("  {} {} {}{}\n", change.year, in(language, zh, en), target_text(change),
                       change.action == Change::Action::strengthen ? fmt::format(" +{}", outputs::percent_text(change.by)) : std::string());
}

}  // namespace

std::optional<WhatIf> what_if(const scenario::Scenario& scenario, std::uint64_t replicates, std::uint64_t seed,
                              Diagnostics& problems, const ensemble::Execution& execution) {
    WhatIf answer;
    answer.changes = scenario.plan.changes;
    answer.year = scenario.plan.end_year;
    scenario::Scenario untouched = scenario;
    untouched.plan.changes.clear();
    const auto after = engine::World::compile(scenario, problems);
    Diagnostics same_again;  // what is wrong with both is said once
    const auto before = engine::World::compile(untouched, same_again);
    if (!after || !before) return std::nullopt;

    scenario::Scenario today = untouched;
    std::erase_if(today.clusters, [](const scenario::Cluster& cluster) { return cluster.added; });
    compare_chains(graph::Graph::build(today, scenario.plan.base_year),
                   graph::Graph::build(engine::scenario_in_year(scenario, answer.year), scenario.plan.base_year), answer);
    compare_pull(*after, answer);
    if (replicates > 0) simulate(*before, *after, replicates, seed, execution, answer);
    return answer;
}

nlohmann::ordered_json to_json(const WhatIf& answer) {
    using Json = nlohmann::ordered_json;
    Json changes = Json::array(), chains = Json::array(), fragile = Json::array(), industries = Json::array(), simulated = Json::array();
    for (const Change& one : answer.changes)
        changes.push_back(
            {{"id", one.id}, {"action", word(one.action)}, {"kind", word(one.kind)}, {"target", target_text(one)}, {"year", one.year}});
    for (const auto& one : answer.chains)
        chains.push_back({{"chain", one.id},
                          {"present", {one.present_before, one.present_after}},
                          {"missing", {one.missing_before, one.missing_after}}});
    for (const auto& one : answer.fragile)
        fragile.push_back({{"segment", one.id},
                           {"name", outputs::both_names(one.segment)},
                           {"fragile", {one.before, one.after}},
                           {"exposure", {one.exposure_before, one.exposure_after}}});
    for (const auto& one : answer.industries)
        industries.push_back({{"industry", one.id},
                              {"name", outputs::both_names(one.name)},
                              {"output_multiplier", {one.multiplier_before, one.multiplier_after}},
                              {"first_round", one.first_round},
                              {"with_pull", one.with_pull},
                              {"least_supply", one.least_supply}});
    for (const auto& one : answer.simulated)
        simulated.push_back({{"dimension", one.dimension},
                             {"id", one.id},
                             {"observable", one.observable},
                             {"mean", {one.before, one.after}},
                             {"difference", one.after - one.before},
                             {"standard_error", one.difference_error}});
    return {{"changes", std::move(changes)},
            {"year", answer.year},
            {"chains", std::move(chains)},
            {"fragile", std::move(fragile)},
            {"output_multiplier", {answer.multiplier_before, answer.multiplier_after}},
            {"local_sales_share", {answer.local_sales_before, answer.local_sales_after}},
            {"industries", std::move(industries)},
            {"replicates", answer.replicates},
            {"simulated", std::move(simulated)}};
}

std::string what_if_text(const WhatIf& answer, const TextStyle& style) {
    const Language language = style.language;
    constexpr std::size_t shown = 12;
    std::string text = heading("如果……（变化及其起始年份）", "What if: the changes, each from its year on", style);
    for (const Change& change : answer.changes) text += change_text(change, language);
    for (const auto& chain : answer.chains)
        text += fmt::format(fmt::runtime(in(language, "  {}：具备 {} → {}，缺失 {} → {}\n", "  {}: present {} -> {}, missing {} -> {}\n")),
                            chain.id, chain.present_before, chain.present_after, chain.missing_before, chain.missing_after);
    text += fmt::format(fmt::runtime(in(language, "  区域产出乘数 {:.4f} → {:.4f}；留在本地的销售 {} → {}\n",
                                        "  output multiplier {:.4f} -> {:.4f}; sales that stay in the region {} -> {}\n")),
                        answer.multiplier_before, answer.multiplier_after, outputs::percent_text(answer.local_sales_before),
                        outputs::percent_text(answer.local_sales_after));

    text += heading("脆弱环节的变化", "Segments that became more or less fragile", style);
    FittedTable fragile({{.head = in(language, "环节", "Segment"), .flexible = true, .least_width = 16},
                         {.head = in(language, "之前", "Before")},
                         {.head = in(language, "之后", "After")},
                         {.head = in(language, "依赖省外", "On outside"), .right = true}});
    const auto state = [&](bool is) -> std::string { return is ? in(language, "脆弱", "fragile") : in(language, "稳固", "sound"); };
    for (std::size_t i = 0; i < std::min(shown, answer.fragile.size()); ++i) {
        const auto& one = answer.fragile[i];
        fragile.add({{in(language, one.segment)},
                     {state(one.before)},
                     {state(one.after)},
                     {fmt::format("{} -> {}", outputs::percent_text(one.exposure_before), outputs::percent_text(one.exposure_after))}});
    }
    text += fragile.text(style.width, style.colour);

    text += heading("各产业的感受（χ 取中值，各年合计）", "What industries feel (chi at its centre, all years together)", style);
    FittedTable industries({{.head = in(language, "产业", "Industry"), .flexible = true, .least_width = 16},
                            {.head = in(language, "首轮销售", "First round"), .right = true},
                            {.head = in(language, "含需求拉动", "With pull"), .right = true},
                            {.head = in(language, "最低供给系数", "Least supply"), .right = true},
                            {.head = in(language, "产出乘数", "Multiplier"), .right = true, .importance = 1}});
    for (std::size_t i = 0; i < std::min(shown, answer.industries.size()); ++i) {
        const auto& one = answer.industries[i];
        industries.add({{in(language, one.name)},
                        {fmt::format("{:+.2f} %", 100 * one.first_round)},
                        {fmt::format("{:+.2f} %", 100 * one.with_pull)},
                        {fmt::format("{:.4f}", one.least_supply)},
                        {fmt::format("{:.3f} -> {:.3f}", one.multiplier_before, one.multiplier_after)}});
    }
    text += industries.text(style.width, style.colour);
    if (answer.replicates == 0) return text;

    text += heading("配对模拟（同一随机数）", "Paired simulation (the same draws with and without)", style);
    text += fmt::format(fmt::runtime(in(language, "  {} 年，{} 次\n", "  {}, {} replicates\n")), answer.year, answer.replicates);
    FittedTable simulated({{.head = in(language, "对象", "What"), .flexible = true, .least_width = 16},
                           {.head = in(language, "指标", "Figure")},
                           {.head = in(language, "之前", "Without"), .right = true},
                           {.head = in(language, "之后", "With"), .right = true},
                           {.head = in(language, "差（± 标准误）", "Difference (± s.e.)"), .right = true}});
    for (const auto& one : answer.simulated)
        simulated.add({{in(language, one.name)},
                       {one.observable},
                       {fmt::format("{:.2f}", one.before)},
                       {fmt::format("{:.2f}", one.after)},
                       {fmt::format("{:+.3f} ± {:.3f}", one.after - one.before, one.difference_error)}});
    return text + simulated.text(style.width, style.colour);
}

}  // namespace zonecast::command
