// Parameters of the laws: their names, priors and draws. Each is drawn once per replicate at the address of its own name.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::engine {

// Every parameter that a law reads. Meaning, unit, prior, source and grade of each stand in scenarios/library/priors.toml or the pack.
// clang-format off
#define ZONECAST_PARAMETERS(X) \
    X(deflator_growth) \
    X(load_trend) \
    X(load_fade) \
    X(industry_shock_persistence) \
    X(industry_shock_sd) \
    X(chi) \
    X(output_elasticity_knowledge) \
    X(spillover) \
    X(spillover_distance_km) \
    X(density_elasticity) \
    X(congestion_elasticity) \
    X(convergence) \
    X(strength_effect) \
    X(cluster_drift_sd) \
    X(cluster_noise_sd) \
    X(knowledge_depreciation) \
    X(rd_real_growth_before) \
    X(growth_sd_reference) \
    X(growth_sd_slope) \
    X(size_drift) \
    X(young_growth) \
    X(young_growth_decay) \
    X(exit_reference) \
    X(exit_slope) \
    X(exit_certified_ratio) \
    X(exit_age_1) \
    X(exit_age_2) \
    X(exit_age_3) \
    X(exit_age_4) \
    X(exit_cycle) \
    X(entry_rate) \
    X(entry_strength) \
    X(displacement_share) \
    X(incubation_entry) \
    X(incubation_exit_ratio) \
    X(project_rate) \
    X(project_size) \
    X(project_size_sd_log) \
    X(project_delay) \
    X(certified_scale) \
    X(rd_uncertified) \
    X(rd_rest_share) \
    X(rd_class_slope) \
    X(rd_theta_sd) \
    X(rd_user_cost_elasticity) \
    X(rd_adjustment) \
    X(relabel_share) \
    X(subsidy_additionality) \
    X(tax_rate) \
    X(hnte_tax_rate) \
    X(super_deduction) \
    X(renewal_rate) \
    X(certification_chance) \
    X(alignment) \
    X(certificate_split) \
    X(patent_rd_elasticity) \
    X(contract_cap) \
    X(contract_zone_sd) \
    X(value_added_to_revenue) \
    X(zone_other_growth_sd) \
    X(firms_revenue_exponent) \
    X(small_firms_sd) \
    X(facility_correlation) \
    X(promotion_share) \
    X(promotion_pull) \
    X(promotion_dossier) \
    X(promotion_dossier_step) \
    X(approval_wave_sd) \
    X(approval_rate) \
    X(recognition_rate) \
    X(rank_noise_top) \
    X(rank_noise_middle) \
    X(tech_sme_registered_share) \
    X(tax_to_value_added) \
    X(labour_growth) \
    X(capital_growth) \
    X(capital_share) \
    X(land_growth) \
    X(population_growth) \
    X(recognition_growth) \
    X(promotion_level) \
    X(promotion_entry) \
    X(patent_dispersion) \
    X(incubation_places) \
    X(rd_theta_persistence) \
    X(ip_pledge_trend) \
    X(ip_pledge_sd) \
    X(ip_pledge_zone_sd) \
    X(other_industry_share) \
    X(other_industry_size) \
    X(other_industry_rd) \
    X(other_industry_count_elasticity) \
    X(rd_institution_trend) \
    X(project_investment_ratio) \
    X(tightening_rate) \
    X(tightening_drive) \
    X(tightening_renewal) \
    X(zone_gdp_ratio) \
    X(zone_gdp_sd) \
    X(nation_rank_hnte_count) \
    X(nation_rank_rd_expenditure) \
    X(nation_rank_tech_contract_value) \
    X(nation_rank_invention_patents_valid) \
    X(nation_rank_invention_patents_granted) \
    X(nation_rank_gdp) \
    X(province_rank_hnte_count) \
    X(province_rank_rd_expenditure) \
    X(province_rank_tech_contract_value) \
    X(province_rank_invention_patents_valid) \
    X(province_rank_invention_patents_granted) \
    X(province_rank_gdp)
