// What `zonecast new` writes: the skeleton of a region, or the pack and plan of a province from the library's panel.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/scenario/panel.hpp"

namespace zonecast::command {

/// A file to write, relative to the folder of scenarios.
struct NewFile {
    std::string path, text;
};

/// What stands for "{{key}}" in the skeleton's texts.
using Filling = std::map<std::string, std::string>;

/// What the skeleton says of a region without figures.
[[nodiscard]] Filling placeholders(const std::string& id);

/// A province as the panel knows it: tables of its pack, and what the skeleton's pack.toml and plan.toml say.
struct ProvincePack {
    Filling filling;
    std::map<std::string, std::string> tables;  ///< by name of file: cities.csv, zones.csv, clusters.csv, history.csv, README.md
};

/// The pack of a province. Figures are those of the panel and of the library's places, to the base year and after it; what a run needs and
/// nobody has is a placeholder with the source "placeholder: ..." and a spread. The base year is the last one for which the nation has
/// every series that a run starts from.
///
/// Rules of the placeholders. Provinces without figures: the nation's times the share of population. High-tech value added: the geometric
/// mean of 12 % of GDP and 0.45 (1e8 CNY) a certified enterprise, which is the order of size of the nation. Revenue: that over 0.30, split
/// over cities by their shares of certified enterprises, where unknown by GDP^1.2 x K (K = 1.6 in a capital) of the rest; half of a city's
/// revenue lies in its zones.
[[nodiscard]] ProvincePack province_pack(const scenario::Panel& panel, const scenario::Places& places, const scenario::Province& province);

}  // namespace zonecast::command
