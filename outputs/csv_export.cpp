#include "outputs/csv_export.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <system_error>
#include <variant>

#include "model/ensemble/ensemble.hpp"
#include "outputs/csv_cell.hpp"
#include "outputs/result_file.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

/// A column of a table.
struct Column {
    std::string head;
    std::string unit, meaning_zh, meaning_en;
    Values values;
    std::size_t repeat = 1;            ///< rows in a line that show the same value
    std::size_t step = 1, offset = 0;  ///< value `step` i + `offset` is the i-th
    std::optional<std::int64_t> missing;

    [[nodiscard]] std::string cell(std::size_t row) const {
        const auto at = [&](const auto& list) -> const auto& {
            return list[(row / repeat * step + offset) % list.size()];
        };
        if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) return text_cell(at(*texts));
        if (const auto* reals = std::get_if<std::vector<double>>(&values)) {
            const double value = at(*reals);
            return std::isnan(value) ? "" : fmt::format("{}", value);  // the shortest text that reads back to the same bits
        }
        const std::int64_t value = at(std::get<std::vector<std::int64_t>>(values));
        return missing && value == *missing ? "" : fmt::format("{}", value);
    }
};

struct Table {
    std::string name;
    std::size_t rows = 0;
    std::vector<Column> columns;
};

/// What tables are made from: one open result.
class Source {
public:
    explicit Source(const std::string& path) : file_(hdf5::File::open(path)), reader_(file_, path) {}

    [[nodiscard]] const hdf5::File& file() const { return file_; }
    [[nodiscard]] const VariableReader& reader() const { return reader_; }
    [[nodiscard]] bool has(const std::string& name) const { return file_.has(name); }
    [[nodiscard]] std::size_t size(const std::string& dimension) const { return hdf5::elements(file_.shape(dimension)); }

    [[nodiscard]] Column column(const Variable& variable) const {
        Column column{.head = variable.name, .unit = variable.units, .meaning_zh = variable.long_name_zh, .meaning_en = variable.long_name};
        switch (variable.stored) {
            case Stored::text:
                column.values = file_.read_texts(variable.name);
                break;
            case Stored::real:
                column.values = file_.read<double>(variable.name);
                break;
            default:
                column.values = file_.read<std::int64_t>(variable.name);
                if (variable.may_be_missing) column.missing = variable.missing;
        }
        return column;
    }

private:
    hdf5::File file_;
    VariableReader reader_;
};

/// Variables that say what the members of a dimension are, beside their names.
const std::map<std::string, std::vector<std::string>>& details() {
    static const std::map<std::string, std::vector<std::string>> all{
        {"revenue_class", {"revenue_class_low", "revenue_class_high"}},
        {"cohort_from", {"cohort_from_revenue_class", "cohort_from_certificate"}},
        {"cohort_to", {"cohort_to_revenue_class", "cohort_to_certificate"}},
        {"observable", {"observable_unit"}},
        {"parameter", {"parameter_unit"}},
        {"series", {"series_unit"}}};
    return all;
}

/// The columns that say which members a row is of: identifiers, names, details.
void add_index(Table& table, const Source& source, const std::vector<std::string>& dimensions) {
    table.rows = 1;
    for (const std::string& dimension : dimensions) table.rows *= source.size(dimension);
    std::size_t repeat = table.rows;
    for (const std::string& dimension : dimensions) {
        repeat /= source.size(dimension);
        std::vector<std::string> names{dimension, dimension + "_name_zh", dimension + "_name_en"};
        if (const auto more = details().find(dimension); dimensions.size() > 1 && more != details().end())
            names.insert(names.end(), more->second.begin(), more->second.end());
        for (const std::string& name : names) {
            if (!source.has(name)) continue;
            Column column = source.column(fixed_variable(name));
            column.repeat = repeat;
            table.columns.push_back(std::move(column));
        }
    }
}

/// "quantile 0.05" gives "q05".
std::string quantile_word(double level) {
    return fmt::format("q{:02.0f}", 100 * level);
}

/// A variable as one column, or as one for each quantile.
void add_variable(Table& table, const Source& source, const Variable& variable) {
    const Column column = source.column(variable);
    if (variable.dimensions.empty() || variable.dimensions.back() != "quantile") {
        table.columns.push_back(column);
        return;
    }
    const std::vector<double> levels = source.file().read<double>("quantile");
    for (std::size_t i = 0; i < levels.size(); ++i) {
        Column one = column;
        one.head += "_" + quantile_word(levels[i]);
        one.meaning_zh += fmt::format("（{} 分位）", levels[i]);
        one.meaning_en += fmt::format(", quantile {}", levels[i]);
        one.step = levels.size();
        one.offset = i;
        table.columns.push_back(std::move(one));
    }
}

bool is_name(const Variable& variable) {
    return variable.dimensions.size() == 1 &&
           (variable.name == variable.dimensions[0] + "_name_zh" || variable.name == variable.dimensions[0] + "_name_en");
}

