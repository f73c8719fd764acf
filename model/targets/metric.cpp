#include "model/targets/metric.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "model/engine/observables.hpp"
#include "model/laws/revenue_classes.hpp"
#include "model/laws/zone_accounts.hpp"
#include "model/scenario/ids.hpp"

namespace zonecast::targets {

using engine::observable_count;
using engine::Quantity;
using engine::quantity_count;
using scenario::did_you_mean;

namespace {

std::string trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    const auto last = text.find_last_not_of(" \t");
    return std::string(text.substr(first, last - first + 1));
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        parts.push_back(trim(std::string_view(text).substr(begin, end == std::string::npos ? std::string::npos : end - begin)));
        if (end == std::string::npos) return parts;
        begin = end + 1;
    }
}

/// "name >= number" or "name > number" or a bare word.
struct Condition {
    std::string name;
    bool compares = false, strictly = false;
    double value = 0;
};

std::optional<Condition> parse_condition(const std::string& text, MetricError& error) {
    Condition c;
    const std::size_t at = text.find_first_of("<>=");
    if (at == std::string::npos) {
        c.name = text;
        if (!c.name.empty()) return c;
        error = {{"条件是空的", "a condition is empty"}, {"例如写 [output >= 500]", "write for example [output >= 500]"}};
        return std::nullopt;
    }
    c.name = trim(std::string_view(text).substr(0, at));
    c.compares = true;
    std::size_t number = at + 1;
    if (text[at] == '>' && number < text.size() && text[number] == '=') {
        ++number;
    } else if (text[at] == '>') {
        c.strictly = true;
    } else {
        error = {say("条件 \"{}\" 不是从门槛起计", "the condition \"{}\" does not count from a threshold upwards", text),
                 {"用 >= 或 >", "use >= or >"}};
        return std::nullopt;
    }
    const std::string digits = trim(std::string_view(text).substr(number));
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), c.value);
    if (status != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(c.value)) {
        error = {say("条件 \"{1}\" 中的 \"{0}\" 不是数", "\"{0}\" in the condition \"{1}\" is not a number", digits, text),
                 say("例如写 {} >= 500", "write for example {} >= 500", c.name)};
        return std::nullopt;
    }
    return c;
}

std::vector<std::string> known_names() {
    std::vector<std::string> names{"facilities",
                                   "firms",
                                   "clusters",
                                   "zones",
                                   "zone_level",
                                   "zone_count",
                                   "recognised_clusters",
                                   "zone_rank_national",
                                   "st_progress_contribution"};
    for (std::size_t i = 0; i < observable_count; ++i) names.emplace_back(engine::observable_text(i).id);
    return names;
}

/// Nature and dimension of an observable.
void take_after(Metric& metric, std::size_t observable) {
    metric.observable = observable;
    metric.nature = engine::observable_nature(observable);
    metric.dimension = base::parse_unit(engine::observable_text(observable).unit).value().dimension;
}

/// What is observed of clusters under that name.
std::optional<engine::ClusterQuantity> cluster_quantity_named(const std::string& name) {
    for (std::size_t i = 0; i < engine::cluster_quantity_count; ++i)
        if (engine::quantity_texts[static_cast<std::size_t>(engine::cluster_quantities[i])].id == name)
            return static_cast<engine::ClusterQuantity>(i);
    return std::nullopt;
}

/// Ids of the clusters that a word names: one cluster, those of an industry, or those of the industries that make the segments of a chain.
std::vector<std::string> clusters_named(const std::string& word, const scenario::Scenario& scenario) {
    std::set<std::string> industries{word};
    for (const auto& segment : scenario.segments)
        if (segment.chain == word && !segment.industry.empty()) industries.insert(segment.industry);
    std::vector<std::string> found;
    for (const auto& cluster : scenario.clusters)
        if (cluster.id == word || industries.contains(cluster.industry)) found.push_back(cluster.id);
    return found;
}

/// Words that clusters_named knows.
std::vector<std::string> cluster_words(const scenario::Scenario& scenario) {
    std::set<std::string> words;
    for (const auto& industry : scenario.industries) words.insert(industry.id);
    for (const auto& segment : scenario.segments) words.insert(segment.chain);
    for (const auto& cluster : scenario.clusters) words.insert(cluster.id);
    return {words.begin(), words.end()};
}

/// The series of the province without which a quantity stays at zero; empty if there is none.
std::string needed_series(std::size_t observable) {
    const std::string_view id = engine::observable_text(observable).id;
    if (id == "ip_pledge_finance") return "ip_pledge_finance";
    if (id == "rd_institution_coverage" || id == "hnte_with_rd_institution") return "rd_institution_coverage";
    return {};
}

