#include "model/inference/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/inference/shapley.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::inference {

using scenario::Scenario;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string number(double value) {
    return fmt::format("{}", value);
}

Text text_of(const scenario::Measure& m) {
    Text text = say("{0}，用于 {1}", "{0} on {1}", m.instrument, m.scope);
    if (!m.facility.empty()) text += say("，{}", ", {}", m.facility);
    if (m.success != 1) text += say("，成功概率 {}", ", success {}", number(m.success));
    for (const auto& [year, dose] : m.dose) text += say("，{} 年 {}", ", {}: {}", year, number(dose));
    return text;
}

Text text_of(const scenario::Shock& s) {
    const Text kind = s.kind == "external_supply"   ? say("省外 {} 断供", "supply of {} from outside cut", s.target)
                      : s.kind == "industry_demand" ? say("{} 的需求", "demand for {}", s.target)
                                                    : Text("全部需求", "all demand");
    const Text shape = s.shape == "fading" ? Text("，逐年减弱", ", fading") : Text();
    return kind + say(" {}，{} 年起 {} 年", " by {}, {} for {} years", number(s.size), s.start, s.years) + shape;
}

/// As the plan writes it; what is at its default is left out.
Text text_of(const scenario::Change& c) {
    using Action = scenario::Change::Action;
    using Kind = scenario::Change::Kind;
    const Text action = c.action == Action::remove ? Text("移除", "remove")
                        : c.action == Action::add  ? Text("新增", "add")
                                                   : Text("加强", "strengthen");
    const Text kind = c.kind == Kind::segment   ? Text("环节", "segment")
                      : c.kind == Kind::link    ? Text("供需关系", "link")
                      : c.kind == Kind::cluster ? Text("集群", "cluster")
                                                : Text("高新区", "zone");
    const scenario::Change plain;
    const Text buyer = c.buyer.empty() ? Text() : say(" 至 {}", " to {}", c.buyer);
    Text text = say("{} 年起{}{} {}{}", "{1} {2} {3}{4} from {0}", c.year, action, kind, c.target, buyer);
    if (c.ramp != plain.ramp) text += say("，历时 {} 年", ", over {} years", number(c.ramp));
    if (c.replaced != plain.replaced) text += say("，替代 {}", ", replaced {}", number(c.replaced));
    if (c.by != plain.by) text += say("，幅度 {}", ", by {}", number(c.by));
    if (c.revenue != plain.revenue) text += say("，收入 {} ± {}", ", revenue {} ± {}", number(c.revenue), number(c.spread));
    if (c.critical) text += Text("，专用", ", specific");
    if (c.local_share) text += say("，本地份额 {}", ", local share {}", number(*c.local_share));
    if (c.input_share) text += say("，投入份额 {}", ", input share {}", number(*c.input_share));
    return text;
}

Text text_of(const scenario::Prior& p) {
    using Family = scenario::Prior::Family;
    if (p.family == Family::fixed) return number(p.mean);
    if (p.family == Family::uniform) return say("均匀 {} 至 {}", "uniform {} to {}", number(p.low), number(p.high));
    const Text family = p.family == Family::normal      ? Text("正态", "normal")
                        : p.family == Family::lognormal ? Text("对数正态", "lognormal")
                                                        : Text("贝塔", "beta");
    Text text = say("{} {} ± {}", "{} {} ± {}", family, number(p.mean), number(p.sd));
    if (p.low > -1e299 || p.high < 1e299) text += Text(fmt::format(" [{}, {}]", p.low, p.high));
    return text;
}

/// What a target's statistic is called.
Text name_of(scenario::Statistic statistic) {
    using scenario::Statistic;
    switch (statistic) {
        case Statistic::share:
            return {"占比", "share"};
        case Statistic::ratio_to_base:
            return {"为基年倍数", "ratio to the base"};
        case Statistic::increase:
            return {"增量", "increase"};
        case Statistic::cumulative:
            return {"累计", "sum"};
        case Statistic::mean_annual_growth:
            return {"年均增长", "mean annual growth"};
        case Statistic::improves_every_year:
            return {"逐年改善", "better every year"};
        case Statistic::median_improves:
            return {"中位数改善", "better median"};
        case Statistic::level:
            break;
    }
    return {"水平值", "level"};
}

