#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "model/laws/revenue_classes.hpp"
#include "outputs/result_file.hpp"
#include "outputs/spellings.hpp"

namespace zonecast::outputs {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One value of every record, in order.
template <class T, class Records, class Get>
std::vector<T> each(const Records& records, Get get) {
    std::vector<T> values;
    values.reserve(records.size());
    for (const auto& record : records) values.push_back(T(get(record)));
    return values;
}

template <class Records, class Get>
std::vector<std::string> texts(const Records& records, Get get) {
    return each<std::string>(records, get);
}

template <class Records, class Get>
std::vector<double> reals(const Records& records, Get get) {
    return each<double>(records, get);
}

template <class Records, class Get>
std::vector<int> integers(const Records& records, Get get) {
    return each<int>(records, get);
}

template <class Record>
std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
    std::map<std::string, const Record*> index;
    for (const Record& record : records) index.emplace(record.id, &record);
    return index;
}

template <class Record>
const Record* find(const std::map<std::string, const Record*>& index, const std::string& id) {
    const auto found = index.find(id);
    return found == index.end() ? nullptr : found->second;
}

std::vector<int> counting(std::size_t count) {
    std::vector<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

/// Rows of `width` values from records that hold one vector each; a record without values gives NaN.
template <class Records, class Get>
std::vector<double> rows(const Records& records, std::size_t width, const char* what, Get get) {
    std::vector<double> values;
    values.reserve(records.size() * width);
    for (const auto& record : records) {
        const std::vector<double>& row = get(record);
        if (row.empty()) {
            values.insert(values.end(), width, nan);
        } else if (row.size() == width) {
            values.insert(values.end(), row.begin(), row.end());
        } else {
            throw std::logic_error(fmt::format("{}: {} values where {} belong", what, row.size(), width));
        }
    }
    return values;
}

std::array<const engine::Panel*, 5> panels(const engine::Forecast& forecast) {
    return {&forecast.province, &forecast.perimeters, &forecast.cities, &forecast.zones, &forecast.clusters};
}

}  // namespace

ResultWriter::ResultWriter(const std::string& path, const scenario::Scenario& scenario, const engine::RunSettings& settings,
                           std::vector<int> years, std::vector<engine::ParameterInfo> parameters, Provenance provenance)
    : shown_path_(path),
      scenario_(scenario),
      settings_(settings),
      years_(std::move(years)),
      parameters_(std::move(parameters)),
      provenance_(std::move(provenance)) {
    if (years_.empty() || settings_.replicates == 0) throw std::logic_error("a result needs at least one year and one replicate");
    check_place();
    try {
        start();
    } catch (...) {
        abandon();
        throw;
    }
}

ResultWriter::~ResultWriter() {
    abandon();
}

void ResultWriter::check_place() {
    namespace fs = std::filesystem;
    if (shown_path_.empty()) throw FileError("the result", "has no file name", "give one with -o");
    std::error_code ignored;
    path_ = shown_path_;
    if (fs::is_symlink(path_, ignored)) path_ = fs::weakly_canonical(path_, ignored).string();
    const fs::file_status status = fs::status(path_, ignored);
    if (fs::is_directory(status)) throw FileError(shown_path_, "cannot be written: it is a folder", "name a file in it with -o");
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        throw FileError(shown_path_, "cannot be written: it is a device or the like", "name a file with -o");
    }
    const fs::path folder = fs::path(path_).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, ignored)) {
        throw FileError(shown_path_, fmt::format("cannot be written: there is no folder {}", folder.string()),
                        "make the folder or name another file with -o");
    }
    partial_path_ = fmt::format("{}.partial-{}", path_, getpid());
}

