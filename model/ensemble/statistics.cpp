#include "model/ensemble/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/each.hpp"
#include "model/base/vector_math.hpp"

namespace zonecast::ensemble {

namespace {

constexpr double relative_error = 0.0025;
const double log_grid = log_exact((1.0 + relative_error) / (1.0 - relative_error));
const double inverse_log_grid = 1.0 / log_grid;

std::int32_t grid_index(double log_magnitude) {
    return static_cast<std::int32_t>(std::ceil(log_magnitude * inverse_log_grid));
}

/// The value that is within the relative error of everything in its cell. Whole numbers below 200 are met exactly.
double grid_value(std::int32_t index) {
    const double value = exp_exact(index * log_grid) * (1.0 - relative_error);
    const double whole = std::floor(value + 0.5);
    return whole >= 1.0 && whole < 200.0 && std::abs(value - whole) <= relative_error * whole * 1.001 ? whole : value;
}

}  // namespace

void QuantileSketch::Bins::reset(std::int32_t first, std::size_t size) {
    const auto moved = static_cast<std::size_t>(first_ - first);
    std::vector<std::uint16_t> low(size, 0);
    std::copy(low_.begin(), low_.end(), low.begin() + static_cast<std::ptrdiff_t>(moved));
    if (!carried_.empty()) {
        std::vector<std::uint32_t> carried(size, 0);
        std::copy(carried_.begin(), carried_.end(), carried.begin() + static_cast<std::ptrdiff_t>(moved));
        carried_ = std::move(carried);
    }
    first_ = first;
    low_ = std::move(low);
}

void QuantileSketch::Bins::cover(std::int32_t index) {
    constexpr std::int32_t least = 16;  // cells of room
    if (low_.empty()) {
        first_ = index - least / 2;
        low_.assign(least, 0);
        return;
    }
    const auto size = static_cast<std::int32_t>(low_.size());
    if (index < first_) {
        const std::int32_t room = first_ - index + std::max(least, size / 4);
        reset(first_ - room, low_.size() + static_cast<std::size_t>(room));
    } else if (index >= first_ + size) {
        reset(first_, static_cast<std::size_t>(index - first_ + 1 + std::max(least, size / 4)));
    }
}

void QuantileSketch::Bins::add(std::int32_t index, std::uint32_t n) {
    auto at = static_cast<std::size_t>(index - first_);  // beyond the end if below the first
    if (at >= low_.size()) {
        cover(index);
        at = static_cast<std::size_t>(index - first_);
    }
    const std::uint64_t sum = std::uint64_t{low_[at]} + n;
    low_[at] = static_cast<std::uint16_t>(sum);
    if (sum >> 16 != 0) {
        if (carried_.empty()) carried_.assign(low_.size(), 0);
        carried_[at] += static_cast<std::uint32_t>(sum >> 16);
    }
}

void QuantileSketch::Bins::merge(const Bins& other) {
    for (std::size_t i = 0; i < other.size(); ++i)
        if (other[i] > 0) add(other.first_ + static_cast<std::int32_t>(i), static_cast<std::uint32_t>(other[i]));
}

/// From the first count that is not zero to the last: the state does not tell how much room there was.
void QuantileSketch::Bins::exchange(StateStream& stream) {
    std::size_t begin = 0, end = size();
    while (begin < end && (*this)[begin] == 0) ++begin;
    while (begin < end && (*this)[end - 1] == 0) --end;
    std::uint64_t held = end - begin;
    stream.integer(held);
    if (held > (std::uint64_t{1} << 24)) throw std::runtime_error("the state of the run is damaged");
    if (held == 0) return;
    std::int32_t index = first_ + static_cast<std::int32_t>(begin);
    stream.integer(index);
    if (stream.reading()) first_ = index, low_.assign(held, 0);
    for (std::size_t i = 0; i < held; ++i) {
        auto n = stream.reading() ? std::uint32_t{0} : static_cast<std::uint32_t>((*this)[begin + i]);
        stream.integer(n);
        if (stream.reading() && n > 0) add(index + static_cast<std::int32_t>(i), n);
    }
}

void QuantileSketch::widen(double lowest, double highest) {
    lowest_ = count_ == 0 ? lowest : std::min(lowest_, lowest);
    highest_ = count_ == 0 ? highest : std::max(highest_, highest);
}

void QuantileSketch::add(double value, std::uint32_t n) {
    widen(value, value);
    count_ += n;
    if (is_zero(value)) {
        zeros_ += n;
        return;
    }
    if (value < 0 && !negative_) negative_ = std::make_unique<Bins>();
    (value > 0 ? positive_ : *negative_).add(grid_index(log_exact(std::abs(value))), n);
}

void QuantileSketch::add(std::span<const double> values, std::span<const double> logs, double lowest, double highest) {
    widen(lowest, highest);
    count_ += values.size();
    if (lowest < 0 && !negative_) negative_ = std::make_unique<Bins>();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (is_zero(values[i]))
            ++zeros_;
        else
            (values[i] > 0 ? positive_ : *negative_).add(grid_index(logs[i]), 1);
    }
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
    positive_.exchange(stream);
    if (!negative_) negative_ = std::make_unique<Bins>();
    negative_->exchange(stream);
}

void CellSummaries::exchange(StateStream& stream) {
    for (std::uint64_t& n : count_) stream.integer(n);
    sum_.exchange(stream);
    square_.exchange(stream);
    for (QuantileSketch& sketch : sketch_) sketch.exchange(stream);
    // Sorted, so that the state does not tell which thread was first.
    for (std::size_t c = 0; c < values_.size(); ++c) {
        if (count_[c] > exact_) continue;
        values_[c].resize(static_cast<std::size_t>(count_[c]));
        std::sort(values_[c].begin(), values_[c].end());
        for (double& value : values_[c]) stream.real(value);
    }
}

