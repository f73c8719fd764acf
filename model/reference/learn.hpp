// Learning the reference law: which parameters agree with what the panel showed up to a year (docs/model.md, section 15).
//
// Every combination of a grid is a candidate; its weight is its prior times the likelihood of the published paths. Nothing is fitted by hand
// and no optimiser runs, so that learning is exact on the grid and the same to the bit everywhere. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/reference/evidence.hpp"

namespace zonecast::reference {

/// A province's surprise against the nation in a year before the panel speaks: median of its prior, in log points.
inline constexpr double unlearned_province_spread = 0.07;

/// Standard deviations beyond which a surprise tells no more of a trend.
inline constexpr double outlier = 3;

/// The nation's growth of a headline, in log points a year.
struct NationCandidate {
    double persistence = 0;  ///< of the trend's distance from the anchor, a year
    double response = 0;     ///< counts: share of a surprise that stays in the trend; money: yearly change of the trend over `spread`
    double anchor = 0;       ///< growth that the trend returns to
    double spread = 0;       ///< standard deviation of a year's growth about the trend
    double transitory = 0;   ///< money only: standard deviation of what is gone a year later, over `spread`
    double log_prior = 0;
};

/// A nation's candidate and where the evidence leaves it.
struct NationState {
    NationCandidate law;
    double trend = 0;                                                ///< less the anchor, in the last year known
    double level = 0;                                                ///< money: ln level without its transitory part, less the published one
    double level_variance = 0, trend_variance = 0, covariance = 0;  ///< of level and trend
};

/// A province's level against the nation, in log points.
struct ProvinceCandidate {
    double persistence = 0;    ///< of excess growth, a year
    double momentum = 0;       ///< standard deviation of its yearly innovation over `spread`; 0: no memory of the province's own
    double catching_up = 0;    ///< share of the gap in quantity per GDP that closes in a year; 0: none
    double size_exponent = 0;  ///< a province of twice the size has a spread of 2^-this
    double time_exponent = 0;  ///< when the nation has doubled, every province has a spread of 2^-this
    double spread = 0;         ///< standard deviation of a year's excess growth in a province of median size
    double log_prior = 0;
};

/// A province's candidate and where the evidence leaves that province.
struct ProvinceState {
    ProvinceCandidate law;
    double own_spread = 0;  ///< spread of this province: the candidate's, by size, drawn towards its own past
    double freedom = 0;     ///< degrees of freedom of that spread
    double level = 0;       ///< ln level less the nation's, in the last year that the nation is known
    double excess = 0;
    double level_variance = 0, excess_variance = 0, covariance = 0;
    double gap = 0;  ///< ln GDP less the nation's, in the last year known
};

/// Mean and standard deviation of a parameter over the weights, and the weight of zero.
struct LearnedNumber {
    double mean = 0, sd = 0, zero = 0;
};

/// What was learned of a headline, for people.
struct LearnedSummary {
    int nation_from = 0, nation_until = 0;  ///< years of the nation's path
    std::size_t nation_steps = 0;           ///< yearly steps of it
    std::size_t provinces = 0, figures = 0; ///< provinces learned from, and their figures after the first of each
    LearnedNumber nation_persistence, nation_response, nation_anchor, nation_spread, nation_transitory;
    LearnedNumber persistence, momentum, catching_up, size_exponent, time_exponent, spread;
};

/// Candidates that stand for the posterior with equal weight, in the order of the growth that they expect over three years.
inline constexpr std::size_t particle_count = 256;

/// A headline as learned up to a year.
class LearnedHeadline {
public:
    [[nodiscard]] Headline headline() const { return headline_; }
    [[nodiscard]] int known() const { return known_; }                         ///< last year of the nation's path
    [[nodiscard]] const LearnedSummary& summary() const { return summary_; }
    /// particle_count states of the nation.
    [[nodiscard]] const std::vector<NationState>& nation() const { return nation_; }
    /// particle_count states of a province; empty if nothing is known of it up to the nation's last year.
    /// `without_itself`: as if the province had not been learned from.
    [[nodiscard]] std::vector<ProvinceState> province(const std::string& id, bool without_itself = false) const;
    /// ln of the nation's published values, missing years filled in.
    [[nodiscard]] const LogPath& nation_path() const { return nation_path_; }

private:
    friend std::array<LearnedHeadline, headline_count> learn(const Evidence&);
    struct PlaceFit {
        std::string id;
        bool learned_from = true;
        std::vector<double> log_likelihood, squares, level, excess, level_variance, excess_variance, covariance;
        std::size_t cases = 0;
        double size = 0, gap = 0;
    };
    Headline headline_ = Headline::gdp;
    int known_ = 0;
    LearnedSummary summary_;
    LogPath nation_path_;
    std::vector<NationState> nation_;
    std::vector<ProvinceCandidate> candidates_;
    std::vector<double> log_weight_;  ///< of candidates, all provinces learned from
    double median_size_ = 0;
    std::vector<PlaceFit> places_;
    /// A place that has a figure of a year in which the nation is known.
    [[nodiscard]] PlaceFit fit_place(const PlaceEvidence& place, const LogPath& nation_gdp) const;
    void fit_provinces(const HeadlineEvidence& evidence);
};

using Learned = std::array<LearnedHeadline, headline_count>;

/// Learns all headlines (E84 to E88). The nation's persistence, response and anchor of one headline lend the others the evidence of one
/// more series. Headlines without a path of the nation stay empty (known() is 0).
[[nodiscard]] Learned learn(const Evidence& evidence);

}  // namespace zonecast::reference
