// A plan as Python holds it: read and checked, and compiled once it is first run.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "command/options.hpp"
#include "model/base/diagnostics.hpp"
#include "model/engine/world.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::python {

/// What is wrong with what a user asked for; Python raises it as zonecast.BadInput.
struct BadInput {
    Diagnostics diagnostics;
};

/// Immutable from outside; thread-safe.
class ReadPlan {
public:
    /// Reads and checks. Throws BadInput with all problems if one of them is an error.
    ReadPlan(std::string path, std::vector<std::string> changes);

    [[nodiscard]] const command::PlanOptions& options() const { return options_; }
    [[nodiscard]] const scenario::Scenario& scenario() const { return *scenario_; }
    /// Warnings and notes of reading.
    [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
    /// The compiled scenario. Throws BadInput if it does not compile.
    [[nodiscard]] std::shared_ptr<const engine::World> world() const;

private:
    command::PlanOptions options_;
    Diagnostics diagnostics_;
    std::shared_ptr<const scenario::Scenario> scenario_;
    mutable std::mutex compiling_;
    mutable std::shared_ptr<const engine::World> world_;
};

}  // namespace zonecast::python
