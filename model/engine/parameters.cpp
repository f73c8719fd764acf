#include "model/engine/parameters.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/base/distributions.hpp"

namespace zonecast::engine {

using scenario::Prior;

namespace {

constexpr const char* names[] = {
#define ZONECAST_NAME(name) #name,
    ZONECAST_PARAMETERS(ZONECAST_NAME)
#undef ZONECAST_NAME
};
constexpr std::size_t count = std::size(names);

constexpr double Parameters::*members[] = {
#define ZONECAST_POINTER(name) &Parameters::name,
    ZONECAST_PARAMETERS(ZONECAST_POINTER)
#undef ZONECAST_POINTER
};

constexpr const char* fixed_names[] = {
#define ZONECAST_NAME(name) #name,
    ZONECAST_FIXED_PARAMETERS(ZONECAST_NAME)
#undef ZONECAST_NAME
};

constexpr int beta_cells = 4096;

/// Distribution function of a beta distribution with the given mean and sd at the ends of equal cells, by the midpoint rule.
std::vector<double> beta_distribution(double mean, double sd) {
    const double nu = mean * (1.0 - mean) / (sd * sd) - 1.0;
    const double a = mean * nu, b = (1.0 - mean) * nu;
    std::vector<double> cumulated(beta_cells + 1, 0.0);
    for (int i = 0; i < beta_cells; ++i) {
        const double x = (i + 0.5) / beta_cells;
        cumulated[static_cast<std::size_t>(i) + 1] =
            cumulated[static_cast<std::size_t>(i)] + exp_exact((a - 1.0) * log_exact(x) + (b - 1.0) * log_exact(1.0 - x));
    }
    const double total = cumulated.back();
    for (double& c : cumulated) c /= total;
    return cumulated;
}

/// Quantile of a normal distribution truncated to [low, high].
double truncated_normal(double mean, double sd, double low, double high, double p) {
    if (sd <= 0) return std::clamp(mean, low, high);
    const double a = low > -1e299 ? normal_cdf((low - mean) / sd) : 0.0;
    const double b = high < 1e299 ? normal_cdf((high - mean) / sd) : 1.0;
    const double q = std::clamp(a + p * (b - a), 1e-15, 1.0 - 1e-15);
    return std::clamp(mean + sd * normal_quantile(q), low, high);
}

}  // namespace

PriorQuantile::PriorQuantile(const Prior& prior) : prior_(prior) {
    if (prior.family == Prior::Family::beta) cumulated_ = beta_distribution(prior.mean, prior.sd);
}

double PriorQuantile::operator()(double p) const {
    switch (prior_.family) {
        case Prior::Family::fixed:
            return prior_.mean;
        case Prior::Family::normal:
            return truncated_normal(prior_.mean, prior_.sd, prior_.low, prior_.high, p);
        case Prior::Family::lognormal: {
            const double low = prior_.low > 0 ? log_exact(prior_.low) : -1e300;
            const double high = prior_.high < 1e299 ? log_exact(prior_.high) : 1e300;
            return exp_exact(truncated_normal(log_exact(prior_.mean), prior_.sd, low, high, p));
        }
        case Prior::Family::uniform:
            return prior_.low + p * (prior_.high - prior_.low);
        case Prior::Family::beta: {
            const auto upper = std::lower_bound(cumulated_.begin() + 1, cumulated_.end(), p);
            const auto i = std::min<std::ptrdiff_t>(upper - cumulated_.begin() - 1, beta_cells - 1);
            const double low = cumulated_[static_cast<std::size_t>(i)], high = cumulated_[static_cast<std::size_t>(i) + 1];
            return (static_cast<double>(i) + (p - low) / (high - low)) / beta_cells;
        }
    }
    return prior_.mean;
}

ParameterTable::ParameterTable(const scenario::Scenario& scenario, Diagnostics& problems) {
    priors_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto found = scenario.priors.find(names[i]);
        if (found == scenario.priors.end()) {
            problems.error(
                scenario.plan.where,
                say("参数 \"{}\" 没有先验，而有定律要读它", "no prior for parameter \"{}\"; a law reads it", names[i]),
                say("在国家库的 priors.toml 中加表 [{0}]，或在数据包中加 [parameters.{0}]",
                    "add a table [{0}] to the library's priors.toml or [parameters.{0}] to the pack", names[i]));
            priors_.push_back({});
        } else {
            priors_.push_back(found->second);
        }
        priors_.back().id = names[i];
        if (std::string(names[i]) == "chi") chi_index_ = i;
        quantiles_.emplace_back(priors_.back());
        addresses_.push_back("parameter/" + priors_.back().id);
    }
    for (const char* name : fixed_names) {
        const auto found = scenario.priors.find(name);
        if (found == scenario.priors.end())
            problems.error(scenario.plan.where, say("参数 \"{}\" 没有先验，而供给律要读它",
                                                     "no prior for parameter \"{}\"; the supply law reads it", name),
                           say("在国家库的 priors.toml 中加表 [{}]", "add a table [{}] to the library's priors.toml", name));
        else
            fixed_[name] = PriorQuantile(found->second).centre();
    }
    join(scenario, problems);
}

