// The reference twin: the year of an enterprise written plainly, one enterprise after the other, with the standard library's functions.
//
// It shares with the engine the numbers of the laws, the year's conditions and the addressed draws, and nothing else: no code of
// model/engine/enterprises.cpp, no tables, no blocks.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "model/engine/enterprises.hpp"

namespace zonecast::oracle {

struct Firm {
    double z = 0, theta = 0, hazard = 0;
    double z1 = 0, z2 = 0;  ///< one and two years ago
    int certificate = 0, age = 0;
    std::uint16_t origin = 0;
    std::uint32_t serial = 0;
    int cohort = 0;  ///< class * 4 + certificate
};

/// What the engine also counts.
struct Sums {
    double revenue = 0, rd = 0, real_rd = 0, survival = 0;
    int firms = 0, certified = 0, exits = 0, up = 0, down = 0, first_time = 0, renewed = 0, lapsed = 0;
    int high_growth = 0, gazelles = 0, young = 0;
    std::vector<int> cohort_count = std::vector<int>(60, 0);
    std::vector<std::vector<int>> flow = std::vector<std::vector<int>>(61, std::vector<int>(61, 0));
    int ties = 0;  ///< comparisons decided by less than rounding can be trusted with
};

/// One year of all firms of a cluster. Firms that leave are removed, in order.
void year_of(std::vector<Firm>& firms, const engine::EnterpriseKeys& keys, std::uint64_t replicate, int year,
             const engine::EnterpriseLaws& laws, const engine::ClusterYear& now, Sums& sums);

/// A firm joins at the end of a year.
void join(std::vector<Firm>& firms, Firm firm, const engine::EnterpriseLaws& laws, const engine::ClusterYear& now, Sums& sums);

}  // namespace zonecast::oracle
