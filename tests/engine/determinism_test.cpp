// Same bits: run again, in another order of replicates or of input rows, with another zone beside; and what each kind of uncertainty is.
#include <algorithm>
#include <limits>
#include <optional>
#include <sstream>

#include "model/base/philox.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::operator+;
using test::Quantity;
using test::same_record;
using test::same_zone;
using test::Simulation;
using test::SmallWorld;

TEST(Determinism, TheSameSeedGivesTheSameBits) {
    const SmallWorld world;
    Simulation one(world.scenario()), two(world.scenario());
    for (const std::uint64_t r : {0ull, 1ull, 31ull, 1ull << 33}) EXPECT_TRUE(same_record(one.run(r), two.run(r))) << "replicate " << r;
}

TEST(Determinism, AReplicateDoesNotDependOnThoseBeforeIt) {
    const SmallWorld world;
    Simulation used(world.scenario());
    for (std::uint64_t r = 0; r < 5; ++r) used.run(r);
    Simulation fresh(world.scenario());
    EXPECT_TRUE(same_record(used.run(7), fresh.run(7)));
    used.run(3);
    EXPECT_TRUE(same_record(used.run(7), fresh.run(7)));
}

TEST(Determinism, ReplicatesAndSeedsDiffer) {
    const SmallWorld world;
    engine::RunSettings settings;
    settings.seed = 2;
    Simulation one(world.scenario()), two(world.scenario(), settings);
    const auto first = one.run(0);
    EXPECT_FALSE(same_record(first, one.run(1)));
    EXPECT_FALSE(same_record(first, two.run(0)));
}

TEST(Determinism, TheOrderOfRowsDoesNotMatter) {
    const SmallWorld world;
    SmallWorld shuffled;
    std::uint32_t draw = 0;
    for (const char* file : {"library/sectors.csv", "library/industries.csv", "packs/small/cities.csv", "packs/small/zones.csv",
                             "packs/small/clusters.csv", "packs/small/segments.csv", "packs/small/supply.csv", "packs/small/history.csv"}) {
        std::istringstream text(shuffled.text(file));
        std::string head, line;
        std::getline(text, head);
        std::vector<std::string> rows;
        while (std::getline(text, line)) rows.push_back(line);
        for (std::size_t i = rows.size(); i > 1; --i) {
            const Words w = philox({draw++, 0, 0, 0}, 3, 3);
            std::swap(rows[i - 1], rows[static_cast<std::size_t>(uniform(w[0]) * static_cast<double>(i))]);
        }
        std::string whole = head + "\n";
        for (const auto& row : rows) whole += row + "\n";
        if (whole == shuffled.text(file))
            whole = head + "\n" + rows.back() + whole.substr(head.size(), whole.size() - head.size() - rows.back().size() - 1);
        ASSERT_NE(whole, shuffled.text(file)) << file << " was not shuffled";
        shuffled.write(file, whole);
    }
    Simulation one(world.scenario()), two(shuffled.scenario());
    for (std::uint64_t r = 0; r < 4; ++r) EXPECT_TRUE(same_record(one.run(r), two.run(r)));
}

TEST(Determinism, AnotherZoneLeavesTheOthersAlone) {
    const SmallWorld world;
    SmallWorld larger;
    // A candidate park without enterprises, first in the alphabet so that every index moves.
    larger.append("packs/small/zones.csv", "a_park,新园区,A Park,east,28.0,113.2,2095,,0,made up,reported,\n");
    Simulation one(world.scenario()), two(larger.scenario());
    ASSERT_EQ(two.zone("a_park"), 0u);
    for (std::uint64_t r = 0; r < 4; ++r) {
        const auto& a = one.run(r);
        const auto& b = two.run(r);
        for (const auto& z : one.world->zones) EXPECT_TRUE(same_zone(a, one.zone(z.id), b, two.zone(z.id))) << z.id;
        EXPECT_TRUE(test::same_bits(a.cluster, b.cluster));
    }
}

