#include "model/engine/enterprises.hpp"

#include <algorithm>

#include "model/base/philox.hpp"
#include "model/base/vector_math.hpp"
#include "model/laws/revenue_classes.hpp"

namespace zonecast::engine {

namespace {

// Compiled three times for x86-64 feature levels and chosen at load time. The results are the same bits: no contraction, no reassociation.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ZONECAST_VERSIONS __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ZONECAST_VERSIONS
#endif

constexpr std::size_t block_size = 256;
constexpr double ln_10 = 2.30258509299404568402;
constexpr double ln_0_1 = -2.30258509299404568402;
constexpr double ln_0_3 = -1.20397280432593599262;
constexpr double ln_exit = -5.29831736654803631;  // ln 0.005
constexpr double ln_0_2 = -1.60943791243410037460;
constexpr double ln_0_5 = -0.69314718055994530942;
constexpr double ln_2 = 0.69314718055994530942;
constexpr float ln_0_05 = -2.99573227355399F;
constexpr float ln_1_2 = 0.182321556793955F;

/// Scratch of a block.
struct Block {
    alignas(64) std::array<double, block_size> u_growth, u_exit, u_certify, u_theta;
    alignas(64) std::array<double, block_size> z, theta, revenue, rd, hazard, survival;
    alignas(64) std::array<std::int64_t, block_size> certificate, age, exits, cell;
};

/// exit hazard before the age and certificate ratios
ZONECAST_INLINE double hazard_by_size(double z, double reference, double slope) {
    const double least = reference < 0.01 ? reference : 0.01;  // a reference of zero switches exits off
    double h = reference * exp_exact(-slope * (z - ln_0_1));
    h = h < least ? least : h;
    return h > 0.07 ? 0.07 : h;
}

ZONECAST_VERSIONS void draw_block(const Enterprises& e, std::size_t start, std::size_t n, bool own, std::uint16_t cluster,
                                  const EnterpriseKeys& keys, std::uint64_t replicate, int year, Block& b) {
    const std::uint32_t address = (static_cast<std::uint32_t>(Stream::enterprise_year) << 16) | static_cast<std::uint32_t>(year);
    const auto low = static_cast<std::uint32_t>(replicate);
    const auto high = static_cast<std::uint32_t>(replicate >> 32);
    const std::uint32_t* serial = e.serial.data() + start;
    const std::uint16_t* origin = e.origin.data() + start;
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
        std::uint64_t key0 = own ? keys.low[cluster] : keys.low[origin[i]];
        std::uint64_t key1 = own ? keys.high[cluster] : keys.high[origin[i]];
        std::uint64_t c0 = serial[i], c1 = address, c2 = low, c3 = high;
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t p0 = std::uint64_t{0xD2511F53} * c0;
            const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * c2;
            c0 = (p1 >> 32) ^ c1 ^ key0;
            c1 = p1 & 0xFFFFFFFFu;
            c2 = (p0 >> 32) ^ c3 ^ key1;
            c3 = p0 & 0xFFFFFFFFu;
            key0 = (key0 + 0x9E3779B9u) & 0xFFFFFFFFu;
            key1 = (key1 + 0xBB67AE85u) & 0xFFFFFFFFu;
        }
        // A 32-bit word in the low mantissa bits of 2^52 is the number itself: exact, and it vectorises.
        constexpr std::uint64_t two_52 = 0x4330000000000000u;
        b.u_growth[i] = (std::bit_cast<double>(c0 | two_52) - 0x1p52 + 0.5) * 0x1p-32;
        b.u_exit[i] = (std::bit_cast<double>(c1 | two_52) - 0x1p52 + 0.5) * 0x1p-32;
        b.u_certify[i] = (std::bit_cast<double>(c2 | two_52) - 0x1p52 + 0.5) * 0x1p-32;
        b.u_theta[i] = (std::bit_cast<double>(c3 | two_52) - 0x1p52 + 0.5) * 0x1p-32;
    }
}

