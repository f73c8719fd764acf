#include "tests/oracle/cluster_twin.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "model/base/distributions.hpp"
#include "model/base/philox.hpp"

namespace zonecast::oracle {

namespace {

template <class Record>
std::size_t place(const std::vector<Record>& records, const std::string& id) {
    for (std::size_t i = 0; i < records.size(); ++i)
        if (records[i].id == id) return i;
    throw std::runtime_error("no " + id);
}

/// Solves a dense system by elimination with pivots.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t best = k;
        for (std::size_t row = k; row < n; ++row)
            if (std::abs(a[row][k]) > std::abs(a[best][k])) best = row;
        std::swap(a[k], a[best]);
        std::swap(b[k], b[best]);
        for (std::size_t row = k + 1; row < n; ++row) {
            const double factor = a[row][k] / a[k][k];
            for (std::size_t column = k; column < n; ++column) a[row][column] -= factor * a[k][column];
            b[row] -= factor * b[k];
        }
    }
    for (std::size_t k = n; k-- > 0;) {
        for (std::size_t column = k + 1; column < n; ++column) b[k] -= a[k][column] * b[column];
        b[k] /= a[k][k];
    }
    return b;
}

double between(double x, double low, double high) {
    return std::min(high, std::max(low, x));
}

/// B-index of Warda.
double b_index(double tax, double deduction) {
    return (1 - tax * (1 + deduction)) / (1 - tax);
}

double mean_entrant() {
    constexpr double chance[] = {0.30, 0.27, 0.20, 0.12, 0.09, 0.02}, edge[] = {0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0};
    double mean = 0;
    for (int k = 0; k < 6; ++k) mean += chance[k] * (edge[k + 1] - edge[k]) / std::log(edge[k + 1] / edge[k]);
    return mean;
}

}  // namespace

ClusterTwin::ClusterTwin(const scenario::Scenario& scenario, const engine::Parameters& parameters, const SupplyNumbers& supply,
                         std::uint64_t seed, std::uint64_t replicate, std::vector<std::string> zones, std::vector<std::string> clusters,
                         YearEnd base, std::vector<double> base_rd, reference::ReferencePath path)
    : s_(scenario),
      p_(parameters),
      numbers_(supply),
      seed_(seed),
      r_(replicate),
      zone_ids_(std::move(zones)),
      base_rd_(std::move(base_rd)),
      path_(std::move(path)) {
    for (const std::string& id : clusters) {
        const auto& record = s_.clusters[place(s_.clusters, id)];
        Cluster one;
        one.id = id;
        one.zone = record.zone;
        one.industry = record.industry;
        one.z = static_cast<std::size_t>(std::find(zone_ids_.begin(), zone_ids_.end(), record.zone) - zone_ids_.begin());
        one.i = place(s_.industries, record.industry);
        one.output = s_.latest("cluster_revenue", id, s_.plan.base_year)->value / 0.93;
        clusters_.push_back(one);
    }
    ends_.push_back(std::move(base));
    prepare_chain();
    industry_shock_.assign(s_.industries.size(), 0);
    reference_ = reference_before_ =
        p_.deflator_growth + p_.load_trend * (path_.at(reference::Headline::gdp, 1).expected - p_.deflator_growth);
    for (const Observed& one : ends_[0].cluster) {
        knowledge_.push_back(one.real_rd * (1 + p_.rd_real_growth_before) / (p_.rd_real_growth_before + p_.knowledge_depreciation));
        knowledge_growth_.push_back(0);
        cost_uncertified_.push_back(0);
        cost_certified_.push_back(0);
        mean_size_.push_back(one.firms > 0 ? std::log(one.revenue / one.firms) : 0);
    }
}

