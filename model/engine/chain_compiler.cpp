#include "model/engine/chain_compiler.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/base/vector_math.hpp"
#include "model/engine/chain_changes.hpp"
#include "model/laws/sourcing.hpp"

namespace zonecast::engine {

using scenario::Change;
using scenario::Scenario;

namespace {

double kilometres(double lat1, double lon1, double lat2, double lon2) {
    // Equirectangular projection: right within 0.1 per cent over a province.
    constexpr double degree = 111.195;
    const double mid = 0.5 * (lat1 + lat2) * 0.01745329251994329577;
    double term = 1.0, cosine = 1.0;
    for (int n = 1; n < 12; ++n) {
        term *= -mid * mid / ((2.0 * n - 1.0) * (2.0 * n));
        cosine += term;
    }
    const double dx = (lon1 - lon2) * cosine * degree, dy = (lat1 - lat2) * degree;
    return sqrt_exact(dx * dx + dy * dy);
}

/// An input of an industry from a named segment, averaged over the industry's segments.
struct ChainInput {
    std::size_t sector = 0, supplier = none, segment = 0;
    double weight = 0;
    bool critical = false;
    laws::Sourcing sourcing;  ///< at the capacity of the base year
};

class ChainCompiler {
public:
    ChainCompiler(World& world, Diagnostics& problems)
        : w_(world), s_(world.scenario), problems_(problems), n_(s_.industries.size()), sectors_(s_.sectors.size()) {
        for (std::size_t i = 0; i < sectors_; ++i) sector_[s_.sectors[i].id] = i;
        for (std::size_t i = 0; i < n_; ++i) industry_[s_.industries[i].id] = i;
        for (std::size_t i = 0; i < s_.segments.size(); ++i) segment_[s_.segments[i].id] = i;
    }

    void run() {
        technology();
        whole_clusters();
        for (std::size_t node = 0; node <= chi_nodes; ++node) chi_.push_back(w_.parameters.chi_at(node));
        const auto base = std::make_shared<const WorldChain>(WorldChain{
            laws::DemandPull(local_input(inputs_in(w_.base_year), output_), output_, chi_), base_output_, mean_local_share(w_.base_year)});
        if (base->pull.scaled_rows() > 0)
            problems_.note(s_.plan.where,
                           say("有 {} 个产业在本地区内的销售会超过产出的 95 %；已压到该比例",
                               "{} industries would sell more than 95 per cent of their output inside the region; scaled down to that",
                               base->pull.scaled_rows()));
        w_.chains.push_back(base);
        for (int year = w_.base_year + 1; year <= w_.end_year; ++year) next_year(year);
        proximity();
        distances();
        strength_scale();
        supply_shocks();
    }

private:
    World& w_;
    const Scenario& s_;
    Diagnostics& problems_;
    std::size_t n_, sectors_;
    std::unordered_map<std::string, std::size_t> sector_, industry_, segment_;
    std::vector<double> chi_;
    std::vector<double> base_output_;             ///< of clusters
    std::vector<double> output_, sector_output_;  ///< base year
    std::vector<std::vector<double>> mix_;        ///< [industry][sector] what it makes
    std::vector<std::vector<double>> input_;      ///< [industry][sector] input coefficients, national technology
    std::vector<std::size_t> segments_of_;        ///< [industry]

    [[nodiscard]] double generic_share(std::size_t sector) const {
        return w_.parameters.fixed("generic_local_share") * (1.0 - s_.sectors[sector].import_share);
    }

    void technology() {
        for (const WorldCluster& c : w_.clusters) base_output_.push_back(c.revenue.value / 0.93);
        mix_.assign(n_, std::vector<double>(sectors_, 0.0));
        input_ = mix_;
        output_.assign(n_, 0.0);
        sector_output_.assign(sectors_, 0.0);
        segments_of_.assign(n_, 0);
        for (std::size_t i = 0; i < n_; ++i)
            for (const auto& [sector, weight] : s_.industries[i].sectors) mix_[i][sector_.at(sector)] += weight;
        for (std::size_t c = 0; c < w_.clusters.size(); ++c) output_[w_.cluster_industry[c]] += base_output_[c];
        for (std::size_t i = 0; i < n_; ++i)
            for (std::size_t k = 0; k < sectors_; ++k) sector_output_[k] += mix_[i][k] * output_[i];
        for (std::size_t j = 0; j < n_; ++j)
            for (std::size_t u = 0; u < sectors_; ++u)
                if (mix_[j][u] > 0)
                    for (std::size_t k = 0; k < sectors_; ++k) input_[j][k] += mix_[j][u] * s_.io_coefficients[k * sectors_ + u];
        for (const auto& segment : s_.segments)
            if (!segment.industry.empty()) ++segments_of_[industry_.at(segment.industry)];
    }

