#include "model/scenario/vocabulary.hpp"

#include <initializer_list>

#include "model/scenario/levers.hpp"

namespace zonecast::scenario {

namespace {

Words<std::string> themselves(std::initializer_list<const char*> words) {
    Words<std::string> list;
    for (const char* word : words) list.emplace_back(word, word);
    return list;
}

}  // namespace

const Words<Confidence>& confidence_words() {
    static const Words<Confidence> words{{"reported", Confidence::reported},
                                         {"derived", Confidence::derived},
                                         {"conflicting", Confidence::conflicting},
                                         {"assumed", Confidence::assumed}};
    return words;
}

const Words<CityKind>& city_kind_words() {
    static const Words<CityKind> words{{"ordinary", CityKind::ordinary},
                                       {"capital", CityKind::capital},
                                       {"western_capital", CityKind::western_capital},
                                       {"separate_plan", CityKind::separate_plan}};
    return words;
}

const Words<Presence>& presence_words() {
    static const Words<Presence> words{{"yes", Presence::yes}, {"weak", Presence::weak}, {"missing", Presence::missing}};
    return words;
}

const Words<Prior::Family>& family_words() {
    using Family = Prior::Family;
    static const Words<Family> words{{"fixed", Family::fixed},
                                     {"normal", Family::normal},
                                     {"lognormal", Family::lognormal},
                                     {"uniform", Family::uniform},
                                     {"beta", Family::beta}};
    return words;
}

const Words<Prior::Group>& group_words() {
    static const Words<Prior::Group> words{{"parameter", Prior::Group::parameter}, {"initial", Prior::Group::initial}};
    return words;
}

const Words<Quantifier>& quantifier_words() {
    static const Words<Quantifier> words{{"total", Quantifier::total}, {"each", Quantifier::each}};
    return words;
}

const Words<Statistic>& statistic_words() {
    static const Words<Statistic> words{{"level", Statistic::level},
                                        {"share", Statistic::share},
                                        {"ratio_to_base", Statistic::ratio_to_base},
                                        {"increase", Statistic::increase},
                                        {"cumulative", Statistic::cumulative},
                                        {"mean_annual_growth", Statistic::mean_annual_growth},
                                        {"improves_every_year", Statistic::improves_every_year},
                                        {"median_improves", Statistic::median_improves}};
    return words;
}

const Words<Comparison>& comparison_words() {
    static const Words<Comparison> words{{">=", Comparison::greater_equal},
                                         {">", Comparison::greater},
                                         {"<=", Comparison::less_equal},
                                         {"<", Comparison::less},
                                         {"between", Comparison::between}};
    return words;
}

const Words<std::string>& grade_words() {
    static const Words<std::string> words = themselves({"A", "B", "C", "J"});
    return words;
}

const Words<std::string>& cluster_kind_words() {
    static const Words<std::string> words = themselves({"pillar", "leading", "emerging", "planned", "other"});
    return words;
}

const Words<std::string>& position_words() {
    static const Words<std::string> words = themselves({"upstream", "midstream", "downstream", "service"});
    return words;
}

const Words<std::string>& flow_words() {
    static const Words<std::string> words = themselves({"intermediate", "capital", "scrap"});
    return words;
}

const Words<std::string>& shock_kind_words() {
    static const Words<std::string> words = themselves({"demand", "industry_demand", "external_supply"});
    return words;
}

const Words<std::string>& shock_shape_words() {
    static const Words<std::string> words = themselves({"flat", "fading"});
    return words;
}

const Words<std::string>& lever_words() {
    static const Words<std::string> words = [] {
        Words<std::string> list;
        for (const std::string_view name : lever_names) list.emplace_back(name, name);
        return list;
    }();
    return words;
}

const std::vector<std::string>& standard_perimeters() {
    static const std::vector<std::string> ids{"all_zones", "national_zones", "provincial_zones"};
    return ids;
}

}  // namespace zonecast::scenario
