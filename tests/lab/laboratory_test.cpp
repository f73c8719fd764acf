#include "lab/engine/laboratory.hpp"

#include <gmock/gmock.h>

#include "model/scenario/read.hpp"

namespace zonecast::lab {
namespace {

const std::string plan_path = ZONECAST_SOURCE_DIR "/scenarios/plans/czt-action-2017-2019.toml";
const std::string moved = R"([plan]
extends = "czt-action-2017-2019.toml"

[[measure]]
id = "lab_hnte_cultivation"
instrument = "hnte_cultivation"
scope = "hunan"
dose = { 2017 = 2, 2018 = 2, 2019 = 2 }
)";

class LaboratoryTest : public testing::Test {
protected:
    Laboratory laboratory() const { return {scenario_->files, scenario_->plan_file, {}}; }

    Diagnostics diagnostics_;
    std::optional<scenario::Scenario> scenario_ = scenario::read_scenario(plan_path, {}, diagnostics_);
};

TEST_F(LaboratoryTest, WhatIsKeptOfEarlierPlansChangesNoBit) {
    Laboratory used = laboratory(), fresh = laboratory();
    ASSERT_TRUE(used.take("", diagnostics_)) << diagnostics_.text();
    const std::string written = used.digest(1, 0, 4);
    ASSERT_TRUE(used.take(moved, diagnostics_)) << diagnostics_.text();
    ASSERT_TRUE(fresh.take(moved, diagnostics_)) << diagnostics_.text();
    EXPECT_EQ(used.digest(1, 0, 4), fresh.digest(1, 0, 4));
    EXPECT_NE(used.digest(1, 0, 4), written);
    ASSERT_TRUE(used.take("", diagnostics_)) << diagnostics_.text();
    EXPECT_EQ(used.digest(1, 0, 4), written);
}

TEST_F(LaboratoryTest, AnswersDoNotDependOnHowReplicatesAreCut) {
    Laboratory one = laboratory();
    ASSERT_TRUE(one.take("", diagnostics_)) << diagnostics_.text();
    const Answer whole = one.run(7, 0, 6), first = one.run(7, 0, 2), rest = one.run(7, 2, 4);
    std::vector<double> joined = first.value;
    joined.insert(joined.end(), rest.value.begin(), rest.value.end());
    EXPECT_THAT(joined, testing::Pointwise(testing::NanSensitiveDoubleEq(), whole.value));
}

TEST_F(LaboratoryTest, APlanWithAnErrorLeavesTheOneAtHand) {
    Laboratory one = laboratory();
    ASSERT_TRUE(one.take("", diagnostics_)) << diagnostics_.text();
    const auto* before = one.world();
    EXPECT_FALSE(one.take("[plan]\nextends = \"czt-action-2017-2019.toml\"\n[[measure]]\nid = \"no\"\n", diagnostics_));
    EXPECT_TRUE(diagnostics_.has_errors());
    EXPECT_EQ(one.world(), before);
}

}  // namespace
}  // namespace zonecast::lab