/// As the plan writes it, in the program's unit.
Text text_of(const scenario::Target& t) {
    Text text = say("{0} 的 {1}", "{1} of {0}", t.scope, t.metric);
    if (t.quantifier == scenario::Quantifier::each) text = Text("每个区：", "each zone: ") + text;
    if (t.statistic != scenario::Statistic::level) text += Text("，", ", ") + name_of(t.statistic);
    if (t.value_high)
        text += say(" 在 {} 与 {} 之间", " between {} and {}", number(t.value), number(*t.value_high));
    else
        text += say(" {} {}", " {} {}", scenario::word_of(scenario::comparison_words(), t.comparison), number(t.value));
    if (!t.unit.empty()) text += Text(" " + t.unit);
    text += say("，{} 年", " in {}", t.year);
    if (t.base_year) text += say("，对比 {} 年", " from {}", *t.base_year);
    return text + (t.fixed_perimeter ? Text("，范围固定", ", fixed perimeter") : Text());
}

/// What both scenarios are built on besides the levers with names: texts of pack and library, years of the plan.
std::vector<std::string> foundations(const Scenario& s) {
    std::vector<std::string> texts{
        fmt::format("{} {} {} {} {}", s.pack_id, s.province, s.plan.base_year, s.plan.end_year, s.plan.known_until)};
    for (const scenario::SourceFile& file : s.files) {
        const std::size_t slash = file.path.rfind('/');
        const std::string name = slash == std::string::npos ? file.path : file.path.substr(slash + 1);
        const bool table = name.ends_with(".csv") || name == "instruments.toml" || name.starts_with("index") || name == "pack.toml";
        if (table) texts.push_back(name + "\n" + file.text);
    }
    for (const scenario::Correlation& c : s.correlations) texts.push_back(fmt::format("{} {} {}", c.first, c.second, c.value));
    std::sort(texts.begin(), texts.end());
    return texts;
}

template <class Records>
std::map<std::string, Text> texts_by_id(const Records& records) {
    std::map<std::string, Text> out;
    for (const auto& record : records) out[record.id] = text_of(record);
    return out;
}

std::map<std::string, Text> texts_by_id(const std::map<std::string, scenario::Prior>& priors) {
    std::map<std::string, Text> out;
    for (const auto& [id, prior] : priors) out[id] = text_of(prior);
    return out;
}

void add_levers(Lever::Kind kind, const std::map<std::string, Text>& a, const std::map<std::string, Text>& b, std::vector<Lever>& levers) {
    std::set<std::string> ids;
    for (const auto& [id, text] : a) ids.insert(id);
    for (const auto& [id, text] : b) ids.insert(id);
    for (const std::string& id : ids) {
        const auto in_a = a.find(id), in_b = b.find(id);
        if (kind == Lever::Kind::target && (in_a == a.end() || in_b == b.end())) continue;
        const Text text_a = in_a == a.end() ? Text() : in_a->second, text_b = in_b == b.end() ? Text() : in_b->second;
        if (!(text_a == text_b)) levers.push_back({kind, id, text_a, text_b});
    }
}

template <class Record>
const Record* find(const std::vector<Record>& records, const std::string& id) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record& r) { return r.id == id; });
    return found == records.end() ? nullptr : &*found;
}

/// Records of `a`, then those that only `b` has; each as `b` has it if its lever is switched.
template <class Record>
std::vector<Record> mixed(const std::vector<Record>& a, const std::vector<Record>& b, const std::set<std::string>& from_b) {
    std::vector<Record> out;
    const auto take = [&](const std::string& id) {
        const bool other = from_b.count(id) > 0;
        if (const Record* record = find(other ? b : a, id)) out.push_back(*record);
    };
    for (const Record& r : a) take(r.id);
    for (const Record& r : b)
        if (!find(a, r.id)) take(r.id);
    return out;
}

}  // namespace