ZONECAST_VERSIONS void move_block(const Enterprises& e, std::size_t start, std::size_t n, const EnterpriseLaws& laws,
                                  const ClusterYear& now, Block& b) {
    const double* z_old = e.z.data() + start;
    const double* theta_old = e.theta.data() + start;
    const double* hazard = e.hazard.data() + start;
    const std::uint8_t* certificate = e.certificate.data() + start;
    const std::uint8_t* age = e.age.data() + start;
    const double* young_growth = laws.young_growth.data();
    const double* exit_age = laws.exit_age.data();
    const double log_uncertified = now.rd_level_uncertified > 0 ? log_exact(now.rd_level_uncertified) : -700.0;
    const double log_certified = now.rd_level_certified > 0 ? log_exact(now.rd_level_certified) : -700.0;
    // The noise of theta is uniform, so that one word serves; after a few years the sum is normal for all purposes.
    const double theta_noise =
        laws.noise * laws.rd_theta_sd * sqrt_exact(12.0 * (1.0 - laws.rd_theta_persistence * laws.rd_theta_persistence));
    const double theta_kept = laws.noise > 0 ? laws.rd_theta_persistence : 1.0;
    const double theta_shift = 0.5 * laws.rd_theta_sd * laws.rd_theta_sd;
    const double sigma_least = laws.growth_sd_reference < 0.10 ? laws.growth_sd_reference : 0.10;  // zero switches the spread off
    double renewal = laws.renewal + now.renewal_lever;
    renewal = renewal < 0 ? 0 : renewal > 1 ? 1 : renewal;
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) {
        const double z0 = z_old[i];
        const std::int64_t held = certificate[i];
        const std::int64_t years = age[i];
        // Growth: z' = z + mu + beta L with E[exp(growth)] = exp(drift + a(r) + levers).
        double sigma = laws.growth_sd_reference * exp_exact(-laws.growth_sd_slope * (z0 - ln_0_3));
        sigma = sigma < sigma_least ? sigma_least : sigma;
        sigma = sigma > 0.60 ? 0.60 : sigma;
        const double beta = laws.noise * sigma * 0.70710678118654752440;
        double drift = now.drift + young_growth[years];
        drift += z0 > ln_10 ? laws.size_drift * (z0 - ln_10) : 0.0;
        drift += (z0 >= ln_0_2) & (z0 < ln_2) ? now.growth_small : 0.0;
        drift += (z0 >= ln_0_5) & (z0 < ln_10) ? now.growth_middle : 0.0;
        drift += z0 >= ln_10 ? now.growth_top : 0.0;
        const double centred = b.u_growth[i] - 0.5;
        const double magnitude = centred < 0 ? -centred : centred;
        const double laplace = -log_exact(1.0 - 2.0 * magnitude);
        const double z = z0 + drift + log_exact(1.0 - beta * beta) + beta * (centred < 0 ? -laplace : laplace);
        // Exit.
        const double chance = hazard[i] * now.exit_factor * (years < 5 ? now.exit_young_factor : 1.0);
        const bool leaves = (b.u_exit[i] < chance) | (z < ln_exit);
        // R&D intensity in statistical scope; certified enterprises report at least their threshold.
        const double r = exp_exact(z);
        const double threshold = laws.certified_scale * (r < now.thresholds.border_low    ? now.thresholds.small
                                                         : r < now.thresholds.border_high ? now.thresholds.middle
                                                                                          : now.thresholds.large);
        const double log_level = held > 0 ? log_certified : log_uncertified;
        const double theta = theta_kept * theta_old[i] + theta_noise * (b.u_theta[i] - 0.5);
        const double rho = exp_exact(log_level + laws.rd_class_slope * (z - now.mean_size_log) + theta - theta_shift);
        const double intensity = now.rd_common * ((held > 0) & (rho < threshold) ? threshold : rho);
        // Certificates.
        const bool eligible = (held == 0) & (years >= 1) & (now.rd_common * rho > threshold - laws.rd_gap);
        const double take = held == 1 ? renewal : eligible ? now.certify : 0.0;
        const bool granted = b.u_certify[i] < take;
        const std::int64_t holds = granted ? 3 : held > 0 ? held - 1 : 0;
        const std::int64_t older = years < grown_age ? years + 1 : years;
        double next = hazard_by_size(z, laws.exit_reference, laws.exit_slope) * exit_age[older];
        next *= holds > 0 ? laws.exit_certified_ratio : 1.0;
        const double a = (z > ln_10 ? laws.size_drift * (z - ln_10) : 0.0) + young_growth[older];
        std::int64_t k = 0;
        for (const double edge : laws::class_edges) k += r >= edge ? 1 : 0;
        b.z[i] = z;
        b.theta[i] = theta;
        b.revenue[i] = r;
        b.rd[i] = intensity * r;
        b.hazard[i] = next;
        b.survival[i] = r * (1.0 - next) * exp_exact(a);
        b.certificate[i] = holds;
        b.age[i] = older;
        b.exits[i] = leaves ? 1 : 0;
        b.cell[i] = k * static_cast<std::int64_t>(certificate_states) + holds;
    }
}

}  // namespace

void Enterprises::clear() {
    z.clear(), theta.clear(), hazard.clear(), z1.clear(), z2.clear();
    certificate.clear(), age.clear(), cell.clear(), origin.clear(), serial.clear();
}

void Enterprises::reserve(std::size_t n) {
    z.reserve(n), theta.reserve(n), hazard.reserve(n), z1.reserve(n), z2.reserve(n);
    certificate.reserve(n), age.reserve(n), cell.reserve(n), origin.reserve(n), serial.reserve(n);
}

double EnterpriseLaws::hazard(double z, unsigned age, bool certified) const {
    return hazard_by_size(z, exit_reference, exit_slope) * exit_age[age] * (certified ? exit_certified_ratio : 1.0);
}