/// Tables of the variables that every result has, by their dimensions.
std::vector<Table> fixed_tables(const Source& source, bool with_replicates) {
    std::vector<Table> tables;
    std::map<std::vector<std::string>, std::size_t> by_dimensions;
    for (const Variable& variable : fixed_variables()) {
        if (!source.has(variable.name) || variable.dimensions.empty() || variable.name == variable.dimensions[0]) continue;
        std::vector<std::string> dimensions = variable.dimensions;
        if (dimensions.back() == "quantile") dimensions.pop_back();
        if (dimensions[0] == "input_file" || (dimensions[0] == "replicate" && !with_replicates)) continue;
        const auto [found, fresh] = by_dimensions.emplace(dimensions, tables.size());
        if (fresh) {
            Table table;
            table.name = fmt::format("{}.csv", fmt::join(dimensions, "_"));
            add_index(table, source, dimensions);
            tables.push_back(std::move(table));
        }
        if (!is_name(variable)) add_variable(tables[found->second], source, variable);
    }
    return tables;
}

/// Summaries of the observables of one kind of place: a row for each place, observable and year.
std::optional<Table> panel_table(const Source& source, const std::string& dimension) {
    const std::vector<std::int64_t> years = source.file().read<std::int64_t>("year");
    const engine::Panel panel = read_panel(source.reader(), dimension, years.size());
    if (panel.ids.empty() || panel.observables.empty()) return std::nullopt;
    Table table;
    table.name = dimension + "_observable_year.csv";
    table.rows = panel.mean.size();
    for (const std::string& name : {dimension, dimension + "_name_zh", dimension + "_name_en"}) {
        Column column = source.column(fixed_variable(name));
        column.repeat = panel.observables.size() * years.size();
        table.columns.push_back(std::move(column));
    }
    const auto of_observable = [&](const char* name, auto get) {
        std::vector<std::string> texts;
        for (const engine::Observable& observable : panel.observables) texts.push_back(get(observable));
        const Variable& variable = fixed_variable(name);
        table.columns.push_back({.head = name,
                                 .unit = "",
                                 .meaning_zh = variable.long_name_zh,
                                 .meaning_en = variable.long_name,
                                 .values = std::move(texts),
                                 .repeat = years.size()});
    };
    of_observable("observable", [](const engine::Observable& one) { return one.id; });
    of_observable("observable_name_zh", [](const engine::Observable& one) { return one.name.zh; });
    of_observable("observable_name_en", [](const engine::Observable& one) { return one.name.en; });
    of_observable("observable_unit", [](const engine::Observable& one) { return one.unit; });
    table.columns.push_back(source.column(fixed_variable("year")));
    const std::string unit = "see observable_unit";
    table.columns.push_back(
        {.head = "mean", .unit = unit, .meaning_zh = "各次模拟的均值", .meaning_en = "mean over replicates", .values = panel.mean});
    table.columns.push_back({.head = "sd",
                             .unit = unit,
                             .meaning_zh = "各次模拟的标准差",
                             .meaning_en = "standard deviation over replicates",
                             .values = panel.sd});
    const std::vector<double> levels = source.file().read<double>("quantile");
    for (std::size_t i = 0; i < levels.size(); ++i)
        table.columns.push_back({.head = quantile_word(levels[i]),
                                 .unit = unit,
                                 .meaning_zh = fmt::format("各次模拟的 {} 分位数", levels[i]),
                                 .meaning_en = fmt::format("quantile {} over replicates", levels[i]),
                                 .values = panel.quantile,
                                 .step = levels.size(),
                                 .offset = i});
    return table;
}

/// What was run: attributes of the file and variables without dimensions.
Table run_table(const Source& source) {
    std::vector<std::string> keys, values;
    const auto put = [&](const std::string& key, const std::string& value) {
        keys.push_back(key);
        values.push_back(value);
    };
    for (const char* name : {"title", "title_zh", "version", "history", "plan", "plan_name_zh", "plan_name_en", "plan_document", "pack",
                             "pack_name_zh", "pack_name_en", "province_id", "institution", "license", "digest"})
        if (const auto text = source.file().text_attribute(name)) put(name, *text);
    for (const char* name :
         {"format_version", "base_year", "known_until", "end_year", "seed", "parameter_seed", "initial_seed", "chance_seed",
          "first_replicate", "replicates", "block_size", "free_parameters", "free_initial", "free_chance"})
        if (const auto number = source.file().number_attribute(name)) put(name, fmt::format("{}", *number));
    for (const std::string& change : source.reader().members("override")) put("override", change);
    for (const Variable& variable : fixed_variables()) {
        if (!variable.dimensions.empty() || variable.stored != Stored::real || !source.has(variable.name)) continue;
        const double value = source.file().read<double>(variable.name).front();
        put(variable.name, std::isnan(value) ? "" : fmt::format("{}", value));
    }
    Table table{.name = "run.csv", .rows = keys.size(), .columns = {}};
    table.columns.push_back(
        {.head = "attribute", .unit = "", .meaning_zh = "运行的属性", .meaning_en = "attribute of the run", .values = keys});
    table.columns.push_back({.head = "value", .unit = "", .meaning_zh = "属性值", .meaning_en = "its value", .values = values});
    return table;
}

