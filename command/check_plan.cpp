#include "command/check_plan.hpp"

#include <algorithm>
#include <memory>

#include "command/input.hpp"
#include "model/engine/unread_figures.hpp"
#include "model/engine/world.hpp"
#include "model/targets/conflicts.hpp"
#include "model/targets/grounds.hpp"

namespace zonecast::command {

namespace {

/// What the engine has to say of a pack whose plan has errors of its own: the start of the same pack without what the
/// plan adds.
void check_pack(const scenario::Scenario& read, Diagnostics& diagnostics) {
    const scenario::Plan& plan = read.plan;
    const auto hides_the_start = [&](const Problem& problem) {
        return problem.severity == Severity::error && problem.where.file != plan.where.file;
    };
    const auto& problems = diagnostics.problems();
    if (plan.base_year == 0 || plan.end_year <= plan.base_year || !plan.priors.empty() ||
        std::any_of(problems.begin(), problems.end(), hides_the_start))
        return;
    scenario::Scenario pack = read;
    pack.index.reset();
    pack.plan.targets.clear();
    pack.plan.measures.clear();
    pack.plan.shocks.clear();
    pack.plan.changes.clear();
    pack.plan.groups.clear();
    Diagnostics found;
    const auto world = engine::World::compile(pack, found);
    if (world && !found.has_errors()) targets::check_start(*world, found);
    for (const Problem& problem : found.problems()) {
        if (problem.severity == Severity::error) diagnostics.error(problem.where, problem.what, problem.hint);
        if (problem.severity == Severity::warning) diagnostics.warning(problem.where, problem.what, problem.hint);
    }
}

}  // namespace

std::optional<scenario::Scenario> check_plan(const PlanOptions& plan, Diagnostics& diagnostics) {
    auto scenario = read_plan(plan, diagnostics, check_pack);
    std::shared_ptr<const engine::World> world;
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);  // what only the engine needs
    if (world && !diagnostics.has_errors()) targets::check_start(*world, diagnostics);
    if (!scenario || diagnostics.has_errors()) return std::nullopt;
    targets::note_conflicts(*scenario, diagnostics);
    if (world) engine::note_unread_figures(*world, diagnostics);
    return scenario;
}

}  // namespace zonecast::command