    /// [industry] named inputs as they stand in a year; the same list in every year but for numbers.
    std::vector<std::vector<ChainInput>> inputs_in(int year) {
        std::vector<std::vector<ChainInput>> inputs(n_);
        for (const LinkInYear& link : links_in_year(s_, year)) {
            const auto& edge = link.edge;
            if (edge.flow != "intermediate") continue;
            const auto& from = s_.segments[segment_.at(edge.from)];
            const auto& to = s_.segments[segment_.at(edge.to)];
            if (to.industry.empty() || from.sector.empty()) continue;
            const std::size_t j = industry_.at(to.industry);
            ChainInput in;
            in.sector = sector_.at(from.sector);
            in.segment = segment_.at(edge.from);
            if (!from.industry.empty()) in.supplier = industry_.at(from.industry);
            in.weight = edge.input_share / static_cast<double>(segments_of_[j]);
            in.critical = edge.critical;
            in.sourcing = {edge.local_share, link.lost};
            inputs[j].push_back(in);
        }
        return inputs;
    }

    /// [sector] what is left of an industry's input after its named inputs.
    [[nodiscard]] std::vector<double> generic_inputs(std::size_t industry, const std::vector<ChainInput>& named_inputs) const {
        std::vector<double> named(sectors_, 0.0), rest(sectors_);
        for (const ChainInput& in : named_inputs) named[in.sector] += in.weight;
        for (std::size_t k = 0; k < sectors_; ++k) rest[k] = std::max(0.0, input_[industry][k] - named[k]);
        return rest;
    }

    /// Capacity of an industry against the base year; one if it had none.
    [[nodiscard]] double capacity(const std::vector<double>& output, std::size_t industry) const {
        return output_[industry] > 0 ? output[industry] / output_[industry] : 1.0;
    }

    /// B, before rows are scaled, with the output of a year.
    [[nodiscard]] Eigen::SparseMatrix<double> local_input(const std::vector<std::vector<ChainInput>>& inputs,
                                                          const std::vector<double>& output) const {
        std::vector<Eigen::Triplet<double>> entries;
        for (std::size_t j = 0; j < n_; ++j) {
            std::vector<double> local(n_, 0.0);
            for (const ChainInput& in : inputs[j])
                if (in.supplier != none && output[in.supplier] > 0)
                    local[in.supplier] += in.weight * laws::at_capacity(in.sourcing, capacity(output, in.supplier), 0.0).local;
            const std::vector<double> generic = generic_inputs(j, inputs[j]);
            for (std::size_t k = 0; k < sectors_; ++k) {
                if (sector_output_[k] <= 0) continue;
                const double bought = generic[k] * generic_share(k);
                for (std::size_t i = 0; i < n_; ++i) local[i] += bought * mix_[i][k] * output[i] / sector_output_[k];
            }
            if (output[j] <= 0) continue;
            for (std::size_t i = 0; i < n_; ++i)
                if (local[i] > 0 && output[i] > 0) entries.emplace_back(static_cast<int>(i), static_cast<int>(j), local[i]);
        }
        Eigen::SparseMatrix<double> coefficients(static_cast<Eigen::Index>(n_), static_cast<Eigen::Index>(n_));
        coefficients.setFromTriplets(entries.begin(), entries.end());
        return coefficients;
    }

