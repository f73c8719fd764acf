#include "tests/oracle/twin.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/philox.hpp"

namespace zonecast::oracle {

namespace {

constexpr double tie = 1e-12;

/// Whether a < b, and whether rounding could have said otherwise.
bool less(double a, double b, Sums& sums) {
    if (std::abs(a - b) <= tie * std::max({1.0, std::abs(a), std::abs(b)})) ++sums.ties;
    return a < b;
}

int class_of(double revenue) {
    constexpr double edges[] = {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};
    int k = 0;
    while (k < 14 && revenue >= edges[k]) ++k;
    return k;
}

double threshold_of(double revenue, const engine::ClusterYear& now) {
    if (revenue < 0.5) return now.thresholds.small;
    if (revenue < 2.0) return now.thresholds.middle;
    return now.thresholds.large;
}

double hazard_of(double revenue, int age, bool certified, const engine::EnterpriseLaws& laws) {
    double h = laws.exit_reference * std::pow(revenue / 0.1, -laws.exit_slope);
    h = std::min(0.07, std::max(std::min(0.01, laws.exit_reference), h));
    h *= laws.exit_age[static_cast<std::size_t>(age)];
    return certified ? h * laws.exit_certified_ratio : h;
}

double extra_drift(double revenue, int age, const engine::EnterpriseLaws& laws) {
    return laws.size_drift * std::max(0.0, std::log(revenue / 10.0)) + laws.young_growth[static_cast<std::size_t>(age)];
}

/// R&D intensity before the threshold binds, without the province's common factor.
double intensity_of(double z, double theta, bool certified, const engine::EnterpriseLaws& laws, const engine::ClusterYear& now) {
    const double level = certified ? now.rd_level_certified : now.rd_level_uncertified;
    return level * std::exp(laws.rd_class_slope * (z - now.mean_size_log)) * std::exp(theta - laws.rd_theta_sd * laws.rd_theta_sd / 2.0);
}

void count(const Firm& firm, double rd, double real_rd, const engine::EnterpriseLaws& laws, Sums& sums) {
    const double revenue = std::exp(firm.z);
    sums.revenue += revenue;
    sums.rd += rd;
    sums.real_rd += real_rd;
    sums.survival += revenue * (1.0 - firm.hazard) * std::exp(extra_drift(revenue, firm.age, laws));
    sums.firms += 1;
    sums.certified += firm.certificate > 0 ? 1 : 0;
    sums.young += firm.age < 5 ? 1 : 0;
    sums.cohort_count[static_cast<std::size_t>(firm.cohort)] += 1;
}

}  // namespace

void year_of(std::vector<Firm>& firms, const engine::EnterpriseKeys& keys, std::uint64_t replicate, int year,
             const engine::EnterpriseLaws& laws, const engine::ClusterYear& now, Sums& sums) {
    std::vector<Firm> staying;
    for (const Firm& was : firms) {
        const std::uint64_t key = (std::uint64_t{keys.high[was.origin]} << 32) | keys.low[was.origin];
        const Words words = draw_words(key, replicate, year, Stream::enterprise_year, was.serial);
        const double u_growth = uniform(words[0]), u_exit = uniform(words[1]), u_certify = uniform(words[2]), u_theta = uniform(words[3]);
        Firm firm = was;

        // 1. Growth, from the state at the start of the year.
        const double r0 = std::exp(was.z);
        const double floor = std::min(0.10, laws.growth_sd_reference);
        const double sigma = std::min(0.60, std::max(floor, laws.growth_sd_reference * std::pow(r0 / 0.3, -laws.growth_sd_slope)));
        const double beta = laws.noise * sigma / std::sqrt(2.0);
        const double laplace = u_growth < 0.5 ? std::log(2.0 * u_growth) : -std::log(2.0 * (1.0 - u_growth));
        double mean = now.drift + extra_drift(r0, was.age, laws);
        if (!less(was.z, std::log(0.2), sums) && was.z < std::log(2.0)) mean += now.growth_small;
        if (!less(was.z, std::log(0.5), sums) && was.z < std::log(10.0)) mean += now.growth_middle;
        if (!less(was.z, std::log(10.0), sums)) mean += now.growth_top;
        firm.z = was.z + mean + std::log(1.0 - beta * beta) + beta * laplace;
        const double revenue = std::exp(firm.z);

        // 2. Exit.
        double chance = was.hazard * now.exit_factor;
        if (was.age < 5) chance *= now.exit_young_factor;
        const bool leaves = less(u_exit, chance, sums) || less(firm.z, std::log(0.005), sums);
        if (leaves) {
            ++sums.exits;
            ++sums.flow[static_cast<std::size_t>(was.cohort)][60];
            continue;
        }

        // 3. R&D of the certificate held at the start of the year.
        const bool certified = was.certificate > 0;
        if (laws.noise > 0) {
            const double spread = laws.rd_theta_sd * std::sqrt(12.0 * (1.0 - laws.rd_theta_persistence * laws.rd_theta_persistence));
            firm.theta = laws.rd_theta_persistence * was.theta + spread * (u_theta - 0.5);
        }
        const double rho = intensity_of(firm.z, firm.theta, certified, laws, now);
        const double threshold = laws.certified_scale * threshold_of(revenue, now);
        const double intensity = now.rd_common * (certified ? std::max(rho, threshold) : rho);

        // 4. Certificates.
        if (was.certificate >= 2) {
            firm.certificate = was.certificate - 1;
        } else if (was.certificate == 1) {
            const double renewal = std::min(1.0, std::max(0.0, laws.renewal + now.renewal_lever));
            const bool renewed = less(u_certify, renewal, sums);
            firm.certificate = renewed ? 3 : 0;
            ++(renewed ? sums.renewed : sums.lapsed);
        } else if (was.age >= 1 && less(now.reach * threshold, now.rd_common * rho, sums) && less(u_certify, now.certify, sums)) {
            firm.certificate = 3;
            ++sums.first_time;
        }

        // 5. A year older; next year's hazard; the record of growth.
        firm.age = std::min<int>(was.age + 1, engine::grown_age);
        firm.hazard = hazard_of(revenue, firm.age, firm.certificate > 0, laws);
        firm.cohort = class_of(revenue) * 4 + firm.certificate;
        // Revenue of earlier years is kept in single precision.
        const double back2 = static_cast<float>(was.z1), back3 = static_cast<float>(was.z2), bar = std::log(1.2);
        if (back3 >= std::log(0.05)) {
            if (firm.z - back3 >= 3 * bar) ++sums.high_growth;
            if (firm.z - was.z >= bar && was.z - back2 >= bar && back2 - back3 >= bar) ++sums.gazelles;
        }
        firm.z1 = was.z;
        firm.z2 = was.z1;
        sums.up += firm.cohort / 4 > was.cohort / 4 ? 1 : 0;
        sums.down += firm.cohort / 4 < was.cohort / 4 ? 1 : 0;
        ++sums.flow[static_cast<std::size_t>(was.cohort)][static_cast<std::size_t>(firm.cohort)];
        const double rd = intensity * revenue;
        count(firm, rd, certified ? (1.0 - laws.relabel_share) * rd : rd, laws, sums);
        staying.push_back(firm);
    }
    firms = staying;
}

void join(std::vector<Firm>& firms, Firm firm, const engine::EnterpriseLaws& laws, const engine::ClusterYear& now, Sums& sums) {
    const double revenue = std::exp(firm.z);
    const bool certified = firm.certificate > 0;
    firm.hazard = hazard_of(revenue, firm.age, certified, laws);
    firm.cohort = class_of(revenue) * 4 + firm.certificate;
    double rho = intensity_of(firm.z, firm.theta, certified, laws, now);
    if (certified) rho = std::max(rho, laws.certified_scale * threshold_of(revenue, now));
    const double rd = now.rd_common * rho * revenue;
    count(firm, rd, certified ? (1.0 - laws.relabel_share) * rd : rd, laws, sums);
    firms.push_back(firm);
}

}  // namespace zonecast::oracle
