// Sampling designs: points that fill the unit cube of all parameters and effects more evenly than independent draws do.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/engine/parameter_source.hpp"
#include "model/engine/world.hpp"

namespace zonecast::ensemble {

/// The unit cube whose points are values of parameters: one coordinate for each parameter of a law that has a spread, and one for each
/// effect with a spread (effects that measures share have one coordinate). The world must outlive it. Immutable; thread-safe.
class ParameterCube {
public:
    struct Coordinate {
        std::string name;                  ///< parameter's id, or address of the effect; addresses the draws of designs
        std::vector<std::size_t> effects;  ///< of the world; empty: a parameter
        std::size_t parameter = 0;         ///< place in the table
    };
    explicit ParameterCube(const engine::World& world);

    [[nodiscard]] const std::vector<Coordinate>& coordinates() const { return coordinates_; }
    /// Ids of what values() gives.
    [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
    /// Values at a point, by the quantiles of the priors; correlated priors by their copula.
    void values(const double* point, double* out) const;

private:
    const engine::World& world_;
    std::vector<Coordinate> coordinates_;
    std::vector<std::string> ids_;
};

/// A source of parameters whose values are those of points of the cube.
class PointSource : public engine::ParameterSource {
public:
    explicit PointSource(const engine::World& world) : cube_(world) {}
    [[nodiscard]] const std::vector<std::string>& ids() const override { return cube_.ids(); }
    void values(std::uint64_t replicate, double* out) const override;
    [[nodiscard]] const ParameterCube& cube() const { return cube_; }
    /// The point of a replicate, in (0,1), one number a coordinate. Throws std::out_of_range where the design has no such point.
    virtual void point(std::uint64_t replicate, double* out) const = 0;

private:
    ParameterCube cube_;
};

/// Latin hypercube of `size` points (McKay, Beckman, Conover, Technometrics 21, 1979): in every coordinate each of `size` equal cells holds
/// one point. The cell of a replicate is a keyed permutation of its number (a four-round Feistel network with cycle walking), the place in
/// the cell an addressed draw; so any replicate is computed alone. Replicate first + i takes point i.
class LatinHypercube : public PointSource {
public:
    LatinHypercube(const engine::World& world, std::uint64_t seed, std::uint64_t first, std::uint64_t size);
    void point(std::uint64_t replicate, double* out) const override;

private:
    std::vector<std::uint64_t> keys_;
    std::uint64_t first_, size_;
    unsigned half_bits_ = 1;
};

/// Sobol's sequence with the direction numbers of Joe and Kuo as Boost holds them, scrambled after Owen (Journal of Complexity 14, 1998):
/// each bit is flipped by an addressed draw that depends on the bits above it. Any 2^m points from a multiple of 2^m on have one point in
/// each of 2^m equal cells of every coordinate. Replicate r takes point r, of at most 2^32.
class ScrambledSobol : public PointSource {
public:
    ScrambledSobol(const engine::World& world, std::uint64_t seed);
    void point(std::uint64_t replicate, double* out) const override;

private:
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> direction_;  ///< [coordinate][bit of the point's number]
};

}  // namespace zonecast::ensemble
