#include "model/scenario/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "model/base/text.hpp"
#include "model/scenario/figures.hpp"
#include "model/scenario/library.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

const std::vector<std::string>& pack_files() {
    static const std::vector<std::string> names{"pack.toml",    "cities.csv", "zones.csv",       "clusters.csv",
                                                "segments.csv", "supply.csv", "enterprises.csv", "history.csv"};
    return names;
}

/// Warns of tables in the folder that nothing reads: most likely the misspelt name of an optional one.
void warn_of_unread_tables(const std::string& folder, Reading& reading) {
    std::vector<std::string> unread;
    for (const std::string& name : reading.sources.names_in(folder)) {
        const std::string kind = std::filesystem::path(name).extension().string();
        if ((kind == ".csv" || kind == ".toml") && std::find(pack_files().begin(), pack_files().end(), name) == pack_files().end())
            unread.push_back(name);
    }
    for (const std::string& name : unread)
        reading.diagnostics.warning({reading.sources.shown(in_folder(folder, name)), 0, 0},
                                    Text("数据包没有此名的表，文件未读", "a pack has no table of this name; the file is not read"),
                                    suggestion(name, pack_files()));
}

}  // namespace

void give_up_pack(Reading& reading) {
    for (IdTable* table :
         {&reading.sectors, &reading.industries, &reading.parameters, &reading.instruments, &reading.cities, &reading.zones,
          &reading.clusters, &reading.segments, &reading.enterprises, &reading.perimeters, &reading.scopes})
        table->set_incomplete();
}

void add_scope(const std::string& id, const Location& where, Reading& reading) {
    const auto& standard = standard_perimeters();
    if (id == "china" || std::find(standard.begin(), standard.end(), id) != standard.end()) {
        reading.diagnostics.error(where, say("{} 是程序自用的名称", "{} is a name that the program uses itself", in_quotes(id)),
                                  Text("换一个编号", "choose another id"));
        return;
    }
    if (const Location* first = reading.scopes.place(id)) {
        reading.diagnostics.error(
            where, say("编号 {} 已用于别的对象，{}", "the id {} is already used {} for something else", in_quotes(id), place_of(*first, where)),
            Text("省、城市、高新区、范围和产业的编号不能相同，因为适用范围可以是其中任何一个",
                 "province, cities, zones, perimeters and industries need ids of their own, since a scope may name any of them"));
        return;
    }
    static_cast<void>(reading.scopes.add(id, where, reading.diagnostics, true));
}

void read_pack(const std::string& path, const Location& asked_by, Reading& reading) {
    const bool names_file = std::filesystem::path(path).extension() == ".toml";
    const bool found = reading.sources.exists(path);
    if (!names_file && found && !reading.sources.is_folder(path)) {
        reading.diagnostics.error(asked_by, say("{} 不是文件夹", "{} is not a folder", in_quotes(reading.sources.shown(path))),
                                  Text("指明数据包的文件夹，或其 pack.toml", "name the folder of the pack, or its pack.toml"));
        return give_up_pack(reading);
    }
    if (!names_file && !found) {
        // Reading the folder itself yields the error with a suggestion.
        static_cast<void>(
            reading.sources.read(std::filesystem::path(path).has_filename() ? path : std::filesystem::path(path).parent_path().string(),
                                 reading.diagnostics, asked_by));
        return give_up_pack(reading);
    }
    const std::string file_path = names_file ? path : in_folder(path, "pack.toml");
    const std::string folder = std::filesystem::path(file_path).parent_path().string();
    const auto file = read_toml(file_path, asked_by, reading);
    if (!file) return give_up_pack(reading);

    TomlRecord top(*file, Text("数据包", "the pack"), reading.diagnostics);
    const TomlValue* head = top.find("pack");
    if (head == nullptr || head->kind != TomlValue::Kind::table) {
        reading.diagnostics.error({reading.sources.shown(file_path), 1, 1}, Text("文件没有 [pack]", "the file has no [pack]"),
                                  Text("以 [pack] 开头，写明数据包的 id、name、province 和 library",
                                       "begin it with [pack] and the id, name, province and library of the pack"));
        return give_up_pack(reading);
    }
    TomlRecord pack(*head, Text("[pack]"), reading.diagnostics);
    reading.scenario.pack_id = pack.text("id");
    if (!reading.scenario.pack_id.empty() && !is_id(reading.scenario.pack_id))
        reading.diagnostics.error(pack.where("id"),
                                  say("编号 {} 含有编号不能用的字符", "the id {} has characters that an id may not have",
                                      in_quotes(reading.scenario.pack_id)),
                                  id_hint(reading.scenario.pack_id));
    reading.scenario.pack_name = pack.name("name");
    reading.scenario.province = pack.text("province");
    if (!reading.scenario.province.empty()) add_scope(reading.scenario.province, pack.where("province"), reading);
    const std::string library = pack.text("library");
    const Location library_place = pack.where("library");
    const std::string index = pack.text("index", "");
    if (reading.index.first.empty() && !index.empty()) reading.index = {resolved(index, file_path), pack.where("index")};
    pack.finish();

    if (!library.empty()) {
        read_library(resolved(library, file_path), library_place, reading);
    } else {
        for (IdTable* table : {&reading.sectors, &reading.industries, &reading.parameters, &reading.instruments, &reading.scopes})
            table->set_incomplete();
    }
    const Location& here = head->where;
    read_places(folder, here, reading);
    read_perimeters(top, reading);
    read_candidates(top, reading.scenario.candidates, reading);
    read_clusters(folder, here, reading);
    read_chains(folder, reading);
    read_chain_names(top, reading);
    read_history(folder, here, reading);
    read_breaks(top, reading);
    if (const TomlValue* parameters = top.find("parameters")) {
        if (parameters->kind == TomlValue::Kind::table)
            override_priors(*parameters, true, reading);
        else
            reading.diagnostics.error(parameters->where, Text("\"parameters\" 应是若干个表", "\"parameters\" must be tables"),
                                      Text("写 [parameters.<编号>]", "write [parameters.<id>]"));
    }
    top.finish();
    warn_of_unread_tables(folder, reading);
}

