// The panel of the library: what is published about the nation and its provinces, year by year, and the rules for reading it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario/scenario.hpp"
#include "model/scenario/sources.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

/// A province that a pack can be made for; the panel need not have figures of it.
struct Province {
    std::string id;       ///< place of its figures, e.g. "jiangxi"
    Name name;            ///< short, as people say it
    std::string name_zh;  ///< in full, e.g. "江西省"
    std::string capital;  ///< id of a city of the library's cities.csv
    int cities = 1;       ///< divisions of the level of a prefecture
    Location where;
};

/// [[chain]]: a path made of two series, `first` from `from` to `until` as it is, and after that the growth of `then`.
struct SeriesChain {
    std::string series, place;  ///< what is asked for; an empty place is every place
    std::string first, then;
    int from = first_plausible_year, until = last_plausible_year;
    std::string note;
    Location where;
};

/// [[stand_in]]: in a year without a figure of `series`, that of `by` times `factor` stands in.
struct StandIn {
    std::string series, by;
    double factor = 1;
    double spread = 0;  ///< standard deviation of ln(series / (factor by))
    std::string note;
    Location where;
};

/// [[leave_out]]: a series of a place that no fit may use, and why.
struct LeftOut {
    std::string series, place;
    std::string note;
    Location where;
};

/// A value of a path.
struct Observation {
    int year = 0;
    double value = 0;                ///< in the program's units
    double spread = 0;               ///< standard deviation of ln(value)
    const Figure* figure = nullptr;  ///< what it was made from: of the same year, of the series or of the one that stands in or goes on
};

/// Figures of the nation ("china") and of provinces. Values are the latest vintages. Immutable after reading; observations point into it.
struct Panel {
    std::vector<Province> provinces;  ///< by id
    std::vector<Figure> figures;      ///< sorted by series, place, year
    std::vector<SeriesBreak> breaks;  ///< an empty place is every place
    std::vector<SeriesChain> chains;
    std::vector<StandIn> stand_ins;
    std::vector<LeftOut> left_out;
    std::vector<std::string> files;  ///< paths of the files that it was read from; empty for the panel of a scenario

    Panel() = default;
    Panel(Panel&&) = default;
    Panel& operator=(Panel&&) = default;
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel() = default;

    /// The figure of exactly that series, place and year as the file has it, or null.
    [[nodiscard]] const Figure* figure(const std::string& series, const std::string& place, int year) const;

    /// The path of a series at a place, one value a year in order of years, gaps left out, as known at the end of `known`: figures of that
    /// year or before that were published by the next one (Figure::known_at). Stand-ins and chains are applied; a stand-in's spread is
    /// added in quadrature; a value chained on has the spread of its own figure. Left-out marks are not heeded: see left_out_of().
    [[nodiscard]] std::vector<Observation> path(const std::string& series, const std::string& place,
                                                int known = last_plausible_year) const;

    /// Provinces with a path of the series, sorted; "china" is not among them, left-out ones are.
    [[nodiscard]] std::vector<std::string> places(const std::string& series) const;

    /// Why no fit may use the series of the place; null if it may.
    [[nodiscard]] const LeftOut* left_out_of(const std::string& series, const std::string& place) const;

    /// Whether the series of the place breaks after `from`, up to and including `to`: then the two years are not comparable.
    [[nodiscard]] bool breaks_between(const std::string& series, const std::string& place, int from, int to) const;

    /// The province that a user names: by id, by its Chinese name (short or in full), or by its English one; null if there is none.
    [[nodiscard]] const Province* province(const std::string& named) const;

private:
    /// Figures and stand-ins without chains.
    [[nodiscard]] std::vector<Observation> own(const std::string& series, const std::string& place, int known) const;
};

/// Reads the panel of the library in `folder` alone, without a pack. Problems go to `diagnostics`; nullopt if one is an error or if the
/// library has no panel (then that is the error).
[[nodiscard]] std::optional<Panel> read_panel(const std::string& folder, Diagnostics& diagnostics);

/// The same from other files; `folder` as `files` names it.
[[nodiscard]] std::optional<Panel> read_panel(const FileSource& files, const std::string& folder, Diagnostics& diagnostics);

/// Cities and zones that the library knows something of: not all there are.
struct Places {
    std::vector<City> cities;                        ///< by id
    std::vector<Zone> zones;                         ///< by id
    std::map<std::string, std::string> province_of;  ///< by city
    std::vector<Figure> figures;                     ///< of provinces, cities and zones, sorted by series, place, year

    /// The latest figure not later than `year`, or null.
    [[nodiscard]] const Figure* latest(const std::string& series, const std::string& place, int year) const;
};

/// Reads cities.csv, zones.csv and places.csv of the library in `folder`, which no run reads. Problems as read_panel().
[[nodiscard]] std::optional<Places> read_places(const FileSource& files, const std::string& folder, const Panel& panel,
                                                Diagnostics& diagnostics);

}  // namespace zonecast::scenario