std::vector<Lever> differing_levers(const Scenario& a, const Scenario& b) {
    std::vector<Lever> levers;
    const auto base_a = foundations(a), base_b = foundations(b);
    if (base_a != base_b) levers.push_back({Lever::Kind::data, "data", a.pack_id, b.pack_id});
    add_levers(Lever::Kind::parameter, texts_by_id(a.priors), texts_by_id(b.priors), levers);
    add_levers(Lever::Kind::shock, texts_by_id(a.plan.shocks), texts_by_id(b.plan.shocks), levers);
    add_levers(Lever::Kind::change, texts_by_id(a.plan.changes), texts_by_id(b.plan.changes), levers);
    add_levers(Lever::Kind::measure, texts_by_id(a.plan.measures), texts_by_id(b.plan.measures), levers);
    add_levers(Lever::Kind::target, texts_by_id(a.plan.targets), texts_by_id(b.plan.targets), levers);
    return levers;
}

Scenario switched(const Scenario& a, const Scenario& b, const std::vector<Lever>& levers, std::uint64_t which) {
    std::map<Lever::Kind, std::set<std::string>> on;
    for (std::size_t i = 0; i < levers.size(); ++i)
        if (which >> i & 1u) on[levers[i].kind].insert(levers[i].id);
    Scenario out = on[Lever::Kind::data].empty() ? a : b;
    using Kind = Lever::Kind;
    out.plan.measures = mixed(a.plan.measures, b.plan.measures, on[Kind::measure]);
    out.plan.shocks = mixed(a.plan.shocks, b.plan.shocks, on[Kind::shock]);
    out.plan.changes = mixed(a.plan.changes, b.plan.changes, on[Kind::change]);
    std::vector<scenario::Target> targets;
    for (const scenario::Target& t : a.plan.targets)
        if (const scenario::Target* other = find(b.plan.targets, t.id)) targets.push_back(on[Kind::target].count(t.id) ? *other : t);
    for (scenario::Target& t : targets) t.group.clear();
    out.plan.groups.clear();
    out.plan.targets = std::move(targets);
    out.priors.clear();
    for (const auto* from : {&a.priors, &b.priors})
        for (const auto& [id, prior] : *from) {
            const auto& source = on[Kind::parameter].count(id) ? b.priors : a.priors;
            if (const auto found = source.find(id); found != source.end()) out.priors[id] = found->second;
        }
    return out;
}

Paired paired(const std::vector<double>& a, const std::vector<double>& b) {
    double n = 0, sum_a = 0, sum_b = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r])) n += 1, sum_a += a[r], sum_b += b[r];
    if (n < 1) return {nan, nan, nan, nan, nan};
    Paired p{sum_a / n, sum_b / n, 0, nan, nan};
    p.difference = p.b - p.a;
    if (n < 2) return p;
    double var_a = 0, var_b = 0, var_d = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r])) {
            var_a += (a[r] - p.a) * (a[r] - p.a);
            var_b += (b[r] - p.b) * (b[r] - p.b);
            var_d += (b[r] - a[r] - p.difference) * (b[r] - a[r] - p.difference);
        }
    p.error = std::sqrt(var_d / (n - 1) / n);
    if (var_a + var_b > 0) p.reduction = var_d > 0 ? (var_a + var_b) / var_d : std::numeric_limits<double>::infinity();
    return p;
}

namespace {

/// One number of every replicate, by what is compared: values of targets, then met, then observables.
using Columns = std::vector<std::vector<double>>;

class Pair {
public:
    Pair(const Scenario& a, const Scenario& b, const CompareSettings& settings, std::vector<Lever> levers, int year)
        : a_(a), b_(b), settings_(settings), levers_(std::move(levers)), year_(year) {}

