// What the page calls of the engine compiled to WebAssembly (lab/page/engine.js). One laboratory an instance. Texts are
// UTF-8 in JSON; arrays of numbers are read from memory where the answer says that they lie.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "lab/engine/laboratory.hpp"

#define ZONECAST_EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

using Json = nlohmann::ordered_json;

std::unique_ptr<zonecast::lab::Laboratory> laboratory;
zonecast::lab::Answer answer;
std::string given, said;

template <class T>
Json place_of(const std::vector<T>& values) {
    return {{"at", reinterpret_cast<std::uintptr_t>(values.data())}, {"length", values.size()}};
}

Json both(const zonecast::Text& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

Json texts_of(const zonecast::Diagnostics& diagnostics) {
    Json list = Json::array();
    for (const auto& problem : diagnostics.problems()) {
        const char* severity = problem.severity == zonecast::Severity::error     ? "error"
                               : problem.severity == zonecast::Severity::warning ? "warning"
                                                                                 : "note";
        list.push_back({{"severity", severity},
                        {"file", problem.where.file},
                        {"line", problem.where.line},
                        {"what", both(problem.what)},
                        {"hint", both(problem.hint)}});
    }
    return list;
}

}  // namespace

/// Room for a text of so many bytes that the page writes before it calls one of the functions below.
ZONECAST_EXPORT(lab_room) char* lab_room(std::size_t size) {
    given.assign(size, ' ');
    return given.data();
}
/// What the last call said: its place and length in bytes.
ZONECAST_EXPORT(lab_said) const char* lab_said() {
    return said.data();
}
ZONECAST_EXPORT(lab_said_length) std::size_t lab_said_length() {
    return said.size();
}

/// Given {files: [{path, text}], plan, keep: [[dimension, entity, observable]]}.
ZONECAST_EXPORT(lab_open) void lab_open() {
    const Json json = Json::parse(given);
    std::vector<zonecast::scenario::SourceFile> files;
    for (const Json& file : json.at("files")) files.push_back({file.at("path"), file.at("text")});
    std::vector<zonecast::engine::KeptSeries> kept;
    for (const Json& series : json.at("keep")) kept.push_back({series.at(0), series.at(1), series.at(2)});
    laboratory = std::make_unique<zonecast::lab::Laboratory>(std::move(files), json.at("plan"), std::move(kept));
}

/// Given the text of a plan file, or nothing: says {good, problems, measures: [ids]}.
ZONECAST_EXPORT(lab_take) void lab_take() {
    zonecast::Diagnostics diagnostics;
    Json json{{"good", laboratory->take(given, diagnostics)}, {"problems", texts_of(diagnostics)}, {"measures", Json::array()}};
    if (laboratory->world())
        for (const auto& measure : laboratory->world()->measures) json["measures"].push_back(measure.measure.id);
    said = json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Runs replicates; says where the numbers lie.
ZONECAST_EXPORT(lab_run) void lab_run(double seed, double first, double count) {
    answer = laboratory->run(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(count));
    said = Json{{"met", place_of(answer.met)},
                {"value", place_of(answer.value)},
                {"series", place_of(answer.series)},
                {"cost", place_of(answer.cost)},
                {"member_short", place_of(answer.member_short)}}
               .dump();
}

/// Says the digest of replicates.
ZONECAST_EXPORT(lab_digest) void lab_digest(double seed, double first, double count) {
    said = laboratory->digest(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(count));
}
