// What the parts of the reader share while a scenario is read.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/scenario.hpp"
#include "model/scenario/sources.hpp"
#include "model/scenario/toml.hpp"

namespace zonecast::scenario {

/// What has been read. Tables of ids say what may be referred to; a table marked incomplete (its file could not be read in full) makes
/// references to it unchecked, so that one broken file does not cause a hundred errors elsewhere.
struct Records {
    Scenario scenario;

    IdTable sectors{{"部门", "sector"}}, industries{{"产业", "industry"}}, parameters{{"参数", "parameter"}};
    IdTable instruments{{"政策工具", "instrument"}};
    IdTable cities{{"城市", "city"}}, zones{{"高新区", "zone"}}, clusters{{"集群", "cluster"}}, segments{{"环节", "segment"}};
    IdTable enterprises{{"企业", "enterprise"}}, perimeters{{"范围", "perimeter"}};
    IdTable targets{{"目标", "target"}}, groups{{"目标组", "group of targets"}}, measures{{"措施", "measure"}};
    IdTable shocks{{"冲击", "shock"}}, changes{{"改动", "change"}};
    /// Province, cities, zones, perimeters and industries share one name space: a scope names any of them.
    IdTable scopes{{"地方、范围或产业", "place, perimeter or industry"}};

    std::map<std::string, TomlValue> library_priors;  ///< as written in the library
    std::map<std::string, TomlValue> prior_tables;    ///< as written, library, pack and plan laid over each other
    bool history_complete = false;                  ///< the history could be read in full
    bool start_known = false;                       ///< the history knows what a run of the base year starts from

    Location base_year, end_year;  ///< where the plan says so

    std::pair<std::string, Location>
        index;  ///< file of the zone index and where it is named: by the plan, else by the pack; "none": without
    std::vector<std::pair<std::string, Location>> index_without;  ///< groups and items that the plan leaves out
};

/// State of one reading.
struct Reading : Records {
    /// `files` must outlive this.
    Reading(const FileSource& files, Diagnostics& problems) : diagnostics(problems), sources(files) {}

    Diagnostics& diagnostics;
    Sources sources;
};

/// What does not hang on the plan, as it was after the pack had been read without an error.
struct KeptPack {
    std::string pack;                        ///< its path
    std::pair<std::string, Location> index;  ///< as the plan's head named it
    Records records;
    std::vector<SourceFile> files;
};

}  // namespace zonecast::scenario
