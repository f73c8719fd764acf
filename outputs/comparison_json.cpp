#include "outputs/comparison_json.hpp"

#include "outputs/json_values.hpp"

namespace zonecast::outputs {

using inference::Compared;
using inference::Estimate;
using inference::Factor;
using inference::Lever;
using inference::Paired;
using inference::Sensitivity;
using Json = nlohmann::ordered_json;

namespace {

const char* kind_id(Lever::Kind kind) {
    switch (kind) {
        case Lever::Kind::measure:
            return "measure";
        case Lever::Kind::shock:
            return "shock";
        case Lever::Kind::change:
            return "change";
        case Lever::Kind::parameter:
            return "parameter";
        case Lever::Kind::target:
            return "target";
        case Lever::Kind::data:
            break;
    }
    return "data";
}

const char* kind_id(Compared::Kind kind) {
    switch (kind) {
        case Compared::Kind::met:
            return "chance";
        case Compared::Kind::value:
            return "value";
        case Compared::Kind::observable:
            break;
    }
    return "province";
}

const char* kind_id(Factor::Kind kind) {
    switch (kind) {
        case Factor::Kind::parameter:
            return "parameter";
        case Factor::Kind::effect:
            return "effect";
        case Factor::Kind::dose:
            return "dose";
        case Factor::Kind::other_parameters:
            return "other_parameters";
        case Factor::Kind::initial:
            return "initial";
        case Factor::Kind::chance:
            break;
    }
    return "chance";
}

}  // namespace

Json comparison_json(const inference::Comparison& comparison, const inference::CompareSettings& settings, const std::string& a,
                     const std::string& b) {
    Json json;
    json["format"] = "zonecast compare";
    json["format_version"] = 1;
    json["a"] = a;
    json["b"] = b;
    json["seed"] = settings.run.seed;
    json["replicates"] = comparison.replicates;
    json["year"] = comparison.year;
    json["attribution"] = comparison.levers.empty() || !settings.attribute ? "none" : comparison.exact ? "shapley" : "ordered";
    json["levers"] = Json::array();
    for (const Lever& l : comparison.levers)
        json["levers"].push_back({{"kind", kind_id(l.kind)}, {"id", l.id}, {"a", l.a.en}, {"b", l.b.en}});
    json["differences"] = Json::array();
    for (const Compared& c : comparison.compared) {
        Json one;
        one["of"] = kind_id(c.kind);
        one["id"] = c.id;
        one["a"] = json_number(c.paired.a);
        one["b"] = json_number(c.paired.b);
        one["difference"] = json_number(c.paired.difference);
        one["standard_error"] = json_number(c.paired.error);
        one["variance_reduction"] = json_number(c.paired.reduction);
        one["levers"] = Json::array();
        for (const Paired& p : c.levers)
            one["levers"].push_back({{"difference", json_number(p.difference)}, {"standard_error", json_number(p.error)}});
        json["differences"].push_back(std::move(one));
    }
    return json;
}

Json sensitivity_json(const Sensitivity& out, const std::vector<std::size_t>& targets, const scenario::Scenario& scenario,
                      const inference::SensitivitySettings& settings) {
    const auto estimate = [&](const Estimate& e) {
        return Json{{"value", json_number(e.value)}, {"interval", {json_number(e.low), json_number(e.high)}}};
    };
    Json json;
    json["format"] = "zonecast sensitivity";
    json["format_version"] = 1;
    json["plan"] = scenario.plan.id;
    json["seed"] = settings.run.seed;
    json["replicates"] = out.replicates;
    json["trajectories"] = out.morris.empty() ? 0 : settings.trajectories;
    json["rows"] = out.sobol.empty() ? 0 : settings.run.replicates;
    json["dose_range"] = {settings.dose_low, settings.dose_high};
    json["targets"] = Json::array();
    for (std::size_t t = 0; t < targets.size(); ++t) {
        Json one;
        one["id"] = scenario.plan.targets[targets[t]].id;
        one["morris"] = Json::array();
        if (!out.morris.empty())
            for (std::size_t i = 0; i < out.screened.size(); ++i) {
                const auto& index = out.morris[t][i];
                one["morris"].push_back({{"kind", kind_id(out.screened[i].kind)},
                                         {"factor", out.screened[i].id},
                                         {"mu_star", estimate(index.mu_star)},
                                         {"mu", json_number(index.mu)},
                                         {"sigma", json_number(index.sigma)}});
            }
        one["sobol"] = Json::array();
        if (!out.sobol.empty())
            for (std::size_t i = 0; i < out.factors.size(); ++i)
                one["sobol"].push_back({{"kind", kind_id(out.factors[i].kind)},
                                        {"factor", out.factors[i].id},
                                        {"first", estimate(out.sobol[t][i].first)},
                                        {"total", estimate(out.sobol[t][i].total)}});
        json["targets"].push_back(std::move(one));
    }
    return json;
}

}  // namespace zonecast::outputs