std::string class_edges_text() {
    std::string text;
    for (const double edge : laws::class_edges) {
        std::array<char, 32> digits{};
        const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), edge);
        (void)status;
        text += (text.empty() ? "" : ", ") + std::string(digits.data(), end);
    }
    return text;
}

}  // namespace

std::optional<Metric> parse_metric(const std::string& expression, const scenario::Scenario& scenario, MetricError& error) {
    error = {};
    const std::string text = trim(expression);
    const std::size_t open = text.find('[');
    const std::string name = trim(std::string_view(text).substr(0, open));
    std::string filter;
    if (open != std::string::npos) {
        if (text.back() != ']') {
            error = {say("指标 \"{}\" 有 [ 而末尾没有 ]", "the metric \"{}\" has a [ without its ] at the end", expression),
                     {"例如写 clusters[output >= 500]", "write for example clusters[output >= 500]"}};
            return std::nullopt;
        }
        filter = trim(std::string_view(text).substr(open + 1, text.size() - open - 2));
        if (filter.empty()) {
            error = {say("指标 \"{}\" 的方括号是空的", "the metric \"{}\" has empty brackets", expression),
                     {"写明计数的对象，或去掉方括号", "name what to count, or leave the brackets out"}};
            return std::nullopt;
        }
    }
    Metric metric;
    auto fail = [&](Text what, Text hint) -> std::optional<Metric> {
        error = {std::move(what), std::move(hint)};
        return std::nullopt;
    };
    // An observable by name; its figures must be there.
    auto known = [&](const std::string& id) -> std::optional<std::size_t> {
        const auto observable = engine::observable_named(id);
        if (!observable) return std::nullopt;
        const std::string series = needed_series(*observable);
        if (series.empty() || scenario.latest(series, scenario.province, scenario.plan.base_year) != nullptr) return observable;
        const int year = scenario.plan.base_year;
        error = {say("数据包没有 {1} 在 {2} 年或更早的数据 \"{0}\"，而 \"{3}\" 由它开始",
                     "the pack has no figure \"{0}\" of {1} for {2} or earlier, which \"{3}\" starts from", series, scenario.province, year, id),
                 say("在数据包的 history.csv 中加一行：{},{},{},...", "add a row to the pack's history.csv: {},{},{},...", series,
                     scenario.province, year)};
        return std::nullopt;
    };
    if (name == "facilities") {
        metric.kind = Metric::Kind::facilities;
        const auto kinds = engine::facility_kinds(scenario);
        if (filter.empty()) return fail({"\"facilities\" 没有说是哪一种", "\"facilities\" does not say which"},
                        {"写 facilities[national_incubator]", "write facilities[national_incubator]"});
        for (const std::string& kind : split(filter, '+')) {
            const auto found = std::find(kinds.begin(), kinds.end(), kind);
            if (found == kinds.end()) {
                const std::string guess = closest(kind, kinds);
                return fail(say("没有 \"{0}\" 这种载体：数据包没有数据 facilities.{0}，也没有措施建设它",
                                "no facility of the kind \"{0}\": the pack has no figure facilities.{0} and no measure builds it", kind),
                            guess.empty() ? say("在 history.csv 中加上基数 facilities.{}", "add base figures facilities.{} to history.csv", kind)
                                          : did_you_mean(guess));
            }
            metric.facilities.push_back(static_cast<std::size_t>(found - kinds.begin()));
        }
        return metric;
    }
    if (name == "firms" && !filter.empty()) {
        metric.kind = Metric::Kind::firms;
        for (const std::string& part : split(filter, '&')) {
            const auto condition = parse_condition(part, error);
            if (!condition) return std::nullopt;
            if (!condition->compares && condition->name == "hnte") {
                metric.certified = true;
            } else if (condition->compares && condition->name == "revenue") {
                const auto k = laws::class_starting_at(condition->value);
                if (!k)
                    return fail(say("企业按收入档次起计，而 {} 不是档次的下限",
                                    "enterprises are counted from revenue classes upwards, and {} is no class edge",
                                    part.substr(part.find_first_of("0123456789"))),
                                say("用 {} 之一（亿元）", "use one of {} (1e8 CNY)", class_edges_text()));
                metric.first_class = *k;
            } else {
                return fail(say("不认识对企业的条件 \"{}\"", "the condition \"{}\" on enterprises is not known", part),
                            {"用 revenue >= x 和 hnte，以 & 相连", "use revenue >= x and hnte, joined by &"});
            }
        }
        return metric;
    }
    if (name == "clusters") {
        metric.kind = Metric::Kind::clusters;
        std::vector<std::string> industries;
        for (const auto& i : scenario.industries) industries.push_back(i.id);
        if (filter.empty()) return fail({"\"clusters\" 没有说是哪些", "\"clusters\" does not say which"},
                        {"写 clusters[output >= 500]", "write clusters[output >= 500]"});
        for (const std::string& part : split(filter, '&')) {
            const auto condition = parse_condition(part, error);
            if (!condition) return std::nullopt;
            if (condition->compares && condition->name == "output") {
                metric.threshold = condition->value;
                metric.strictly = condition->strictly;
                continue;
            }
            const auto found = std::find(industries.begin(), industries.end(), condition->name);
            if (condition->compares || found == industries.end()) {
                const std::string guess = closest(condition->name, industries);
                return fail(say("对集群的条件 \"{}\" 既不是 output >= x，也不是产业",
                                "the condition \"{}\" on clusters is neither output >= x nor an industry", part),
                            guess.empty() ? Text("用 output >= x（亿元）和产业编号，以 & 相连",
                                                 "use output >= x (1e8 CNY) and an industry id, joined by &")
                                          : did_you_mean(guess));
            }
            metric.industry = static_cast<std::size_t>(found - industries.begin());
        }
        return metric;
    }
    if (name == "zones") {
        metric.kind = Metric::Kind::zones;
        const auto condition = parse_condition(filter, error);
        if (!condition) return std::nullopt;
        const auto observable = known(condition->name);
        if (!observable && !error.what.empty()) return std::nullopt;
        if (!observable || !condition->compares) {
            const std::string guess = closest(condition->name, known_names());
            return fail(say("对高新区的条件 \"{}\" 不是带门槛的观测量",
                            "the condition \"{}\" on zones is no observable with a threshold", filter),
                        guess.empty() ? Text("例如写 zones[output >= 500]", "write for example zones[output >= 500]") : did_you_mean(guess));
        }
        metric.observable = *observable;
        metric.threshold = condition->value;
        metric.strictly = condition->strictly;
        return metric;
    }
    if (name == "zone_level" || name == "zone_count") {
        metric.kind = Metric::Kind::level;
        if (filter != "national" && filter != "provincial")
            return fail(say("\"{}\" 需要级别", "\"{}\" needs a level", name),
                        say("写 {0}[national] 或 {0}[provincial]", "write {0}[national] or {0}[provincial]", name));
        metric.level = filter == "national" ? 2 : 1;
        return metric;
    }
    if (name == "recognised_clusters") {
        if (filter != "national")
            return fail({"只模拟集群的国家级认定", "only national recognition of clusters is modelled"},
                        {"写 recognised_clusters[national]", "write recognised_clusters[national]"});
        take_after(metric, static_cast<std::size_t>(Quantity::recognised_clusters));
        return metric;
    }
    if (name == "zone_rank_national") {
        metric.kind = Metric::Kind::rank;
        metric.dimension = base::Dimension::rank;
        metric.nature = engine::Nature::ratio;
        return metric;
    }
    if (name == "st_progress_contribution") {
        metric.kind = Metric::Kind::st_progress;
        metric.dimension = base::Dimension::ratio;
        metric.nature = engine::Nature::ratio;
        return metric;
    }
    if (name == "attracted_projects" && !filter.empty()) {
        const auto condition = parse_condition(filter, error);
        if (!condition) return std::nullopt;
        take_after(metric, static_cast<std::size_t>(condition->value == laws::project_class_50 ? Quantity::attracted_projects_ge_50
                                                                                               : Quantity::attracted_projects_ge_20));
        if (condition->name != "investment" || !condition->compares || condition->strictly ||
            (condition->value != laws::project_class_20 && condition->value != laws::project_class_50))
            return fail(say("不认识对项目的条件 \"{}\"", "the condition \"{}\" on projects is not known", filter),
                        {"用 investment >= 20 或 investment >= 50（亿元）", "use investment >= 20 or investment >= 50 (1e8 CNY)"});
        return metric;
    }
    if (name == "rd_to_sales" && !filter.empty()) {
        if (filter != "above_scale_industrial")
            return fail(say("没有模拟 \"{}\" 的研发与销售之比", "R&D over sales of \"{}\" is not modelled", filter),
                        {"写 rd_to_sales（高新区总收入）或 rd_to_sales[above_scale_industrial]",
                         "write rd_to_sales (zones' total income) or rd_to_sales[above_scale_industrial]"});
        take_after(metric, engine::observable_named("above_scale_rd_to_sales").value());
        return metric;
    }
    const auto observable = known(name);
    if (!observable) {
        if (!error.what.empty()) return std::nullopt;
        const std::string guess = closest(name, known_names());
        return fail(say("没有模拟指标 \"{}\"", "the metric \"{}\" is not modelled", name),
                    guess.empty() ? Text("指标列于 docs/formats/plan.md", "docs/formats/plan.md lists the metrics") : did_you_mean(guess));
    }
    take_after(metric, *observable);
    if (filter.empty()) return metric;
    const auto quantity = cluster_quantity_named(name);
    if (!quantity)
        return fail(say("指标 \"{}\" 不带方括号", "the metric \"{}\" takes no brackets", name), say("去掉 [{}]", "leave out [{}]", filter));
    metric.kind = Metric::Kind::cluster_sum;
    metric.cluster_quantity = *quantity;
    std::set<std::string> counted;
    for (const std::string& word : split(filter, '+')) {
        const auto found = clusters_named(word, scenario);
        if (!found.empty()) {
            counted.insert(found.begin(), found.end());
            continue;
        }
        const std::vector<std::string> known_words = cluster_words(scenario);
        const bool empty = std::find(known_words.begin(), known_words.end(), word) != known_words.end();
        const std::string guess = closest(word, known_words);
        return fail(empty ? say("数据包没有 \"{}\" 的集群", "the pack has no cluster of \"{}\"", word)
                          : say("\"{1}\" 中的 \"{0}\" 不是数据包的产业、产业链或集群",
                                "\"{0}\" in \"{1}\" is no industry, chain or cluster of the pack", word, expression),
                    guess.empty() || empty ? say("例如写 {}[electronics]", "write for example {}[electronics]", name)
                                           : scenario::did_you_mean(guess));
    }
    metric.counted.assign(counted.begin(), counted.end());
    return metric;
}