// clang-format on

/// Parameters of the supply law are the same in all replicates, since its fixed point is found once per scenario.
#define ZONECAST_FIXED_PARAMETERS(X) X(supply_ces) X(inventory_days) X(generic_local_share)

/// Values of all drawn parameters in one replicate, in the program's units.
struct Parameters {
#define ZONECAST_MEMBER(name) double name = 0;
    ZONECAST_PARAMETERS(ZONECAST_MEMBER)
#undef ZONECAST_MEMBER
};

/// Number of equiprobable values that chi takes, so that replicates share factorisations of I - chi S.
inline constexpr std::size_t chi_nodes = 9;

/// The quantile function of a prior. Beta priors are tabulated once by quadrature. Immutable; thread-safe.
class PriorQuantile {
public:
    explicit PriorQuantile(const scenario::Prior& prior);
    /// Value at p in (0,1).
    [[nodiscard]] double operator()(double p) const;
    /// The value at which the parameter is held when its uncertainty is switched off: the median.
    [[nodiscard]] double centre() const { return (*this)(0.5); }

private:
    scenario::Prior prior_;
    std::vector<double> cumulated_;  ///< beta: distribution function at the ends of equal cells of [0,1]
};

/// The parameters in the order of ZONECAST_PARAMETERS with their priors; missing ones are errors.
class ParameterTable {
public:
    ParameterTable() = default;
    ParameterTable(const scenario::Scenario& scenario, Diagnostics& problems);

    [[nodiscard]] std::size_t size() const { return priors_.size(); }
    [[nodiscard]] const scenario::Prior& prior(std::size_t i) const { return priors_[i]; }
    [[nodiscard]] double fixed(const std::string& id) const;

    /// Draws of one replicate, each group by its own seed. `free_parameters` and `free_initial` say which groups are drawn; others sit at
    /// their centre.
    [[nodiscard]] Parameters draw(std::uint64_t seed, std::uint64_t initial_seed, std::uint64_t replicate, bool free_parameters,
                                  bool free_initial) const;
    /// All at their centre.
    [[nodiscard]] Parameters centre() const { return draw(0, 0, 0, false, false); }
    /// Which of the chi nodes the replicate uses; chi_nodes when chi is not drawn.
    [[nodiscard]] std::size_t chi_node(std::uint64_t seed, std::uint64_t replicate, bool free_parameters) const;
    /// chi at a node.
    [[nodiscard]] double chi_at(std::size_t node) const;
    /// Value of a parameter at the quantile u in (0,1); chi takes the value of its node.
    [[nodiscard]] double value(std::size_t i, double u) const;
    /// Whether a parameter has a spread.
    [[nodiscard]] bool spread(std::size_t i) const { return priors_[i].family != scenario::Prior::Family::fixed; }
    /// Makes independent uniforms, one a parameter, as correlated as the priors are (Gaussian copula); those without a correlation stay as
    /// they are, to the bit.
    void correlate(double* u) const;
    /// The node whose chi lies nearest to the value, the lower of two.
    [[nodiscard]] std::size_t nearest_chi_node(double value) const;
    /// Place of chi in the table.
    [[nodiscard]] std::size_t chi_index() const { return chi_index_; }
    /// Sets one value by its place in the table.
    static void set(Parameters& values, std::size_t i, double value);
    /// The values as an array in table order, for results.
    static void store(const Parameters& values, double* out);

private:
    std::vector<scenario::Prior> priors_;
    std::vector<PriorQuantile> quantiles_;
    std::vector<std::string> addresses_;
    std::map<std::string, double> fixed_;
    std::size_t chi_index_ = 0;
    struct Joint {
        std::vector<std::size_t> members;  ///< in table order
        std::vector<double> root;          ///< lower triangle of the Cholesky factor of their correlations, row by row, square
    };
    std::vector<Joint> joints_;
    void join(const scenario::Scenario& scenario, Diagnostics& problems);
};

}  // namespace zonecast::engine
