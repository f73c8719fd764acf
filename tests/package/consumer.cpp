// A user of the installed package: reads a plan through zonecast::model and says how many targets it has.
#include <cstdio>

#include "model/base/version.hpp"
#include "model/scenario/read.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    zonecast::Diagnostics diagnostics;
    const auto scenario = zonecast::scenario::read_scenario(argv[1], {}, diagnostics);
    if (!scenario) {
        std::fputs(diagnostics.text().c_str(), stderr);
        return 1;
    }
    std::printf("zonecast %s reads %zu targets\n", zonecast::version, scenario->plan.targets.size());
    return scenario->plan.targets.empty() ? 1 : 0;
}
