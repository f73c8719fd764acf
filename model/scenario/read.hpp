// Reading of a whole scenario from its files.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"
#include "model/scenario/sources.hpp"

namespace zonecast::scenario {

struct KeptPack;

/// Checks from rooms above, of a scenario that has errors already.
using FurtherChecks = std::function<void(const Scenario& scenario, Diagnostics& diagnostics)>;

/// Reads a plan file and everything that it leads to (the plans it extends, its pack, the library of the pack), checks all of it, and
/// returns the scenario with every record sorted by id, so that the order of rows in the files cannot matter. Targets keep the order of the
/// plan.
///
/// `overrides` are quick changes "key=value", applied last and in their order: `parameter.<id>=<number>` fixes a
/// parameter, `measure.<id>.dose=<factor>` multiplies all doses of a measure, `measure.<id>.dose.<year>=<dose>` sets the
/// dose of one year, `plan.end_year=<year>`, `target.<id>.value=<number>` and `shock.<id>.size=<number>` (in the
/// program's units).
///
/// Every problem found goes to `diagnostics` with its place; returns nullopt if one of them is an error. Never throws on bad input.
/// Thread-safe for different diagnostics. If there are errors, but none that hide which places and industries
/// there are, `also` is called with what was read: checks from rooms above find what else is wrong.
[[nodiscard]] std::optional<Scenario> read_scenario(const std::string& plan_path, const std::vector<std::string>& overrides,
                                                    Diagnostics& diagnostics, const FurtherChecks& also = {});

/// What one reading leaves for the next one of the same files: pack and library, which take most of the time.
class PackMemory {
public:
    PackMemory();
    ~PackMemory();

private:
    friend std::optional<Scenario> read_scenario(const FileSource&, const std::string&, const std::vector<std::string>&, Diagnostics&,
                                                 const FurtherChecks&, PackMemory*);
    std::unique_ptr<KeptPack> kept_;
};

/// The same from other files: `plan_file` is the path of the plan in `files`, relative to its own folder. For the same texts and overrides
/// the scenario is the same, except for the places that messages name. With a `memory` plans are read one after the other: a pack that it
/// holds is not read again, and what there is to say about it is not said again.
[[nodiscard]] std::optional<Scenario> read_scenario(const FileSource& files, const std::string& plan_file,
                                                    const std::vector<std::string>& overrides, Diagnostics& diagnostics,
                                                    const FurtherChecks& also = {}, PackMemory* memory = nullptr);

/// Reads a pack (its folder, or its pack.toml) with its library as a scenario without a plan: no target, no measure, no shock, from
/// `base_year` to `end_year`. That every cluster has a figure in the base year is not checked. Problems as above.
[[nodiscard]] std::optional<Scenario> read_pack_alone(const std::string& pack_path, int base_year, int end_year, Diagnostics& diagnostics);

}  // namespace zonecast::scenario