double evaluate(const Metric& metric, const engine::World& world, const engine::Trajectory& record, std::span<const std::size_t> zones,
                std::size_t year) {
    auto beyond = [&](double value) { return metric.strictly ? value > metric.threshold : value >= metric.threshold; };
    switch (metric.kind) {
        case Metric::Kind::observable: {
            std::array<double, quantity_count> sums{};
            for (const std::size_t z : zones) {
                const double* q = record.quantities(year, z);
                for (std::size_t i = 0; i < quantity_count; ++i) sums[i] += q[i];
            }
            return engine::observe(metric.observable, sums.data());
        }
        case Metric::Kind::facilities: {
            double sum = 0;
            for (const std::size_t z : zones)
                for (const std::size_t k : metric.facilities) sum += record.facilities[(year * record.zones + z) * record.kinds + k];
            return sum;
        }
        case Metric::Kind::firms: {
            double sum = 0;
            for (const std::size_t z : zones) {
                const auto& cells = record.cells[year * record.zones + z];
                for (std::size_t k = metric.first_class; k < engine::revenue_classes; ++k)
                    for (std::size_t s = metric.certified ? 1 : 0; s < engine::certificate_states; ++s)
                        sum += cells.count[k * engine::certificate_states + s];
            }
            return sum;
        }
        case Metric::Kind::clusters: {
            std::vector<double> output(world.industries.size(), 0.0);
            constexpr auto which = static_cast<std::size_t>(engine::ClusterQuantity::output);
            for (const std::size_t z : zones) {
                const auto& zone = world.zones[z];
                for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c)
                    output[world.cluster_industry[c]] +=
                        record.cluster[(year * record.clusters + c) * engine::cluster_quantity_count + which];
            }
            double count = 0;
            for (std::size_t i = 0; i < output.size(); ++i)
                if ((metric.industry == engine::none || metric.industry == i) && output[i] > 0 && beyond(output[i])) count += 1;
            return count;
        }
        case Metric::Kind::cluster_sum: {
            const auto which = static_cast<std::size_t>(metric.cluster_quantity);
            double sum = 0;
            for (const std::size_t z : zones) {
                const auto& zone = world.zones[z];
                for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c)
                    if (std::binary_search(metric.counted.begin(), metric.counted.end(), world.clusters[c].id))
                        sum += record.cluster[(year * record.clusters + c) * engine::cluster_quantity_count + which];
            }
            return sum;
        }
        case Metric::Kind::zones: {
            double count = 0;
            for (const std::size_t z : zones)
                if (const double value = engine::observe(metric.observable, record.quantities(year, z)); value == value && beyond(value))
                    count += 1;
            return count;
        }
        case Metric::Kind::level: {
            double count = 0;
            for (const std::size_t z : zones) count += record.level[year * record.zones + z] == metric.level ? 1 : 0;
            return count;
        }
        case Metric::Kind::rank: {
            double sum = 0, n = 0;
            for (const std::size_t z : zones)
                if (const double rank = record.rank[year * record.zones + z]; rank == rank) sum += rank, n += 1;
            return n > 0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
        }
        case Metric::Kind::st_progress:
            return record.st_progress[year];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace zonecast::targets