/// What every column of the tables means.
Table column_table(const std::vector<Table>& tables) {
    std::vector<std::string> names, heads, units, zh, en;
    for (const Table& table : tables) {
        for (const Column& column : table.columns) {
            names.push_back(table.name);
            heads.push_back(column.head);
            units.push_back(column.unit);
            zh.push_back(column.meaning_zh);
            en.push_back(column.meaning_en);
        }
    }
    Table table{.name = "columns.csv", .rows = names.size(), .columns = {}};
    const auto add = [&](const char* head, std::vector<std::string>& values) {
        table.columns.push_back({.head = head, .unit = "", .meaning_zh = "", .meaning_en = "", .values = std::move(values)});
    };
    add("table", names);
    add("column", heads);
    add("unit", units);
    add("meaning_zh", zh);
    add("meaning_en", en);
    return table;
}

[[noreturn]] void cannot_write(const std::string& path, int reason) {
    throw FileError(path, say("无法写入：{}", "cannot be written: {}", std::generic_category().message(reason)),
                    {"用 --csv 指明别的文件夹", "name another folder with --csv"});
}

/// Writes tables into a partial folder, which is removed unless it is kept.
class PartialFolder {
public:
    explicit PartialFolder(const std::string& folder) : shown_(folder) {
        fs::path target = fs::path(folder).lexically_normal();
        if (!target.has_filename()) target = target.parent_path();
        target_ = target.string();
        std::error_code failed;
        if (folder.empty()) throw FileError("--csv", {"文件夹没有名称", "the folder has no name"}, {"给出一个", "give one"});
        if (folder == "-")
            throw FileError("--csv -", {"表格写在文件夹中，不能写到标准输出", "tables are written in a folder, not to standard output"},
                            {"指明一个新文件夹", "name a new folder"});
        if (fs::exists(target, failed) && !(fs::is_directory(target, failed) && fs::is_empty(target, failed)))
            throw FileError(shown_, {"已存在，且不是空文件夹", "exists already and is not an empty folder"},
                            {"用 --csv 指明新文件夹；什么都不会被覆盖", "name a new folder with --csv; nothing is overwritten"});
        partial_ = fmt::format("{}.partial-{}", target_, getpid());
        errno = 0;
        if (!fs::create_directory(partial_, failed)) cannot_write(shown_, failed ? failed.value() : EEXIST);
    }
    ~PartialFolder() {
        std::error_code ignored;
        if (!kept_) fs::remove_all(partial_, ignored);
    }
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    void write(const Table& table, const std::function<bool()>& go_on) const {
        constexpr std::size_t look_every = 4096;  // rows
        std::ofstream out(fs::path(partial_) / table.name, std::ios::binary);
        errno = 0;
        out << byte_order_mark;
        for (std::size_t i = 0; i < table.columns.size(); ++i) out << (i > 0 ? "," : "") << table.columns[i].head;
        out << "\r\n";
        for (std::size_t row = 0; row < table.rows; ++row) {
            if (row % look_every == 0 && !go_on()) throw ensemble::Cancelled();
            for (std::size_t i = 0; i < table.columns.size(); ++i) out << (i > 0 ? "," : "") << table.columns[i].cell(row);
            out << "\r\n";
        }
        out.close();
        if (!out) cannot_write((fs::path(shown_) / table.name).string(), errno != 0 ? errno : EIO);
    }
    void keep() {
        if (std::rename(partial_.c_str(), target_.c_str()) != 0) cannot_write(shown_, errno);
        kept_ = true;
    }

private:
    std::string shown_, target_, partial_;
    bool kept_ = false;
};

}  // namespace

CsvExport export_csv(const std::string& result_path, const std::string& folder, bool with_replicates,
                     const std::function<bool()>& go_on) {
    check_result(result_path);
    const Source source(result_path);
    PartialFolder place(folder);
    std::vector<Table> tables = fixed_tables(source, with_replicates);
    for (const char* dimension : {"province", "perimeter", "city", "zone", "cluster"})
        if (auto table = panel_table(source, dimension)) tables.push_back(std::move(*table));
    tables.push_back(run_table(source));
    std::sort(tables.begin(), tables.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
    tables.push_back(column_table(tables));
    CsvExport done;
    for (const Table& table : tables) {
        place.write(table, go_on);
        done.tables.push_back(table.name);
        if (table.rows + 1 > spreadsheet_rows) done.too_long.push_back(table.name);
    }
    place.keep();
    std::sort(done.tables.begin(), done.tables.end());
    return done;
}

}  // namespace zonecast::outputs