void ClusterTwin::prepare_chain() {
    const std::size_t n = s_.industries.size(), sectors = s_.sectors.size();
    const double generic_local = numbers_.generic_local_share;
    mix_.assign(n, std::vector<double>(sectors, 0));
    technology_ = mix_;
    for (std::size_t i = 0; i < n; ++i) {
        for (const auto& [id, weight] : s_.industries[i].sectors) mix_[i][place(s_.sectors, id)] += weight;
        for (std::size_t k = 0; k < sectors; ++k)
            for (std::size_t u = 0; u < sectors; ++u) technology_[i][k] += mix_[i][u] * s_.io_coefficients[k * sectors + u];
    }
    std::vector<double> output(n, 0), makes(sectors, 0);
    for (const Cluster& c : clusters_) output[c.i] += c.output;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < sectors; ++k) makes[k] += mix_[i][k] * output[i];
    // B: named inputs first, the rest of the national coefficient by the rule.
    coefficient_.assign(n, std::vector<double>(n, 0));
    double bought = 0, inside = 0;
    for (std::size_t j = 0; j < n; ++j) {
        std::vector<double> rest = technology_[j];
        const double members = static_cast<double>(std::count_if(
            s_.segments.begin(), s_.segments.end(), [&](const auto& segment) { return segment.industry == s_.industries[j].id; }));
        for (const auto& edge : s_.supply) {
            const auto& seller = s_.segments[place(s_.segments, edge.from)];
            const auto& buyer = s_.segments[place(s_.segments, edge.to)];
            if (edge.flow != "intermediate" || buyer.industry != s_.industries[j].id) continue;
            const double weight = edge.input_share / members;
            rest[place(s_.sectors, seller.sector)] -= weight;
            bought += weight * output[j];
            inside += weight * edge.local_share * output[j];
            if (!seller.industry.empty()) coefficient_[place(s_.industries, seller.industry)][j] += weight * edge.local_share;
        }
        for (std::size_t k = 0; k < sectors; ++k)
            for (std::size_t i = 0; i < n && makes[k] > 0; ++i)
                coefficient_[i][j] +=
                    std::max(0.0, rest[k]) * generic_local * (1 - s_.sectors[k].import_share) * mix_[i][k] * output[i] / makes[k];
    }
    mean_local_share_ = bought > 0 && inside > 0 ? inside / bought : generic_local;
    // S: share of c's sales that goes to d.
    sales_.assign(clusters_.size(), std::vector<double>(clusters_.size(), 0));
    for (std::size_t c = 0; c < clusters_.size(); ++c) {
        double sum = 0;
        for (std::size_t d = 0; d < clusters_.size(); ++d)
            sum += sales_[c][d] = coefficient_[clusters_[c].i][clusters_[d].i] * clusters_[d].output / output[clusters_[c].i];
        if (sum > 0.95)
            for (double& share : sales_[c]) share *= 0.95 / sum;
    }
    proximity_.assign(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            double ij = 0, ii = 0, jj = 0;
            for (std::size_t k = 0; k < sectors; ++k) {
                const double a = technology_[i][k] + mix_[i][k], b = technology_[j][k] + mix_[j][k];
                ij += a * b, ii += a * a, jj += b * b;
            }
            proximity_[i][j] = ij / std::sqrt(ii * jj);
        }
    distance_.assign(zone_ids_.size(), std::vector<double>(zone_ids_.size(), 0));
    for (std::size_t a = 0; a < zone_ids_.size(); ++a)
        for (std::size_t b = 0; b < zone_ids_.size(); ++b) {
            const auto& from = s_.zones[place(s_.zones, zone_ids_[a])];
            const auto& to = s_.zones[place(s_.zones, zone_ids_[b])];
            const double degree = 111.195, radian = std::acos(-1.0) / 180;
            const double x = (from.longitude - to.longitude) * degree * std::cos((from.latitude + to.latitude) / 2 * radian);
            const double y = (from.latitude - to.latitude) * degree;
            distance_[a][b] = std::sqrt(x * x + y * y);
        }
    std::vector<double> figures, values;
    for (const Cluster& c : clusters_) figures.push_back(c.output * 0.93);
    for (std::size_t c = 0; c < clusters_.size(); ++c) values.push_back(strength({}, c, &figures));
    double mean = 0, square = 0;
    for (const double v : values) mean += v / static_cast<double>(values.size());
    for (const double v : values) square += (v - mean) * (v - mean) / static_cast<double>(values.size());
    strength_sd_ = std::sqrt(square);
}

