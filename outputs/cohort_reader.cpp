#include "outputs/cohort_reader.hpp"

#include <cmath>

#include "model/engine/forecast.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/reported.hpp"
#include "outputs/result_file.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

std::optional<ProvinceCohorts> read_cohorts(const std::string& path, Diagnostics& diagnostics) {
    const auto result = read_result(path, diagnostics);  // says what is wrong with a file that is no result
    if (!result) return std::nullopt;
    return read_or_report<ProvinceCohorts>(diagnostics, [&] {
        const hdf5::File file = hdf5::File::open(path);
        const VariableReader reader(file, path);
        constexpr std::size_t cells = engine::cohort_cells;
        const std::size_t years = result->years.size(), zones = result->zone_ids.size();
        const std::vector<double> count = reader.reals("cohort_count", zones * cells * years);
        const std::vector<double> flow = reader.reals("cohort_flow", years * (cells + 1) * (cells + 1));
        ProvinceCohorts cohorts{.year = result->years.back(), .number = std::vector<double>(cells, 0.0), .flow = {}};
        for (std::size_t z = 0; z < zones; ++z)
            for (std::size_t cell = 0; cell < cells; ++cell)
                if (const double number = count[(z * cells + cell) * years + years - 1]; !std::isnan(number))
                    cohorts.number[cell] += number;
        cohorts.flow.assign(flow.end() - static_cast<std::ptrdiff_t>((cells + 1) * (cells + 1)), flow.end());
        return cohorts;
    });
}

}  // namespace zonecast::outputs
