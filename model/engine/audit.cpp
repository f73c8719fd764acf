// Invariants of a year, checked in audit builds (docs/model.md, "Invariants"). A violation is an error of the program.
#include <cmath>
#include <stdexcept>
#include <string>

#include "model/engine/replicate.hpp"

namespace zonecast::engine {

namespace {

/// what() makes the text, only if it is needed.
template <class Text>
void require(bool holds, const Text& what, std::size_t t) {
    if (!holds) throw std::logic_error("audit: " + what() + " in year " + std::to_string(t) + " of a replicate");
}

}  // namespace

void Replicate::audit(std::size_t t) const {
    // Cohorts: the count of every cell last year is what flows out of it, this year's what flows in.
    std::array<std::uint64_t, cohort_cells> before{}, after{};
    for (std::size_t z = 0; z < w_.zones.size(); ++z)
        for (std::size_t i = 0; i < cohort_cells; ++i) {
            before[i] += record_.cells[(t - 1) * w_.zones.size() + z].count[i];
            after[i] += record_.cells[t * w_.zones.size() + z].count[i];
        }
    for (std::size_t i = 0; i < cohort_cells; ++i) {
        std::uint64_t out = 0, in = 0;
        for (std::size_t j = 0; j <= cohort_cells; ++j) {
            out += flows_[i * (cohort_cells + 1) + j];
            in += flows_[j * (cohort_cells + 1) + i];
        }
        require(
            out == before[i] && in == after[i],
            [i] { return "the flows of cohort " + std::to_string(i) + " do not account for its change"; }, t);
    }
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        const ClusterTotals &was = before_[c], &now = totals_[c];
        const std::string& id = w_.clusters[c].id;
        require(
            now.firms == was.firms + now.entries - now.exits && now.firms == members_[c].size(),
            [&] { return "enterprises of " + id + " are lost or made"; }, t);
        require(
            now.revenue >= 0 && now.rd >= 0 && now.real_rd >= 0 && knowledge_[c] >= 0 && now.real_rd <= now.rd * (1 + 1e-12),
            [&] { return "money of " + id + " is negative or real R&D above statistical"; }, t);
        std::uint32_t certified = 0;
        for (std::size_t i = 0; i < members_[c].size(); ++i) certified += members_[c].certificate(i) > 0 ? 1u : 0u;
        require(
            certified == now.certified, [&] { return "certified enterprises of " + id + " do not add up"; }, t);
        require(
            std::isfinite(growth_[c]), [&] { return "growth of " + id + " is not a number"; }, t);
    }
}

}  // namespace zonecast::engine
