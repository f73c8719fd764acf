// The reference law: the path that a province's headline quantities are expected to take, drawn for a replicate (docs/model.md, section 15).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/reference/learn.hpp"

namespace zonecast::reference {

/// A year of a headline: growth of the logarithm, and what of it was to be expected at the end of the year before.
struct YearGrowth {
    double growth = 0, expected = 0;
};

/// Years 1, 2, ... after the base year, by Headline.
struct ReferencePath {
    std::array<std::vector<YearGrowth>, headline_count> by;

    [[nodiscard]] const YearGrowth& at(Headline headline, std::size_t t) const { return by[static_cast<std::size_t>(headline)][t - 1]; }
};

/// Where a replicate stands in what was learned: ranks in (0,1) among the states of the nation and of the province, in the order of the
/// growth that they expect.
struct Ranks {
    std::array<double, headline_count> nation{}, province{};
};

/// Seeds of a replicate's draws.
struct PathDraws {
    std::uint64_t chance_seed = 0, initial_seed = 0, parameter_seed = 0;
    std::uint64_t replicate = 0;
    bool free_chance = true, free_initial = true, free_parameters = true;
};

/// The law of one province from one base year. Immutable; thread-safe.
class ReferenceLaw {
public:
    ReferenceLaw() = default;
    /// `without_itself`: as if the province had not been learned from.
    ReferenceLaw(const Learned& learned, const Evidence& evidence, const std::string& province, int base_year, bool without_itself = false);

    /// A law that knows its path: every year as given, by Headline, without chance.
    [[nodiscard]] static ReferenceLaw steady(const std::array<YearGrowth, headline_count>& growth);

    /// Draws the path of `years` years into `path`, whose vectors keep their memory. Draws: stream `reference`; entities "china/<series>" and
    /// "<province>/<series>"; of a year draw 0 the surprise and the innovation of trend or momentum, draw 1 what is gone a year later; at year 0
    /// draw 0 the state in the last known year, draw 1 the province's spread (E84-E87).
    void draw(const PathDraws& draws, const Ranks& ranks, std::size_t years, ReferencePath& path) const;

    /// Last year of the nation's path that was known, by headline; 0: nothing is known, and the headline's path is empty of growth.
    [[nodiscard]] int known(Headline headline) const { return by_[static_cast<std::size_t>(headline)].known; }
    /// Standard deviation of a year's surprise of the province against the nation, over all that was learned; nothing where nothing is known of
    /// the province.
    [[nodiscard]] std::optional<double> province_spread(Headline headline) const;
    /// Whether growth counts from the province's published figure of the base year; its error is then a part of the path.
    [[nodiscard]] bool starts_from_figure(Headline headline) const {
        const One& one = by_[static_cast<std::size_t>(headline)];
        return one.anchored && one.known == base_year_;
    }
    [[nodiscard]] const std::string& province() const { return province_; }
    [[nodiscard]] int base_year() const { return base_year_; }

private:
    struct One {
        int known = 0;
        std::vector<NationState> nation;
        std::vector<ProvinceState> province;
        bool anchored = false;    ///< the province's figure of `known` is published: growth counts from it
        double published = 0;     ///< that figure's ln level less the nation's
        std::string nation_name, province_name;
    };
    std::string province_;
    int base_year_ = 0;
    std::array<One, headline_count> by_;
    std::array<YearGrowth, headline_count> steady_{};  ///< of headlines of which nothing is known
};

}  // namespace zonecast::reference