double ClusterTwin::strength(const std::vector<Observed>& at, std::size_t cluster, const std::vector<double>* figures) const {
    double related = 0, total = 0;
    for (std::size_t d = 0; d < clusters_.size(); ++d) {
        if (clusters_[d].zone != clusters_[cluster].zone) continue;
        const double revenue = figures != nullptr ? (*figures)[d] : at[d].revenue;
        total += revenue;
        related += proximity_[clusters_[cluster].i][clusters_[d].i] * revenue;
    }
    return std::log(related / total) / (figures != nullptr ? 1.0 : strength_sd_);
}

double ClusterTwin::share(const std::vector<Observed>& at, std::size_t cluster) const {
    double all = 0;
    for (std::size_t d = 0; d < clusters_.size(); ++d)
        if (clusters_[d].i == clusters_[cluster].i) all += at[d].revenue;
    return at[cluster].revenue / all;
}

double ClusterTwin::zone_revenue(const YearEnd& at, std::size_t zone) const {
    double sum = 0;
    for (std::size_t c = 0; c < clusters_.size(); ++c)
        if (clusters_[c].z == zone) sum += at.cluster[c].revenue;
    return sum;
}

double ClusterTwin::noise(const std::string& name, int year, Stream stream) const {
    return normal_draw(entity_key(seed_, name), r_, year, stream);
}

/// Doses of the tests' measures act at once and do not fade: the dose of the year, or the one before if it is smaller in size.
double ClusterTwin::dose_of(const scenario::Measure& measure, const std::string& lever_name, int t) const {
    const auto& tool = s_.instruments[place(s_.instruments, measure.instrument)];
    if (tool.delay != 0 || tool.ramp != 1 || tool.fade != 0) throw std::runtime_error("the twin knows plain instruments only");
    double moved = 0;
    for (const auto& channel : tool.channels) {
        if (channel.lever != lever_name) continue;
        if (channel.sd != 0 || channel.spike != 0) throw std::runtime_error("the twin knows certain effects only");
        double dose = 0;
        for (int k = 1; k <= t; ++k)
            if (const auto found = measure.dose.find(s_.plan.base_year + k); found != measure.dose.end())
                dose = std::max(dose, found->second);
        moved += channel.mean * dose;
    }
    return moved;
}

double ClusterTwin::zone_lever(const std::string& name, std::size_t zone, int t) const {
    if (t <= 0) return 0;
    double sum = 0;
    for (const auto& measure : s_.plan.measures)
        if (measure.scope == zone_ids_[zone] || (measure.scope == "all_zones" && ends_[static_cast<std::size_t>(t) - 1].level[zone] > 0))
            sum += dose_of(measure, name, t);
    return sum;
}

double ClusterTwin::lever(const std::string& name, const Cluster& cluster, int t) const {
    return zone_lever(name, cluster.z, t);
}