    std::shared_ptr<const engine::World> compile(std::uint64_t which, Diagnostics& problems) const {
        return engine::World::compile(switched(a_, b_, levers_, which), problems, learned_[of_b(which)]);
    }
    /// Worlds compiled from now on take what was learned from the data of a and of b instead of learning it again.
    void learned(const engine::World& a, const engine::World& b) { learned_ = {&a.reference, &b.reference}; }
    [[nodiscard]] engine::RunSettings settings(const engine::World& world) const {
        engine::RunSettings s = settings_.run;
        s.summaries = s.resumable = false;
        s.keep.clear();
        for (const std::string& id : settings_.observables) s.keep.push_back({"province", world.scenario.province, id});
        return s;
    }
    [[nodiscard]] Columns columns(const engine::World& world, const ensemble::Outcomes& o) const {
        const std::size_t n = o.replicates, targets = world.scenario.plan.targets.size(), kept = settings_.observables.size();
        const std::size_t years = world.years().size(), at = static_cast<std::size_t>(year_ - world.base_year);
        Columns out;
        for (std::size_t t = 0; t < targets; ++t) {
            out.emplace_back(n);
            for (std::size_t r = 0; r < n; ++r) out.back()[r] = o.value[r * targets + t];
        }
        for (std::size_t t = 0; t < targets; ++t) {
            out.emplace_back(n);
            for (std::size_t r = 0; r < n; ++r) out.back()[r] = o.met[r * targets + t];
        }
        for (std::size_t k = 0; k < kept; ++k) out.push_back(o.kept(k, kept, at, years));
        return out;
    }

private:
    const Scenario &a_, &b_;
    const CompareSettings& settings_;
    std::vector<Lever> levers_;
    int year_;
    std::array<const reference::ReferenceLaw*, 2> learned_{};

    /// Whether the data are those of b.
    [[nodiscard]] bool of_b(std::uint64_t which) const {
        for (std::size_t i = 0; i < levers_.size(); ++i)
            if (levers_[i].kind == Lever::Kind::data && (which >> i & 1u)) return true;
        return false;
    }
};

}  // namespace