void ResultWriter::start() {
    file_.emplace(hdf5::File::create(partial_path_, shown_path_));
    dimension("year", years_);
    {
        const Variable& replicate = fixed_variable("replicate");
        hdf5::Dataset dataset = create(replicate, {settings_.replicates}, true);
        file_->make_scale(dataset);
        describe(dataset, replicate);
        scales_.emplace(replicate.name, std::move(dataset));
    }
    dimension("quantile", std::vector<double>(engine::quantile_levels.begin(), engine::quantile_levels.end()));
    const std::vector<scenario::Target>& targets = scenario_.plan.targets;
    dimension("target", texts(targets, [](const scenario::Target& target) { return target.id; }));
    dimension("target_other", texts(targets, [](const scenario::Target& target) { return target.id; }));
    put_names("target", each<scenario::Name>(targets, [](const scenario::Target& target) { return target.name; }));
    dimension("parameter", texts(parameters_, [](const engine::ParameterInfo& parameter) { return parameter.id; }));
    put_names("parameter", each<scenario::Name>(parameters_, [](const engine::ParameterInfo& parameter) { return parameter.name; }));
    put("parameter_unit", texts(parameters_, [](const engine::ParameterInfo& parameter) { return file_unit(parameter.unit); }));
    put("parameter_group", texts(parameters_, [](const engine::ParameterInfo& parameter) { return parameter.group; }));
    dimension("series", texts(settings_.keep, [](const engine::KeptSeries& kept) {
                  return fmt::format("{}/{}/{}", kept.dimension, kept.entity, kept.observable);
              }));
    stream("target_value");
    stream("target_met");
    stream("target_first_year");
    stream("parameter_value");
    stream("series_value");
}

void ResultWriter::stream(const std::string& name) {
    const Variable& variable = fixed_variable(name);
    if (has_dimensions(variable)) streamed_.emplace(name, add(variable, true));
}

bool ResultWriter::has_dimensions(const Variable& variable) const {
    for (const std::string& dimension : variable.dimensions)
        if (!scales_.contains(dimension)) return false;
    return true;
}

hdf5::Dataset ResultWriter::create(const Variable& variable, const hdf5::Shape& shape, bool streamed) {
    const bool marked = variable.may_be_missing;
    switch (variable.stored) {
        case Stored::text:
            return file_->create_text_dataset(variable.name, shape);
        case Stored::real:
            return file_->create_dataset<double>(variable.name, shape, marked ? std::optional(nan) : std::nullopt, streamed);
        case Stored::wide:
            return file_->create_dataset<std::int64_t>(variable.name, shape, std::nullopt, streamed);
        case Stored::integer:
            return file_->create_dataset<std::int32_t>(variable.name, shape, marked ? std::optional(variable.missing) : std::nullopt,
                                                       streamed);
        case Stored::small:
            break;
    }
    const auto missing = static_cast<std::int8_t>(variable.missing);
    return file_->create_dataset<std::int8_t>(variable.name, shape, marked ? std::optional(missing) : std::nullopt, streamed);
}

hdf5::Dataset ResultWriter::add(const Variable& variable, bool streamed) {
    hdf5::Shape shape;
    for (const std::string& dimension : variable.dimensions) shape.push_back(scales_.at(dimension).shape.front());
    hdf5::Dataset dataset = create(variable, shape, streamed);
    for (unsigned i = 0; i < variable.dimensions.size(); ++i) file_->attach_scale(dataset, scales_.at(variable.dimensions[i]), i);
    describe(dataset, variable);
    return dataset;
}

void ResultWriter::describe(const hdf5::Dataset& dataset, const Variable& variable) const {
    file_->attribute(dataset, "long_name", variable.long_name);
    file_->attribute(dataset, "long_name_zh", variable.long_name_zh);
    file_->attribute(dataset, "units", variable.units);
    file_->attribute(dataset, "observable", variable.observable);
    if (variable.stored == Stored::text) return;
    std::string names;  // of the members, which then show beside the numbers (CF: labels)
    for (const std::string& dimension : variable.dimensions) {
        if (named_.contains(dimension)) names += fmt::format("{}{}_name_zh {}_name_en", names.empty() ? "" : " ", dimension, dimension);
    }
    file_->attribute(dataset, "coordinates", names);
}

void ResultWriter::check_size(const Variable& variable, const hdf5::Dataset& dataset, std::size_t count) const {
    const std::uint64_t size = hdf5::elements(dataset.shape);
    if (size != count) throw std::logic_error(fmt::format("{}: {} values where {} belong", variable.name, count, size));
}

