#include "model/inference/scores.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>

namespace zonecast::inference {

double StudentT::cdf(double x) const {
    return boost::math::cdf(boost::math::students_t(freedom), (x - centre) / scale);
}

double StudentT::quantile(double p) const {
    return centre + scale * boost::math::quantile(boost::math::students_t(freedom), p);
}

double StudentT::crps(double outcome) const {
    const boost::math::students_t standard(freedom);
    const double z = (outcome - centre) / scale;
    const double ratio = boost::math::beta(0.5, freedom - 0.5) / std::pow(boost::math::beta(0.5, 0.5 * freedom), 2);
    return scale * (z * (2 * boost::math::cdf(standard, z) - 1) + 2 * boost::math::pdf(standard, z) * (freedom + z * z) / (freedom - 1) -
                    2 * std::sqrt(freedom) / (freedom - 1) * ratio);
}

double quantile_of(const std::vector<double>& sorted, double p) {
    const double at = p * static_cast<double>(sorted.size()) - 0.5;
    const double low = std::clamp(std::floor(at), 0.0, static_cast<double>(sorted.size() - 1));
    const auto i = static_cast<std::size_t>(low);
    const std::size_t next = std::min(sorted.size() - 1, i + 1);
    return sorted[i] + std::clamp(at - low, 0.0, 1.0) * (sorted[next] - sorted[i]);
}

double fair_crps(std::vector<double> members, double outcome) {
    std::sort(members.begin(), members.end());
    const auto n = static_cast<double>(members.size());
    double error = 0, spread = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        error += std::abs(members[i] - outcome);
        spread += (2.0 * static_cast<double>(i) + 1.0 - n) * members[i];  // sum over pairs of |x_i - x_j|
    }
    return error / n - spread / (n * (n - 1.0));
}

double probability_integral(const std::vector<double>& members, double outcome) {
    double below = 0;
    for (const double member : members) below += member < outcome ? 1.0 : (member == outcome ? 0.5 : 0.0);
    return (below + 0.5) / (static_cast<double>(members.size()) + 1.0);
}

bool inside(double probability_integral, double level) {
    return std::abs(probability_integral - 0.5) <= 0.5 * level;
}

double brier(const std::vector<ChanceGiven>& chances) {
    if (chances.empty()) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (const ChanceGiven& one : chances) sum += std::pow(one.chance - (one.happened ? 1.0 : 0.0), 2);
    return sum / static_cast<double>(chances.size());
}

std::vector<ReliabilityBin> reliability(const std::vector<ChanceGiven>& chances, std::size_t bins) {
    std::vector<ReliabilityBin> out(bins);
    const auto count = static_cast<double>(bins);
    for (std::size_t b = 0; b < bins; ++b) {
        out[b].low = static_cast<double>(b) / count;
        out[b].high = static_cast<double>(b + 1) / count;
    }
    for (const ChanceGiven& one : chances) {
        auto& bin = out[std::min(bins - 1, static_cast<std::size_t>(one.chance * count))];
        ++bin.events;
        bin.mean_chance += one.chance;
        bin.share += one.happened ? 1.0 : 0.0;
    }
    for (ReliabilityBin& bin : out) {
        bin.mean_chance /= static_cast<double>(bin.events);  // NaN for an empty bin
        bin.share /= static_cast<double>(bin.events);
    }
    return out;
}

}  // namespace zonecast::inference