void ParameterTable::join(const scenario::Scenario& scenario, Diagnostics& problems) {
    // Correlations between parameters that are drawn; one that is fixed takes no part.
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < count; ++i) place[names[i]] = i;
    std::vector<std::size_t> group(count);
    for (std::size_t i = 0; i < count; ++i) group[i] = i;
    std::map<std::pair<std::size_t, std::size_t>, const scenario::Correlation*> given;
    for (const scenario::Correlation& c : scenario.correlations) {
        const auto a = place.find(c.first), b = place.find(c.second);
        if (a == place.end() || b == place.end()) {
            problems.error(c.where, say("参数 \"{}\" 不是每次模拟抽取一次",
                                        "the parameter \"{}\" is not drawn once per replicate", a == place.end() ? c.first : c.second),
                           Text("只有定律在每次模拟中读取的参数才能相关",
                                "only those that a law reads in every replicate can be correlated"));
            continue;
        }
        const std::size_t i = std::min(a->second, b->second), j = std::max(a->second, b->second);
        if (i == chi_index_ || j == chi_index_) {
            problems.error(c.where, Text("chi 只取少数几个值，不能相关", "chi takes a few values only and cannot be correlated"),
                           Text("删去该相关", "remove the correlation"));
            continue;
        }
        if (priors_[i].group != priors_[j].group) {
            problems.error(c.where, Text("定律的参数与初始状态的参数是不同种类的不确定性",
                                         "a parameter of a law and one of the initial state are different kinds of uncertainty"),
                           Text("同组的参数才相关", "correlate parameters of one group"));
            continue;
        }
        if (!spread(i) || !spread(j)) continue;
        given[{i, j}] = &c;
        const std::size_t from = group[j], to = group[i];
        for (std::size_t& g : group)
            if (g == from) g = to;
    }
    for (std::size_t g = 0; g < count; ++g) {
        Joint joint;
        for (std::size_t i = 0; i < count; ++i)
            if (group[i] == g) joint.members.push_back(i);
        const std::size_t n = joint.members.size();
        if (n < 2) continue;
        joint.root.assign(n * n, 0.0);
        const scenario::Correlation* last = nullptr;
        bool good = true;
        for (std::size_t i = 0; i < n && good; ++i)
            for (std::size_t j = 0; j <= i; ++j) {
                const auto found = given.find({joint.members[j], joint.members[i]});
                double rest = i == j ? 1.0 : 0.0;
                if (found != given.end()) rest = found->second->value, last = found->second;
                for (std::size_t k = 0; k < j; ++k) rest -= joint.root[i * n + k] * joint.root[j * n + k];
                if (i == j && rest < 1e-9) {
                    problems.error(last->where, Text("加上这一相关，与上面的合起来没有分布能满足",
                                                     "no distribution has the correlations that this one makes together with those above"),
                                   Text("减弱其中之一", "make one of them weaker"));
                    good = false;
                    break;
                }
                joint.root[i * n + j] = i == j ? sqrt_exact(rest) : rest / joint.root[j * n + j];
            }
        if (good) joints_.push_back(std::move(joint));
    }
}

void ParameterTable::correlate(double* u) const {
    for (const Joint& joint : joints_) {
        const std::size_t n = joint.members.size();
        std::vector<double> z(n);
        for (std::size_t i = 0; i < n; ++i) z[i] = normal_quantile(u[joint.members[i]]);
        for (std::size_t i = 1; i < n; ++i) {
            double sum = 0;
            for (std::size_t k = 0; k <= i; ++k) sum += joint.root[i * n + k] * z[k];
            u[joint.members[i]] = std::clamp(normal_cdf(sum), 1e-15, 1.0 - 1e-15);
        }
    }
}

double ParameterTable::value(std::size_t i, double u) const {
    if (i == chi_index_) return chi_at(std::min(chi_nodes - 1, static_cast<std::size_t>(u * chi_nodes)));
    return quantiles_[i](u);
}

double ParameterTable::fixed(const std::string& id) const {
    return fixed_.at(id);
}

std::size_t ParameterTable::chi_node(std::uint64_t seed, std::uint64_t replicate, bool free_parameters) const {
    if (!free_parameters) return chi_nodes;
    const double u = uniform_draw(entity_key(seed, addresses_[chi_index_]), replicate, 0, Stream::parameter);
    return std::min(chi_nodes - 1, static_cast<std::size_t>(u * chi_nodes));
}

double ParameterTable::chi_at(std::size_t node) const {
    const double p = node < chi_nodes ? (static_cast<double>(node) + 0.5) / chi_nodes : 0.5;
    return quantiles_[chi_index_](p);
}

std::size_t ParameterTable::nearest_chi_node(double value) const {
    std::size_t best = 0;
    for (std::size_t node = 1; node < chi_nodes; ++node)
        if (std::abs(chi_at(node) - value) < std::abs(chi_at(best) - value)) best = node;
    return best;
}

void ParameterTable::set(Parameters& values, std::size_t i, double value) {
    values.*members[i] = value;
}

Parameters ParameterTable::draw(std::uint64_t seed, std::uint64_t initial_seed, std::uint64_t replicate, bool free_parameters,
                                bool free_initial) const {
    Parameters values;
    std::array<double, count> u;
    const auto is_free = [&](std::size_t i) {
        return spread(i) && (priors_[i].group == Prior::Group::initial ? free_initial : free_parameters);
    };
    for (std::size_t i = 0; i < count; ++i) {
        const bool initial = priors_[i].group == Prior::Group::initial;
        u[i] = is_free(i) ? uniform_draw(entity_key(initial ? initial_seed : seed, addresses_[i]), replicate, 0, Stream::parameter) : 0.5;
    }
    correlate(u.data());
    for (std::size_t i = 0; i < count; ++i) {
        if (i == chi_index_)
            values.*members[i] = chi_at(chi_node(seed, replicate, free_parameters));
        else
            values.*members[i] = is_free(i) ? quantiles_[i](u[i]) : quantiles_[i].centre();
    }
    return values;
}

void ParameterTable::store(const Parameters& values, double* out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = values.*members[i];
}

}  // namespace zonecast::engine