void ResultWriter::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<double>& values) const {
    check_size(variable, dataset, values.size());
    file_->write(dataset, values.data());
}

void ResultWriter::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<int>& values) const {
    check_size(variable, dataset, values.size());
    if (variable.stored == Stored::small) {
        file_->write(dataset, std::vector<std::int8_t>(values.begin(), values.end()).data());
    } else {
        file_->write(dataset, std::vector<std::int32_t>(values.begin(), values.end()).data());
    }
}

void ResultWriter::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<std::string>& values) const {
    check_size(variable, dataset, values.size());
    file_->write(dataset, values);
}

template <class T>
void ResultWriter::put(const Variable& variable, const std::vector<T>& values) {
    if (has_dimensions(variable)) write(add(variable), variable, values);
}

template <class T>
void ResultWriter::put(std::string_view name, const std::vector<T>& values) {
    put(fixed_variable(name), values);
}

template <class T>
void ResultWriter::dimension(const std::string& name, const std::vector<T>& members) {
    if (members.empty()) return;
    const Variable& variable = fixed_variable(name);
    hdf5::Dataset dataset = create(variable, {members.size()}, false);
    file_->make_scale(dataset);
    describe(dataset, variable);
    write(dataset, variable, members);
    scales_.emplace(name, std::move(dataset));
}

void ResultWriter::put_names(const std::string& dimension, const std::vector<scenario::Name>& names) {
    put(dimension + "_name_zh", texts(names, [](const scenario::Name& name) { return name.zh; }));
    put(dimension + "_name_en", texts(names, [](const scenario::Name& name) { return name.en; }));
    named_.insert(dimension);
}

void ResultWriter::take(const engine::BlockOutput& block) {
    if (!file_) throw std::logic_error("a result that is closed takes no more replicates");
    try {
        write_block(block);
    } catch (...) {
        abandon();
        throw;
    }
}

template <hdf5::Number T, class U>
void ResultWriter::put_rows(const std::string& name, std::uint64_t count, const std::vector<U>& values) {
    const auto found = streamed_.find(name);
    if (found == streamed_.end()) return;
    const hdf5::Dataset& dataset = found->second;
    const std::uint64_t size = count * (hdf5::elements(dataset.shape) / dataset.shape.front());
    if (values.size() != size) throw std::logic_error(fmt::format("{}: {} values in a block where {} belong", name, values.size(), size));
    if constexpr (std::same_as<T, U>) {
        file_->write_rows(dataset, taken_, count, values.data());
    } else {
        file_->write_rows(dataset, taken_, count, std::vector<T>(values.begin(), values.end()).data());
    }
}

void ResultWriter::write_block(const engine::BlockOutput& block) {
    if (block.first != settings_.first_replicate + taken_ || taken_ + block.count > settings_.replicates) {
        throw std::logic_error(
            fmt::format("replicates {} to {} do not follow the {} taken before", block.first, block.first + block.count, taken_));
    }
    if (block.count == 0) return;
    put_rows<double>("target_value", block.count, block.target_value);
    put_rows<std::int8_t>("target_met", block.count, block.target_met);
    put_rows<std::int32_t>("target_first_year", block.count, block.target_year);
    put_rows<double>("parameter_value", block.count, block.parameters);
    put_rows<double>("series_value", block.count, block.series);
    taken_ += block.count;
}

void ResultWriter::finish(const engine::Forecast& forecast) {
    if (!file_) throw std::logic_error("a result is finished once");
    try {
        write_all(forecast);
        streamed_.clear();
        scales_.clear();
        file_->close();
        give_name();
        file_.reset();
    } catch (...) {
        abandon();
        throw;
    }
}