void read_perimeters(TomlRecord& pack, Reading& reading) {
    for (const TomlValue* table : pack.tables("perimeter")) {
        TomlRecord record(*table, Text("范围", "the perimeter"), reading.diagnostics);
        Perimeter perimeter;
        perimeter.where = table->where;
        perimeter.id = record.text("id");
        perimeter.name = record.name("name");
        for (const auto& [id, where] : record.texts("zones")) {
            if (!reading.zones.check(id, where, reading.diagnostics)) continue;
            if (std::find(perimeter.zones.begin(), perimeter.zones.end(), id) == perimeter.zones.end())
                perimeter.zones.push_back(id);
            else
                reading.diagnostics.error(where, say("高新区 {} 在范围中出现两次", "the zone {} stands twice in the perimeter", in_quotes(id)),
                                          Text("删去其一", "remove one of the two"));
        }
        for (const auto& [id, where] : record.texts("cities")) {
            if (!reading.cities.check(id, where, reading.diagnostics)) continue;
            if (std::find(perimeter.cities.begin(), perimeter.cities.end(), id) == perimeter.cities.end())
                perimeter.cities.push_back(id);
            else
                reading.diagnostics.error(where, say("城市 {} 在范围中出现两次", "the city {} stands twice in the perimeter", in_quotes(id)),
                                          Text("删去其一", "remove one of the two"));
        }
        static const Words<std::string> levels{{"all", "all"}, {"national", "national"}, {"provincial", "provincial"}};
        if (record.has("level")) perimeter.level = record.choice<std::string>("level", levels, std::string());
        for (const auto& [id, where] : record.texts("except"))
            if (reading.zones.check(id, where, reading.diagnostics)) perimeter.except.push_back(id);
        if ((record.has("zones") ? 1 : 0) + (record.has("cities") ? 1 : 0) + (record.has("level") ? 1 : 0) != 1)
            reading.diagnostics.error(table->where,
                                      Text("范围是三者之一：高新区的列表、城市的列表，或某一级别的高新区",
                                           "a perimeter is one of three: a list of zones, a list of cities, or the zones of a level"),
                                      Text("写 zones = [...]、cities = [...] 或 level = \"national\"",
                                           "give it zones = [...], cities = [...] or level = \"national\""));
        if (record.has("except") && !record.has("level"))
            reading.diagnostics.error(record.where("except"), Text("\"except\" 只用于按级别的范围", "\"except\" belongs to a perimeter by level"),
                                      Text("直接去掉那些高新区", "leave out the zones instead"));
        const Location id_place = record.where("id");
        record.finish();
        std::sort(perimeter.zones.begin(), perimeter.zones.end());
        std::sort(perimeter.cities.begin(), perimeter.cities.end());
        if (perimeter.id.empty()) continue;
        if (reading.perimeters.add(perimeter.id, id_place, reading.diagnostics)) {
            add_scope(perimeter.id, id_place, reading);
            reading.scenario.perimeters.push_back(perimeter);
        }
    }
    sort_by_id(reading.scenario.perimeters);
}

