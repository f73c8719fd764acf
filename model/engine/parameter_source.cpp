#include "model/engine/parameter_source.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zonecast::engine {

ParameterValues::ParameterValues(std::vector<std::string> ids, std::vector<double> values, std::uint64_t first_replicate, Rows rows)
    : ids_(std::move(ids)), values_(std::move(values)), first_(first_replicate), what_follows_(rows) {
    if (ids_.empty() || values_.empty() || values_.size() % ids_.size() != 0)
        throw std::invalid_argument("a table of parameters needs one value of each of its parameters in every row");
    const auto wrong = std::find_if(values_.begin(), values_.end(), [](double v) { return !std::isfinite(v); });
    if (wrong != values_.end())
        throw std::invalid_argument("the table holds no finite value of " +
                                    ids_[static_cast<std::size_t>(wrong - values_.begin()) % ids_.size()]);
}

void ParameterValues::values(std::uint64_t replicate, double* out) const {
    if (replicate < first_ || (what_follows_ == Rows::once && replicate - first_ >= rows()))
        throw std::out_of_range("the table of parameters has no row for replicate " + std::to_string(replicate) + "; it holds " +
                                std::to_string(rows()) + " from " + std::to_string(first_));
    const auto row = values_.begin() + static_cast<std::ptrdiff_t>((replicate - first_) % rows() * ids_.size());
    std::copy(row, row + static_cast<std::ptrdiff_t>(ids_.size()), out);
}

}  // namespace zonecast::engine
