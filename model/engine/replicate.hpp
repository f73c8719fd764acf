// One replicate: its state, how it starts and the order of its year. Reused from replicate to replicate without allocating anew.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/base/philox.hpp"
#include "model/engine/enterprises.hpp"
#include "model/engine/trajectory.hpp"
#include "model/engine/world.hpp"

namespace zonecast::engine {

/// Keys of everything that draws, for one seed.
struct EntityKeys {
    EnterpriseKeys enterprises;  ///< by cluster
    std::vector<std::uint64_t> cluster, zone, industry, effect, measure, newcomer;
    std::vector<std::uint64_t> facility;       ///< [zone][kind]
    std::vector<std::uint64_t> facility_kind;  ///< province-wide draw of a kind
    std::uint64_t province = 0;
    EntityKeys(const World& world, std::uint64_t seed);
};

/// Keys by kind of uncertainty; the same where the kinds share a seed. Shared by all replicates and threads.
struct Keys {
    EntityKeys parameters, initial, chance;
    Keys(const World& world, const RunSettings& settings);
};

/// Simulates replicates one after the other. One object a thread.
class Replicate {
public:
    /// `keys` are those of the settings. Throws std::invalid_argument if the settings' source of parameters gives one that the world has
    /// not.
    Replicate(const World& world, const Keys& keys, const RunSettings& settings);

    /// Runs replicate number `number` through all years; the record is valid until the next call.
    const Trajectory& run(std::uint64_t number);
    /// The initial state only: the record's base year.
    const Trajectory& start(std::uint64_t number);

    /// State for tests and audits: the enterprises of a cluster at the end of the last year run.
    [[nodiscard]] const Enterprises& enterprises(std::size_t cluster) const { return members_[cluster]; }
    [[nodiscard]] const Parameters& parameters() const { return p_; }
    /// What the members of a cluster added up to at the end of the last year run, what they faced in it, and its knowledge at its end.
    [[nodiscard]] const ClusterTotals& totals(std::size_t cluster) const { return totals_[cluster]; }
    [[nodiscard]] const ClusterYear& conditions(std::size_t cluster) const { return now_[cluster]; }
    [[nodiscard]] double knowledge_of(std::size_t cluster) const { return knowledge_[cluster]; }
    /// Expected growth of a cluster's revenue in the last year run, log points, and the reference growth of that year.
    [[nodiscard]] double expected_growth(std::size_t cluster) const { return growth_[cluster]; }
    /// Expected number of a cluster's entrants in the last year run.
    [[nodiscard]] double expected_entrants(std::size_t cluster) const { return entry_mean_[cluster]; }
    [[nodiscard]] double reference_growth() const { return reference_; }
    /// The reference path of this replicate, and the certified enterprises that are expected at the end of the last year run: the reference
    /// with what instruments and stricter rules added so far.
    [[nodiscard]] const reference::ReferencePath& reference_path() const { return path_; }
    [[nodiscard]] double expected_certified() const { return certified_reference_; }
    /// First certificates that the reference asked for in the last year run beyond all enterprises that could have got one.
    [[nodiscard]] double certification_shortage() const { return certification_shortage_; }

private:
    const World& w_;
    const Keys& keys_;
    RunSettings settings_;
    std::uint64_t number_ = 0;  ///< of the replicate
    std::uint64_t r_ = 0;       ///< whose draws it takes: its own, or those of replicate 0 where nothing is drawn
    std::uint64_t drawn_as_ = 0;  ///< replicate whose initial enterprises these are: its own, or 0 with a held initial state
    Trajectory record_;

    Parameters p_;
    EnterpriseLaws laws_;
    std::vector<double> effect_;      ///< drawn size of each effect
    std::vector<std::size_t> given_;  ///< what the source of parameters gives: index as in World::parameter_infos
    std::vector<double> given_values_;
    std::vector<double> dose_factor_;  ///< by measure: on all its doses
    std::size_t chi_node_ = 0;

