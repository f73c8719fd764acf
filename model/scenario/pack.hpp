// The region pack: who and what is there in the base year.
#pragma once

#include <string>

#include "model/scenario/reading.hpp"
#include "model/scenario/toml_record.hpp"

namespace zonecast::scenario {

/// Reads the pack at `path` (its folder, or its pack.toml), which the plan names at `asked_by`, with its library.
void read_pack(const std::string& path, const Location& asked_by, Reading& reading);

/// Marks everything that a pack would have defined as unknown, for a pack that cannot be read.
void give_up_pack(Reading& reading);

/// Reads cities.csv and zones.csv, and makes the pseudo-zone "<city>.outside" of every city.
void read_places(const std::string& folder, const Location& asked_by, Reading& reading);

/// Reads clusters.csv and, if it is there, enterprises.csv.
void read_clusters(const std::string& folder, const Location& asked_by, Reading& reading);

/// Reads segments.csv and supply.csv, if they are there.
void read_chains(const std::string& folder, Reading& reading);

/// Reads history.csv.
void read_history(const std::string& folder, const Location& asked_by, Reading& reading);

/// Reads [[perimeter]] of the pack.
void read_perimeters(TomlRecord& pack, Reading& reading);

/// Reads [[chain]] of the pack: names of chains.
void read_chain_names(TomlRecord& pack, Reading& reading);

/// Reads [[break]] of the pack.
void read_breaks(TomlRecord& pack, Reading& reading);

/// Adds the id of a place, perimeter or industry to the names that a scope may use; an error if the id is taken.
void add_scope(const std::string& id, const Location& where, Reading& reading);

}  // namespace zonecast::scenario