    double mean_local_share(int year) {
        double all = 0, local = 0;
        const auto inputs = inputs_in(year);
        for (std::size_t j = 0; j < n_; ++j)
            for (const ChainInput& in : inputs[j]) {
                all += in.weight * output_[j];
                local += in.weight * in.sourcing.local * output_[j];
            }
        return all > 0 && local > 0 ? local / all : w_.parameters.fixed("generic_local_share");
    }

    /// Clusters that go, newcomers, and output that rises by itself.
    void whole_clusters() {
        const auto years = static_cast<std::size_t>(w_.end_year - w_.base_year) + 1;
        if (s_.plan.changes.empty()) return;
        std::unordered_map<std::string, const scenario::Cluster*> record;
        for (const auto& cluster : s_.clusters) record[cluster.id] = &cluster;
        w_.leaving.assign(years, std::vector<bool>(w_.clusters.size(), false));
        w_.boost.assign(years, std::vector<double>(w_.clusters.size(), 0.0));
        for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
            const scenario::Cluster& cluster = *record.at(w_.clusters[c].id);
            for (std::size_t t = 1; t < years; ++t) w_.leaving[t][c] = removed_in(s_, cluster, w_.base_year + static_cast<int>(t));
            for (const Change& change : s_.plan.changes) {
                const bool whole = (change.kind == Change::Kind::cluster && change.target == cluster.id) ||
                                   (change.kind == Change::Kind::zone && change.target == cluster.zone);
                if (!whole) continue;
                const auto first = static_cast<std::size_t>(change.year - w_.base_year);
                if (change.action == Change::Action::add)
                    w_.newcomers.push_back({first, c, log_exact(change.revenue), change.spread, "change/" + change.id});
                if (change.action == Change::Action::strengthen)
                    for (std::size_t t = first; t < std::min(years, first + static_cast<std::size_t>(change.ramp)); ++t)
                        w_.boost[t][c] += log_exact(1.0 + change.by) / change.ramp;
            }
        }
    }

    /// Output of clusters in a year: base-year output of those that are there, newcomers at their median.
    [[nodiscard]] std::vector<double> cluster_output(std::size_t t) const {
        std::vector<double> output = base_output_;
        for (std::size_t year = 1; year <= t && !w_.leaving.empty(); ++year) {
            for (std::size_t c = 0; c < output.size(); ++c)
                if (w_.leaving[year][c]) output[c] = 0;
            for (const WorldNewcomer& one : w_.newcomers)
                if (one.year == year) output[one.cluster] += exp_exact(one.log_revenue) / 0.93;
        }
        return output;
    }

    [[nodiscard]] std::vector<double> by_industry(const std::vector<double>& of_clusters) const {
        std::vector<double> sum(n_, 0.0);
        for (std::size_t c = 0; c < of_clusters.size(); ++c) sum[w_.cluster_industry[c]] += of_clusters[c];
        return sum;
    }

    void next_year(int year) {
        const auto t = static_cast<std::size_t>(year - w_.base_year);
        const auto moves = [&](const Change& change) { return year >= change.year && year < change.year + change.ramp; };
        if (std::none_of(s_.plan.changes.begin(), s_.plan.changes.end(), moves)) {
            w_.chains.push_back(w_.chains.back());
            return;
        }
        const WorldChain& before = *w_.chains.back();
        const std::vector<double>& output_before = before.pull.output();
        const std::vector<double> clusters = cluster_output(t), output = by_industry(clusters);
        const auto inputs = inputs_in(year);
        w_.sourcing_round.resize(static_cast<std::size_t>(w_.end_year - w_.base_year) + 1);
        w_.capacity_round.resize(w_.sourcing_round.size());
        std::size_t scaled = 0;
        const auto switched = laws::scaled_local_input(local_input(inputs, output_before), output_before, scaled);
        w_.sourcing_round[t] = laws::sourcing_round(before.pull.local_input(), switched, output_before);
        std::vector<double> entered(n_);
        for (std::size_t i = 0; i < n_; ++i) entered[i] = output[i] - output_before[i];
        w_.capacity_round[t] = laws::capacity_round(switched, output_before, entered);
        w_.chains.push_back(std::make_shared<const WorldChain>(
            WorldChain{laws::DemandPull(local_input(inputs, output), output, chi_), clusters, mean_local_share(year)}));
    }

