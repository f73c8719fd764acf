#include "lab/engine/laboratory.hpp"

#include <cstring>

#include "model/ensemble/ensemble.hpp"
#include "model/scenario/read.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::lab {

namespace {

/// 64-bit FNV-1a over the bytes of numbers and texts.
class Hash {
public:
    void put(const void* bytes, std::size_t n) {
        const auto* at = static_cast<const unsigned char*>(bytes);
        for (std::size_t i = 0; i < n; ++i) value_ = (value_ ^ at[i]) * 0x100000001B3u;
    }
    void put(double x) {
        if (x != x) x = 0x1.5p600;  // every NaN counts as the same: its sign and payload are no result
        put(&x, sizeof x);
    }
    void put(std::uint64_t n) { put(&n, sizeof n); }
    void put(const std::string& text) { put(text.c_str(), text.size() + 1); }
    template <class T>
    void put(const std::vector<T>& values) {
        put(std::uint64_t{values.size()});
        for (const T& value : values)
            if constexpr (std::is_floating_point_v<T>)
                put(value);
            else if constexpr (std::is_integral_v<T>)
                put(static_cast<std::uint64_t>(value));
            else
                put(std::string(value));
    }
    [[nodiscard]] std::string text() const {
        std::string digits(16, '0');
        for (std::size_t i = 0; i < digits.size(); ++i) digits[i] = "0123456789abcdef"[(value_ >> (60 - 4 * i)) & 15];
        return digits;
    }

private:
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

void put(Hash& hash, const engine::Panel& panel) {
    hash.put(panel.ids);
    for (const auto& observable : panel.observables) hash.put(observable.id);
    hash.put(panel.mean);
    hash.put(panel.sd);
    hash.put(panel.quantile);
}

void put(Hash& hash, const engine::Forecast& f) {
    for (const engine::Panel* panel : {&f.province, &f.perimeters, &f.cities, &f.zones, &f.clusters}) put(hash, *panel);
    for (const auto& t : f.targets) {
        hash.put(t.target.id);
        for (const auto* values : {&t.base, &t.value, &t.met_by_year, &t.member_short}) hash.put(*values);
        for (const double x :
             {t.mean, t.chance, t.chance_fixed_perimeter, t.chance_current_perimeter, t.expected_shortfall, t.share_meeting})
            hash.put(x);
    }
    hash.put(f.chance_all_targets);
    hash.put(f.target_correlation);
    for (const auto& measure : f.measures) hash.put(measure.cost);
    for (const auto* values : {&f.facilities, &f.cohort_count, &f.cohort_revenue, &f.cohort_rd, &f.cohort_flow}) hash.put(*values);
    if (!f.index) return;
    hash.put(f.index->set);
    for (const auto* values : {&f.index->ranked_chance, &f.index->score_mean, &f.index->score_quantile, &f.index->rank_chance,
                               &f.index->item_mean, &f.index->item_value_mean})
        hash.put(*values);
}

/// Keeps what an answer needs of each block.
class Collector : public engine::ReplicateSink {
public:
    explicit Collector(Answer& answer) : answer_(answer) {}
    void take(const engine::BlockOutput& block) override {
        answer_.met.insert(answer_.met.end(), block.target_met.begin(), block.target_met.end());
        answer_.value.insert(answer_.value.end(), block.target_value.begin(), block.target_value.end());
        answer_.series.insert(answer_.series.end(), block.series.begin(), block.series.end());
    }

private:
    Answer& answer_;
};

class BlockHash : public engine::ReplicateSink {
public:
    explicit BlockHash(Hash& hash) : hash_(hash) {}
    void take(const engine::BlockOutput& block) override {
        hash_.put(block.first);
        hash_.put(block.target_value);
        hash_.put(block.target_met);
        hash_.put(block.target_year);
        hash_.put(block.parameters);
    }

private:
    Hash& hash_;
};

engine::RunSettings settings_for(std::uint64_t seed, std::uint64_t first, std::uint64_t count) {
    engine::RunSettings settings;
    settings.seed = seed;
    settings.first_replicate = first;
    settings.replicates = count;
    return settings;
}

const ensemble::Execution one_thread(1);

}  // namespace

std::string scenario_file(const std::string& plan_file) {
    return scenario::in_folder(scenario::resolved(".", plan_file), "lab-scenario.toml");
}

Laboratory::Laboratory(std::vector<scenario::SourceFile> files, std::string plan_file, std::vector<engine::KeptSeries> kept)
    : files_(std::move(files)), plan_file_(std::move(plan_file)), kept_(std::move(kept)) {}

bool Laboratory::take(const std::string& text, Diagnostics& diagnostics) {
    std::vector<scenario::SourceFile> files = files_;
    std::string plan = plan_file_;
    if (!text.empty()) {
        plan = scenario_file(plan_file_);
        files.push_back({plan, text});
    }
    const scenario::KeptFiles source(std::move(files), "lab");
    const auto read = scenario::read_scenario(source, plan, {}, diagnostics, {}, &memory_);
    if (!read) return false;
    targets::check_targets(*read, diagnostics);
    if (diagnostics.has_errors()) return false;
    // The reference law is learned from pack and library up to the base year, whatever else the plan says.
    const bool learned = world_ && world_->base_year == read->plan.base_year;
    auto world = engine::World::compile(*read, diagnostics, learned ? &world_->reference : nullptr);
    if (!world || diagnostics.has_errors()) return false;
    world_ = std::move(world);
    return true;
}

Answer Laboratory::run(std::uint64_t seed, std::uint64_t first, std::uint64_t count) const {
    Answer answer;
    answer.first = first;
    answer.count = count;
    engine::RunSettings settings = settings_for(seed, first, count);
    settings.summaries = false;
    settings.keep = kept_;
    Collector collector(answer);
    const engine::Forecast forecast = ensemble::run(*world_, settings, collector, one_thread);
    for (const auto& measure : forecast.measures) answer.cost.insert(answer.cost.end(), measure.cost.begin(), measure.cost.end());
    for (const auto& target : forecast.targets)
        answer.member_short.insert(answer.member_short.end(), target.member_short.begin(), target.member_short.end());
    return answer;
}

std::string Laboratory::digest(std::uint64_t seed, std::uint64_t first, std::uint64_t count) const {
    Hash hash;
    BlockHash blocks(hash);
    const engine::Forecast forecast = ensemble::run(*world_, settings_for(seed, first, count), blocks, one_thread);
    put(hash, forecast);
    return hash.text();
}

}  // namespace zonecast::lab
