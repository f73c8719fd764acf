#include "model/ensemble/design.hpp"

#include <array>
#include <boost/random/sobol.hpp>
#include <map>
#include <stdexcept>

#include "model/base/philox.hpp"

namespace zonecast::ensemble {

namespace {

constexpr unsigned word_bits = 32;

std::vector<std::uint64_t> keys_of(const ParameterCube& cube, std::uint64_t seed, const char* design) {
    std::vector<std::uint64_t> keys;
    for (const auto& c : cube.coordinates()) keys.push_back(entity_key(seed, std::string("design/") + design + "/" + c.name));
    return keys;
}

std::uint32_t round_of(std::uint64_t key, std::uint64_t value, unsigned round) {
    return philox(
        {static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32), round, static_cast<std::uint32_t>(Stream::design)},
        static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32))[0];
}

}  // namespace

ParameterCube::ParameterCube(const engine::World& world) : world_(world) {
    const auto infos = world.parameter_infos();
    for (std::size_t i = 0; i < world.parameters.size(); ++i) {
        if (!world.parameters.spread(i) || world.parameters.prior(i).group == scenario::Prior::Group::initial) continue;
        coordinates_.push_back({infos[i].id, {}, i});
        ids_.push_back(infos[i].id);
    }
    std::map<std::string, std::size_t> shared;
    std::vector<std::size_t> order;
    for (std::size_t e = 0; e < world.effects.size(); ++e) {
        const auto& effect = world.effects[e];
        if (effect.sd <= 0 && (effect.spike <= 0 || effect.spike >= 1)) continue;
        const auto [at, fresh] = shared.emplace(effect.address, coordinates_.size());
        if (fresh) coordinates_.push_back({effect.address, {}, 0});
        coordinates_[at->second].effects.push_back(e);
    }
    for (const Coordinate& c : coordinates_)
        for (const std::size_t e : c.effects) ids_.push_back(infos[world.parameters.size() + e].id);
}

void ParameterCube::values(const double* point, double* out) const {
    std::vector<double> u(world_.parameters.size(), 0.5);
    for (std::size_t i = 0; i < coordinates_.size(); ++i)
        if (coordinates_[i].effects.empty()) u[coordinates_[i].parameter] = point[i];
    world_.parameters.correlate(u.data());
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
        if (coordinates_[i].effects.empty()) *out++ = world_.parameters.value(coordinates_[i].parameter, u[coordinates_[i].parameter]);
        for (const std::size_t e : coordinates_[i].effects) *out++ = engine::World::effect_value(world_.effects[e], point[i]);
    }
}

void PointSource::values(std::uint64_t replicate, double* out) const {
    std::vector<double> u(cube_.coordinates().size());
    point(replicate, u.data());
    cube_.values(u.data(), out);
}

LatinHypercube::LatinHypercube(const engine::World& world, std::uint64_t seed, std::uint64_t first, std::uint64_t size)
    : PointSource(world), keys_(keys_of(cube(), seed, "lhs")), first_(first), size_(size) {
    if (size == 0 || size > std::uint64_t{1} << word_bits) throw std::invalid_argument("a Latin hypercube has 1 to 2^32 points");
    while ((std::uint64_t{1} << (2 * half_bits_)) < size) ++half_bits_;
}

void LatinHypercube::point(std::uint64_t replicate, double* out) const {
    if (replicate < first_ || replicate - first_ >= size_)
        throw std::out_of_range("the Latin hypercube has no point for replicate " + std::to_string(replicate));
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    for (std::size_t c = 0; c < keys_.size(); ++c) {
        std::uint64_t cell = replicate - first_;
        do {
            std::uint64_t left = cell >> half_bits_, right = cell & mask;
            for (unsigned round = 0; round < 4; ++round) {
                const std::uint64_t next = left ^ (round_of(keys_[c], right, round) & mask);
                left = right;
                right = next;
            }
            cell = left << half_bits_ | right;
        } while (cell >= size_);
        out[c] = (static_cast<double>(cell) + uniform(round_of(keys_[c], replicate - first_, 4))) / static_cast<double>(size_);
    }
}

ScrambledSobol::ScrambledSobol(const engine::World& world, std::uint64_t seed) : PointSource(world), keys_(keys_of(cube(), seed, "sobol")) {
    if (keys_.empty()) return;
    // Boost's engine walks by Gray code and leaves out the origin: its output number 2^(k+1) - 2 is the direction of bit k alone.
    using Engine = boost::random::sobol_engine<std::uint32_t, word_bits>;
    Engine engine(keys_.size());
    direction_.resize(keys_.size() * word_bits);
    for (unsigned bit = 0; bit < word_bits; ++bit) {
        engine.seed(static_cast<std::uint32_t>((std::uint64_t{1} << (bit + 1)) - 2));
        for (std::size_t c = 0; c < keys_.size(); ++c) direction_[c * word_bits + bit] = engine();
    }
}

void ScrambledSobol::point(std::uint64_t replicate, double* out) const {
    if (replicate >> word_bits != 0) throw std::out_of_range("the Sobol sequence has 2^32 points");
    for (std::size_t c = 0; c < keys_.size(); ++c) {
        std::uint32_t plain = 0;
        for (unsigned bit = 0; bit < word_bits; ++bit)
            if (replicate >> bit & 1u) plain ^= direction_[c * word_bits + bit];
        std::uint32_t mixed = 0;
        for (unsigned level = 0; level < word_bits; ++level) {
            const std::uint64_t above = level == 0 ? 0 : plain >> (word_bits - level);
            const std::uint32_t flip = round_of(keys_[c], above, 16 + level) >> (word_bits - 1);
            mixed |= ((plain >> (word_bits - 1 - level) & 1u) ^ flip) << (word_bits - 1 - level);
        }
        out[c] = uniform(mixed);
    }
}

}  // namespace zonecast::ensemble
