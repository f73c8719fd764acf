#include "python/read_plan.hpp"

#include "command/input.hpp"

namespace zonecast::python {

ReadPlan::ReadPlan(std::string path, std::vector<std::string> changes) : options_{std::move(path), std::move(changes)} {
    auto scenario = command::read_plan(options_, diagnostics_);
    if (!scenario || diagnostics_.has_errors()) throw BadInput{diagnostics_};
    scenario_ = std::make_shared<const scenario::Scenario>(std::move(*scenario));
}

std::shared_ptr<const engine::World> ReadPlan::world() const {
    const std::lock_guard lock(compiling_);
    if (!world_) {
        Diagnostics problems;
        world_ = engine::World::compile(*scenario_, problems);
        if (!world_ || problems.has_errors()) throw BadInput{problems};
    }
    return world_;
}

}  // namespace zonecast::python