void ResultWriter::give_name() {
    const int descriptor = open(partial_path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool on_disk = descriptor >= 0 && fsync(descriptor) == 0;
    const int why = errno;
    if (descriptor >= 0) close(descriptor);
    if (!on_disk) throw FileError(shown_path_, fmt::format("cannot be written to the disk: {}", std::strerror(why)));
    if (rename(partial_path_.c_str(), path_.c_str()) != 0) {
        throw FileError(shown_path_, fmt::format("the finished result cannot be given this name: {}", std::strerror(errno)));
    }
}

void ResultWriter::abandon() noexcept {
    if (!file_) return;
    streamed_.clear();
    scales_.clear();
    file_.reset();
    // If the library could not close the file, it still holds it open: cut it, so that the room on the disk is free at once.
    if (truncate(partial_path_.c_str(), 0) == 0) unlink(partial_path_.c_str());
}

void ResultWriter::write_all(const engine::Forecast& forecast) {
    if (forecast.replicates != taken_ || forecast.years != years_ || forecast.targets.size() != scenario_.plan.targets.size()) {
        throw std::logic_error("the forecast is not the one that the replicates came from");
    }
    end_replicates(forecast);
    write_targets(forecast);
    write_observables(forecast);
    for (const engine::Panel* panel : panels(forecast)) write_panel(*panel);
    write_places(forecast);
    put("target_member_short", rows(
                                   forecast.targets, forecast.zones.ids.size(), "target_member_short",
                                   [](const engine::TargetResult& target) -> const auto& { return target.member_short; }));
    write_cohorts(forecast);
    write_measures(forecast);
    write_series(forecast);
    write_figures();
    write_inputs();
    write_attributes(forecast);
}

void ResultWriter::end_replicates(const engine::Forecast& forecast) {
    hdf5::Dataset& replicate = scales_.at("replicate");
    if (taken_ < settings_.replicates) {
        file_->keep_rows(replicate, taken_);
        for (auto& [name, dataset] : streamed_) file_->keep_rows(dataset, taken_);
    }
    std::vector<std::int64_t> numbers(taken_);
    std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(forecast.first_replicate));
    file_->write(replicate, numbers.data());
}

void ResultWriter::write_attributes(const engine::Forecast& forecast) {
    const scenario::Plan& plan = scenario_.plan;
    file_->attribute("Conventions", "CF-1.8");
    file_->attribute("title", fmt::format("{}: Monte Carlo projection", plan.name.en.empty() ? plan.id : plan.name.en));
    file_->attribute("title_zh", fmt::format("{}：蒙特卡洛预测", plan.name.zh.empty() ? plan.id : plan.name.zh));
    file_->attribute("institution", provenance_.institution);
    file_->attribute("source", "zonecast " + provenance_.version);
    file_->attribute("history", provenance_.time.empty() ? provenance_.command : provenance_.time + ": " + provenance_.command);
    file_->attribute(
        "license",
        "Figures and input texts keep the terms of their sources, which the pack names; the computed numbers may be used freely.");
    file_->attribute("format_version", format_version);
    file_->attribute("version", provenance_.version);
    file_->attribute("plan", plan.id);
    file_->attribute("plan_name_zh", plan.name.zh);
    file_->attribute("plan_name_en", plan.name.en);
    file_->attribute("plan_document", plan.document);
    file_->attribute("pack", scenario_.pack_id);
    file_->attribute("pack_name_zh", scenario_.pack_name.zh);
    file_->attribute("pack_name_en", scenario_.pack_name.en);
    file_->attribute("province_id", scenario_.province);
    file_->attribute("base_year", static_cast<std::uint64_t>(plan.base_year));
    file_->attribute("end_year", static_cast<std::uint64_t>(plan.end_year));
    file_->attribute("seed", forecast.seed);
    file_->attribute("first_replicate", forecast.first_replicate);
    file_->attribute("replicates", forecast.replicates);
    file_->attribute("block_size", forecast.block_size);
    file_->attribute("free_parameters", static_cast<std::uint64_t>(settings_.free_parameters));
    file_->attribute("free_initial", static_cast<std::uint64_t>(settings_.free_initial));
    file_->attribute("free_chance", static_cast<std::uint64_t>(settings_.free_chance));
}

