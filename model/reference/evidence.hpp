// What the reference law is learned from: logarithms of published paths of the nation and of provinces, as known at the end of a year.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/reference/headlines.hpp"
#include "model/scenario/panel.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::reference {

struct LogValue {
    int year = 0;
    double log = 0;     ///< ln(value)
    double spread = 0;  ///< standard deviation of its error
};

/// Values of one place in the order of their years; years may be missing.
using LogPath = std::vector<LogValue>;

/// The value of a year, or null.
[[nodiscard]] const LogValue* at(const LogPath& path, int year);
/// Missing years between two values filled in on the line of logarithms.
[[nodiscard]] LogPath without_gaps(const LogPath& path);

struct PlaceEvidence {
    std::string id;
    LogPath values, gdp;
    bool learned_from = true;  ///< false: marked in the panel, or left out on demand; it still gets a forecast of its own
};

/// All that is known of one headline.
struct HeadlineEvidence {
    LogPath nation, nation_gdp;
    std::vector<PlaceEvidence> places;  ///< sorted by id
};

/// By Headline.
using Evidence = std::array<HeadlineEvidence, headline_count>;

/// A province's own figures, from the history of its pack; they take the place of the panel's of the same year.
struct OwnFigures {
    std::string province;
    std::array<LogPath, headline_count> values;
};

/// Figures of the pack's province known at the end of `until`. Assumed figures are left out; of a series with a break (pack.toml, [[break]])
/// the years since the last one.
[[nodiscard]] OwnFigures own_figures(const scenario::Scenario& pack, int until);

/// The panel as known at the end of `until`. `left_out`: a province that is not learned from; empty: none.
[[nodiscard]] Evidence evidence(const scenario::Panel& panel, int until, const OwnFigures* own = nullptr, const std::string& left_out = {});

}  // namespace zonecast::reference