std::optional<Comparison> compare(const Scenario& a, const Scenario& b, const CompareSettings& settings,
                                  Diagnostics& problems, const ensemble::Execution& execution) {
    Comparison out;
    out.levers = differing_levers(a, b);
    out.year = std::min(a.plan.end_year, b.plan.end_year);
    if (a.province != b.province || a.plan.base_year != b.plan.base_year) {
        problems.error(b.plan.where, Text("两个方案的省份或基年不同，无从逐次配对",
                                           "the two scenarios are of different provinces or base years: nothing in them can be paired"),
                       Text("比较同省、同基年的方案", "compare scenarios of one province and one base year"));
        return std::nullopt;
    }
    const std::size_t levers = out.levers.size();
    out.exact = levers <= settings.exact_levers;
    const std::uint64_t everything = levers >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << levers) - 1;
    if (levers > 63) {
        problems.error(b.plan.where, say("两个方案有 {} 处不同，最多比较 63 处", "the two scenarios differ in {} levers; 63 at most can be compared", levers),
                       Text("比较相同之处更多的方案", "compare scenarios that have more in common"));
        return std::nullopt;
    }
    Pair pair(a, b, settings, out.levers, out.year);
    const auto world_a = pair.compile(0, problems);
    const auto world_b = pair.compile(everything, problems);
    if (!world_a || !world_b || problems.has_errors()) return std::nullopt;
    pair.learned(*world_a, *world_b);

    ensemble::Outcomes of_a, of_b;
    ensemble::Ensemble run_a(*world_a, pair.settings(*world_a), execution.ranks), run_b(*world_b, pair.settings(*world_b), execution.ranks);
    std::vector<std::uint64_t> sets;  // of levers switched, besides none and all
    const bool attribute = settings.attribute && levers > 1;
    if (attribute && out.exact)
        for (std::uint64_t s = 1; s < everything; ++s) sets.push_back(s);
    else if (attribute)
        for (std::size_t k = 1; k < levers; ++k) sets.push_back((std::uint64_t{1} << k) - 1);
    std::uint64_t before = 0;
    const std::uint64_t most = settings.precision > 0 ? settings.most : settings.run.replicates;
    const ensemble::Execution tell = execution.telling([&](std::uint64_t done, std::uint64_t) {
        return !execution.progress ||
               execution.progress(before + done, std::max(before + done, most * (2 + sets.size())));
    });
    const auto go = [&](std::uint64_t n) {
        before = of_b.replicates;
        run_a.run_to(n, of_a, tell, n);
        before = of_a.replicates;
        run_b.run_to(n, of_b, tell, n);
    };
    const auto widest = [&] {
        double half = 0;
        const Columns x = pair.columns(*world_a, of_a), y = pair.columns(*world_b, of_b);
        const std::size_t targets = world_a->scenario.plan.targets.size();
        for (std::size_t t = targets; t < 2 * targets; ++t) half = std::max(half, 1.96 * paired(x[t], y[t]).error);
        return half;
    };
    if (settings.precision > 0) {
        constexpr std::uint64_t look_every = 8 * ensemble::block_size;
        const std::uint64_t offset = settings.run.first_replicate % ensemble::block_size;
        std::uint64_t n = look_every - offset;
        for (go(std::min(n, most)); of_a.replicates < most && widest() > settings.precision;) go(std::min(n += look_every, most));
    } else {
        go(settings.run.replicates);
    }
    out.replicates = of_a.replicates;

    const Columns x = pair.columns(*world_a, of_a), y = pair.columns(*world_b, of_b);
    const std::size_t targets = world_a->scenario.plan.targets.size();
    for (std::size_t i = 0; i < x.size(); ++i) {
        Compared c;
        c.kind = i < targets ? Compared::Kind::value : i < 2 * targets ? Compared::Kind::met : Compared::Kind::observable;
        c.id = i < 2 * targets ? world_a->scenario.plan.targets[i % targets].id : settings.observables[i - 2 * targets];
        c.paired = paired(x[i], y[i]);
        out.compared.push_back(std::move(c));
    }
    if (!settings.attribute || levers == 0) return out;

    std::map<std::uint64_t, Columns> worth;
    worth[0] = x;
    worth[everything] = y;
    before = of_a.replicates + of_b.replicates;
    for (const std::uint64_t set : sets) {
        const auto world = pair.compile(set, problems);
        if (!world || problems.has_errors()) return std::nullopt;
        engine::RunSettings s = pair.settings(*world);
        s.replicates = out.replicates;
        ensemble::Outcomes o;
        static_cast<void>(ensemble::run(*world, s, o, tell));
        worth[set] = pair.columns(*world, o);
        before += o.replicates;
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::vector<std::vector<double>> share(levers, std::vector<double>(out.replicates));
        for (std::size_t r = 0; r < out.replicates; ++r) {
            std::vector<double> value;
            if (out.exact) {
                std::vector<double> all(std::size_t{1} << levers);
                for (std::uint64_t set = 0; set <= everything; ++set) all[set] = worth[set][i][r];
                value = shapley(all);
            } else {
                for (std::size_t k = 0; k < levers; ++k)
                    value.push_back(worth[(std::uint64_t{1} << (k + 1)) - 1][i][r] - worth[(std::uint64_t{1} << k) - 1][i][r]);
            }
            for (std::size_t k = 0; k < levers; ++k) share[k][r] = value[k];
        }
        const std::vector<double> zero(out.replicates, 0.0);
        for (std::size_t k = 0; k < levers; ++k) out.compared[i].levers.push_back(paired(zero, share[k]));
    }
    return out;
}

}  // namespace zonecast::inference