    // Clusters.
    std::vector<Enterprises> members_;
    std::vector<ClusterYear> now_;
    std::vector<ClusterTotals> totals_, before_;
    std::vector<double> drift_persistent_;  ///< mu_c
    std::vector<double> knowledge_, knowledge_growth_;
    std::vector<double> base_share_, base_strength_, strength_;
    std::vector<double> growth_;                                       ///< G_c
    std::vector<double> growth_share_;                                 ///< share of the cluster in its industry
    std::vector<double> rd_base_;                                      ///< group level of R&D intensity in the base year
    std::vector<double> user_cost_uncertified_, user_cost_certified_;  ///< ln factor
    std::vector<int> recognised_until_;
    std::vector<bool> settling_;     ///< empty at the start and joined this year: strength of this year becomes its base
    std::vector<double> deviation_;  ///< scratch: right-hand side and solution of the demand pull
    Eigen::VectorXd scratch_;
    std::vector<double> distance_decay_;  ///< [zone][zone] of this replicate
    struct Learnt {
        double growth = 0, weight = 0;
    };
    std::vector<Learnt> near_, heard_;  ///< scratch: knowledge at a place, [zone][industry]; what of all reaches a cluster
    // Scratch of single steps of the year, so that a year allocates nothing: by zone, by industry, six kinds by cluster.
    std::array<std::vector<double>, 5> zone_scratch_;
    std::array<std::vector<double>, 2> industry_scratch_;
    std::vector<double> cluster_scratch_;

    // Passes over enterprises.
    const EnterprisePasses& passes_ = enterprise_passes();
    PassLaws pass_laws_{};
    CellSums cell_sums_{};  ///< of the zone at hand
    SizeLaws size_laws_{};
    HistorySums lines_{};
    std::vector<double> line_weight_, line_floor_;  ///< initial certified enterprises: R&D at scale s is max(s weight, floor)
    std::vector<double> entry_mean_;                ///< expected number of entrants of the year
    std::vector<std::uint32_t> entrants_;           ///< and how many came, by cluster
    Enterprises born_;                              ///< entrants of the year, before they join their clusters

    // Zones.
    struct ZoneAccounts {
        unsigned level = 0, base_level = 0;
        double land = 0, other_income = 0, population = 0;
        double patents_valid = 0, patents_mean = 0, patents_granted = 0, contracts = 0;
        double gdp_rest = 0, rd_rest = 0;
        double recognised = 0;
        double rank = 0;                                              ///< among national zones, not rounded; valid if ranked
        double growth = 0;                                            ///< ln revenue growth of the year
        double promotion_lift = 0;                                    ///< log points still to come next year
        double other_industry_revenue = 0, other_industry_firms = 0;  ///< above-scale industry besides technology enterprises
        double certified_above_scale = 0, with_rd_institution = 0;    ///< of above-scale certified enterprises
        double ip_pledge_finance = 0;                                 ///< of the year
        std::array<double, 3> projects{};                             ///< decided this year: all, investment of 20, of 50 and more
        bool ranked = false;
        std::vector<double> facilities, base_facilities;
    };
    std::vector<ZoneAccounts> zone_;
    std::vector<CohortCells> cells_;
    FlowMatrix flows_{};

    // Province.
    double shock_ = 0;                            ///< e_t
    std::vector<double> industry_shock_;          ///< u_{i,t}
    double cumulated_deflator_ = 0;               ///< sum of pi
    double rd_index_ = 0;                         ///< ln of the intensity level against the base year
    double rd_index_step_ = 0;                    ///< its change this year
    double zones_revenue_ = 0, zones_count_ = 0;  ///< of approved zones, when projects were last decided
    reference::ReferencePath path_;               ///< drawn once a replicate
    double trend_ = 0;                            ///< expected real growth of GDP
    double certified_reference_ = 0;              ///< certified enterprises that are expected at the end of the year
    double certification_shortage_ = 0;
    double intensity_base_ = 0;                   ///< ln of R&D over GDP in the base year
    double intensity_reference_ = 0;              ///< ln of the reference of R&D over GDP against the base year
    double intensity_policy_ = 0;                 ///< ln of what levers add to R&D
    double valid_reference_ = 0, granted_reference_ = 0;  ///< patents of the province by the reference alone
    std::vector<double> reach_bins_, reach_all_;  ///< scratch: candidates by distance to the threshold, [cluster][bin] and in all
    bool tightened_ = false;                      ///< the rules of certification have become strict
    double value_added_scale_ = 1;                ///< kappa_v: makes the base year's value added exact
    double institution_base_ = 0;                  ///< share of newly above-scale certified enterprises that bring an R&D institution
    double reference_ = 0, reference_before_ = 0;  ///< ref_t and last year's
    struct Project {
        int due = 0;
        std::size_t cluster = 0;
        double z = 0;
        std::uint32_t serial = 0;
    };
    std::vector<Project> projects_;
    std::vector<double> built_, queue_;  ///< by measures that build: [measure][zone] so far; [measure][zone][year] opening then