void QuantileSketch::merge(const QuantileSketch& other) {
    if (other.count_ == 0) return;
    widen(other.lowest_, other.highest_);
    count_ += other.count_;
    zeros_ += other.zeros_;
    positive_.merge(other.positive_);
    if (!other.negative_) return;
    if (!negative_) negative_ = std::make_unique<Bins>();
    negative_->merge(*other.negative_);
}

void QuantileSketch::quantiles(std::span<const double> p, double* value) const {
    std::size_t next = 0;
    std::uint64_t seen = 0;
    auto rank = [&] { return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(p[next] * static_cast<double>(count_)))); };
    // n more values, all of which count as the grid value that `at` gives.
    auto pass = [&](std::uint64_t n, auto at) {
        seen += n;
        while (n > 0 && next < p.size() && seen >= rank()) value[next++] = at();
    };
    for (std::size_t i = negative_ ? negative_->size() : 0; i-- > 0 && next < p.size();)
        pass((*negative_)[i],
             [&] { return std::clamp(-grid_value(negative_->first() + static_cast<std::int32_t>(i)), lowest_, highest_); });
    pass(zeros_, [] { return 0.0; });
    for (std::size_t i = 0; i < positive_.size() && next < p.size(); ++i)
        pass(positive_[i], [&] { return std::clamp(grid_value(positive_.first() + static_cast<std::int32_t>(i)), lowest_, highest_); });
    while (next < p.size()) value[next++] = std::numeric_limits<double>::quiet_NaN();  // nothing was added
}

void CellSummaries::add(std::span<const double> values, std::size_t rows) {
    constexpr std::size_t group = 8;  // cells whose rows share cache lines
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::size_t cells = count_.size();
    std::vector<double> column(group * rows), logs(group * rows);
    auto add_group = [&](std::size_t begin, std::size_t end) {
        std::size_t number[group], taken = 0;
        double lowest[group], highest[group], *value = column.data(), *log = logs.data();
        for (std::size_t c = begin; c < end; ++c, value += rows) {
            double sum = 0, square = 0, low = infinity, high = -infinity;
            std::size_t n = 0;
            for (std::size_t r = 0; r < rows; ++r) {
                const double v = values[r * cells + c];
                if (!(v == v)) continue;
                value[n++] = v;
                sum += v;
                square += v * v;
                low = std::min(low, v);
                high = std::max(high, v);
            }
            count_[c] += n;
            if (exact_ > 0) {
                if (count_[c] > exact_)
                    values_[c] = {};
                else
                    values_[c].insert(values_[c].end(), value, value + n);
            }
            sum_.add(c, sum);
            square_.add(c, square);
            number[c - begin] = n, lowest[c - begin] = low, highest[c - begin] = high;
            if (low < high)
                for (std::size_t r = 0; r < n; ++r) log[taken++] = QuantileSketch::is_zero(value[r]) ? 1.0 : std::abs(value[r]);
        }
        log_each({log, taken});
        value = column.data();
        for (std::size_t c = begin; c < end; ++c, value += rows) {
            const std::size_t n = number[c - begin];
            const double low = lowest[c - begin], high = highest[c - begin];
            if (low == high) sketch_[c].add(low, static_cast<std::uint32_t>(n));
            if (!(low < high)) continue;
            sketch_[c].add({value, n}, {log, n}, low, high);
            log += n;
        }
    };
    const std::size_t all = stripes(), from = all > 0 ? shared_->next.fetch_add(all / 7 + 1) : 0;
    for (std::size_t i = 0; i < all; ++i) {
        const std::size_t s = (from + i) % all;
        const std::lock_guard lock(shared_->locks[s]);
        for (std::size_t begin = s * stripe; begin < std::min(cells, (s + 1) * stripe); begin += group)
            add_group(begin, std::min(cells, begin + group));
    }
}

void CellSummaries::quantiles(std::size_t cell, std::span<const double> p, double* value) const {
    if (exact_ == 0 || count_[cell] == 0 || count_[cell] > exact_) return sketch_[cell].quantiles(p, value);
    std::vector<double> sorted = values_[cell];
    std::sort(sorted.begin(), sorted.end());
    for (const double one : p) {
        const double rank = std::ceil(one * static_cast<double>(sorted.size()) - 1e-9);  // 0.1 of 30 is the third
        *value++ = sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(sorted.size()))) - 1];
    }
}

void CellSummaries::merge(const CellSummaries& other) {
    for (std::size_t c = 0; c < count_.size(); ++c) {
        count_[c] += other.count_[c];
        if (exact_ > 0) {
            if (count_[c] > exact_)
                values_[c] = {};
            else
                values_[c].insert(values_[c].end(), other.values_[c].begin(), other.values_[c].end());
        }
        sketch_[c].merge(other.sketch_[c]);
    }
    sum_.merge(other.sum_);
    square_.merge(other.square_);
}

double CellSummaries::mean(std::size_t cell) const {
    return count_[cell] > 0 ? sum_[cell] / static_cast<double>(count_[cell]) : std::numeric_limits<double>::quiet_NaN();
}

double CellSummaries::sd(std::size_t cell) const {
    if (count_[cell] > 1 && sketch_[cell].lowest() == sketch_[cell].highest()) return 0.0;  // a constant, whatever its square loses
    if (count_[cell] < 2) return count_[cell] == 1 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    const double n = static_cast<double>(count_[cell]);
    const double m = sum_[cell] / n;
    return std::sqrt(std::max(0.0, (square_[cell] / n - m * m) * n / (n - 1.0)));
}

}  // namespace zonecast::ensemble
