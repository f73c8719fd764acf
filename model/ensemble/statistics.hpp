// Summaries that do not grow with the number of replicates and merge exactly, in any order: sums in fixed point, quantiles from counts.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

namespace zonecast::ensemble {

/// Takes the numbers of a summary one after the other, or gives them back in the same order; so one function says what a state holds.
class StateStream {
public:
    /// Writes into the two arrays, or reads from them. Reading beyond their ends throws std::runtime_error.
    StateStream(std::vector<std::int64_t>& integers, std::vector<double>& reals, bool reading)
        : integers_(integers), reals_(reals), reading_(reading) {}
    [[nodiscard]] bool reading() const { return reading_; }
    template <class Integer>
    void integer(Integer& value) {
        if (reading_)
            value = static_cast<Integer>(next(integers_, integer_));
        else
            integers_.push_back(static_cast<std::int64_t>(value));
    }
    void real(double& value) {
        if (reading_)
            value = next(reals_, real_);
        else
            reals_.push_back(value);
    }
    /// Whether all was read.
    [[nodiscard]] bool at_end() const { return integer_ == integers_.size() && real_ == reals_.size(); }

private:
    template <class T>
    static T next(const std::vector<T>& values, std::size_t& at) {
        if (at >= values.size()) throw std::runtime_error("the state of the run is cut off");
        return values[at++];
    }
    std::vector<std::int64_t>& integers_;
    std::vector<double>& reals_;
    bool reading_;
    std::size_t integer_ = 0, real_ = 0;
};

__extension__ typedef __int128 Int128;  ///< not part of ISO C++, but of every compiler that builds this

/// Sums of many values in 128-bit fixed point (quantum 2^-50): addition is exact, so merging in any order gives the same bits.
/// Values up to 2^53 in absolute size, up to 2^24 of them.
class ExactSums {
    __extension__ using Fixed = __int128;

public:
    explicit ExactSums(std::size_t size = 0) : sum_(size, 0) {}
    void add(std::size_t i, double value) { sum_[i] += static_cast<Int128>(value * 0x1p50); }
    /// Adds an array of sums.
    void add(const std::vector<double>& values) {
        for (std::size_t i = 0; i < sum_.size(); ++i)
            if (values[i] != 0.0) add(i, values[i]);
    }
    void merge(const ExactSums& other) {
        for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += other.sum_[i];
    }
    [[nodiscard]] double operator[](std::size_t i) const { return static_cast<double>(sum_[i]) * 0x1p-50; }
    [[nodiscard]] std::size_t size() const { return sum_.size(); }
    void exchange(StateStream& stream);

private:
    std::vector<Int128> sum_;
};

/// Counts on a logarithmic grid: quantiles with a relative error of at most 0.25 per cent, mergeable exactly.
/// (Masson, Rim, Lee, "DDSketch", PVLDB 12, 2019: the grid with constant relative error.)
class QuantileSketch {
public:
    /// Adds n equal values.
    void add(double value, std::uint32_t n);
    /// Adds values that lie in [lowest, highest]; logs: the logarithms of their magnitudes, of anything where is_zero.
    void add(std::span<const double> values, std::span<const double> logs, double lowest, double highest);
    void merge(const QuantileSketch& other);
    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// The lowest and highest value; equal for a constant.
    [[nodiscard]] double lowest() const { return lowest_; }
    [[nodiscard]] double highest() const { return highest_; }
    /// Values at probabilities in ascending order: the smallest grid value with at least p * count values at or below it; NaN if empty.
    void quantiles(std::span<const double> p, double* value) const;
    [[nodiscard]] double quantile(double p) const {
        double value = 0;
        quantiles({&p, 1}, &value);
        return value;
    }
    void exchange(StateStream& stream);

    /// Whether a value counts as zero: smaller than the grid begins.
    [[nodiscard]] static bool is_zero(double value) { return value < smallest && value > -smallest; }

private:
    static constexpr double smallest = 1e-12;
    /// Counts of neighbouring cells of the grid, with room to grow at both ends. Few counts need more than 16 bits: what they carry over is
    /// kept apart.
    class Bins {
    public:
        void add(std::int32_t index, std::uint32_t n);
        void merge(const Bins& other);
        void exchange(StateStream& stream);
        [[nodiscard]] std::int32_t first() const { return first_; }
        [[nodiscard]] std::size_t size() const { return low_.size(); }
        [[nodiscard]] std::uint64_t operator[](std::size_t i) const {
            return low_[i] + (carried_.empty() ? 0 : std::uint64_t{carried_[i]} << 16);
        }

    private:
        std::int32_t first_ = 0;
        std::vector<std::uint16_t> low_;
        std::vector<std::uint32_t> carried_;  ///< multiples of 2^16; empty while there are none
        void cover(std::int32_t index);
        void reset(std::int32_t first, std::size_t size);
    };
    void widen(double lowest, double highest);
    Bins positive_;
    std::unique_ptr<Bins> negative_;  ///< few quantities are ever negative
    std::uint64_t zeros_ = 0, count_ = 0;
    double lowest_ = 0, highest_ = 0;  ///< exact, so that the ends and constants are
};

/// Mean, standard deviation and quantiles of many cells. NaN values are left out of their cell.
class CellSummaries {
public:
    /// Quantiles of cells that hold up to `exact` values are taken from the values themselves; of more, from the grid of QuantileSketch.
    explicit CellSummaries(std::size_t cells = 0, std::size_t exact = 0)
        : count_(cells, 0),
          sum_(cells),
          square_(cells),
          sketch_(cells),
          exact_(exact),
          values_(exact > 0 ? cells : 0),
          shared_(std::make_unique<Shared>(stripes())) {}
    /// Adds `rows` rows of values [row][cell]; the sums within the call are taken in row order. Threads may add at the same time: the order
    /// of calls does not change a bit.
    void add(std::span<const double> values, std::size_t rows);
    void merge(const CellSummaries& other);
    void exchange(StateStream& stream);

    [[nodiscard]] std::uint64_t count(std::size_t cell) const { return count_[cell]; }
    [[nodiscard]] double mean(std::size_t cell) const;
    [[nodiscard]] double sd(std::size_t cell) const;
    /// The smallest value with at least p * count values at or below it ("inverted_cdf" of numpy): exactly, or as its grid value.
    [[nodiscard]] double quantile(std::size_t cell, double p) const {
        double value = 0;
        quantiles(cell, {&p, 1}, &value);
        return value;
    }
    /// At probabilities in ascending order.
    void quantiles(std::size_t cell, std::span<const double> p, double* value) const;

private:
    static constexpr std::size_t stripe = 1024;  ///< cells behind one lock
    std::vector<std::uint64_t> count_;
    ExactSums sum_, square_;
    std::vector<QuantileSketch> sketch_;
    std::size_t exact_ = 0;
    std::vector<std::vector<double>> values_;  ///< by cell; of cells with more than `exact_` values empty
    struct Shared {
        explicit Shared(std::size_t stripes) : locks(stripes) {}
        std::vector<std::mutex> locks;
        std::atomic<std::size_t> next = 0;  ///< stripe at which the next call begins, so that threads seldom meet
    };
    std::unique_ptr<Shared> shared_;
    [[nodiscard]] std::size_t stripes() const { return (count_.size() + stripe - 1) / stripe; }
};

}  // namespace zonecast::ensemble
