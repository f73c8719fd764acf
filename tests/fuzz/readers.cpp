#include "tests/fuzz/readers.hpp"

#include <stdexcept>

#include "model/base/diagnostics.hpp"
#include "model/scenario/csv.hpp"
#include "model/scenario/toml.hpp"
#include "model/scenario/toml_record.hpp"
#include "model/targets/metric.hpp"

namespace zonecast::fuzz {

namespace {

void read_tables(const scenario::TomlValue& value, Diagnostics& problems) {
    for (const scenario::TomlValue& item : value.items) read_tables(item, problems);
    for (const scenario::TomlEntry& entry : value.entries) read_tables(entry.value, problems);
    if (value.kind != scenario::TomlValue::Kind::table) return;
    scenario::TomlRecord record(value, "the table", problems);
    static_cast<void>(record.text("id"));
    static_cast<void>(record.name("name"));
    static_cast<void>(record.number("mean", -1e9, 1e9));
    static_cast<void>(record.number_if("sd", 0));
    static_cast<void>(record.integer("count", 0, 100));
    static_cast<void>(record.year("base_year", true));
    static_cast<void>(record.flag("official", true));
    static_cast<void>(record.texts("places"));
    static_cast<void>(record.tables("measure"));
    static_cast<void>(record.choice<int>("kind", {{"first", 1}, {"second", 2}}));
    record.finish();
}

}  // namespace

void read_toml(const std::string& text) {
    Diagnostics problems;
    const auto value = scenario::parse_toml("input.toml", text, problems);
    if (value.has_value() == problems.has_errors()) throw std::logic_error("a TOML file is either read or has an error");
    if (!value) return;
    static_cast<void>(scenario::overlaid(*value, *value));
    read_tables(*value, problems);
    static_cast<void>(problems.text());
}

void read_csv(const std::string& text) {
    Diagnostics problems;
    const auto table = scenario::CsvTable::parse("input.csv", text, {{"id", true}, {"value", true}, {"note", false}}, problems);
    if (!table && !problems.has_errors()) throw std::logic_error("a table that cannot be read has an error");
    if (table && table->incomplete() && !problems.has_errors()) throw std::logic_error("a row that is left out has an error");
    for (std::size_t i = 0; table && i < table->size(); ++i) {
        const auto row = table->row(i, problems);
        static_cast<void>(row.required("id"));
        static_cast<void>(row.number("value", -1e9, 1e9));
        static_cast<void>(row.share("value", 0.5));
        static_cast<void>(row.year("value", false));
        static_cast<void>(row.flag("note", true));
        static_cast<void>(row.text("note"));
        static_cast<void>(row.choice<int>("note", {{"first", 1}, {"second", 2}}, 1));
    }
    static_cast<void>(problems.text());
}

void read_metric(const std::string& text) {
    scenario::Scenario scenario;
    scenario.industries.push_back({.id = "electronics"});
    scenario.plan.measures.push_back({.facility = "national_incubator"});
    targets::MetricError error;
    const auto metric = targets::parse_metric(text, scenario, error);
    if (metric.has_value() != error.what.empty()) throw std::logic_error("a metric is either compiled or has an error");
}

}  // namespace zonecast::fuzz