void read_candidates(TomlRecord& file, std::vector<Candidate>& candidates, Reading& reading) {
    constexpr int longest_queue = 100;
    for (const TomlValue* table : file.tables("candidate")) {
        TomlRecord record(*table, Text("候选园区", "the candidate"), reading.diagnostics);
        Candidate one;
        one.where = table->where;
        one.zone = record.text("zone");
        one.rank = record.integer("rank", 1, longest_queue, 1);
        one.since = record.year("since", false).value_or(0);
        static_cast<void>(record.text("clause", ""));
        one.note = record.text("note", "");
        const Location where = record.where("zone");
        record.finish();
        if (one.zone.empty() || !reading.zones.check(one.zone, where, reading.diagnostics)) continue;
        const auto& zones = reading.scenario.zones;
        const auto zone = std::find_if(zones.begin(), zones.end(), [&](const Zone& z) { return z.id == one.zone; });
        if (zone != zones.end() && zone->outside)
            reading.diagnostics.error(where, say("{} 是城市中高新区以外的部分，不能成为高新区",
                                                 "{} is what lies outside a city's zones, and cannot become one", in_quotes(one.zone)),
                                      Text("写 zones.csv 中的高新区", "name a zone of zones.csv"));
        else if (std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.zone == one.zone; }))
            reading.diagnostics.error(where, say("候选园区中高新区 {} 出现了两次", "the zone {} is named twice among the candidates",
                                                 in_quotes(one.zone)),
                                      Text("删去其一", "remove one of the two"));
        else
            candidates.push_back(std::move(one));
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.zone < b.zone; });
}

void read_chain_names(TomlRecord& pack, Reading& reading) {
    IdTable known({"产业链", "chain"});
    for (const TomlValue* table : pack.tables("chain")) {
        TomlRecord record(*table, Text("产业链", "the chain"), reading.diagnostics);
        Chain chain;
        chain.where = table->where;
        chain.id = record.text("id");
        chain.name = record.name("name");
        const Location id_place = record.where("id");
        record.finish();
        if (chain.id.empty() || !known.add(chain.id, id_place, reading.diagnostics)) continue;
        std::vector<std::string> chains;
        for (const Segment& segment : reading.scenario.segments) chains.push_back(segment.chain);
        if (reading.segments.complete() && std::find(chains.begin(), chains.end(), chain.id) == chains.end())
            reading.diagnostics.warning(id_place, say("没有环节属于产业链 {}", "no segment belongs to the chain {}", in_quotes(chain.id)),
                                        suggestion(chain.id, chains));
        reading.scenario.chains.push_back(std::move(chain));
    }
    sort_by_id(reading.scenario.chains);
}

void read_breaks(TomlRecord& pack, Reading& reading) {
    auto& breaks = reading.scenario.breaks;
    for (const TomlValue* table : pack.tables("break")) {
        SeriesBreak one = read_break(*table, false, reading.diagnostics);
        const bool known = std::any_of(reading.scenario.history.begin(), reading.scenario.history.end(),
                                       [&](const Figure& figure) { return figure.series == one.series && figure.place == one.place; });
        if (!known && reading.history_complete)
            reading.diagnostics.warning(table->where,
                                        say("history.csv 没有 {1} 的 {0}，间断不起作用",
                                            "history.csv has no figure {0} of {1}, so that the break breaks nothing", in_quotes(one.series),
                                            in_quotes(one.place)),
                                        Text("核对序列和地方", "check series and place"));
        breaks.push_back(std::move(one));
    }
    std::sort(breaks.begin(), breaks.end(), [](const SeriesBreak& a, const SeriesBreak& b) {
        return std::tie(a.series, a.place, a.year) < std::tie(b.series, b.place, b.year);
    });
}

}  // namespace zonecast::scenario