void ResultWriter::write_targets(const engine::Forecast& forecast) {
    using Judged = engine::TargetResult;
    const std::vector<Judged>& targets = forecast.targets;
    const auto put_text = [&](const char* name, auto get) {
        put(name, texts(targets, [&](const Judged& result) { return get(result.target); }));
    };
    put_text("target_document", [](const auto& target) { return target.document; });
    put_text("target_clause", [](const auto& target) { return target.clause; });
    put_text("target_quote", [](const auto& target) { return target.quote; });
    put_text("target_scope", [](const auto& target) { return target.scope; });
    put_text("target_quantifier", [](const auto& target) { return spelling(quantifier_spellings, target.quantifier); });
    put_text("target_metric", [](const auto& target) { return target.metric; });
    put_text("target_statistic", [](const auto& target) { return spelling(statistic_spellings, target.statistic); });
    put_text("target_op", [](const auto& target) { return spelling(comparison_spellings, target.comparison); });
    put("target_threshold", reals(targets, [](const Judged& result) { return result.target.value; }));
    put("target_threshold_high", reals(targets, [](const Judged& result) { return result.target.value_high.value_or(nan); }));
    put_text("target_unit", [](const auto& target) { return target.unit; });
    put("target_year", integers(targets, [](const Judged& result) { return result.target.year; }));
    put("target_base_year", integers(targets, [](const Judged& result) { return result.target.base_year.value_or(0); }));
    put_text("target_perimeter", [](const auto& target) { return target.fixed_perimeter ? "fixed" : "current"; });
    put("target_official", integers(targets, [](const Judged& result) { return result.target.official; }));
    put("target_assumed_base", integers(targets, [](const Judged& result) { return result.target.assumed_base; }));
    put_text("target_note", [](const auto& target) { return target.note; });

    put("target_chance", reals(targets, [](const Judged& result) { return result.chance; }));
    put("target_chance_standard_error", reals(targets, [](const Judged& result) { return result.chance_standard_error; }));
    put("target_chance_low", reals(targets, [](const Judged& result) { return result.chance_low; }));
    put("target_chance_high", reals(targets, [](const Judged& result) { return result.chance_high; }));
    put("target_chance_fixed_perimeter", reals(targets, [](const Judged& result) { return result.chance_fixed_perimeter; }));
    put("target_chance_current_perimeter", reals(targets, [](const Judged& result) { return result.chance_current_perimeter; }));
    put("target_mean", reals(targets, [](const Judged& result) { return result.mean; }));
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    put("target_quantile", rows(
                               targets, quantiles, "target_quantile", [](const Judged& result) -> const auto& { return result.value; }));
    put("target_base_quantile",
        rows(
            targets, quantiles, "target_base_quantile", [](const Judged& result) -> const auto& { return result.base; }));
    put("target_expected_shortfall", reals(targets, [](const Judged& result) { return result.expected_shortfall; }));
    put("target_shortfall_if_missed", reals(targets, [](const Judged& result) { return result.shortfall_if_missed; }));
    put("target_met_by_year",
        rows(
            targets, years_.size(), "target_met_by_year", [](const Judged& result) -> const auto& { return result.met_by_year; }));
    put("target_share_meeting", reals(targets, [](const Judged& result) { return result.share_meeting; }));
    put("target_correlation", forecast.target_correlation);
    put("chance_all_targets", std::vector<double>{forecast.chance_all_targets});
}

void ResultWriter::write_observables(const engine::Forecast& forecast) {
    std::vector<engine::Observable> all;  // each once, in the order of the panels
    std::set<std::string> seen;
    for (const engine::Panel* panel : panels(forecast))
        for (const engine::Observable& observable : panel->observables)
            if (seen.insert(observable.id).second) all.push_back(observable);
    dimension("observable", texts(all, [](const engine::Observable& observable) { return observable.id; }));
    put_names("observable", each<scenario::Name>(all, [](const engine::Observable& observable) { return observable.name; }));
    put("observable_unit", texts(all, [](const engine::Observable& observable) { return observable.unit; }));
}