TEST(Determinism, AnotherNameOfAZoneIsAnotherLuck) {
    // Renaming a zone and its clusters gives them other draws; others keep theirs wherever no channel joins them.
    const SmallWorld world;
    SmallWorld renamed;
    for (const char* file : {"packs/small/zones.csv", "packs/small/clusters.csv", "packs/small/history.csv"}) {
        std::string text = renamed.text(file);
        for (std::size_t at = text.find("east_park"); at != std::string::npos; at = text.find("east_park", at + 1))
            text.replace(at, 9, "east_qark");
        renamed.write(file, text);
    }
    engine::RunSettings settings;
    settings.free_initial = false;  // else the drawn revenue of one cluster moves the others through the published total
    Simulation one(world.scenario(test::apart()), settings), two(renamed.scenario(test::apart()), settings);
    const auto a = one.run(2);
    const auto& b = two.run(2);
    EXPECT_FALSE(same_zone(a, one.zone("east_park"), b, two.zone("east_qark")));
}

TEST(Uncertainty, HeldParametersSitAtTheirCentre) {
    const SmallWorld world;
    engine::RunSettings settings;
    settings.free_parameters = false;
    Simulation held(world.scenario(), settings), free(world.scenario());
    const auto first = held.run(0).parameters;
    const auto second = held.run(1).parameters;
    const auto drawn = free.run(0).parameters;
    const auto drawn_again = free.run(1).parameters;
    const auto infos = held.world->parameter_infos();
    ASSERT_EQ(infos.size(), first.size());
    std::size_t moved = 0;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        if (infos[i].group == "initial") {
            EXPECT_EQ(first[i], drawn[i]) << infos[i].id << " belongs to the initial state, which is free in both";
            continue;
        }
        EXPECT_EQ(first[i], second[i]) << infos[i].id;
        moved += drawn[i] != drawn_again[i] ? 1u : 0u;
    }
    EXPECT_GT(moved, 40u) << "priors with a spread are drawn";
}

/// Revenue, R&D effect, age, certificate and past of every enterprise of a cluster.
std::vector<double> all_of(const engine::Enterprises& members) {
    std::vector<double> all;
    for (std::size_t i = 0; i < members.size(); ++i)
        for (const double value :
             {members.z(i), members.theta(i), double(members.age(i)), double(members.certificate(i)), double(members.z1(i))})
            all.push_back(value);
    return all;
}

TEST(Uncertainty, AHeldInitialStateIsTheSameInEveryReplicate) {
    const SmallWorld world;
    engine::RunSettings settings;
    settings.free_initial = settings.free_parameters = false;
    Simulation held(world.scenario(), settings);
    const std::size_t clusters = held.world->clusters.size();
    held.replicate.start(0);
    std::vector<std::vector<double>> first;
    for (std::size_t c = 0; c < clusters; ++c) first.push_back(all_of(held.replicate.enterprises(c)));
    held.replicate.start(1);
    for (std::size_t c = 0; c < clusters; ++c) EXPECT_TRUE(all_of(held.replicate.enterprises(c)) == first[c]) << "cluster " << c;
    settings.free_initial = true;
    Simulation drawn(world.scenario(), settings);
    drawn.replicate.start(0);
    for (std::size_t c = 0; c < clusters; ++c) EXPECT_FALSE(all_of(drawn.replicate.enterprises(c)) == first[c]) << "cluster " << c;
}

TEST(Uncertainty, WithoutChanceEnterprisesOfAClusterGrowAlike) {
    SmallWorld world;
    test::without_plan(world);
    engine::RunSettings settings;
    settings.free_chance = false;
    Simulation simulation(
        world.scenario({"parameter.young_growth=0", "parameter.size_drift=0", "parameter.project_rate=0", "plan.end_year=2017"}), settings);
    simulation.run(0);
    for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c) {
        const auto& members = simulation.replicate.enterprises(c);
        double growth = 0;
        bool first = true;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members.age(i) == 0) continue;  // entrants of the year
            const double g = members.z(i) - static_cast<double>(members.z1(i));
            if (first) growth = g, first = false;
            ASSERT_NEAR(g, growth, 1e-5) << "z1 is kept in single precision";
        }
    }
}

