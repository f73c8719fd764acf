// What was published of the sizes of Hunan's technology enterprises in 2016.
#pragma once

#include "model/start/class_table.hpp"

namespace zonecast::start {

inline ClassFacts hunan_2016() {
    ClassFacts facts;
    facts.revenue = 21810;
    facts.at_least_1 = 3590;
    facts.at_least_1_share = 0.927;
    facts.at_least_100 = 22;
    facts.below_0_2 = 12000;
    return facts;
}

}  // namespace zonecast::start
