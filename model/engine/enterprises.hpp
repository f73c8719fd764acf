// The enterprises of one cluster and their year: growth, exit, R&D, certificates.
//
// Laws: docs/model.md, section "Enterprises". The enterprise is the unit of work; columns lie together and a year is one pass over them in
// blocks that stay in the first-level cache.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <vector>

#include "model/base/philox.hpp"
#include "model/engine/enterprise_pass.hpp"
#include "model/engine/forecast.hpp"
#include "model/laws/research.hpp"

namespace zonecast::engine {

/// Allocator on cache lines, so that vectors of columns do not straddle two.
template <class T>
struct Aligned {
    using value_type = T;
    Aligned() = default;
    template <class U>
    Aligned(const Aligned<U>&) {}
    [[nodiscard]] T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
    void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }
    friend bool operator==(const Aligned&, const Aligned&) { return true; }
};

/// Ages from this on count as grown.
inline constexpr std::uint8_t grown_age = 15;

/// One enterprise, as it joins.
struct Enterprise {
    double z = 0, theta = 0;
    float z1 = -std::numeric_limits<float>::infinity(), z2 = -std::numeric_limits<float>::infinity();  ///< ln revenue one and two years ago
    std::uint8_t certificate = 0, age = 0;
    std::uint16_t origin = 0;
    std::uint32_t serial = 0;
};

/// The enterprises of one cluster, in order of arrival: five columns of eight bytes. Leaving enterprises are squeezed out.
class Enterprises {
public:
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] double z(std::size_t i) const { return z_[i]; }            ///< ln revenue (1e8 CNY)
    [[nodiscard]] double theta(std::size_t i) const { return theta_[i]; }    ///< firm effect on R&D intensity, mean zero, autocorrelated
    [[nodiscard]] double hazard(std::size_t i) const { return hazard_[i]; }  ///< exit hazard of the coming year without levers and cycle
    [[nodiscard]] float z1(std::size_t i) const;                             ///< ln revenue one year ago; -infinity before birth
    [[nodiscard]] float z2(std::size_t i) const;                             ///< ln revenue two years ago
    [[nodiscard]] std::uint8_t certificate(std::size_t i) const { return tag_[i] & 3u; }  ///< 0 none; 3, 2, 1 years left
    [[nodiscard]] std::uint8_t cell(std::size_t i) const { return tag_[i] & 0xFFu; }      ///< class * certificate_states + certificate
    [[nodiscard]] std::uint8_t age(std::size_t i) const { return (tag_[i] >> tag_field::age) & 0xFFu; }  ///< whole years, at most grown_age
    /// Cluster where it was born: its name in draws.
    [[nodiscard]] std::uint16_t origin(std::size_t i) const { return (tag_[i] >> tag_field::origin) & 0xFFFFu; }
    /// Its number there: initial enterprises by rank, entrants by (year, order).
    [[nodiscard]] std::uint32_t serial(std::size_t i) const { return static_cast<std::uint32_t>(tag_[i] >> tag_field::serial); }

    void clear() { size_ = 0; }
    /// Room for n enterprises.
    void reserve(std::size_t n);
    /// Appends without counting (see join and settle).
    void append(const Enterprise& enterprise);
    /// Appends newborn enterprises [first, first + n) of another list: size, firm effect and tag; they have no past.
    void append(const Enterprises& born, std::size_t first, std::size_t n);
    /// Sets the number of enterprises after a pass over the columns, or makes room for new ones.
    void resize(std::size_t n) {
        reserve(n);
        size_ = n;
    }
    [[nodiscard]] EnterpriseColumns columns() { return {z_.data(), theta_.data(), hazard_.data(), past_.data(), tag_.data()}; }

private:
    std::size_t size_ = 0;
    std::vector<double, Aligned<double>> z_, theta_, hazard_;
    std::vector<std::uint64_t, Aligned<std::uint64_t>> past_, tag_;  ///< see EnterpriseColumns
};

/// Tag of an enterprise whose revenue class is known.
[[nodiscard]] constexpr std::uint64_t make_tag(std::size_t revenue_class, unsigned certificate, unsigned age, std::uint16_t origin,
                                               std::uint32_t serial) {
    return revenue_class * certificate_states | certificate | std::uint64_t{age} << tag_field::age |
           std::uint64_t{origin} << tag_field::origin | std::uint64_t{serial} << tag_field::serial;
}

/// Laws that are the same for all clusters of a replicate.
struct EnterpriseLaws {
    double growth_sd_reference = 0, growth_sd_slope = 0;  ///< sigma(r) = clamp(reference (r / 0.3)^-slope, min(0.10, reference), 0.60)
    double size_drift = 0;                                ///< a(r) = size_drift * max(0, ln(r / 10))
    std::array<double, grown_age + 1> young_growth{};     ///< extra drift by age
    double exit_reference = 0, exit_slope = 0;            ///< clamp(reference (r / 0.1)^-slope, min(0.01, reference), 0.07)
    double exit_certified_ratio = 1;
    std::array<double, grown_age + 1> exit_age{};  ///< hazard ratio by age
    double rd_class_slope = 0, rd_theta_sd = 0;
    double rd_theta_persistence = 1;  ///< theta' = persistence * theta + noise, stationary with sd rd_theta_sd
    double certified_scale = 1;       ///< kappa: statistical over reported R&D of certified enterprises
    double relabel_share = 0;         ///< share of certified R&D that is not real
    double renewal = 0;               ///< chance that an expiring certificate is renewed
    double noise = 1;                 ///< 1, or 0 with chance switched off

