#include "model/scenario/figures.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "model/base/text.hpp"
#include "model/base/units.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/series.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double largest_spread = 3;  // of a logarithm: a factor of twenty either way

/// Spread of a figure that gives none, by how it came about and by what it measures; an assumed one must give it.
double default_spread(Confidence confidence, const Series* series) {
    if (series != nullptr && series->dimension == base::Dimension::rank && confidence != Confidence::conflicting) return 0;
    switch (confidence) {
        case Confidence::reported:
            return series != nullptr ? series->reported_spread : 0.005;
        case Confidence::derived:
            return 0.03;
        case Confidence::conflicting:
            return 0.08;
        case Confidence::assumed:
            break;
    }
    return 0;
}

/// Value in the program's unit, within the bounds of its series.
double read_value(const CsvRow& row, const Series* series) {
    const double written = row.number("value", -infinite, infinite);
    const std::string unit_text = row.required("unit");
    if (unit_text.empty()) return written;
    const auto unit = base::parse_unit(unit_text);
    if (!unit) {
        row.error("unit", "unknown unit " + in_quotes(unit_text),
                  suggestion(unit_text, base::unit_spellings(), "see docs/formats/pack.md for the units"));
        return written;
    }
    const double value = written * unit->factor;
    if (series == nullptr || row.empty("value") || !parse_number(row.text("value"))) return value;
    if (unit->dimension != series->dimension) {
        row.error("unit",
                  in_quotes(row.text("series")) + " is " + base::describe(series->dimension) + ", but " + in_quotes(unit_text) +
                      " is a unit of " + base::describe(unit->dimension),
                  "use " + base::canonical_unit(series->dimension) + " or another unit of the same kind");
        return value;
    }
    if (value < 0) {
        row.error("value", in_quotes(row.text("series")) + " is negative (" + row.text("value") + ")",
                  "correct it, or remove the row if the figure is not known");
    } else if (value > series->high) {
        row.error("value", in_quotes(row.text("series")) + " is " + number_text(value) + ", but a share cannot be above 1",
                  unit_text == "ratio" && value <= 100 ? "is it in per cent? Then its unit is %" : "check value and unit");
    } else if (value < series->low) {
        row.error("value", in_quotes(row.text("series")) + " is " + number_text(value) + "; it is at least " + number_text(series->low),
                  "check value and unit");
    }
    return value;
}

/// `complete` is cleared if the figure cannot be told from others, so that nothing can be said to be missing.
Figure read_figure(const CsvRow& row, const PlaceCheck& place_known, bool& complete) {
    Figure figure;
    figure.where = row.where();
    figure.series = row.required("series");
    figure.place = row.required("place");
    if (!figure.series.empty() && !is_id(figure.series, true))
        row.error("series", "the series " + in_quotes(figure.series) + " has characters that a name of a series may not have",
                  "use letters a-z, digits, \"_\", \"-\" and \".\" only");
    if (!place_known(figure.place, row.where("place"))) complete = false;
    figure.year = row.year("year", true).value_or(0);
    if (figure.year == 0 || !parse_number(row.text("value"))) complete = false;
    figure.value = read_value(row, find_series(figure.series));
    figure.unit = row.text("unit");
    figure.confidence = row.choice<Confidence>("confidence", confidence_words());
    const double fallback = default_spread(figure.confidence, find_series(figure.series));
    figure.spread = row.number("spread", 0, largest_spread, fallback);
    if (figure.confidence == Confidence::assumed && row.empty("spread") && row.text("confidence") == "assumed")
        row.error("spread", "an assumed figure needs a spread",
                  "give the standard deviation of its logarithm, such as 0.3 for an uncertainty of about 30 %");
    figure.source = row.required("source");
    figure.note = row.text("note");
    figure.published = row.year("published", false).value_or(0);
    if (figure.published != 0 && figure.published < figure.year)
        row.error("published", "a figure of " + std::to_string(figure.year) + " cannot have been published in " + row.text("published"),
                  "\"published\" is the year in which it became known; leave it empty for the year after");
    return figure;
}

}  // namespace

std::optional<FigureTable> read_figures(const std::string& folder, const std::string& name, const Location& asked_by,
                                        const PlaceCheck& place_known, Reading& reading) {
    IdTable rows("figure");
    const auto table = read_table(
        folder, name, columns({"series", "place", "year", "value", "unit", "confidence", "source"}, {"spread", "published", "note"}), asked_by,
        rows, reading);
    if (!table) return std::nullopt;
    FigureTable out;
    out.complete = rows.complete();
    std::map<std::tuple<std::string, std::string, int>, Location> first;
    std::set<std::string> warned;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        Figure figure = read_figure(row, place_known, out.complete);
        if (const std::string meant = misspelt_series(figure.series); !meant.empty() && warned.insert(figure.series).second)
            reading.diagnostics.warning(row.where("series"), "the program does not read the series " + in_quotes(figure.series),
                                        "did you mean " + in_quotes(meant) + "?");
        if (figure.year == 0) continue;
        const auto [known, added] = first.emplace(std::tuple(figure.series, figure.place, figure.year), row.where("series"));
        if (!added) {
            row.error("series",
                      "the figure " + figure.series + " of " + figure.place + " in " + std::to_string(figure.year) + " is already given " +
                          place_of(known->second, row.where("series")),
                      "keep one of the two; say in its note why");
            continue;
        }
        out.figures.push_back(std::move(figure));
    }
    std::sort(out.figures.begin(), out.figures.end(),
              [](const Figure& a, const Figure& b) { return std::tie(a.series, a.place, a.year) < std::tie(b.series, b.place, b.year); });
    return out;
}

SeriesBreak read_break(const TomlValue& table, bool any_place, Diagnostics& diagnostics) {
    TomlRecord record(table, "the break", diagnostics);
    SeriesBreak one;
    one.where = table.where;
    one.series = record.text("series");
    one.place = any_place ? record.text("place", "") : record.text("place");
    one.year = record.year("year", true).value_or(0);
    one.note = record.text("note", "");
    record.finish();
    return one;
}

}  // namespace zonecast::scenario
