#include <algorithm>
#include <tuple>

#include "model/base/text.hpp"
#include "model/scenario/library.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/toml_record.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

constexpr int longest_delay = 50;

Channel read_channel(const TomlValue& table, const std::string& instrument, Reading& reading) {
    TomlRecord record(table, say("{} 的渠道", "the channel of {}", in_quotes(instrument)), reading.diagnostics);
    Channel channel;
    channel.where = table.where;
    channel.lever = record.choice<std::string>("lever", lever_words());
    const bool moves = channel.lever != "none";
    channel.mean = record.number("mean", -TomlRecord::infinite, TomlRecord::infinite, moves ? std::nullopt : std::optional(0.0));
    channel.sd = record.number("sd", 0, TomlRecord::infinite, 0.0);
    channel.spike = record.number("spike", 0, 1, 0.0);
    channel.source = record.text("source");
    channel.grade = record.choice<std::string>("grade", grade_words());
    record.finish();
    return channel;
}

Instrument read_instrument(const std::string& id, const TomlValue& table, Reading& reading) {
    TomlRecord record(table, say("政策工具 {}", "the instrument {}", in_quotes(id)), reading.diagnostics);
    Instrument instrument;
    instrument.id = id;
    instrument.where = table.where;
    instrument.name = record.name("name");
    instrument.unit_cost = record.number("unit_cost", 0, TomlRecord::infinite, 0.0);
    instrument.unit_cost_spread = record.number("unit_cost_spread", 0, TomlRecord::infinite, 0.0);
    instrument.delay = record.integer("delay", 0, longest_delay, 0);
    instrument.ramp = record.integer("ramp", 1, longest_delay, 1);
    instrument.fade = record.number("fade", 0, 1, 0.0);
    if (record.has("dose_low") || record.has("dose_high")) {
        instrument.dose_low = record.number("dose_low", -TomlRecord::infinite, TomlRecord::infinite);
        instrument.dose_high = record.number("dose_high", -TomlRecord::infinite, TomlRecord::infinite);
        instrument.dose_source = record.text("dose_source");
        if (instrument.dose_low && instrument.dose_high && *instrument.dose_low >= *instrument.dose_high)
            reading.diagnostics.error(record.where("dose_high"), Text("dose_high 不大于 dose_low", "dose_high is not above dose_low"),
                                      Text("两者对调", "exchange the two"));
    }
    static const Words<bool> deciders{{"province", false}, {"nation", true}};
    instrument.national = record.choice<bool>("decided_by", deciders, false);
    instrument.note = record.text("note", "");
    for (const TomlValue* channel : record.tables("channel")) {
        Channel one = read_channel(*channel, id, reading);
        const bool twice = std::any_of(instrument.channels.begin(), instrument.channels.end(),
                                       [&](const Channel& other) { return other.lever == one.lever; });
        if (twice)
            reading.diagnostics.error(
                one.where,
                say("政策工具 {} 对杠杆 {} 有两条渠道", "the instrument {} has two channels for the lever {}", in_quotes(id), in_quotes(one.lever)),
                Text("合成一条", "make them one"));
        else
            instrument.channels.push_back(std::move(one));
    }
    if (!record.has("channel"))
        reading.diagnostics.error(table.where, say("政策工具 {} 没有渠道", "the instrument {} has no channel", in_quotes(id)),
                                  say("加上 [[{}.channel]]；什么都不推动则写 lever = \"none\"",
                                      "add [[{}.channel]]; lever = \"none\" if it moves nothing", id));
    record.finish();
    std::sort(instrument.channels.begin(), instrument.channels.end(),
              [](const Channel& a, const Channel& b) { return a.lever < b.lever; });
    return instrument;
}

}  // namespace

void read_instruments(const TomlValue& file, Reading& reading) {
    for (const TomlEntry& entry : file.entries) {
        if (entry.value.kind != TomlValue::Kind::table) {
            reading.diagnostics.error(entry.where, say("{} 不在任何表中", "{} stands outside of a table", in_quotes(entry.key)),
                                      Text("每个政策工具以 [id] 开头", "begin each instrument with [id]"));
            continue;
        }
        if (reading.instruments.add(entry.key, entry.where, reading.diagnostics))
            reading.scenario.instruments.push_back(read_instrument(entry.key, entry.value, reading));
    }
    sort_by_id(reading.scenario.instruments);
}

}  // namespace zonecast::scenario
