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
#include "model/scenario/unit_hint.hpp"
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
        row.error("unit", say("不认识的单位 {}", "unknown unit {}", in_quotes(unit_text)),
                  unit_hint(unit_text, series != nullptr ? std::optional(series->dimension) : std::nullopt));
        return written;
    }
    const double value = written * unit->factor;
    if (series == nullptr || row.empty("value") || !parse_number(row.text("value"))) return value;
    if (unit->dimension != series->dimension) {
        row.error("unit",
                  say("{} 是{}，而 {} 是{}的单位", "{} is {}, but {} is a unit of {}", in_quotes(row.text("series")),
                      base::describe(series->dimension), in_quotes(unit_text), base::describe(unit->dimension)),
                  say("用 {} 或同类的其他单位", "use {} or another unit of the same kind", base::canonical_unit(series->dimension)));
        return value;
    }
    if (value < 0) {
        row.error("value", say("{} 是负数（{}）", "{} is negative ({})", in_quotes(row.text("series")), row.text("value")),
                  Text("改正它；若不知道该数据，删去这一行", "correct it, or remove the row if the figure is not known"));
    } else if (value > series->high) {
        row.error("value",
                  say("{} 是 {}，但份额不能大于 1", "{} is {}, but a share cannot be above 1", in_quotes(row.text("series")), number_text(value)),
                  unit_text == "ratio" && value <= 100 ? Text("是百分数吗？那么单位是 %", "is it in per cent? Then its unit is %")
                                                       : Text("核对数值和单位", "check value and unit"));
    } else if (value < series->low) {
        row.error("value",
                  say("{} 是 {}，它至少是 {}", "{} is {}; it is at least {}", in_quotes(row.text("series")), number_text(value),
                      number_text(series->low)),
                  Text("核对数值和单位", "check value and unit"));
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
        row.error("series",
                  say("序列 {} 含有序列名不能用的字符", "the series {} has characters that a name of a series may not have",
                      in_quotes(figure.series)),
                  id_hint(figure.series, true));
    if (!place_known(figure.place, row.where("place"))) complete = false;
    figure.year = row.year("year", true).value_or(0);
    if (figure.year == 0 || !parse_number(row.text("value"))) complete = false;
    figure.value = read_value(row, find_series(figure.series));
    figure.unit = row.text("unit");
    figure.confidence = row.choice<Confidence>("confidence", confidence_words());
    const double fallback = default_spread(figure.confidence, find_series(figure.series));
    figure.spread = row.number("spread", 0, largest_spread, fallback);
    if (figure.confidence == Confidence::assumed && row.empty("spread") && row.text("confidence") == "assumed")
        row.error("spread", Text("推定的数据需要 spread", "an assumed figure needs a spread"),
                  Text("写其对数的标准差，如不确定约 30 % 就写 0.3",
                       "give the standard deviation of its logarithm, such as 0.3 for an uncertainty of about 30 %"));
    figure.source = row.required("source");
    figure.note = row.text("note");
    figure.published = row.year("published", false).value_or(0);
    if (figure.published != 0 && figure.published < figure.year)
        row.error("published", say("{} 年的数据不可能在 {} 年公布", "a figure of {} cannot have been published in {}", figure.year,
                                   row.text("published")),
                  Text("\"published\" 是公布的年份；次年公布则留空",
                       "\"published\" is the year in which it became known; leave it empty for the year after"));
    return figure;
}

}  // namespace

std::optional<FigureTable> read_figures(const std::string& folder, const std::string& name, const Location& asked_by,
                                        const PlaceCheck& place_known, Reading& reading) {
    IdTable rows({"数据", "figure"});
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
            reading.diagnostics.warning(row.where("series"),
                                        say("程序不读序列 {}", "the program does not read the series {}", in_quotes(figure.series)),
                                        did_you_mean(meant));
        if (figure.year == 0) continue;
        const auto [known, added] = first.emplace(std::tuple(figure.series, figure.place, figure.year), row.where("series"));
        if (!added) {
            row.error("series",
                      say("{1} {2} 年的数据 {0} 已经给出，{3}", "the figure {0} of {1} in {2} is already given {3}", figure.series,
                          figure.place, figure.year, place_of(known->second, row.where("series"))),
                      Text("保留其一，并在 note 中说明理由", "keep one of the two; say in its note why"));
            continue;
        }
        out.figures.push_back(std::move(figure));
    }
    std::sort(out.figures.begin(), out.figures.end(),
              [](const Figure& a, const Figure& b) { return std::tie(a.series, a.place, a.year) < std::tie(b.series, b.place, b.year); });
    return out;
}

SeriesBreak read_break(const TomlValue& table, bool any_place, Diagnostics& diagnostics) {
    TomlRecord record(table, Text("间断", "the break"), diagnostics);
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
