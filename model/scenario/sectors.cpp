#include <cmath>

#include "model/base/text.hpp"
#include "model/scenario/library.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

/// Input coefficients of a column and its value added must sum to 1 within this.
constexpr double column_tolerance = 1e-3;

/// Reads the matrix of direct input coefficients, rows and columns in any order, into the order of the sorted sectors.
void read_coefficients(const std::string& folder, const Location& asked_by, Reading& reading) {
    const std::vector<Sector>& sectors = reading.scenario.sectors;
    const std::size_t count = sectors.size();
    std::vector<double>& coefficients = reading.scenario.io_coefficients;
    coefficients.assign(count * count, 0.0);
    std::vector<std::string> ids;
    std::map<std::string, std::size_t> index;
    for (const Sector& sector : sectors) {
        index[sector.id] = ids.size();
        ids.push_back(sector.id);
    }
    std::vector<std::string> wanted{"sector"};
    wanted.insert(wanted.end(), ids.begin(), ids.end());
    IdTable rows({"投入系数行", "row of the input coefficients"});
    const auto table = read_table(folder, "io_coefficients.csv", columns(wanted), asked_by, rows, reading);
    if (!table) return;
    const std::size_t errors_before = reading.diagnostics.error_count();
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        const std::string supplier = row.required("sector");
        if (!reading.sectors.check(supplier, row.where("sector"), reading.diagnostics)) continue;
        if (!rows.add(supplier, row.where("sector"), reading.diagnostics)) continue;
        for (std::size_t user = 0; user < count; ++user) coefficients[index[supplier] * count + user] = row.share(ids[user]);
    }
    if (!rows.complete()) return;
    for (const std::string& id : ids)
        if (!rows.has(id))
            reading.diagnostics.error(table->header("sector"), say("部门 {} 没有投入系数行", "the sector {} has no row of input coefficients", in_quotes(id)),
                                      Text("补上这一行", "add its row"));
    if (reading.diagnostics.error_count() > errors_before) return;
    for (std::size_t user = 0; user < count; ++user) {
        double inputs = 0;
        for (std::size_t supplier = 0; supplier < count; ++supplier) inputs += coefficients[supplier * count + user];
        if (inputs >= 1) {
            reading.diagnostics.error(table->header(ids[user]),
                                      say("{} 的投入系数合计 {}，没有给增加值留下余地",
                                          "the input coefficients of {} sum to {}, so nothing is left for value added", in_quotes(ids[user]),
                                          number_text(inputs)),
                                      Text("合计须小于 1；系数是单位产出的投入，不是流量",
                                           "they must sum to less than 1; coefficients are inputs per unit of output, not flows"));
        } else if (const double sum = inputs + sectors[user].value_added_coefficient; std::abs(sum - 1) > column_tolerance) {
            reading.diagnostics.warning(table->header(ids[user]),
                                        say("{} 的投入系数与增加值系数合计 {}，不是 1",
                                            "the input coefficients and the value added coefficient of {} sum to {}, not to 1",
                                            in_quotes(ids[user]), number_text(sum)),
                                        Text("改正 sectors.csv 的 value_added_coefficient，或这一列",
                                             "correct value_added_coefficient in sectors.csv or the column"));
        }
    }
}

}  // namespace

void read_sectors(const std::string& folder, const Location& asked_by, Reading& reading) {
    const auto table = read_table(
        folder, "sectors.csv",
        columns({"id", "name_zh", "name_en", "value_added_coefficient", "import_share", "export_share"}, {"source", "confidence"}),
        asked_by, reading.sectors, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        Sector sector;
        sector.id = row.required("id");
        sector.name = {row.required("name_zh"), row.required("name_en")};
        sector.value_added_coefficient = row.share("value_added_coefficient");
        sector.import_share = row.share("import_share");
        sector.export_share = row.share("export_share");
        static_cast<void>(row.choice<Confidence>("confidence", confidence_words(), Confidence::reported));
        if (reading.sectors.add(sector.id, row.where("id"), reading.diagnostics)) reading.scenario.sectors.push_back(sector);
    }
    sort_by_id(reading.scenario.sectors);
    if (reading.sectors.complete()) read_coefficients(folder, asked_by, reading);
}

}  // namespace zonecast::scenario
