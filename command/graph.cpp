#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "command/cluster_layers.hpp"
#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "command/what_if.hpp"
#include "model/engine/chain_changes.hpp"
#include "model/graph/dot.hpp"
#include "model/graph/graphml.hpp"
#include "model/graph/json.hpp"
#include "model/scenario/ids.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::command {

namespace {

using outputs::FittedTable;
using outputs::TextStyle;

constexpr double least_cluster_link = 0.01;  // links between clusters below this share only blur the picture
constexpr std::size_t shown_bottlenecks = 10;

struct Options {
    PlanOptions plan;
    std::string chain, layer, dot, graphml, cohorts, result;
    bool clusters = false;
    std::uint64_t simulate = 0, seed = 1;
    int threads = 0;
    bool quiet = false;
};

std::string name(const graph::Graph& graph, graph::Vertex vertex, Language language) {
    return in(language, graph.node(vertex).name);
}

std::string presence(const graph::Node& node, Language language) {
    switch (node.presence.value_or(scenario::Presence::yes)) {
        case scenario::Presence::yes:
            return in(language, "具备", "present");
        case scenario::Presence::weak:
            return in(language, "薄弱", "weak");
        case scenario::Presence::missing:
            return in(language, "缺失", "missing");
    }
    return {};
}

const char* word_for(graph::NodeKind kind, Language language) {
    switch (kind) {
        case graph::NodeKind::province:
            return in(language, "省", "provinces");
        case graph::NodeKind::city:
            return in(language, "城市", "cities");
        case graph::NodeKind::zone:
            return in(language, "高新区", "zones");
        case graph::NodeKind::cluster:
            return in(language, "集群", "clusters");
        case graph::NodeKind::cohort:
            return in(language, "企业队列", "cohorts");
        case graph::NodeKind::industry:
            return in(language, "产业", "industries");
        case graph::NodeKind::segment:
            return in(language, "环节", "segments");
        case graph::NodeKind::enterprise:
            break;
    }
    return in(language, "企业", "enterprises");
}

const char* word_for(graph::Layer layer, Language language) {
    switch (layer) {
        case graph::Layer::contains:
            return in(language, "隶属", "contain");
        case graph::Layer::makes:
            return in(language, "生产", "make");
        case graph::Layer::supplies:
            return in(language, "供应", "supply");
        case graph::Layer::spills:
            return in(language, "溢出", "spill over");
        case graph::Layer::advances:
            break;
    }
    return in(language, "流转", "advance");
}

std::string sizes_text(const graph::Graph& graph, Language language) {
    std::map<graph::NodeKind, std::size_t> nodes;
    std::map<graph::Layer, std::size_t> edges;
    for (const auto vertex : boost::make_iterator_range(boost::vertices(graph.storage()))) ++nodes[graph.node(vertex).kind];
    for (const auto edge : boost::make_iterator_range(boost::edges(graph.storage()))) ++edges[graph.edge(edge).layer];
    std::string parts;
    for (const auto& [kind, count] : nodes)
        parts += (parts.empty() ? "" : in(language, "、", ", ")) + fmt::format("{} {}", word_for(kind, language), count);
    std::string text = in(language, "节点：", "Nodes: ") + parts;
    parts.clear();
    for (const auto& [layer, count] : edges)
        parts += (parts.empty() ? "" : in(language, "、", ", ")) + fmt::format("{} {}", word_for(layer, language), count);
    return text + in(language, "\n关系：", "\nLinks: ") + parts + "\n";
}

std::string heading(const char* zh, const char* en, const TextStyle& style) {
    return "\n" + outputs::coloured(in(style.language, zh, en), style.colour ? outputs::Colour::bold : outputs::Colour::none) + "\n";
}

std::string order_text(const graph::Graph& graph, const std::vector<graph::Component>& components, const TextStyle& style) {
    const Language language = style.language;
    std::string text = heading("环节次序（供方在前）", "Segments in order, suppliers first", style);
    std::map<std::size_t, std::string> stages;
    for (const auto& component : components) {
        std::string& stage = stages[component.stage];
        std::string members;
        for (const auto segment : component.segments) members += (members.empty() ? "" : " + ") + name(graph, segment, language);
        stage += (stage.empty() ? "" : in(language, "；", "; ")) +
                 (component.loop ? members + in(language, "（互为供需）", " (supply each other)") : members);
    }
    for (const auto& [stage, members] : stages) text += fmt::format("  {:>2}  {}\n", stage + 1, members);
    return text;
}

std::string gaps_text(const graph::Graph& graph, const std::vector<graph::ChainGaps>& chains, const scenario::Scenario& scenario,
                      const TextStyle& style) {
    const Language language = style.language;
    std::string text = heading("缺失与薄弱环节", "Missing and weak segments", style);
    FittedTable table({{.head = in(language, "产业链", "Chain")},
                       {.head = in(language, "环节", "Segment")},
                       {.head = in(language, "状态", "Here")},
                       {.head = in(language, "最大投入份额", "Largest share"), .right = true},
                       {.head = in(language, "本省买方", "Buyers here"), .flexible = true, .least_width = 20}});
    for (const auto& chain : chains)
        for (const auto& gap : chain.gaps) {
            std::string buyers;
            for (const auto buyer : gap.buyers) buyers += (buyers.empty() ? "" : in(language, "、", ", ")) + name(graph, buyer, language);
            table.add({{in(language, scenario.chain_name(chain.chain))},
                       {name(graph, gap.segment, language)},
                       {presence(graph.node(gap.segment), language)},
                       {gap.buyers.empty() ? "" : outputs::percent_text(gap.largest_input_share)},
                       {buyers}});
        }
    return text + table.text(style.width, style.colour);
}

std::string bottlenecks_text(const graph::Graph& graph, const std::vector<graph::Bottleneck>& bottlenecks, const TextStyle& style) {
    const Language language = style.language;
    std::string text =
        heading("瓶颈供应关系（承载末端产出的份额）", "Bottlenecks: share of an end product's output that a link carries", style);
    FittedTable table({{.head = in(language, "供方", "From"), .flexible = true, .least_width = 16},
                       {.head = in(language, "需方", "To")},
                       {.head = in(language, "承载", "Carries"), .right = true},
                       {.head = in(language, "末端", "Of")},
                       {.head = in(language, "介数", "Betweenness"), .right = true, .importance = 1}});
    for (std::size_t i = 0; i < std::min(shown_bottlenecks, bottlenecks.size()); ++i) {
        const auto& entry = bottlenecks[i];
        table.add({{name(graph, boost::source(entry.edge, graph.storage()), language)},
                   {name(graph, boost::target(entry.edge, graph.storage()), language)},
                   {outputs::percent_text(entry.carried)},
                   {name(graph, entry.end, language)},
                   {fmt::format("{:.1f}", entry.betweenness)}});
    }
    return text + table.text(style.width, style.colour);
}

std::string fragile_text(const graph::Graph& graph, const std::vector<graph::Fragile>& fragile, const TextStyle& style) {
    const Language language = style.language;
    std::string text = heading("脆弱环节（专用投入：依赖省外，或省内供方很少）",
                               "Fragile segments: specific inputs that come from outside, or from few makers inside", style);
    FittedTable table({{.head = in(language, "环节", "Segment"), .flexible = true, .least_width = 16},
                       {.head = in(language, "状态", "Here")},
                       {.head = in(language, "有效供方数", "Makers"), .right = true},
                       {.head = in(language, "省内配套", "Local share"), .right = true},
                       {.head = in(language, "依赖省外", "On outside"), .right = true},
                       {.head = in(language, "依赖省内", "On inside"), .right = true},
                       {.head = in(language, "末端", "Of")}});
    for (const auto& entry : fragile)
        table.add({{name(graph, entry.segment, language)},
                   {presence(graph.node(entry.segment), language)},
                   {entry.makers ? fmt::format("{:.1f}{}", *entry.makers, entry.few ? "!" : "") : ""},
                   {outputs::percent_text(entry.local_share) + (entry.low_local ? "!" : "")},
                   {outputs::percent_text(entry.exposure)},
                   {outputs::percent_text(entry.inside)},
                   {name(graph, entry.end, language)}});
    return text + table.text(style.width, style.colour);
}

/// "there is no ...", with the closest of what there is.
int unknown(const Text& what, const std::string& word, const std::vector<std::string>& known, const CommonOptions& common) {
    Diagnostics diagnostics;
    diagnostics.error(
        {}, say("数据包没有{} \"{}\"", "the pack has no {} \"{}\"", what, word),
        known.empty() ? say("它没有任何{}", "it has no {} at all", what) : scenario::suggestion(word, known, scenario::known_are(known)));
    report_failure(diagnostics, common);
    return exit_bad_input;
}

graph::Selection selection_of(const Options& options) {
    return {.layer = graph::layer_named(options.layer), .chain = options.chain};
}

/// Prints what the graph says, and what the changes of the plan move.
int print_answer(const Options& options, const CommonOptions& common, const scenario::Scenario& scenario, const graph::Graph& net,
                 const std::optional<WhatIf>& moved) {
    const auto components = graph::components_in_order(net, options.chain);
    const auto gaps = graph::chain_gaps(net, options.chain);
    const auto bottlenecks = graph::bottlenecks(net, options.chain);
    const auto fragile = graph::fragile_segments(net, options.chain);
    if (common.json) {
        nlohmann::ordered_json json{{"chains", net.chains()},
                                    {"components", to_json(net, components)},
                                    {"gaps", to_json(net, gaps)},
                                    {"bottlenecks", to_json(net, bottlenecks)},
                                    {"fragile", to_json(net, fragile)}};
        if (moved) json["what_if"] = to_json(*moved);
        json["graph"] = to_json(net, selection_of(options));
        print(json.dump(2) + "\n");
        return exit_good;
    }
    const TextStyle style = text_style(common.language);
    std::string text = sizes_text(net, common.language);
    if (!options.chain.empty()) text += order_text(net, components, style);
    text += gaps_text(net, gaps, scenario, style);
    text += bottlenecks_text(net, bottlenecks, style);
    text += fragile_text(net, fragile, style);
    if (moved) text += what_if_text(*moved, style);
    print(text);
    return exit_good;
}

int answer(const Options& options, const CommonOptions& common) {
    const auto scenario = read_plan_or_report(options.plan, common, options.quiet);
    if (!scenario) return exit_bad_input;
    const bool changed = !scenario->plan.changes.empty();
    if (options.simulate > 0 && !changed) {
        Diagnostics diagnostics;
        diagnostics.error({"--simulate", 0, 0}, Text("规划没有改动产业链，无可比较", "the plan changes nothing in its chains, so there is nothing to compare"),
                          Text("在规划中加 [[change]]，或用 --set remove.<环节>=<年>",
                               "add a [[change]] to the plan, or --set remove.<segment>=<year>"));
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    // With changes, the chains as they leave them.
    graph::Graph net = changed ? graph::Graph::build(engine::scenario_in_year(*scenario, scenario->plan.end_year), scenario->plan.base_year)
                               : graph::Graph::build(*scenario, scenario->plan.base_year);

    const auto& chains = net.chains();
    if (!options.chain.empty() && std::find(chains.begin(), chains.end(), options.chain) == chains.end())
        return unknown({"产业链", "chain"}, options.chain, chains, common);
    if (options.clusters) {
        Diagnostics diagnostics;
        const auto world = engine::World::compile(*scenario, diagnostics);
        if (!world) {
            report_failure(diagnostics, common);
            return exit_bad_input;
        }
        net.add_cluster_supply(cluster_supply(*world, least_cluster_link));
        net.add_spillovers(cluster_spillovers(*world, least_cluster_link));
    }
    if (!options.result.empty() && options.cohorts.empty()) {
        Diagnostics diagnostics;
        diagnostics.error({"--result", 0, 0}, Text("只与 --cohorts 同用", "is used only together with --cohorts"),
                          say("加上 --cohorts {}", "add --cohorts {}", scenario->province));
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (!options.cohorts.empty()) {
        const bool province = options.cohorts == scenario->province;
        if (!province && !net.find(graph::NodeKind::cluster, options.cohorts)) {
            std::vector<std::string> owners{scenario->province};
            for (const auto& cluster : scenario->clusters) owners.push_back(cluster.id);
            return unknown({"集群", "cluster"}, options.cohorts, owners, common);
        }
        const graph::CohortGrid grid = cohort_grid();
        std::vector<graph::CohortStock> stocks;
        std::vector<graph::CohortFlow> flows = graph::elementary_moves(grid);
        if (!options.result.empty()) {
            Diagnostics diagnostics;
            if (!province)
                diagnostics.error({"--result", 0, 0}, Text("结果只统计全省队列之间的流动", "a result counts the flows between cohorts of the province only"),
                                  say("写 --cohorts {}", "write --cohorts {}", scenario->province));
            const auto counted = province ? outputs::read_cohorts(options.result, diagnostics) : std::nullopt;
            if (!counted) {
                report_failure(diagnostics, common);
                return exit_bad_input;
            }
            stocks = cohort_stocks(*counted);
            flows = cohort_flows(*counted);
        }
        graph::add_cohorts(net, province ? graph::NodeKind::province : graph::NodeKind::cluster, options.cohorts, grid, stocks, flows);
    }
    std::vector<std::string> inputs = files_of(options.plan, *scenario);
    if (!options.result.empty()) inputs.push_back(options.result);
    const graph::Selection selection = selection_of(options);
    const auto label = common.language == Language::zh ? &scenario::Name::zh : &scenario::Name::en;
    try {
        if (options.dot != "-" && options.dot == options.graphml && !options.dot.empty())
            throw outputs::FileError(options.dot, {"不能同时是 --dot 和 --graphml 的文件", "cannot be the file of both --dot and --graphml"},
                                     {"指明两个文件", "name two files"});
        const outputs::Signature dot{std::string(graph::dot_beginning), {}, {"DOT 图", "a graph in DOT"}};
        const outputs::Signature graphml{"<?xml", std::string(graph::graphml_mark), {"GraphML 图", "a graph in GraphML"}};
        if (!options.dot.empty()) check_output(options.dot, inputs, dot);
        if (!options.graphml.empty()) check_output(options.graphml, inputs, graphml);  // both or neither
        if (!options.dot.empty())
            write_output(options.dot, inputs, dot, [&](std::ostream& out) { graph::write_dot(out, net, selection, label); });
        if (!options.graphml.empty())
            write_output(options.graphml, inputs, graphml, [&](std::ostream& out) { graph::write_graphml(out, net, selection); });
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
    if (!options.dot.empty() || !options.graphml.empty()) return exit_good;

    if (!changed) return print_answer(options, common, *scenario, net, std::nullopt);
    return long_run(
        common, options.quiet || options.simulate == 0, nothing_was_written(common.language), [&](LongRun& watched) {
            Diagnostics diagnostics;
            const auto moved =
                what_if(*scenario, options.simulate, options.seed, diagnostics, watched.execution(options.threads));
            watched.finish();
            if (moved) return print_answer(options, common, *scenario, net, moved);
            report_failure(diagnostics, common);
            return exit_bad_input;
        });
}

}  // namespace

void add_graph(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("graph", in(language, "产业链图谱：次序、缺失、瓶颈、脆弱环节，并可导出",
                                                   "the industry chains: order, missing links, bottlenecks, fragile segments; export"));
    const auto options = std::make_shared<Options>();
    add_plan(*command, common, options->plan);
    command->add_option("--chain", options->chain, in(language, "只看一条产业链", "only this chain"))->type_name("ID");
    only_words(command->add_option("--layer", options->layer, in(language, "导出时只取一层关系", "only this layer of edges, for exports")),
               language, {"contains", "makes", "supplies", "spills", "advances"});
    command->add_flag(
        "--clusters", options->clusters,
        in(language, "加入集群之间的供应与知识溢出关系（1 % 及以上）", "add supply and knowledge spillovers between clusters (from 1 %)"));
    command
        ->add_option("--cohorts", options->cohorts,
                     in(language, "加入一个集群（或全省）的企业队列及其可能的流动",
                        "add the enterprise cohorts of a cluster (or the province) and the moves between them"))
        ->type_name("ID");
    command
        ->add_option("--result", options->result,
                     in(language, "与 --cohorts 合用：取结果文件最后一年的企业数和流动数（全省）",
                        "with --cohorts: numbers and counted flows of the last year of a result (province)"))
        ->type_name("RESULT.h5");
    command
        ->add_option("--dot", options->dot,
                     in(language, "导出为 Graphviz 文件（- 表示标准输出）", "export for Graphviz (- for standard output)"))
        ->type_name("FILE");
    command
        ->add_option("--graphml", options->graphml,
                     in(language, "导出为 GraphML 文件（- 表示标准输出）", "export as GraphML (- for standard output)"))
        ->type_name("FILE");
    add_count(*command, language, "--simulate", options->simulate, 2, 100'000,
              in(language, "有变化时：再用同样的随机数各模拟 N 次，比较有无变化",
                 "with changes: also simulate N replicates with and without them, on the same draws"));
    add_seed(*command, language, options->seed);
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language,
                       "示例：\n  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --chain wind_power\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --chain wind_power --dot - | dot -Tsvg > wind.svg\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --clusters --graphml hunan.graphml\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --set remove.wd_blade=2018 --simulate 200",
                       "Examples:\n  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --chain wind_power\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --chain wind_power --dot - | dot -Tsvg > wind.svg\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --clusters --graphml hunan.graphml\n"
                       "  zonecast graph scenarios/plans/hunan-htz-2017-2019.toml --set remove.wd_blade=2018 --simulate 200"));
    command->callback([options, &common, &status] { status = answer(*options, common); });
}

}  // namespace zonecast::command
