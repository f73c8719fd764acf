#include "outputs/doubt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/json_values.hpp"

namespace zonecast::outputs {

namespace {

using engine::SplitOfTarget;
using engine::uncertainty_kinds;
using engine::VarianceShare;
using engine::VarianceSplit;

constexpr const char* prefixes[] = {"target_value", "target_met"};

struct ShareVariable {
    const char* ending;
    double VarianceShare::*member;
};
constexpr ShareVariable share_variables[] = {{"_share_first", &VarianceShare::first},
                                             {"_share_first_error", &VarianceShare::first_error},
                                             {"_share_total", &VarianceShare::total},
                                             {"_share_total_error", &VarianceShare::total_error}};
struct TargetVariable {
    const char* ending;
    double SplitOfTarget::*member;
};
constexpr TargetVariable target_variables[] = {{"_variance", &SplitOfTarget::variance},
                                               {"_share_knowable", &SplitOfTarget::knowable},
                                               {"_share_knowable_error", &SplitOfTarget::knowable_error}};

/// An estimate of a share strays a little below 0 and above 1.
std::string share_text(double share, double error) {
    if (!std::isfinite(share)) return "–";
    return fmt::format("{:.0f} ± {:.0f} %", 100 * std::clamp(share, 0.0, 1.0), 100 * error);
}

}  // namespace

void write_split(LabelledFile& file, const VarianceSplit& split) {
    file.dimension("uncertainty", std::vector<std::string>(uncertainty_kinds.begin(), uncertainty_kinds.end()));
    for (const bool met : {false, true}) {
        const std::vector<SplitOfTarget>& targets = met ? split.met : split.value;
        const std::string prefix = prefixes[met];
        for (const TargetVariable& variable : target_variables) {
            std::vector<double> values;
            for (const SplitOfTarget& target : targets) values.push_back(target.*variable.member);
            file.put(prefix + variable.ending, values);
        }
        for (const ShareVariable& variable : share_variables) {
            std::vector<double> values;
            for (const SplitOfTarget& target : targets)
                for (const VarianceShare& kind : target.kinds) values.push_back(kind.*variable.member);
            file.put(prefix + variable.ending, values);
        }
    }
}

std::optional<VarianceSplit> read_split(const VariableReader& reader, std::size_t targets) {
    if (!reader.has("target_value_variance")) return std::nullopt;
    VarianceSplit split;
    for (const bool met : {false, true}) {
        std::vector<SplitOfTarget>& to = met ? split.met : split.value;
        to.resize(targets);
        const std::string prefix = prefixes[met];
        for (const TargetVariable& variable : target_variables) {
            const auto values = reader.reals(prefix + variable.ending, targets);
            for (std::size_t t = 0; t < targets; ++t) to[t].*variable.member = values[t];
        }
        constexpr std::size_t kinds = uncertainty_kinds.size();
        for (const ShareVariable& variable : share_variables) {
            const auto values = reader.reals(prefix + variable.ending, targets * kinds);
            for (std::size_t i = 0; i < values.size(); ++i) to[i / kinds].kinds[i % kinds].*variable.member = values[i];
        }
    }
    return split;
}

std::string doubt_text(const Result& result, const TextStyle& style) {
    if (!result.split) return "";
    const auto say = [&](Word pattern) { return std::string(word(pattern, style.language)); };
    FittedTable table({{say(Word::column_id)},
                       {say(Word::column_doubt_of), false, 90},
                       {say(Word::column_parameters), true},
                       {say(Word::column_initial), true},
                       {say(Word::column_pure_chance), true},
                       {say(Word::column_knowable), true}});
    for (std::size_t t = 0; t < result.targets.size(); ++t)
        for (const bool met : {false, true}) {
            const SplitOfTarget& split = (met ? result.split->met : result.split->value)[t];
            std::vector<Cell> row{{met ? "" : result.targets[t].target.id}, {say(met ? Word::doubt_of_met : Word::doubt_of_value)}};
            for (const VarianceShare& kind : split.kinds) row.push_back({share_text(kind.first, kind.first_error)});
            row.push_back({share_text(split.knowable, split.knowable_error)});
            table.add(std::move(row));
        }
    return wrapped(say(Word::doubt_heading), style.width, 0) + "\n\n" + table.text(style.width, style.colour) + "\n" +
           wrapped(say(Word::doubt_legend), style.width, 0) + "\n";
}

nlohmann::ordered_json doubt_json(const VarianceSplit& split, std::size_t target) {
    nlohmann::ordered_json json;
    for (const bool met : {false, true}) {
        const SplitOfTarget& one = (met ? split.met : split.value)[target];
        nlohmann::ordered_json& to = json[met ? "met" : "value"];
        to["variance"] = json_number(one.variance);
        for (std::size_t k = 0; k < uncertainty_kinds.size(); ++k) {
            const VarianceShare& kind = one.kinds[k];
            to[uncertainty_kinds[k]] = {{"first", json_number(kind.first)},
                                        {"first_standard_error", json_number(kind.first_error)},
                                        {"total", json_number(kind.total)},
                                        {"total_standard_error", json_number(kind.total_error)}};
        }
        to["knowable"] = json_number(one.knowable);
        to["knowable_standard_error"] = json_number(one.knowable_error);
    }
    return json;
}

}  // namespace zonecast::outputs