void ResultWriter::write_panel(const engine::Panel& panel) {
    dimension(panel.dimension, panel.ids);
    put_names(panel.dimension, panel.names);
    const std::size_t years = years_.size();
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    const std::size_t cells = panel.ids.size() * panel.observables.size() * years;
    if (panel.mean.size() != cells || panel.sd.size() != cells || panel.quantile.size() != cells * quantiles) {
        throw std::logic_error(fmt::format("the summaries by {} have wrong sizes", panel.dimension));
    }
    // Cuts one observable out of an array [entity][observable][rest].
    const auto slice = [&](const std::vector<double>& values, std::size_t observable, std::size_t rest) {
        std::vector<double> part;
        part.reserve(panel.ids.size() * rest);
        for (std::size_t entity = 0; entity < panel.ids.size(); ++entity) {
            const auto from = values.begin() + static_cast<std::ptrdiff_t>((entity * panel.observables.size() + observable) * rest);
            part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(rest));
        }
        return part;
    };
    for (std::size_t i = 0; i < panel.observables.size(); ++i) {
        const engine::Observable& observable = panel.observables[i];
        put(panel_variable(panel.dimension, observable, Summary::mean), slice(panel.mean, i, years));
        put(panel_variable(panel.dimension, observable, Summary::sd), slice(panel.sd, i, years));
        put(panel_variable(panel.dimension, observable, Summary::quantile), slice(panel.quantile, i, years * quantiles));
    }
}

void ResultWriter::write_places(const engine::Forecast& forecast) {
    const auto cities = by_id(scenario_.cities);
    const auto zones = by_id(scenario_.zones);
    const auto clusters = by_id(scenario_.clusters);
    const auto of_city = [&](auto get) {
        return reals(forecast.cities.ids, [&](const std::string& id) {
            const scenario::City* city = find(cities, id);
            return city != nullptr ? get(*city) : nan;
        });
    };
    put("city_latitude", of_city([](const scenario::City& city) { return city.latitude; }));
    put("city_longitude", of_city([](const scenario::City& city) { return city.longitude; }));
    const scenario::Zone unknown_zone;
    const auto zone = [&](const std::string& id) -> const scenario::Zone& {
        const scenario::Zone* found = find(zones, id);
        return found != nullptr ? *found : unknown_zone;
    };
    const auto placed = [](const scenario::Zone& of) { return !of.outside && !of.id.empty(); };
    const std::vector<std::string>& ids = forecast.zones.ids;
    put("zone_city", texts(ids, [&](const std::string& id) { return zone(id).city; }));
    put("zone_latitude", reals(ids, [&](const std::string& id) { return placed(zone(id)) ? zone(id).latitude : nan; }));
    put("zone_longitude", reals(ids, [&](const std::string& id) { return placed(zone(id)) ? zone(id).longitude : nan; }));
    put("zone_year_provincial", integers(ids, [&](const std::string& id) { return zone(id).year_provincial.value_or(0); }));
    put("zone_year_national", integers(ids, [&](const std::string& id) { return zone(id).year_national.value_or(0); }));
    put("zone_anonymous", integers(ids, [&](const std::string& id) { return zone(id).anonymous; }));
    put("zone_outside", integers(ids, [&](const std::string& id) { return zone(id).outside; }));
    const auto of_cluster = [&](auto get) {
        return texts(forecast.clusters.ids, [&](const std::string& id) {
            const scenario::Cluster* cluster = find(clusters, id);
            return cluster != nullptr ? get(*cluster) : std::string();
        });
    };
    put("cluster_zone", of_cluster([](const scenario::Cluster& cluster) { return cluster.zone; }));
    put("cluster_industry", of_cluster([](const scenario::Cluster& cluster) { return cluster.industry; }));
}