void advance_year(Enterprises& e, std::uint16_t cluster, const EnterpriseKeys& keys, std::uint64_t replicate, int year,
                  const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals, CohortCells& cells, FlowMatrix& flows) {
    static thread_local Block b;
    const std::size_t n = e.size();
    const bool own = std::all_of(e.origin.begin(), e.origin.end(), [&](std::uint16_t o) { return o == cluster; });
    std::size_t kept = 0;
    for (std::size_t start = 0; start < n; start += block_size) {
        const std::size_t m = std::min(block_size, n - start);
        draw_block(e, start, m, own, cluster, keys, replicate, year, b);
        move_block(e, start, m, laws, now, b);
        for (std::size_t i = 0; i < m; ++i) {
            const std::size_t j = start + i;
            const std::size_t before = e.cell[j];
            const unsigned held = e.certificate[j];
            if (b.exits[i] != 0) {
                ++totals.exits;
                ++flows[before * (cohort_cells + 1) + outside_cell];
                continue;
            }
            const auto after = static_cast<std::size_t>(b.cell[i]);
            const auto holds = static_cast<unsigned>(b.certificate[i]);
            ++flows[before * (cohort_cells + 1) + after];
            const std::size_t class_before = before / certificate_states, class_after = after / certificate_states;
            totals.up += class_after > class_before ? 1u : 0u;
            totals.down += class_after < class_before ? 1u : 0u;
            totals.first_time += (held == 0) & (holds == 3) ? 1u : 0u;
            totals.renewed += (held == 1) & (holds == 3) ? 1u : 0u;
            totals.lapsed += (held == 1) & (holds == 0) ? 1u : 0u;
            totals.certified += holds > 0 ? 1u : 0u;
            totals.young += b.age[i] < 5 ? 1u : 0u;
            const double r = b.revenue[i], rd = b.rd[i];
            totals.revenue += r;
            totals.rd += rd;
            totals.real_rd += held > 0 ? (1.0 - laws.relabel_share) * rd : rd;
            totals.survival += b.survival[i];
            ++cells.count[after];
            cells.revenue[after] += r;
            cells.rd[after] += rd;
            // High growth: at least 0.05 three years ago and 20 per cent a year compounded; gazelle: 20 per cent in each of the years.
            const auto z = static_cast<float>(b.z[i]);
            const float back1 = static_cast<float>(e.z[j]), back2 = e.z1[j], back3 = e.z2[j];
            const bool old_enough = back3 >= ln_0_05;
            totals.high_growth += old_enough & (z - back3 >= 3 * ln_1_2) ? 1u : 0u;
            totals.gazelles += old_enough & (z - back1 >= ln_1_2) & (back1 - back2 >= ln_1_2) & (back2 - back3 >= ln_1_2) ? 1u : 0u;
            e.z2[kept] = back2;
            e.z1[kept] = back1;
            e.z[kept] = b.z[i];
            e.theta[kept] = b.theta[i];
            e.hazard[kept] = b.hazard[i];
            e.certificate[kept] = static_cast<std::uint8_t>(holds);
            e.age[kept] = static_cast<std::uint8_t>(b.age[i]);
            e.cell[kept] = static_cast<std::uint8_t>(after);
            e.origin[kept] = e.origin[j];
            e.serial[kept] = e.serial[j];
            ++kept;
        }
    }
    totals.firms += static_cast<std::uint32_t>(kept);
    e.z.resize(kept), e.theta.resize(kept), e.hazard.resize(kept), e.z1.resize(kept), e.z2.resize(kept);
    e.certificate.resize(kept), e.age.resize(kept), e.cell.resize(kept), e.origin.resize(kept), e.serial.resize(kept);
}

void join(Enterprises& e, const Enterprise& f, const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals,
          CohortCells& cells) {
    const double r = exp_exact(f.z);
    const bool certified = f.certificate > 0;
    const std::size_t cell = laws::class_of(r) * certificate_states + f.certificate;
    const double level = certified ? now.rd_level_certified : now.rd_level_uncertified;
    const double rho =
        level * exp_exact(laws.rd_class_slope * (f.z - now.mean_size_log) + f.theta - 0.5 * laws.rd_theta_sd * laws.rd_theta_sd);
    const double rd = now.rd_common * (certified ? std::max(rho, laws.certified_scale * now.thresholds.at(r)) : rho) * r;
    const double hazard = laws.hazard(f.z, f.age, certified);
    e.z.push_back(f.z);
    e.theta.push_back(f.theta);
    e.hazard.push_back(hazard);
    e.z1.push_back(f.z1);
    e.z2.push_back(f.z2);
    e.certificate.push_back(f.certificate);
    e.age.push_back(f.age);
    e.cell.push_back(static_cast<std::uint8_t>(cell));
    e.origin.push_back(f.origin);
    e.serial.push_back(f.serial);
    const double a = (f.z > ln_10 ? laws.size_drift * (f.z - ln_10) : 0.0) + laws.young_growth[f.age];
    totals.revenue += r;
    totals.rd += rd;
    totals.real_rd += certified ? (1.0 - laws.relabel_share) * rd : rd;
    totals.survival += r * (1.0 - hazard) * exp_exact(a);
    totals.firms += 1;
    totals.certified += certified ? 1u : 0u;
    totals.young += f.age < 5 ? 1u : 0u;
    ++cells.count[cell];
    cells.revenue[cell] += r;
    cells.rd[cell] += rd;
}

}  // namespace zonecast::engine