    /// Standard deviation of a year's growth at ln revenue z (E29).
    [[nodiscard]] double growth_sd(double z) const;
    /// Chance that an enterprise whose ln revenue is expected to be z falls below the smallest size, by the Laplace noise of growth.
    [[nodiscard]] double falls_out(double z) const;
    /// Lever-free exit hazard of an enterprise at ln revenue z.
    [[nodiscard]] double hazard(double z, unsigned age, bool certified) const;
};

/// What a cluster's enterprises face in one year.
struct ClusterYear {
    double drift = 0;                                         ///< m_c: ln of the mean growth factor of an enterprise with a(r) = 0
    double growth_small = 0;                                  ///< lever: extra drift for 0.2 <= r < 2
    double growth_middle = 0;                                 ///< lever: extra drift for 0.5 <= r < 10
    double growth_top = 0;                                    ///< lever: extra drift for r >= 10
    double exit_factor = 1;                                   ///< cycle, all ages
    double exit_young_factor = 1;                             ///< incubation and levers, below age 5
    double rd_level_uncertified = 0, rd_level_certified = 0;  ///< group level of intensity: mean over firms of mean size
    double rd_common = 1;      ///< province-wide factor on all intensities, bunched ones included (the reference of R&D over GDP)
    double mean_size_log = 0;  ///< ln of the cluster's mean revenue
    double reach = 1;          ///< who spends at least this share of the threshold is eligible (E34)
    double certify = 0;        ///< chance that an eligible enterprise certifies (E36a)
    double rd_levers = 0;      ///< ln of what levers add to the intensity of uncertified enterprises
    double renewal_lever = 0;  ///< added to the chance of renewal
    laws::CertificationThresholds thresholds;
};

/// Sums over a cluster's enterprises at the end of a year, and the year's flows.
struct ClusterTotals {
    double revenue = 0, rd = 0, real_rd = 0;
    double survival = 0;  ///< sum of r (1 - hazard) exp(a + young growth): the expected revenue factor of the coming year at zero drift
    std::uint32_t firms = 0, certified = 0;
    std::uint32_t exits = 0, entries = 0, up = 0, down = 0, first_time = 0, renewed = 0, lapsed = 0;
    std::uint32_t high_growth = 0, gazelles = 0;
    std::uint32_t young = 0;  ///< below age 5
};

/// Cohort cells of a zone: number, revenue and statistical R&D by revenue class and certificate state.
struct CohortCells {
    std::array<std::uint32_t, cohort_cells> count{};
    std::array<double, cohort_cells> revenue{}, rd{};
};

/// Flow counts between cohort cells; row and column outside_cell: entry and exit.
using FlowMatrix = std::array<std::uint32_t, (cohort_cells + 1) * (cohort_cells + 1)>;

/// Keys of the clusters' enterprises: entity_key(seed, cluster id + "/enterprise").
struct EnterpriseKeys {
    std::vector<std::uint32_t> low, high;
};

/// The laws in the form that passes read: first what all clusters of a replicate share, then a cluster's year.
[[nodiscard]] PassLaws pass_laws(const EnterpriseLaws& laws);
void set_cluster(PassLaws& pass, const EnterpriseLaws& laws, const ClusterYear& now);
/// Where the draws of a cluster's enterprises lie.
[[nodiscard]] PassDraws pass_draws(const EnterpriseKeys& keys, std::uint16_t cluster, std::uint64_t replicate, int year, Stream stream);
/// Adds what a pass found.
void add(ClusterTotals& totals, const PassTotals& found, const EnterpriseLaws& laws);
/// Adds the partial sums to the cells and clears them.
void add(CohortCells& cells, CellSums& sums);

/// One year of the incumbents of a cluster (growth, exit, R&D, certificates, ageing; entrants come after). Draws: one block an enterprise,
/// stream enterprise_year, draw number = serial: growth, exit, certificate, firm effect. Adds to totals, cells and flows. Thread-safe for
/// distinct arguments. The year loop uses the passes themselves, and adds the cells once a zone.
void advance_year(Enterprises& enterprises, std::uint16_t cluster, const EnterpriseKeys& keys, std::uint64_t replicate, int year,
                  const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals, CohortCells& cells, FlowMatrix& flows);

/// An enterprise joins (entrant, large project, or one that moves in with its zone's perimeter) and is counted at the end of the year.
/// Its R&D follows the same law as everyone's. Flows are the caller's.
void join(Enterprises& enterprises, const Enterprise& newcomer, const EnterpriseLaws& laws, const ClusterYear& now, ClusterTotals& totals,
          CohortCells& cells);

}  // namespace zonecast::engine
