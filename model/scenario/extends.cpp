#include <algorithm>
#include <vector>

#include "model/base/text.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/tables.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Kind = TomlValue::Kind;

namespace {

constexpr const char* lists[] = {"target", "group", "measure", "shock", "change"};

std::string id_of(const TomlValue& table) {
    const TomlValue* id = table.kind == Kind::table ? table.find("id") : nullptr;
    return id != nullptr && id->kind == Kind::text ? id->text : std::string();
}

/// Reports ids that a file gives twice; only one file is looked at, since another may replace them.
void check_unique(const TomlValue& file, Reading& reading) {
    for (const char* list : lists) {
        const TomlValue* value = file.find(list);
        if (value == nullptr || value->kind != Kind::array) continue;
        IdTable ids(Text{list});
        for (const TomlValue& item : value->items)
            if (const std::string id = id_of(item); !id.empty())
                static_cast<void>(ids.add(id, item.find("id")->where, reading.diagnostics));
    }
}

/// Lists of tables laid over each other by id: known ids are changed in their place, others follow.
TomlValue overlaid_list(const TomlValue& below, const TomlValue& above) {
    TomlValue result = below;
    for (const TomlValue& item : above.items) {
        const std::string id = id_of(item);
        const auto found =
            std::find_if(result.items.begin(), result.items.end(), [&](const TomlValue& one) { return !id.empty() && id_of(one) == id; });
        if (found == result.items.end())
            result.items.push_back(item);
        else
            *found = overlaid(*found, item);
    }
    return result;
}

/// Parameters: each table laid over the one of the same name; a new family drops the numbers of the old one.
TomlValue overlaid_parameters(const TomlValue& below, const TomlValue& above) {
    return overlaid(below, above, [](TomlEntry& found, const TomlEntry& entry) {
        if (entry.value.kind == Kind::table && found.value.kind == Kind::table && entry.value.find("family") == nullptr)
            found = {entry.key, entry.where, overlaid(found.value, entry.value)};
        else
            found = entry;
    });
}

TomlValue overlaid_plan(const TomlValue& below, const TomlValue& above) {
    return overlaid(below, above, [](TomlEntry& found, const TomlEntry& entry) {
        const bool tables = found.value.kind == Kind::table && entry.value.kind == Kind::table;
        const bool arrays = found.value.kind == Kind::array && entry.value.kind == Kind::array;
        if (entry.key == "plan" && tables)
            found.value = overlaid(found.value, entry.value);
        else if (entry.key == "parameters" && tables)
            found.value = overlaid_parameters(found.value, entry.value);
        else if (arrays)
            found.value = overlaid_list(found.value, entry.value);
        else
            found = entry;
    });
}

/// Takes the key "extends" out of [plan]; nothing is returned if there is none.
std::optional<TomlValue> take_extends(TomlValue& file) {
    for (TomlEntry& entry : file.entries) {
        if (entry.key != "plan" || entry.value.kind != Kind::table) continue;
        auto& keys = entry.value.entries;
        const auto found = std::find_if(keys.begin(), keys.end(), [](const TomlEntry& one) { return one.key == "extends"; });
        if (found == keys.end()) continue;
        TomlValue value = found->value;
        keys.erase(found);
        return value;
    }
    return std::nullopt;
}

/// A pack and an index are named relative to the file that names them; make that independent of where the keys end up.
void resolve_paths(TomlValue& file, const std::string& path) {
    for (TomlEntry& entry : file.entries) {
        if (entry.key != "plan" || entry.value.kind != Kind::table) continue;
        for (TomlEntry& key : entry.value.entries)
            if ((key.key == "pack" || (key.key == "index" && key.value.text != "none")) && key.value.kind == Kind::text &&
                !key.value.text.empty())
                key.value.text = resolved(key.value.text, path);
    }
}

std::string chain_text(const std::vector<std::string>& chain, const std::string& again, const Sources& sources) {
    std::string text;
    bool inside = false;
    for (const std::string& path : chain) {
        inside = inside || sources.identity(path) == sources.identity(again);
        if (inside) text += sources.shown(path) + " extends ";
    }
    return text + sources.shown(again);
}

std::optional<TomlValue> read_chain(const std::string& path, const Location& asked_by, std::vector<std::string>& chain, Reading& reading) {
    auto file = read_toml(path, asked_by, reading);
    if (!file) return std::nullopt;
    resolve_paths(*file, path);
    const auto extends = take_extends(*file);
    if (!extends) return file;     // what it gives twice is found when it is read
    check_unique(*file, reading);  // before the second would be laid over the first
    if (extends->kind != Kind::text || extends->text.empty()) {
        reading.diagnostics.error(extends->where, say("\"extends\" 应为另一规划的路径，而不是{}", "\"extends\" must be the path of another plan, not {}", describe(extends->kind)),
                                  Text("写 extends = \"other.toml\"", "write extends = \"other.toml\""));
        return std::nullopt;
    }
    const std::string other = resolved(extends->text, path);
    chain.push_back(path);
    const bool cycle = std::any_of(chain.begin(), chain.end(), [&](const std::string& one) {
        return reading.sources.identity(one) == reading.sources.identity(other);
    });
    if (cycle) {
        reading.diagnostics.error(extends->where, say("规划互相继承，成了一圈：{}", "plans extend each other in a circle: {}", chain_text(chain, other, reading.sources)),
                                  Text("从其中一个删去 \"extends\"", "remove \"extends\" from one of them"));
        return std::nullopt;
    }
    const auto below = read_chain(other, extends->where, chain, reading);
    if (!below) return std::nullopt;
    return overlaid_plan(*below, *file);
}

}  // namespace

std::optional<TomlValue> read_plan_file(const std::string& path, Reading& reading) {
    std::vector<std::string> chain;
    return read_chain(path, {}, chain, reading);
}

}  // namespace zonecast::scenario
