// Passes over the columns of a cluster's enterprises, in the vectors of the machine (enterprise_pass_lanes.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/vector_width.hpp"
#include "model/engine/forecast.hpp"

namespace zonecast::engine {

/// Columns of enterprises; each has room for eight more values behind the last, so that whole vectors can be read and written.
struct EnterpriseColumns {
    double *z, *theta, *hazard;
    std::uint64_t* past;  ///< two floats: ln revenue one year ago (low half) and two years ago
    std::uint64_t* tag;   ///< from the low end: cell (8 bits), age (8), origin (16), serial (32)
};

/// Layout of a tag.
namespace tag_field {
inline constexpr unsigned age = 8, origin = 16, serial = 32;
}

/// Everything that a pass reads about its cluster and year, ready for use.
struct PassLaws {
    double growth_sd_reference, growth_sd_slope, growth_sd_least, beta_scale, size_drift;
    double drift, growth_small, growth_middle, growth_top;
    bool growth_levers;  ///< whether one of the three is not zero
    double exit_factor, exit_young_factor;
    double theta_kept, theta_noise, theta_shift;
    double log_level_uncertified, log_level_certified, class_slope, mean_size_log, rd_common;
    double threshold_small, threshold_middle, threshold_large, border_low, border_high;  ///< thresholds in statistical scope
    double reach;  ///< who spends at least this share of the threshold may certify
    double renewal, certify;
    double exit_reference, exit_slope, exit_least, exit_certified_ratio;
    double young_growth[16], exit_age[16], young_factor[16];  ///< by age; young_factor = exp(young_growth)
};

/// Where the draws of a pass lie: key of the cluster, replicate, and stream and year as in draw_counter. An enterprise that was born in
/// another cluster draws with that cluster's key.
struct PassDraws {
    const std::uint32_t *key_low, *key_high;  ///< by cluster
    std::uint16_t cluster;
    std::uint64_t replicate;
    std::uint32_t address;
};

/// Sums by cohort cell while passes run: four interleaved partial sums, so that one addition need not wait for the last. Row outside_cell
/// takes what leaves.
struct CellSums {
    alignas(64) double revenue_rd[cohort_cells + 1][4][2];
    alignas(64) std::uint32_t count[cohort_cells + 1][4];
};

/// Sums and counts of a pass.
struct PassTotals {
    double revenue, rd, certified_rd, survival;
    std::size_t firms;
    std::uint64_t certified, exits, up, down, first_time, renewed, lapsed, high_growth, gazelles, young;
};

/// Initial sizes: density and ages by class.
struct SizeLaws {
    double low[16], high[16], lambda[16], mass[16], width[16];  ///< mass = 1 - exp(lambda width)
    double young[5][16];                                        ///< chance of an age of at most a
};

/// What a cluster's sizes allow: their sum, and how far they can move up and down inside their classes.
struct SizeSums {
    double revenue, up, down;
};

/// A move of initial revenue inside its class: r += fraction * (end of class - r).
struct SizeMove {
    double fraction;
    bool up;
};

/// Moves of a cluster's initial enterprises: the named (the first) stay, the large come next, and the others; two moves are common to both.
struct SizeMoves {
    std::size_t named, large;
    SizeMove first_large, first_small, common[2];
};

/// Initial history and R&D.
struct HistorySums {
    double uncertified_weight;  ///< sum of rho * r
    std::size_t lines;          ///< certified enterprises: how many lines were written
    std::uint64_t high_growth;
};

/// The passes. Pointers to columns may be changed in place; nothing else is kept. Thread-safe for distinct columns.
struct EnterprisePasses {
    /// A year of n enterprises; survivors move to the front. `flows`: (cohort_cells + 1) squared counts.
    void (*advance)(const EnterpriseColumns&, std::size_t n, const PassLaws&, const PassDraws&, CellSums&, std::uint32_t* flows,
                    PassTotals&);
    /// Counts enterprises [from, to) at the end of a year by the same R&D, exit and class laws; sets their hazard and cell. `flows` may be
    /// null, else they are counted as entries.
    void (*settle)(const EnterpriseColumns&, std::size_t from, std::size_t to, const PassLaws&, CellSums&, std::uint32_t* flows,
                   PassTotals&);
    /// Size and firm effect of entrants [from, to), whose tags are set. Classes of entry: cumulated chance, ln low end, ln width.
    void (*bear)(const EnterpriseColumns&, std::size_t from, std::size_t to, const PassDraws&, const double* cumulated, const double* low,
                 const double* width, double theta_sd);
    /// Draws revenue (into z, not its logarithm) and age of enterprises [from, to) whose tags hold serial and class.
    void (*draw_sizes)(const EnterpriseColumns&, std::size_t from, std::size_t to, const PassDraws&, const SizeLaws&, SizeSums&);
    /// Moves revenue, takes its logarithm, draws firm effect and past. Writes for certified ones a line (weight, floor): R&D at scale s is
    /// max(s weight, floor).
    void (*draw_history)(const EnterpriseColumns&, std::size_t n, const PassLaws&, const PassDraws& now, std::uint32_t past_address,
                         const SizeLaws&, const SizeMoves&, double reference, double theta_sd, double* weight, double* floor, HistorySums&);
};

}  // namespace zonecast::engine

namespace zonecast {
ZONECAST_COMPILED_FOR_EACH_WIDTH(engine::EnterprisePasses);
}

namespace zonecast::engine {

/// The version of the passes for this machine.
[[nodiscard]] inline const EnterprisePasses& enterprise_passes() {
    return compiled<EnterprisePasses>();
}

}  // namespace zonecast::engine
