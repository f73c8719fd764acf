#include "model/ensemble/index_tally.hpp"

#include <limits>

namespace zonecast::ensemble {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

IndexTally::IndexTally(const engine::World& world, const engine::RunSettings& settings)
    : world_(world), settings_(settings), scorer_(world, settings) {
    sets_ = world.scenario.index->ranked.size();
    items_ = world.scenario.index->items.size();
    zones_ = world.zones.size();
    years_ = world.years().size();
    const std::size_t cells = sets_ * years_ * zones_;
    rank_.assign(cells * zones_, 0);
    score_ = CellSummaries(cells);
    points_ = points_count_ = value_ = value_count_ = ExactSums(cells * items_);
}

void IndexTally::add(const Observation& observation) {
    scorer_.score(observation.record, observation.replicate, scores_);
    const index::Scores& scores = scores_;
    const std::size_t cells = sets_ * years_ * zones_;
    rows_.resize((row_count_ + 1) * cells, nan);
    double* row = rows_.data() + row_count_ * cells;
    ++row_count_;
    for (std::size_t y = 0; y < years_; ++y)
        for (std::size_t z = 0; z < zones_; ++z) {
            const std::size_t from = y * zones_ + z;
            if (scores.set[from] == 0) continue;
            const std::size_t to = cell(scores.set[from] - 1u, y, z);
            row[to] = scores.score[from];
            if (scores.rank[from] > 0) ++rank_[to * zones_ + scores.rank[from] - 1];
            for (std::size_t i = 0; i < items_; ++i) {
                const double points = scores.points[from * items_ + i], value = scores.value[from * items_ + i];
                if (points == points) points_.add(to * items_ + i, points), points_count_.add(to * items_ + i, 1.0);
                if (value == value) value_.add(to * items_ + i, value), value_count_.add(to * items_ + i, 1.0);
            }
        }
}

void IndexTally::end_block(std::span<const double>) {
    if (row_count_ > 0) score_.add(rows_, row_count_);
    rows_.clear();
    row_count_ = 0;
}

void IndexTally::merge(const Tally& other) {
    const auto& more = dynamic_cast<const IndexTally&>(other);
    for (std::size_t i = 0; i < rank_.size(); ++i) rank_[i] += more.rank_[i];
    score_.merge(more.score_);
    points_.merge(more.points_);
    points_count_.merge(more.points_count_);
    value_.merge(more.value_);
    value_count_.merge(more.value_count_);
}

void IndexTally::exchange(StateStream& stream) {
    for (std::uint64_t& n : rank_) stream.integer(n);
    score_.exchange(stream);
    for (ExactSums* sums : {&points_, &points_count_, &value_, &value_count_}) sums->exchange(stream);
}

void IndexTally::read(engine::Forecast& forecast, const Execution&) const {
    const auto replicates = static_cast<double>(forecast.replicates);
    engine::IndexResult result;
    result.index = *world_.scenario.index;
    for (std::size_t i = 0; i < items_; ++i) result.item_from.emplace_back(index::to_string(scorer_.from(i)));
    // The perimeter that each zone is reported in, and the ranks that occur.
    std::vector<std::size_t> home(zones_ * years_, engine::none);
    for (std::size_t z = 0; z < zones_; ++z)
        for (std::size_t y = 0; y < years_; ++y) {
            std::uint64_t most = 0;
            for (std::size_t s = 0; s < sets_; ++s)
                if (const std::uint64_t count = score_.count(cell(s, y, z)); count > most) most = count, home[z * years_ + y] = s;
            if (most == 0) continue;
            const std::size_t at = cell(home[z * years_ + y], y, z);
            for (std::size_t r = 0; r < zones_; ++r)
                if (rank_[at * zones_ + r] > 0) result.ranks = std::max(result.ranks, r + 1);
        }
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    result.set.assign(zones_ * years_, "");
    result.ranked_chance.assign(zones_ * years_, 0.0);
    result.score_mean.assign(zones_ * years_, nan);
    result.score_quantile.assign(zones_ * years_ * quantiles, nan);
    result.rank_chance.assign(zones_ * result.ranks * years_, 0.0);
    result.item_mean.assign(zones_ * items_ * years_, nan);
    result.item_value_mean = result.item_mean;
    for (std::size_t z = 0; z < zones_; ++z)
        for (std::size_t y = 0; y < years_; ++y) {
            const std::size_t s = home[z * years_ + y];
            if (s == engine::none) continue;
            const std::size_t at = cell(s, y, z), to = z * years_ + y;
            result.set[to] = result.index.ranked[s];
            result.ranked_chance[to] = static_cast<double>(score_.count(at)) / replicates;
            result.score_mean[to] = score_.mean(at);
            for (std::size_t q = 0; q < quantiles; ++q)
                result.score_quantile[to * quantiles + q] = score_.quantile(at, engine::quantile_levels[q]);
            for (std::size_t r = 0; r < result.ranks; ++r)
                result.rank_chance[(z * result.ranks + r) * years_ + y] = static_cast<double>(rank_[at * zones_ + r]) / replicates;
            for (std::size_t i = 0; i < items_; ++i) {
                const std::size_t from = at * items_ + i, item = (z * items_ + i) * years_ + y;
                if (points_count_[from] > 0) result.item_mean[item] = 100.0 * points_[from] / points_count_[from];
                if (value_count_[from] > 0) result.item_value_mean[item] = value_[from] / value_count_[from];
            }
        }
    forecast.index = std::move(result);
}

}  // namespace zonecast::ensemble
