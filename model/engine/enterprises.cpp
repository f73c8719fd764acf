#include "model/engine/enterprises.hpp"

#include <algorithm>
#include <bit>

#include "model/base/vector_math.hpp"
#include "model/laws/revenue_classes.hpp"

namespace zonecast::engine {

namespace {

constexpr double ln_0_1 = -2.30258509299404568402;
constexpr double ln_0_3 = -1.20397280432593599262;
constexpr double ln_smallest = -5.29831736654803631;  // ln 0.005: an enterprise below it has left

/// Room behind the last enterprise for a whole vector.
constexpr std::size_t padding = 8;

double log_or_nothing(double level) {
    return level > 0 ? log_exact(level) : -700.0;
}

}  // namespace

void Enterprises::reserve(std::size_t n) {
    if (n + padding <= z_.size()) return;
    const std::size_t room = n + padding;
    z_.resize(room), theta_.resize(room), hazard_.resize(room), past_.resize(room), tag_.resize(room);
}

float Enterprises::z1(std::size_t i) const {
    return std::bit_cast<float>(static_cast<std::uint32_t>(past_[i]));
}

float Enterprises::z2(std::size_t i) const {
    return std::bit_cast<float>(static_cast<std::uint32_t>(past_[i] >> 32));
}

void Enterprises::append(const Enterprises& born, std::size_t first, std::size_t n) {
    constexpr std::uint64_t no_past = 0xFF800000'FF800000u;  // minus infinity, twice
    if (size_ + n + padding > z_.size()) reserve(2 * size_ + n + 16);
    std::copy_n(born.z_.begin() + static_cast<std::ptrdiff_t>(first), n, z_.begin() + static_cast<std::ptrdiff_t>(size_));
    std::copy_n(born.theta_.begin() + static_cast<std::ptrdiff_t>(first), n, theta_.begin() + static_cast<std::ptrdiff_t>(size_));
    std::copy_n(born.tag_.begin() + static_cast<std::ptrdiff_t>(first), n, tag_.begin() + static_cast<std::ptrdiff_t>(size_));
    std::fill_n(past_.begin() + static_cast<std::ptrdiff_t>(size_), n, no_past);
    size_ += n;
}

void Enterprises::append(const Enterprise& f) {
    if (size_ + 1 + padding > z_.size()) reserve(2 * size_ + 16);
    const std::size_t i = size_++;
    z_[i] = f.z;
    theta_[i] = f.theta;
    hazard_[i] = 0;
    past_[i] = std::bit_cast<std::uint32_t>(f.z1) | std::uint64_t{std::bit_cast<std::uint32_t>(f.z2)} << 32;
    tag_[i] = make_tag(0, f.certificate, f.age, f.origin, f.serial);
}

double EnterpriseLaws::growth_sd(double z) const {
    return std::clamp(growth_sd_reference * exp_exact(-growth_sd_slope * (z - ln_0_3)), std::min(0.10, growth_sd_reference), 0.60);
}

double EnterpriseLaws::falls_out(double z) const {
    const double margin = z - ln_smallest;
    if (margin > 2.5) return 0.0;  // above twelve times the smallest size hardly ever
    const double scale = noise * growth_sd(z) * 0.70710678118654752440;
    if (!(scale > 0)) return margin < 0 ? 1.0 : 0.0;
    return margin < 0 ? 1.0 - 0.5 * exp_exact(margin / scale) : 0.5 * exp_exact(-margin / scale);
}

double EnterpriseLaws::hazard(double z, unsigned age, bool certified) const {
    const double h = std::clamp(exit_reference * exp_exact(-exit_slope * (z - ln_0_1)), std::min(0.01, exit_reference), 0.07);
    return h * exit_age[age] * (certified ? exit_certified_ratio : 1.0);
}

PassLaws pass_laws(const EnterpriseLaws& laws) {
    PassLaws p{};
    p.growth_sd_reference = laws.growth_sd_reference;
    p.growth_sd_slope = laws.growth_sd_slope;
    p.growth_sd_least = std::min(0.10, laws.growth_sd_reference);  // zero switches the spread off
    p.beta_scale = laws.noise * 0.70710678118654752440;
    p.size_drift = laws.size_drift;
    // The noise of theta is uniform, so that one word serves; after a few years the sum is normal for all purposes.
    p.theta_noise = laws.noise * laws.rd_theta_sd * sqrt_exact(12.0 * (1.0 - laws.rd_theta_persistence * laws.rd_theta_persistence));
    p.theta_kept = laws.noise > 0 ? laws.rd_theta_persistence : 1.0;
    p.theta_shift = 0.5 * laws.rd_theta_sd * laws.rd_theta_sd;
    p.class_slope = laws.rd_class_slope;
    p.exit_reference = laws.exit_reference;
    p.exit_slope = laws.exit_slope;
    p.exit_least = std::min(0.01, laws.exit_reference);  // zero switches exits off
    p.exit_certified_ratio = laws.exit_certified_ratio;
    for (std::size_t age = 0; age <= grown_age; ++age) {
        p.young_growth[age] = laws.young_growth[age];
        p.exit_age[age] = laws.exit_age[age];
        p.young_factor[age] = exp_exact(laws.young_growth[age]);
    }
    return p;
}

void set_cluster(PassLaws& p, const EnterpriseLaws& laws, const ClusterYear& now) {
    p.drift = now.drift;
    p.growth_small = now.growth_small;
    p.growth_middle = now.growth_middle;
    p.growth_top = now.growth_top;
    p.growth_levers = now.growth_small != 0 || now.growth_middle != 0 || now.growth_top != 0;
    p.exit_factor = now.exit_factor;
    p.exit_young_factor = now.exit_young_factor;
    p.log_level_uncertified = log_or_nothing(now.rd_level_uncertified);
    p.log_level_certified =
        now.rd_level_certified == now.rd_level_uncertified ? p.log_level_uncertified : log_or_nothing(now.rd_level_certified);
    p.mean_size_log = now.mean_size_log;
    p.rd_common = now.rd_common;
    p.threshold_small = laws.certified_scale * now.thresholds.small;
    p.threshold_middle = laws.certified_scale * now.thresholds.middle;
    p.threshold_large = laws.certified_scale * now.thresholds.large;
    p.border_low = now.thresholds.border_low;
    p.border_high = now.thresholds.border_high;
    p.renewal = std::clamp(laws.renewal + now.renewal_lever, 0.0, 1.0);
    p.certify = now.certify;
    p.reach = now.reach;
}

PassDraws pass_draws(const EnterpriseKeys& keys, std::uint16_t cluster, std::uint64_t replicate, int year, Stream stream) {
    return {keys.low.data(), keys.high.data(), cluster, replicate, draw_counter(replicate, year, stream, 0)[1]};
}

void add(ClusterTotals& totals, const PassTotals& found, const EnterpriseLaws& laws) {
    const auto count = [](std::uint64_t n) { return static_cast<std::uint32_t>(n); };
    totals.revenue += found.revenue;
    totals.rd += found.rd;
    totals.real_rd += found.rd - laws.relabel_share * found.certified_rd;
    totals.survival += found.survival;
    totals.firms += count(found.firms);
    totals.certified += count(found.certified);
    totals.exits += count(found.exits);
    totals.up += count(found.up);
    totals.down += count(found.down);
    totals.first_time += count(found.first_time);
    totals.renewed += count(found.renewed);
    totals.lapsed += count(found.lapsed);
    totals.high_growth += count(found.high_growth);
    totals.gazelles += count(found.gazelles);
    totals.young += count(found.young);
}

void add(CohortCells& cells, CellSums& sums) {
    for (std::size_t i = 0; i < cohort_cells; ++i) {
        const auto& s = sums.revenue_rd[i];
        const auto& n = sums.count[i];
        cells.revenue[i] += (s[0][0] + s[2][0]) + (s[1][0] + s[3][0]);
        cells.rd[i] += (s[0][1] + s[2][1]) + (s[1][1] + s[3][1]);
        cells.count[i] += n[0] + n[1] + n[2] + n[3];
    }
    sums = CellSums{};
}

void advance_year(Enterprises& e, std::uint16_t cluster, const EnterpriseKeys& keys, std::uint64_t replicate, int year,
                  const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals, CohortCells& cells, FlowMatrix& flows) {
    CellSums sums{};
    PassTotals found{};
    PassLaws p = pass_laws(laws);
    set_cluster(p, laws, now);
    enterprise_passes().advance(e.columns(), e.size(), p, pass_draws(keys, cluster, replicate, year, Stream::enterprise_year), sums,
                                flows.data(), found);
    e.resize(found.firms);
    add(totals, found, laws);
    add(cells, sums);
}

void join(Enterprises& e, const Enterprise& f, const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals,
          CohortCells& cells) {
    CellSums sums{};
    PassTotals found{};
    e.append(f);
    PassLaws p = pass_laws(laws);
    set_cluster(p, laws, now);
    enterprise_passes().settle(e.columns(), e.size() - 1, e.size(), p, sums, nullptr, found);
    add(totals, found, laws);
    add(cells, sums);
}

}  // namespace zonecast::engine