TEST(Uncertainty, WithoutChanceGrowthIsTheSameInEveryReplicate) {
    SmallWorld world;
    test::without_plan(world);
    engine::RunSettings settings;
    settings.free_parameters = settings.free_chance = false;
    Simulation simulation(world.scenario({"plan.end_year=2017"}), settings, &test::even_growth);
    simulation.run(0);
    std::vector<double> growth;
    for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c) growth.push_back(simulation.replicate.expected_growth(c));
    simulation.run(1);
    for (std::size_t c = 0; c < growth.size(); ++c) {
        EXPECT_EQ(simulation.replicate.expected_growth(c), growth[c]);
        EXPECT_NEAR(growth[c], simulation.replicate.reference_growth(), 1e-12);
    }
}

TEST(Uncertainty, WithoutAnyAllReplicatesAreTheSame) {
    const SmallWorld world;
    engine::RunSettings settings;
    settings.free_parameters = settings.free_initial = settings.free_chance = false;
    Simulation simulation(world.scenario(), settings);
    const engine::Trajectory first = simulation.run(0);
    EXPECT_TRUE(test::same_record(first, simulation.run(7)));
}

using Seed = std::optional<std::uint64_t> engine::RunSettings::*;
constexpr Seed kinds[] = {&engine::RunSettings::parameter_seed, &engine::RunSettings::initial_seed, &engine::RunSettings::chance_seed};

TEST(Kinds, TheSeedOfEveryKindIsTheSeedOfTheRun) {
    const SmallWorld world;
    engine::RunSettings apart, whole;
    for (const Seed kind : kinds) apart.*kind = 9;
    whole.seed = 9;
    Simulation one(world.scenario(), apart), two(world.scenario(), whole);
    for (std::uint64_t r = 0; r < 3; ++r) EXPECT_TRUE(same_record(one.run(r), two.run(r))) << "some draw has the seed of no kind";
}

TEST(Kinds, AnotherSeedMovesItsKindAlone) {
    const SmallWorld world;
    for (const Seed kind : kinds) {
        engine::RunSettings other;
        other.*kind = 9;
        Simulation one(world.scenario()), two(world.scenario(), other);
        const auto a = one.run(3), b = two.run(3);
        EXPECT_FALSE(same_record(a, b));
        const auto infos = one.world->parameter_infos();
        std::size_t moved = 0;
        for (std::size_t i = 0; i < infos.size(); ++i) {
            const bool of_kind = kind == kinds[infos[i].group == "initial" ? 1 : 0];
            if (!of_kind) {
                EXPECT_EQ(a.parameters[i], b.parameters[i]) << infos[i].id;
            }
            moved += of_kind && a.parameters[i] != b.parameters[i] ? 1u : 0u;
        }
        if (kind != kinds[2]) {
            EXPECT_GT(moved, 0u);
        }
    }
}

TEST(Kinds, HeldParametersDoNotFeelTheirSeed) {
    const SmallWorld world;
    engine::RunSettings base;
    base.free_parameters = false;
    engine::RunSettings other = base;
    other.parameter_seed = 9;
    Simulation one(world.scenario(), base), two(world.scenario(), other);
    EXPECT_TRUE(same_record(one.run(3), two.run(3)));
}

TEST(Kinds, TheInitialStateDoesNotFeelChance) {
    const SmallWorld world;
    engine::RunSettings other;
    other.chance_seed = 9;
    Simulation one(world.scenario({"parameter.project_rate=0"}));  // projects under way at the start are chance
    Simulation two(world.scenario({"parameter.project_rate=0"}), other);
    one.replicate.start(4);
    two.replicate.start(4);
    for (std::size_t c = 0; c < one.world->clusters.size(); ++c)
        EXPECT_TRUE(all_of(one.replicate.enterprises(c)) == all_of(two.replicate.enterprises(c))) << "cluster " << c;
}

std::vector<std::string> ids_of(const engine::World& world) {
    std::vector<std::string> ids;
    for (const auto& info : world.parameter_infos()) ids.push_back(info.id);
    return ids;
}