void ResultWriter::write_cohorts(const engine::Forecast& forecast) {
    dimension("facility_kind", forecast.facility_kinds);
    put("facility_count_mean", forecast.facilities);
    if (forecast.cohort_count.empty()) return;
    const std::vector<int> classes = counting(engine::revenue_classes);
    dimension("revenue_class", classes);
    put("revenue_class_low", reals(classes, [](int k) { return laws::class_low(static_cast<std::size_t>(k)); }));
    put("revenue_class_high", reals(classes, [](int k) {
            const auto index = static_cast<std::size_t>(k);
            return index + 1 == engine::revenue_classes ? nan : laws::class_high(index);
        }));
    dimension("certificate", counting(engine::certificate_states));
    put("cohort_count", forecast.cohort_count);
    put("cohort_revenue", forecast.cohort_revenue);
    put("cohort_rd", forecast.cohort_rd);
    const std::vector<int> cells = counting(engine::cohort_cells + 1);
    const int outside = static_cast<int>(engine::outside_cell);
    const int states = static_cast<int>(engine::certificate_states);
    for (const std::string end : {"cohort_from", "cohort_to"}) {
        dimension(end, cells);
        put(end + "_revenue_class", integers(cells, [&](int cell) { return cell == outside ? -1 : cell / states; }));
        put(end + "_certificate", integers(cells, [&](int cell) { return cell == outside ? -1 : cell % states; }));
    }
    put("cohort_flow", forecast.cohort_flow);
}

void ResultWriter::write_measures(const engine::Forecast& forecast) {
    using Measure = engine::MeasureResult;
    const std::vector<Measure>& measures = forecast.measures;
    dimension("measure", texts(measures, [](const Measure& result) { return result.measure.id; }));
    put_names("measure", each<scenario::Name>(measures, [](const Measure& result) { return result.name; }));
    put("measure_instrument", texts(measures, [](const Measure& result) { return result.measure.instrument; }));
    put("measure_scope", texts(measures, [](const Measure& result) { return result.measure.scope; }));
    put("measure_clause", texts(measures, [](const Measure& result) { return result.measure.clause; }));
    put("measure_moves_nothing", integers(measures, [](const Measure& result) { return result.moves_nothing; }));
    put("measure_cost", rows(
                            measures, years_.size(), "measure_cost", [](const Measure& result) -> const auto& { return result.cost; }));
}

void ResultWriter::write_series(const engine::Forecast& forecast) {
    const auto unit_of = [&](const engine::KeptSeries& kept) -> std::string {
        for (const engine::Panel* panel : panels(forecast)) {
            if (panel->dimension != kept.dimension) continue;
            for (const engine::Observable& observable : panel->observables)
                if (observable.id == kept.observable) return file_unit(observable.unit);
        }
        return "";
    };
    put("series_dimension", texts(settings_.keep, [](const engine::KeptSeries& kept) { return kept.dimension; }));
    put("series_member", texts(settings_.keep, [](const engine::KeptSeries& kept) { return kept.entity; }));
    put("series_observable", texts(settings_.keep, [](const engine::KeptSeries& kept) { return kept.observable; }));
    put("series_unit", texts(settings_.keep, unit_of));
}

void ResultWriter::write_figures() {
    using scenario::Figure;
    const std::vector<Figure>& figures = scenario_.history;
    dimension("figure", counting(figures.size()));
    put("figure_series", texts(figures, [](const Figure& figure) { return figure.series; }));
    put("figure_place", texts(figures, [](const Figure& figure) { return figure.place; }));
    put("figure_year", integers(figures, [](const Figure& figure) { return figure.year; }));
    put("figure_value", reals(figures, [](const Figure& figure) { return figure.value; }));
    put("figure_unit_as_written", texts(figures, [](const Figure& figure) { return figure.unit; }));
    put("figure_spread", reals(figures, [](const Figure& figure) { return figure.spread; }));
    put("figure_confidence", texts(figures, [](const Figure& figure) { return spelling(confidence_spellings, figure.confidence); }));
    put("figure_source", texts(figures, [](const Figure& figure) { return figure.source; }));
    put("figure_note", texts(figures, [](const Figure& figure) { return figure.note; }));
}

void ResultWriter::write_inputs() {
    using scenario::SourceFile;
    dimension("input_file", texts(scenario_.files, [](const SourceFile& file) { return file.path; }));
    put("input_text", texts(scenario_.files, [](const SourceFile& file) { return file.text; }));
}

}  // namespace zonecast::outputs