    void proximity() {
        // Cosine of input structures, own sector mix included.
        w_.proximity.assign(n_ * n_, 0.0);
        const auto structure = [&](std::size_t i, std::size_t k) { return input_[i][k] + mix_[i][k]; };
        for (std::size_t i = 0; i < n_; ++i)
            for (std::size_t j = 0; j < n_; ++j) {
                double ij = 0, ii = 0, jj = 0;
                for (std::size_t k = 0; k < sectors_; ++k) {
                    ij += structure(i, k) * structure(j, k);
                    ii += structure(i, k) * structure(i, k);
                    jj += structure(j, k) * structure(j, k);
                }
                w_.proximity[i * n_ + j] = ij / sqrt_exact(ii * jj);
            }
    }

    void distances() {
        const std::size_t zones = w_.zones.size();
        w_.distance_km.assign(zones * zones, 0.0);
        for (std::size_t a = 0; a < zones; ++a)
            for (std::size_t b = 0; b < zones; ++b)
                w_.distance_km[a * zones + b] =
                    kilometres(w_.zones[a].latitude, w_.zones[a].longitude, w_.zones[b].latitude, w_.zones[b].longitude);
    }

    void strength_scale() {
        std::vector<double> values;
        for (const WorldZone& z : w_.zones) {
            double total = 0;
            for (std::size_t c = z.first_cluster; c < z.first_cluster + z.cluster_count; ++c) total += w_.clusters[c].revenue.value;
            if (total <= 0) continue;
            for (std::size_t c = z.first_cluster; c < z.first_cluster + z.cluster_count; ++c) {
                if (w_.clusters[c].revenue.value <= 0) continue;
                double related = 0;
                for (std::size_t d = z.first_cluster; d < z.first_cluster + z.cluster_count; ++d)
                    related += w_.proximity[w_.clusters[c].industry * n_ + w_.clusters[d].industry] * w_.clusters[d].revenue.value;
                if (related > 0) values.push_back(log_exact(related / total));
            }
        }
        double mean = 0, square = 0;
        for (const double v : values) mean += v / static_cast<double>(values.size());
        for (const double v : values) square += (v - mean) * (v - mean) / static_cast<double>(values.size());
        w_.strength_sd = square > 1e-12 ? sqrt_exact(square) : 1.0;
    }

    /// What is missing of an input in a year after stocks: what went missing this year lasts out the stocks first.
    [[nodiscard]] double lost_after_stocks(double now, double before) const {
        if (now <= before) return now;
        return before + laws::missing_after_stocks(now - before, 12.0, w_.parameters.fixed("inventory_days"));
    }

    /// Sourcing of every input of every industry in a year, generic ones after the named, with capacity worked in.
    struct InputNow {
        laws::SupplyInput input;
        std::size_t sector = 0, segment = none;
    };
    std::vector<std::vector<InputNow>> all_inputs(int year) {
        const auto t = static_cast<std::size_t>(year - w_.base_year);
        const std::vector<double>& output = w_.chain(t).pull.output();
        std::vector<double> unreplaced(n_, 0.0);
        for (const Change& change : s_.plan.changes) {
            if (change.action != Change::Action::remove || change.year > year) continue;
            for (std::size_t c = 0; c < w_.clusters.size(); ++c)
                if ((change.kind == Change::Kind::cluster && change.target == w_.clusters[c].id) ||
                    (change.kind == Change::Kind::zone && change.target == w_.zones[w_.clusters[c].zone].id))
                    if (const std::size_t i = w_.cluster_industry[c]; output_[i] > 0)
                        unreplaced[i] += (1.0 - change.replaced) * base_output_[c] / output_[i];
        }
        const auto named = inputs_in(year);
        std::vector<std::vector<InputNow>> all(n_);
        for (std::size_t j = 0; j < n_; ++j) {
            for (const ChainInput& in : named[j]) {
                laws::Sourcing sourcing = in.sourcing;
                const bool made_here = in.supplier != none && output_[in.supplier] > 0;
                if (made_here)
                    sourcing = laws::at_capacity(sourcing, capacity(output, in.supplier), std::min(1.0, unreplaced[in.supplier]));
                InputNow now{{in.weight, sourcing.local, in.critical, 0.0, sourcing.lost, {}}, in.sector, in.segment};
                if (in.supplier != none && output[in.supplier] > 0) now.input.suppliers.emplace_back(in.supplier, 1.0);
                all[j].push_back(std::move(now));
            }
            const std::vector<double> generic = generic_inputs(j, named[j]);
            for (std::size_t k = 0; k < sectors_; ++k) {
                if (generic[k] <= 0) continue;
                double sum = 0, gone = 0;
                for (std::size_t i = 0; i < n_; ++i) sum += mix_[i][k] * output[i], gone += mix_[i][k] * output_[i] * unreplaced[i];
                laws::Sourcing sourcing{generic_share(k), 0.0};
                if (sector_output_[k] > 0 && sum != sector_output_[k])
                    sourcing = laws::at_capacity(sourcing, sum / sector_output_[k], std::min(1.0, gone / sector_output_[k]));
                InputNow now{{generic[k], sourcing.local, false, 0.0, sourcing.lost, {}}, k, none};
                for (std::size_t i = 0; i < n_; ++i)
                    if (mix_[i][k] * output[i] > 0) now.input.suppliers.emplace_back(i, mix_[i][k] * output[i] / sum);
                all[j].push_back(std::move(now));
            }
        }
        return all;
    }

