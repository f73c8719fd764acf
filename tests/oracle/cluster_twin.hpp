// The reference twin of clusters: growth, demand pull, supply factors, research levels, entry and knowledge written plainly from the
// manual, with dense matrices, loops and the standard library's functions.
//
// It shares with the engine the scenario, the parameters of the replicate and the addressed draws. What members added up to at the end of
// each year it takes from the engine (that is the other twin's business); everything else it works out by itself, year after year.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/philox.hpp"
#include "model/engine/parameters.hpp"
#include "model/reference/law.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::oracle {

/// What the members of a cluster added up to at the end of a year.
struct Observed {
    double revenue = 0, rd = 0, real_rd = 0, survival = 0;
    double firms = 0, young = 0;
};

/// The end of a year as the twin takes it from the engine.
struct YearEnd {
    std::vector<Observed> cluster;
    std::vector<int> level;          ///< of zones
    double rd = 0, gdp = 0;          ///< of the province
    std::vector<double> hatcheries;  ///< of zones: facilities that hatch, beyond those of the base year
};

/// What a cluster faces in a year, and its knowledge at its end.
struct Faced {
    double growth = 0, drift = 0, exit_factor = 1, exit_young_factor = 1;
    double rd_uncertified = 0, rd_certified = 0, rd_common = 1, mean_size_log = 0, drive = 0, knowledge = 0;
    double entrants = 0;  ///< expected
};

/// Parameters that are the same in all replicates.
struct SupplyNumbers {
    double supply_ces = 0, inventory_days = 0, generic_local_share = 0;
};

class ClusterTwin {
public:
    /// `zones` and `clusters`: ids in the engine's order. `base_rd`: level of R&D intensity of each cluster in the base year.
    /// `path`: the reference path of the replicate, which has tests of its own.
    ClusterTwin(const scenario::Scenario& scenario, const engine::Parameters& parameters, const SupplyNumbers& supply, std::uint64_t seed,
                std::uint64_t replicate, std::vector<std::string> zones, std::vector<std::string> clusters, YearEnd base,
                std::vector<double> base_rd, reference::ReferencePath path);

    /// A year's growth and research levels, from the ends of the years before.
    std::vector<Faced> year(int t);
    /// The end of that year, and with it knowledge.
    std::vector<double> end(int t, YearEnd observed);

    [[nodiscard]] double reference() const { return reference_; }

private:
    struct Cluster {
        std::string id, zone, industry;
        std::size_t z = 0, i = 0;
        double output = 0;  ///< of the base year
    };
    const scenario::Scenario& s_;
    const engine::Parameters p_;
    const SupplyNumbers numbers_;
    std::uint64_t seed_, r_;
    std::vector<std::string> zone_ids_;
    std::vector<Cluster> clusters_;
    std::vector<YearEnd> ends_;
    std::vector<double> base_rd_;

    std::vector<std::vector<double>> technology_, mix_, proximity_, distance_, coefficient_, sales_;
    double mean_local_share_ = 0, strength_sd_ = 1;

    double common_ = 0, reference_ = 0, reference_before_ = 0, deflator_ = 0;
    std::vector<double> industry_shock_, knowledge_, knowledge_growth_, cost_uncertified_, cost_certified_, mean_size_;
    double index_ = 0, intensity_ = 0, by_levers_ = 0;
    const reference::ReferencePath path_;
    bool strict_ = false;  // the rules of certification have become strict

    [[nodiscard]] double noise(const std::string& name, int year, Stream stream) const;
    [[nodiscard]] double lever(const std::string& name, const Cluster& cluster, int t) const;
    [[nodiscard]] double zone_lever(const std::string& name, std::size_t zone, int t) const;
    [[nodiscard]] double dose_of(const scenario::Measure& measure, const std::string& lever_name, int t) const;
    [[nodiscard]] std::vector<double> supply(int year) const;
    [[nodiscard]] double strength(const std::vector<Observed>& at, std::size_t cluster, const std::vector<double>* figures = nullptr) const;
    [[nodiscard]] double share(const std::vector<Observed>& at, std::size_t cluster) const;
    [[nodiscard]] double zone_revenue(const YearEnd& at, std::size_t zone) const;
    void prepare_chain();
};

}  // namespace zonecast::oracle
