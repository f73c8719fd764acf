#include "model/index/points.hpp"

#include <algorithm>
#include <limits>

namespace zonecast::index {

namespace {

bool known(double value) {
    return value == value;
}

}  // namespace

void points_of(std::span<const double> values, const std::string& standardise, bool less_is_better, std::span<double> points) {
    double low = std::numeric_limits<double>::infinity(), high = -low, count = 0;
    for (const double value : values) {
        if (!known(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
        count += 1;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        points[i] = std::numeric_limits<double>::quiet_NaN();
        if (!known(values[i])) continue;
        double point = 0.5;
        if (standardise == "percentile") {
            double below = 0, equal = 0;
            for (const double other : values) {
                below += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            if (count > 1) point = (below + (equal - 1) / 2) / (count - 1);
        } else if (high > low) {
            point = (values[i] - low) / (high - low);
        }
        points[i] = less_is_better ? 1.0 - point : point;
    }
}

double score_of(const scenario::ZoneIndex& index, std::span<const double> points) {
    double score = 0, weight = 0;
    for (const scenario::IndexGroup& group : index.groups) {
        double sum = 0, weights = 0;
        for (std::size_t i = 0; i < index.items.size(); ++i) {
            if (index.items[i].group != group.id || !known(points[i])) continue;
            sum += index.items[i].weight * points[i];
            weights += index.items[i].weight;
        }
        if (!(weights > 0)) continue;
        score += group.weight * sum / weights;
        weight += group.weight;
    }
    return weight > 0 ? 100.0 * score / weight : std::numeric_limits<double>::quiet_NaN();
}

void ranks_of(std::span<const double> scores, std::span<unsigned> ranks) {
    for (std::size_t i = 0; i < scores.size(); ++i) {
        ranks[i] = known(scores[i]) ? 1 : 0;
        for (const double other : scores) ranks[i] += known(scores[i]) && other > scores[i] ? 1 : 0;
    }
}

}  // namespace zonecast::index