    // Levers in force this year and last year's, [lever][cluster or zone].
    std::vector<double> lever_cluster_, lever_zone_, lever_cluster_before_, lever_zone_before_;
    [[nodiscard]] double lever(Lever l, std::size_t cluster) const {
        return lever_cluster_[static_cast<std::size_t>(l) * w_.clusters.size() + cluster];
    }
    [[nodiscard]] double lever_before(Lever l, std::size_t cluster) const {
        return lever_cluster_before_[static_cast<std::size_t>(l) * w_.clusters.size() + cluster];
    }
    [[nodiscard]] double zone_lever(Lever l, std::size_t zone) const {
        return lever_zone_[static_cast<std::size_t>(l) * w_.zones.size() + zone];
    }

    /// Standard normal at an address, zero with chance switched off.
    [[nodiscard]] double noise(std::uint64_t key, int year, Stream stream, std::uint32_t draw = 0) const;
    /// The same of many entities.
    void noises(const std::vector<std::uint64_t>& keys, int year, Stream stream, std::vector<double>& out) const;
    [[nodiscard]] double initial_noise(std::uint64_t key, std::uint32_t draw) const;
    [[nodiscard]] bool in_scope(const ZoneSet& set, std::size_t zone) const;
    /// Whether a change of the plan takes the cluster away in year t.
    [[nodiscard]] bool leaves(std::size_t t, std::size_t cluster) const { return !w_.leaving.empty() && w_.leaving[t][cluster]; }

    void draw_parameters();
    void draw_reference();
    void take_given();
    void build_initial_state();  // initial_state.cpp
    [[nodiscard]] std::vector<double> draw_cluster_revenue(double total);
    /// Chance of a certificate by zone and class for unnamed enterprises, of which there are `members`; `named` hold one already.
    [[nodiscard]] std::vector<start::ClassArray> certificate_chances(const std::vector<start::ClassArray>& members,
                                                                     const std::vector<double>& named, const start::ClassArray& chance);
    void place_enterprises();
    void start_research();
    [[nodiscard]] double base_reference() const;
    void start_accounts();
    void start_products();  // initial_products.cpp

    // The year, in order (year.cpp).
    void advance(std::size_t t);
    void shocks(std::size_t t);
    void instruments(std::size_t t);
    void start_facilities(std::size_t measure, std::size_t zone, std::size_t t, bool budgeted);
    void growth(std::size_t t);
    void hear(std::size_t zone);
    void expect_entrants();
    void enterprises_year(std::size_t t);
    void draw_entrants(std::size_t t);
    void settle_entrants(std::size_t cluster, std::size_t first_born);
    void large_projects(std::size_t t);
    void newcomers(std::size_t t);
    void join_cluster(std::size_t cluster, double z, std::uint32_t serial, int year);
    void knowledge(std::size_t t);
    void innovation_outputs(std::size_t t);
    void zone_accounts(std::size_t t);
    void promotion(std::size_t t);  // promotion.cpp
    void promotion_chances(int year);
    [[nodiscard]] double dossier_weight(std::size_t zone) const;
    void province_accounts(std::size_t t);
    void record(std::size_t t);
    void update_strength();
    void schedule_projects(int year);
    [[nodiscard]] double certified_above_scale(std::size_t zone) const;
    void research_levels(std::size_t t);
    void align_certification(std::size_t t);  // certification.cpp
    /// Numbers expected at the end of the year without first certificates.
    struct CertificateProspects {
        double kept = 0, kept_by_levers = 0;  ///< certified: at the renewal rate without and with levers
        double candidates = 0;                ///< uncertified that stay and may certify
    };
    /// Fills the bins of candidates by their distance to the threshold: by cluster, and of all as if no lever moved intensities.
    [[nodiscard]] CertificateProspects expect_certificates(std::size_t t);
    [[nodiscard]] std::span<double> reach_bins_of(std::size_t cluster);
    [[nodiscard]] double expected_entry_share(std::size_t cluster) const;
    [[nodiscard]] double project_share() const;
    void audit(std::size_t t) const;
};

}  // namespace zonecast::engine