/// Supply factor of each industry in a year, by plain repetition from one downwards.
std::vector<double> ClusterTwin::supply(int year) const {
    const std::size_t n = s_.industries.size(), sectors = s_.sectors.size();
    const double sigma = numbers_.supply_ces, days = numbers_.inventory_days, generic_local = numbers_.generic_local_share;
    const auto missing = [&](const std::string& target) {
        double most = 0;
        for (const auto& shock : s_.plan.shocks) {
            if (shock.kind != "external_supply" || shock.target != target || year < shock.start || year >= shock.start + shock.years)
                continue;
            double x = shock.size;
            if (shock.shape == "fading") x *= 1 - static_cast<double>(year - shock.start) / shock.years;
            if (year == shock.start) x *= std::max(0.0, 12 - days / 30) / 12;
            most = std::max(most, std::min(0.95, x));
        }
        return most;
    };
    std::vector<double> output(n, 0);
    for (const Cluster& c : clusters_) output[c.i] += c.output;
    std::vector<double> q(n, 1);
    for (int round = 0; round < 2000; ++round) {
        std::vector<double> next(n, 1);
        for (std::size_t j = 0; j < n; ++j) {
            double ces = 0, weight = 0, product = 1;
            std::vector<double> rest = technology_[j];
            const double members = static_cast<double>(std::count_if(
                s_.segments.begin(), s_.segments.end(), [&](const auto& segment) { return segment.industry == s_.industries[j].id; }));
            for (const auto& edge : s_.supply) {
                const auto& seller = s_.segments[place(s_.segments, edge.from)];
                const auto& buyer = s_.segments[place(s_.segments, edge.to)];
                if (edge.flow != "intermediate" || buyer.industry != s_.industries[j].id) continue;
                const double w = edge.input_share / members;
                rest[place(s_.sectors, seller.sector)] -= w;
                const double maker = seller.industry.empty() ? 1.0 : q[place(s_.industries, seller.industry)];
                const double v =
                    1 - (1 - edge.local_share) * std::max(missing(seller.sector), missing(seller.id)) - edge.local_share * (1 - maker);
                if (edge.critical)
                    ces += w * std::pow(v, (sigma - 1) / sigma), weight += w;
                else
                    product *= std::pow(v, w);
            }
            for (std::size_t k = 0; k < sectors; ++k) {
                if (rest[k] <= 0) continue;
                double makers = 0, all = 0;
                for (std::size_t i = 0; i < n; ++i) makers += mix_[i][k] * output[i] * q[i], all += mix_[i][k] * output[i];
                const double local = generic_local * (1 - s_.sectors[k].import_share), maker = all > 0 ? makers / all : 1.0;
                product *= std::pow(1 - (1 - local) * missing(s_.sectors[k].id) - local * (1 - maker), rest[k]);
            }
            next[j] = product * std::pow(ces + 1 - weight, sigma / (sigma - 1));
        }
        q = next;
    }
    return q;
}

