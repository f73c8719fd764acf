#include "model/ensemble/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/vector_math.hpp"

namespace zonecast::ensemble {

namespace {

constexpr double relative_error = 0.0025;
constexpr double smallest = 1e-12;  // counts as zero
const double log_grid = log_exact((1.0 + relative_error) / (1.0 - relative_error));
const double inverse_log_grid = 1.0 / log_grid;

std::int32_t grid_index(double magnitude) {
    return static_cast<std::int32_t>(std::ceil(log_exact(magnitude) * inverse_log_grid));
}

/// The value that is within the relative error of everything in its cell. Whole numbers below 200 are met exactly.
double grid_value(std::int32_t index) {
    const double value = exp_exact(index * log_grid) * (1.0 - relative_error);
    const double whole = std::floor(value + 0.5);
    return whole >= 1.0 && whole < 200.0 && std::abs(value - whole) <= relative_error * whole * 1.001 ? whole : value;
}

}  // namespace

void QuantileSketch::Bins::add(std::int32_t index, std::uint32_t n) {
    if (count.empty()) {
        first = index;
        count.assign(1, 0);
    } else if (index < first) {
        count.insert(count.begin(), static_cast<std::size_t>(first - index), 0);
        first = index;
    } else if (index >= first + static_cast<std::int32_t>(count.size())) {
        count.resize(static_cast<std::size_t>(index - first) + 1, 0);
    }
    count[static_cast<std::size_t>(index - first)] += n;
}

void QuantileSketch::add(double value) {
    lowest_ = count_ == 0 ? value : std::min(lowest_, value);
    highest_ = count_ == 0 ? value : std::max(highest_, value);
    ++count_;
    const double magnitude = std::abs(value);
    if (magnitude < smallest)
        ++zeros_;
    else
        (value > 0 ? positive_ : negative_).add(grid_index(magnitude), 1);
}

void ExactSums::exchange(StateStream& stream) {
    for (Fixed& sum : sum_) {
        auto low = static_cast<std::uint64_t>(sum);
        auto high = static_cast<std::int64_t>(sum >> 64);
        stream.integer(low);
        stream.integer(high);
        sum = (static_cast<Fixed>(high) << 64) | static_cast<Fixed>(low);
    }
}

void QuantileSketch::exchange(StateStream& stream) {
    stream.integer(count_);
    if (count_ == 0) return;
    stream.integer(zeros_);
    stream.real(lowest_);
    stream.real(highest_);
    for (Bins* bins : {&positive_, &negative_}) {
        std::uint64_t size = bins->count.size();
        stream.integer(size);
        if (size > (std::uint64_t{1} << 24)) throw std::runtime_error("the state of the run is damaged");
        if (size == 0) continue;
        stream.integer(bins->first);
        bins->count.resize(size);
        for (std::uint32_t& n : bins->count) stream.integer(n);
    }
}

void CellSummaries::exchange(StateStream& stream) {
    for (std::uint64_t& n : count_) stream.integer(n);
    sum_.exchange(stream);
    square_.exchange(stream);
    for (QuantileSketch& sketch : sketch_) sketch.exchange(stream);
}

void QuantileSketch::merge(const QuantileSketch& other) {
    if (other.count_ == 0) return;
    lowest_ = count_ == 0 ? other.lowest_ : std::min(lowest_, other.lowest_);
    highest_ = count_ == 0 ? other.highest_ : std::max(highest_, other.highest_);
    count_ += other.count_;
    zeros_ += other.zeros_;
    for (std::size_t i = 0; i < other.positive_.count.size(); ++i)
        if (other.positive_.count[i] > 0) positive_.add(other.positive_.first + static_cast<std::int32_t>(i), other.positive_.count[i]);
    for (std::size_t i = 0; i < other.negative_.count.size(); ++i)
        if (other.negative_.count[i] > 0) negative_.add(other.negative_.first + static_cast<std::int32_t>(i), other.negative_.count[i]);
}

double QuantileSketch::quantile(double p) const {
    if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(count_))));
    std::uint64_t seen = 0;
    for (std::size_t i = negative_.count.size(); i-- > 0;) {
        seen += negative_.count[i];
        if (seen >= rank) return std::clamp(-grid_value(negative_.first + static_cast<std::int32_t>(i)), lowest_, highest_);
    }
    seen += zeros_;
    if (seen >= rank) return 0.0;
    for (std::size_t i = 0; i < positive_.count.size(); ++i) {
        seen += positive_.count[i];
        if (seen >= rank) return std::clamp(grid_value(positive_.first + static_cast<std::int32_t>(i)), lowest_, highest_);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

void CellSummaries::add(const std::vector<double>& values, std::size_t rows) {
    const std::size_t cells = count_.size();
    constexpr std::size_t group = 8;  // cells whose rows share cache lines
    for (std::size_t begin = 0; begin < cells; begin += group) {
        const std::size_t end = std::min(cells, begin + group);
        for (std::size_t c = begin; c < end; ++c) {
            double sum = 0, square = 0;
            std::uint64_t n = 0;
            for (std::size_t r = 0; r < rows; ++r) {
                const double v = values[r * cells + c];
                if (!(v == v)) continue;
                ++n;
                sum += v;
                square += v * v;
                sketch_[c].add(v);
            }
            count_[c] += n;
            sum_.add(c, sum);
            square_.add(c, square);
        }
    }
}

void CellSummaries::merge(const CellSummaries& other) {
    for (std::size_t c = 0; c < count_.size(); ++c) {
        count_[c] += other.count_[c];
        sketch_[c].merge(other.sketch_[c]);
    }
    sum_.merge(other.sum_);
    square_.merge(other.square_);
}

double CellSummaries::mean(std::size_t cell) const {
    return count_[cell] > 0 ? sum_[cell] / static_cast<double>(count_[cell]) : std::numeric_limits<double>::quiet_NaN();
}

double CellSummaries::sd(std::size_t cell) const {
    if (count_[cell] < 2) return count_[cell] == 1 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    const double n = static_cast<double>(count_[cell]);
    const double m = sum_[cell] / n;
    return std::sqrt(std::max(0.0, (square_[cell] / n - m * m) * n / (n - 1.0)));
}

}  // namespace zonecast::ensemble
