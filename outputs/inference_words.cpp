#include "outputs/inference_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "model/engine/observables.hpp"
#include "model/inference/observed_series.hpp"
#include "outputs/fitted_table.hpp"

namespace zonecast::outputs {

namespace {

struct TreatmentWords {
    const char *id, *zh, *en;
};
/// In the order of inference::Treatment.
constexpr std::array<TreatmentWords, 6> treatments{{{"dropped", "未用", "not used"},
                                                    {"widened", "放宽一倍", "spread doubled"},
                                                    {"replaced", "按规则重算", "made anew by a rule"},
                                                    {"carried", "推到起点年", "carried to the origin"},
                                                    {"borrowed", "借用后来的结构", "later structure borrowed"},
                                                    {"kept", "照用", "used as it is"}}};

const TreatmentWords& words_of(inference::Treatment treatment) {
    return treatments[static_cast<std::size_t>(treatment)];
}

}  // namespace

std::string series_name(const std::string& id, Language language) {
    if (id.empty()) return choose(language, "全部", "all");
    for (const auto& series : inference::observed_series)
        if (series.id == id) {
            const auto text = engine::observable_text(*engine::observable_named(series.observable));
            return std::string(language == Language::zh ? text.zh : text.en);
        }
    return id;
}

std::string inputs_text(const InputNotes& notes, const TextStyle& style) {
    const Language l = style.language;
    FittedTable table({{choose(l, "年份", "Year")},
                       {choose(l, "处理", "Treatment")},
                       {choose(l, "依据年", "Known in"), true},
                       {choose(l, "个数", "How many"), true},
                       {choose(l, "输入", "Input"), false, 100, true, 20},
                       {choose(l, "数值", "Numbers"), false, 30}});
    for (const auto& [year, list] : notes)
        for (const auto& note : *list)
            table.add({{fmt::format("{}", year)},
                       {choose(l, words_of(note.treatment).zh, words_of(note.treatment).en)},
                       {note.known > 0 ? fmt::format("{}", note.known) : "–"},
                       {fmt::format("{}", note.count)},
                       {note.input},
                       {note.detail}});
    return table.text(style.width, style.colour);
}

nlohmann::ordered_json inputs_json(const InputNotes& notes) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& [year, list] : notes)
        for (const auto& note : *list)
            json.push_back({{"origin", year},
                            {"treatment", words_of(note.treatment).id},
                            {"input", note.input},
                            {"known", note.known > 0 ? nlohmann::ordered_json(note.known) : nlohmann::ordered_json()},
                            {"count", note.count},
                            {"detail", note.detail}});
    return json;
}

}  // namespace zonecast::outputs