std::vector<Faced> ClusterTwin::year(int t) {
    const int calendar = s_.plan.base_year + t;
    const std::size_t n = clusters_.size();
    const YearEnd& last = ends_.back();
    const auto change = [&](const std::string& name, const Cluster& c) { return lever(name, c, t) - lever(name, c, t - 1); };

    const auto& product = path_.at(reference::Headline::gdp, static_cast<std::size_t>(t));
    common_ = product.growth - product.expected;
    for (std::size_t i = 0; i < industry_shock_.size(); ++i)
        industry_shock_[i] = p_.industry_shock_persistence * industry_shock_[i] +
                             p_.industry_shock_sd * noise("industry/" + s_.industries[i].id, calendar, Stream::industry_shock);
    reference_before_ = reference_;
    reference_ = p_.deflator_growth + (1 + (p_.load_trend - 1) * std::pow(p_.load_fade, t - 1)) * (product.expected - p_.deflator_growth);
    deflator_ += p_.deflator_growth;
    const auto shock_change = [&](const std::string& kind, const std::string& target) {
        double sum = 0;
        for (const auto& shock : s_.plan.shocks) {
            if (shock.kind != kind || shock.target != target) continue;
            const auto level = [&](int year) {
                if (year < shock.start || year >= shock.start + shock.years) return 0.0;
                return shock.shape == "fading" ? shock.size * (1 - static_cast<double>(year - shock.start) / shock.years) : shock.size;
            };
            sum += level(calendar) - level(calendar - 1);
        }
        return sum;
    };

    std::vector<double> row(n, 0);
    double weighted = 0, all = 0;
    for (std::size_t c = 0; c < n; ++c) {
        for (const double x : sales_[c]) row[c] += x;
        weighted += clusters_[c].output * row[c];
        all += clusters_[c].output;
    }
    const double mean_row = weighted / all, gain = (1 - p_.chi * mean_row) / (1 - mean_row);
    const std::vector<double> q = supply(calendar), q_before = supply(calendar - 1);
    const double g_k = reference_before_ - p_.deflator_growth;

    std::vector<double> b(n);
    std::vector<std::vector<double>> system(n, std::vector<double>(n, 0));
    for (std::size_t c = 0; c < n; ++c) {
        const Cluster& one = clusters_[c];
        const auto& zone = s_.zones[place(s_.zones, one.zone)];
        double x = p_.cluster_drift_sd * noise("cluster/" + one.id, 0, Stream::parameter) * std::pow(p_.load_fade, t - 1) +
                   p_.cluster_noise_sd * noise("cluster/" + one.id, calendar, Stream::cluster_noise);
        const double capacity = zone_lever("capacity", one.z, t) - zone_lever("capacity", one.z, t - 1);
        x += p_.congestion_elasticity * capacity;
        if (t > 1) {
            const YearEnd& before = ends_[ends_.size() - 2];
            x += p_.output_elasticity_knowledge * (knowledge_growth_[c] - g_k);
            double sum = 0, weight = 0;
            for (std::size_t d = 0; d < n; ++d) {
                if (d == c || last.cluster[d].firms == 0) continue;
                const double w = proximity_[one.i][clusters_[d].i] * std::exp(-distance_[one.z][clusters_[d].z] / p_.spillover_distance_km);
                sum += w * (knowledge_growth_[d] - g_k);
                weight += w;
            }
            if (weight > 1e-9) x += p_.spillover * (1 + lever("spillover", one, t)) * sum / weight;
            if (!zone.outside) {
                const double growth = std::log(zone_revenue(last, one.z) / zone_revenue(before, one.z));
                x += (p_.density_elasticity - p_.congestion_elasticity) * (growth - reference_before_);
            }
            x += p_.convergence * std::log(share(last.cluster, c) / share(ends_[0].cluster, c));
            x += p_.strength_effect * (strength(last.cluster, c) - strength(ends_[0].cluster, c));
            if (last.level[one.z] == 2 && before.level[one.z] < 2) x += p_.promotion_level;
        }
        x += lever("growth", one, t) + change("productivity_level", one);
        x += row[c] * change("local_sourcing", one) / mean_local_share_;
        x += std::log(q[one.i]) - std::log(q_before[one.i]);
        const double demand = s_.industries[one.i].cyclical_loading * (common_ + shock_change("demand", "")) + industry_shock_[one.i] +
                              shock_change("industry_demand", one.industry) + change("demand", one);
        b[c] = x + gain * (1 - row[c]) * demand;
        for (std::size_t d = 0; d < n; ++d) system[c][d] = (c == d ? 1.0 : 0.0) - p_.chi * sales_[c][d];
    }
    const std::vector<double> y = solve(system, b);

    // R&D over GDP follows its reference; what last year missed of it, levers apart, is taken back.
    const double step = path_.at(reference::Headline::rd_expenditure, static_cast<std::size_t>(t)).growth - product.growth;
    const double missed = std::log(last.rd / last.gdp) - std::log(ends_[0].rd / ends_[0].gdp) - intensity_ - by_levers_;
    index_ += step - between(missed, -0.2, 0.2);
    intensity_ += step;
    const Words rules = draw_words(entity_key(seed_, "province/" + s_.province), r_, calendar, Stream::drive, 1);
    if (!strict_ && uniform(rules[0], rules[1]) < p_.tightening_rate) strict_ = true;
    double levers = 0;

    // Large projects were decided last year, before that year's approvals.
    const YearEnd& decided = ends_.size() > 1 ? ends_[ends_.size() - 2] : ends_[0];
    double zones = 0, zones_revenue = 0;
    for (std::size_t z = 0; z < zone_ids_.size(); ++z)
        if (decided.level[z] > 0) zones += 1, zones_revenue += zone_revenue(last, z);

    std::vector<Faced> faced(n);
    for (std::size_t c = 0; c < n; ++c) {
        const Cluster& one = clusters_[c];
        const Observed& was = last.cluster[c];
        Faced& now = faced[c];
        now.growth = between(reference_ + y[c], -1.5, 1.5);
        const double deduction = p_.super_deduction + lever("deduction_rate", one, t);
        const double goal_u =
            p_.rd_user_cost_elasticity * std::log(b_index(p_.tax_rate, deduction) / b_index(p_.tax_rate, p_.super_deduction));
        const double goal_c = p_.rd_user_cost_elasticity * std::log(b_index(p_.hnte_tax_rate + lever("hnte_tax_rate", one, t), deduction) /
                                                                    b_index(p_.hnte_tax_rate, p_.super_deduction));
        cost_uncertified_[c] += p_.rd_adjustment * (goal_u - cost_uncertified_[c]);
        cost_certified_[c] += p_.rd_adjustment * (goal_c - cost_certified_[c]);
        const double subsidy = 1 + p_.subsidy_additionality * lever("rd_subsidy", one, t);
        now.rd_common = std::exp(index_);
        now.rd_uncertified = base_rd_[c] * std::exp(cost_uncertified_[c]) * subsidy;
        now.rd_certified = base_rd_[c] * std::exp(cost_certified_[c]) * subsidy;
        now.mean_size_log = mean_size_[c] = was.firms > 0 ? std::log(was.revenue / was.firms) + now.growth : mean_size_[c] + now.growth;
        now.drive = std::min(8.0, lever("certification_drive", one, t) - (strict_ ? p_.tightening_drive : 0.0));
        levers += was.rd * (0.5 * (cost_uncertified_[c] + cost_certified_[c]) + std::log(subsidy)) / last.rd;
        now.exit_factor = 1 + p_.exit_cycle * std::max(0.0, reference_ - now.growth);
        double young = 0;
        for (std::size_t d = 0; d < n; ++d)
            if (clusters_[d].z == one.z) young += last.cluster[d].young;
        const double incubated = young > 0 ? between(last.hatcheries[one.z] * p_.incubation_places / young, 0, 0.8) : 0;
        now.exit_young_factor = (1 - incubated * (1 - p_.incubation_exit_ratio)) * std::exp(lever("young_exit", one, t));
        double entrants = 0;
        if (was.revenue > 0) {
            entrants = p_.entry_rate * was.firms * mean_entrant() / was.revenue;
            if (last.level[one.z] > 0 && zones_revenue > 0)
                entrants += p_.project_rate * zones * p_.project_size * std::exp(p_.project_size_sd_log * p_.project_size_sd_log / 2) /
                            zones_revenue;
            entrants = std::min(entrants, 0.5);
        }
        const double kept = was.revenue > 0 ? was.survival / was.revenue : 1;
        const double growth = std::exp(now.growth);
        now.drift = between(std::log(std::max(growth - entrants, 0.05 * growth) / kept), -1.5, 1.5);
    }

    by_levers_ = levers;

    // Entry (E40), and what extra entry takes from the rest of its industry (E41).
    std::vector<double> extra(n);
    for (std::size_t c = 0; c < n; ++c) {
        const Cluster& one = clusters_[c];
        const double plain = p_.entry_rate * last.cluster[c].firms *
                             std::exp(p_.entry_strength * (strength(last.cluster, c) - strength(ends_[0].cluster, c)));
        const bool promoted = last.level[one.z] == 2 && ends_[0].level[one.z] < 2;
        const double lift =
            (1 + p_.incubation_entry * last.hatcheries[one.z]) * std::exp(lever("entry", one, t) + (promoted ? p_.promotion_entry : 0));
        faced[c].entrants = plain * lift;
        extra[c] = plain * lift - plain;
    }
    for (std::size_t c = 0; c < n; ++c) {
        double firms = 0, elsewhere = 0;
        for (std::size_t d = 0; d < n; ++d) {
            if (clusters_[d].i != clusters_[c].i) continue;
            firms += last.cluster[d].firms;
            if (d != c) elsewhere += extra[d];
        }
        if (firms > last.cluster[c].firms) faced[c].entrants -= p_.displacement_share * elsewhere * last.cluster[c].firms / firms;
    }
    return faced;
}

std::vector<double> ClusterTwin::end(int t, YearEnd observed) {
    for (std::size_t c = 0; c < clusters_.size(); ++c) {
        const double before = knowledge_[c];
        knowledge_[c] = (1 - p_.knowledge_depreciation) * before + (1 + lever("knowledge_inflow", clusters_[c], t)) *
                                                                       std::exp(lever("rd_productivity", clusters_[c], t)) *
                                                                       observed.cluster[c].real_rd * std::exp(-deflator_);
        knowledge_growth_[c] = before > 0 && knowledge_[c] > 0 ? std::log(knowledge_[c] / before) : 0;
    }
    ends_.push_back(std::move(observed));
    return knowledge_;
}

}  // namespace zonecast::oracle
