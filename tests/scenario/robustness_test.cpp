// Whatever stands in the files, reading never throws, and without a scenario there is at least one error.
#include <gtest/gtest.h>

#include <string>

#include "model/scenario/scenario.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

constexpr const char* files[] = {"plans/small.toml",        "packs/small/pack.toml",       "packs/small/cities.csv",
                                 "packs/small/zones.csv",   "packs/small/clusters.csv",    "packs/small/segments.csv",
                                 "packs/small/supply.csv",  "packs/small/enterprises.csv", "packs/small/history.csv",
                                 "library/sectors.csv",     "library/io_coefficients.csv", "library/industries.csv",
                                 "library/instruments.toml"};

/// A small generator of its own, so that the damage is the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2654435769u + 1) {}
    std::size_t below(std::size_t bound) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(state_ >> 33) % bound;
    }

private:
    std::uint64_t state_;
};

/// `text` cut, with a piece repeated, or with bytes replaced by ones that mean something to a parser.
std::string damaged(const std::string& text, Dice& dice) {
    static const std::string marks = std::string("\",:;=[]{}\n\r'#-9.\\\xFF\xC3") + '\0';
    std::string out = text;
    switch (dice.below(3)) {
        case 0:
            return out.substr(0, dice.below(out.size()));
        case 1: {
            const std::size_t from = dice.below(out.size()), length = dice.below(60), to = dice.below(out.size());
            const std::string piece = out.substr(from, length);
            return out.insert(to, piece);
        }
        default:
            for (std::size_t i = 0, count = 1 + dice.below(3); i < count; ++i)
                out[dice.below(out.size())] = marks[dice.below(marks.size())];
            return out;
    }
}

void expect_calm(const SmallWorld& world, const std::string& what) {
    Diagnostics diagnostics;
    std::optional<scenario::Scenario> scenario;
    EXPECT_NO_THROW(scenario = world.read(diagnostics)) << what;
    EXPECT_EQ(scenario.has_value(), !diagnostics.has_errors()) << what << "\n" << diagnostics.text();
}

class Robustness : public ::testing::TestWithParam<const char*> {};

TEST_P(Robustness, DamagedFilesNeverThrow) {
    SmallWorld world;
    const std::string file = GetParam(), whole = world.text(file);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Dice dice(seed);
        world.write(file, damaged(whole, dice));
        expect_calm(world, file + ", damage " + std::to_string(seed));
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Robustness, ::testing::ValuesIn(files));

TEST(Robustness, TablesInPlaceOfValuesAndValuesInPlaceOfTables) {
    for (const char* text :
         {"plan = 1\n", "[[plan]]\nid = \"x\"\n", "[plan.id]\nx = 1\n",
          "target = 1\nmeasure = [1, 2]\nshock = {}\nparameters = []\n[plan]\nid = 2016-01-01\n", "[plan]\nextends = 3\n",
          "[plan]\nextends = \"\"\n", "[plan]\npack = \"\"\n", "[plan]\npack = \"a\\u0000b\"\n"}) {
        SmallWorld world;
        world.write("plans/small.toml", text);
        Diagnostics diagnostics;
        EXPECT_NO_THROW(EXPECT_FALSE(world.read(diagnostics))) << text;
        EXPECT_TRUE(diagnostics.has_errors()) << text;
    }
}

TEST(Robustness, AFolderInPlaceOfAFile) {
    SmallWorld world;
    world.remove("packs/small/zones.csv");
    std::filesystem::create_directory(world.path("packs/small/zones.csv"));
    Diagnostics diagnostics;
    EXPECT_FALSE(world.read(diagnostics));
    EXPECT_NE(diagnostics.text().find("it is a folder"), std::string::npos) << diagnostics.text();
}

}  // namespace
}  // namespace zonecast::test