    void supply_shocks() {
        const auto& shocks = s_.plan.shocks;
        const bool shocked = std::any_of(shocks.begin(), shocks.end(), [](const auto& x) { return x.kind == "external_supply"; });
        const bool losing = std::any_of(s_.plan.changes.begin(), s_.plan.changes.end(),
                                        [](const Change& x) { return x.action == Change::Action::remove && x.replaced < 1; });
        if (!shocked && !losing) return;
        std::vector<std::vector<InputNow>> last;
        for (int year = w_.base_year; year <= w_.end_year; ++year) {
            std::vector<double> missing_sector(sectors_, 0.0), missing_segment(s_.segments.size(), 0.0);
            for (const auto& shock : shocks) {
                if (shock.kind != "external_supply") continue;
                const double x = laws::missing_after_stocks(shock_level(shock, year), 12.0,
                                                            year == shock.start ? w_.parameters.fixed("inventory_days") : 0.0);
                if (const auto k = sector_.find(shock.target); k != sector_.end())
                    missing_sector[k->second] = std::max(missing_sector[k->second], x);
                else if (const auto g = segment_.find(shock.target); g != segment_.end())
                    missing_segment[g->second] = std::max(missing_segment[g->second], x);
            }
            auto now = all_inputs(year);
            std::vector<std::vector<laws::SupplyInput>> inputs(n_);
            for (std::size_t j = 0; j < n_; ++j)
                for (std::size_t k = 0; k < now[j].size(); ++k) {
                    laws::SupplyInput input = now[j][k].input;
                    input.missing = missing_sector[now[j][k].sector];
                    if (now[j][k].segment != none) input.missing = std::max(input.missing, missing_segment[now[j][k].segment]);
                    const bool comparable = !last.empty() && last[j].size() == now[j].size();
                    input.lost = lost_after_stocks(input.lost, comparable ? last[j][k].input.lost : 0.0);
                    inputs[j].push_back(std::move(input));
                }
            last = std::move(now);
            const std::vector<double> q = laws::supply_factors(inputs, w_.parameters.fixed("supply_ces"));
            std::vector<double> log_q(w_.clusters.size());
            for (std::size_t c = 0; c < log_q.size(); ++c) log_q[c] = log_exact(q[w_.cluster_industry[c]]);
            w_.log_supply.push_back(std::move(log_q));
        }
    }
};

}  // namespace

double shock_level(const scenario::Shock& shock, int year) {
    if (year < shock.start || year >= shock.start + shock.years) return 0.0;
    if (shock.shape == "fading") return shock.size * (1.0 - static_cast<double>(year - shock.start) / shock.years);
    return shock.size;
}

void compile_chain(World& world, Diagnostics& problems) {
    ChainCompiler(world, problems).run();
}

}  // namespace zonecast::engine