TEST(GivenParameters, WhatWasDrawnAndIsGivenBackChangesNothing) {
    const SmallWorld world;
    Simulation drawn(world.scenario());
    std::vector<double> table;
    for (std::uint64_t r = 5; r < 8; ++r) {
        const auto& values = drawn.run(r).parameters;
        table.insert(table.end(), values.begin(), values.end());
    }
    engine::RunSettings settings;
    settings.free_parameters = false;  // what is given stands in place of held centres, too
    settings.parameter_source = std::make_shared<engine::ParameterValues>(ids_of(*drawn.world), table, 5);
    Simulation given(world.scenario({"parameter.cluster_drift_sd=0"}), settings);
    Simulation still(world.scenario({"parameter.cluster_drift_sd=0"}));
    settings.free_parameters = true;
    Simulation free(world.scenario(), settings);
    for (std::uint64_t r = 5; r < 8; ++r) {
        EXPECT_TRUE(same_record(free.run(r), drawn.run(r))) << "replicate " << r;
        EXPECT_TRUE(test::same_bits(given.run(r).parameters, drawn.run(r).parameters)) << "replicate " << r;
    }
    EXPECT_THROW(given.run(8), std::out_of_range);
    EXPECT_THROW(given.run(4), std::out_of_range);
}

TEST(GivenParameters, ThoseThatAreNotGivenAreDrawnAsUsual) {
    const SmallWorld world;
    Simulation drawn(world.scenario());
    engine::RunSettings settings;
    settings.parameter_source = std::make_shared<engine::ParameterValues>(std::vector<std::string>{"renewal_rate", "small_firms_sd", "chi"},
                                                                          std::vector<double>{0.61, 0.07, 0.4, 0.62, 0.08, -5.0});
    Simulation given(world.scenario(), settings);
    const auto& table = given.world->parameters;
    const auto ids = ids_of(*drawn.world);
    for (std::uint64_t r = 0; r < 2; ++r) {
        const auto a = drawn.run(r).parameters, b = given.run(r).parameters;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (ids[i] == "renewal_rate")
                EXPECT_EQ(b[i], r == 0 ? 0.61 : 0.62);
            else if (ids[i] == "small_firms_sd")
                EXPECT_EQ(b[i], r == 0 ? 0.07 : 0.08) << "of the initial state";
            else if (ids[i] == "chi")
                EXPECT_EQ(b[i], table.chi_at(table.nearest_chi_node(r == 0 ? 0.4 : -5.0))) << "a run has a few values of chi";
            else
                EXPECT_EQ(a[i], b[i]) << ids[i];
        }
    }
}

TEST(GivenParameters, WrongTablesAreRefused) {
    const SmallWorld world;
    using Table = engine::ParameterValues;
    EXPECT_THROW(Table({}, {}), std::invalid_argument);
    EXPECT_THROW(Table({"renewal_rate", "tax_rate"}, {0.5, 0.2, 0.5}), std::invalid_argument);
    EXPECT_THROW(Table({"renewal_rate"}, {std::numeric_limits<double>::quiet_NaN()}), std::invalid_argument);
    engine::RunSettings settings;
    settings.parameter_source = std::make_shared<Table>(std::vector<std::string>{"renewal_rat"}, std::vector<double>{0.5});
    try {
        const Simulation simulation(world.scenario(), settings);
        FAIL() << "an unknown parameter was taken";
    } catch (const std::invalid_argument& error) {
        EXPECT_NE(std::string(error.what()).find("renewal_rate"), std::string::npos) << error.what();
    }
    settings.parameter_source =
        std::make_shared<Table>(std::vector<std::string>{"renewal_rate", "renewal_rate"}, std::vector<double>{0.5, 0.5});
    EXPECT_THROW(Simulation(world.scenario(), settings), std::invalid_argument) << "there is only one";
}

TEST(GivenParameters, RowsCanBeGivenInTurn) {
    using Table = engine::ParameterValues;
    const Table once({"a", "b"}, {1, 2, 3, 4}, 5), in_turn({"a", "b"}, {1, 2, 3, 4}, 5, Table::Rows::in_turn);
    double out[2];
    EXPECT_THROW(once.values(4, out), std::out_of_range);
    EXPECT_THROW(once.values(7, out), std::out_of_range);
    EXPECT_THROW(in_turn.values(4, out), std::out_of_range);
    for (const auto& [replicate, a] : {std::pair{5ull, 1.0}, {6ull, 3.0}, {7ull, 1.0}, {1'000'006ull, 3.0}}) {
        in_turn.values(replicate, out);
        EXPECT_EQ(out[0], a) << replicate;
        EXPECT_EQ(out[1], a + 1) << replicate;
    }
}

}  // namespace
}  // namespace zonecast
