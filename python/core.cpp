// The module zonecast._core: what the Python package calls. Numbers go over as arrays, what the program also says as
// JSON goes over as that JSON, so that names and meanings have one home. zonecast/_core.pyi says what each function
// takes.
#include <hdf5.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "command/check_plan.hpp"
#include "command/language.hpp"
#include "command/version.hpp"
#include "model/base/text.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/inference/backtest.hpp"
#include "model/inference/compare.hpp"
#include "model/inference/panel_backtest.hpp"
#include "model/inference/sensitivity.hpp"
#include "model/reference/learn.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/panel.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/series.hpp"
#include "model/scenario/vocabulary.hpp"
#include "outputs/backtest_report.hpp"
#include "outputs/comparison_json.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/learned_report.hpp"
#include "outputs/spellings.hpp"
#include "outputs/variables.hpp"
#include "python/attended.hpp"
#include "python/projection.hpp"
#include "python/read_plan.hpp"

namespace py = pybind11;
using namespace py::literals;

namespace zonecast::python {

namespace {

using Plan = std::shared_ptr<const ReadPlan>;

// ---- problems

py::object class_of(const char* name) {
    return py::module_::import("zonecast._problems").attr(name);
}

py::list problems_of(const Diagnostics& diagnostics) {
    const py::object problem = class_of("Problem");
    py::list list;
    for (const Problem& one : diagnostics.problems())
        list.append(problem("severity"_a = word_of(one.severity, Language::en), "file"_a = one.where.file, "line"_a = one.where.line,
                            "column"_a = one.where.column, "what"_a = one.what.en, "hint"_a = one.hint.en, "what_zh"_a = one.what.zh,
                            "hint_zh"_a = one.hint.zh));
    return list;
}

std::string severity_in_chinese(const std::string& english) {
    for (const Severity one : {Severity::note, Severity::warning, Severity::error})
        if (word_of(one, Language::en) == english) return word_of(one, Language::zh);
    throw py::value_error(english);
}

void raise_bad_input(const Diagnostics& diagnostics) {
    const py::object type = class_of("BadInput");
    PyErr_SetObject(type.ptr(), type(problems_of(diagnostics)).ptr());
}

/// What the library throws, as what Python raises.
void translate(std::exception_ptr thrown) {
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const BadInput& bad) {
        raise_bad_input(bad.diagnostics);
    } catch (const outputs::FileError& error) {
        Diagnostics diagnostics;
        diagnostics.error({error.path()}, error.problem(), error.hint());
        raise_bad_input(diagnostics);
    } catch (const ensemble::Cancelled& stopped) {
        PyErr_SetString(class_of("Stopped").ptr(), stopped.what());
    }
}

/// The value, unless there are problems in place of it.
template <class Value>
Value good(std::optional<Value> value, const Diagnostics& diagnostics) {
    if (!value || diagnostics.has_errors()) throw BadInput{diagnostics};
    return std::move(*value);
}

// ---- tables

template <class T>
py::array_t<T> array(const std::vector<T>& values, std::vector<py::ssize_t> shape) {
    py::array_t<T> out(std::move(shape));
    std::copy(values.begin(), values.end(), out.mutable_data());
    return out;
}

/// The unit of a figure's value.
std::string unit_of(const scenario::Figure& figure) {
    if (const auto* series = scenario::find_series(figure.series)) return base::canonical_unit(series->dimension);
    const auto unit = base::parse_unit(figure.unit);
    return unit ? base::canonical_unit(unit->dimension) : figure.unit;
}

py::dict table_of(const std::vector<scenario::Figure>& figures) {
    py::list series, place, year, value, unit, spread, confidence, published, source, note;
    for (const scenario::Figure& one : figures) {
        series.append(one.series);
        place.append(one.place);
        year.append(one.year);
        value.append(one.value);
        unit.append(unit_of(one));
        spread.append(one.spread);
        confidence.append(std::string(outputs::spelling(outputs::confidence_spellings, one.confidence)));
        published.append(one.publication());
        source.append(one.source);
        note.append(one.note);
    }
    return py::dict("series"_a = series, "place"_a = place, "year"_a = year, "value"_a = value, "unit"_a = unit, "spread"_a = spread,
                    "confidence"_a = confidence, "published"_a = published, "source"_a = source, "note"_a = note);
}

// ---- plans

py::dict contents(const ReadPlan& read) {
    const scenario::Scenario& scenario = read.scenario();
    const scenario::Plan& plan = scenario.plan;
    py::list measures, targets, shocks;
    for (const auto& one : plan.measures)
        measures.append(py::dict("id"_a = one.id, "instrument"_a = one.instrument, "scope"_a = one.scope, "facility"_a = one.facility,
                                 "dose"_a = one.dose, "clause"_a = one.clause, "note"_a = one.note));
    for (const auto& one : plan.targets)
        targets.append(py::dict("id"_a = one.id, "name_zh"_a = one.name.zh, "name_en"_a = one.name.en, "value"_a = one.value,
                                "unit"_a = outputs::file_unit(one.unit), "year"_a = one.year, "official"_a = one.official,
                                "metric"_a = one.metric, "scope"_a = one.scope, "clause"_a = one.clause));
    for (const auto& one : plan.shocks)
        shocks.append(py::dict("id"_a = one.id, "kind"_a = one.kind, "target"_a = one.target, "start"_a = one.start, "years"_a = one.years,
                               "size"_a = one.size));
    // Where a prior has no bound, the program has a number that no value reaches.
    const auto bound = [](double limit) { return std::abs(limit) < scenario::Prior{}.high ? limit : std::copysign(HUGE_VAL, limit); };
    py::list parameters;
    for (const auto& [id, prior] : scenario.priors)
        parameters.append(py::dict("id"_a = id, "name_zh"_a = prior.name.zh, "name_en"_a = prior.name.en,
                                   "family"_a = scenario::word_of(scenario::family_words(), prior.family), "mean"_a = prior.mean,
                                   "sd"_a = prior.sd, "low"_a = bound(prior.low), "high"_a = bound(prior.high), "unit"_a = prior.unit,
                                   "grade"_a = prior.grade, "source"_a = prior.source));
    return py::dict("id"_a = plan.id, "name_zh"_a = plan.name.zh, "name_en"_a = plan.name.en, "document"_a = plan.document,
                    "pack"_a = scenario.pack_id, "province"_a = scenario.province, "base_year"_a = plan.base_year,
                    "end_year"_a = plan.end_year, "measures"_a = measures, "targets"_a = targets, "shocks"_a = shocks,
                    "parameters"_a = parameters);
}

py::list check(const std::string& path, const std::vector<std::string>& changes) {
    Diagnostics diagnostics;
    {
        const py::gil_scoped_release release;
        static_cast<void>(command::check_plan({path, changes}, diagnostics));
    }
    return problems_of(diagnostics);
}

// ---- runs

Asked asked_of(const py::dict& options) {
    Asked asked;
    asked.seed = options["seed"].cast<std::uint64_t>();
    asked.first_replicate = options["first_replicate"].cast<std::uint64_t>();
    asked.replicates = options["replicates"].cast<std::uint64_t>();
    asked.threads = options["threads"].cast<int>();
    asked.keep = options["keep"].cast<std::vector<std::string>>();
    asked.uncertainty = options["uncertainty"].cast<std::vector<std::string>>();
    asked.design = options["design"].cast<std::string>();
    asked.split = options["split_variance"].cast<bool>();
    asked.given = options["given"].cast<std::vector<std::string>>();
    const auto values = options["values"].cast<py::array_t<double, py::array::c_style | py::array::forcecast>>();
    asked.values.assign(values.data(), values.data() + values.size());
    return asked;
}

void run_to_file_for_python(const Plan& plan, const py::dict& options, const std::string& path, const py::object& progress) {
    const Asked asked = asked_of(options);
    attended(progress, [&](const engine::Progress& tell) { run_to_file(*plan, asked, path, tell); });
}

py::dict run_to_memory_for_python(const Plan& plan, const py::dict& options, const py::object& progress) {
    const Asked asked = asked_of(options);
    engine::BlockOutput all;
    attended(progress, [&](const engine::Progress& tell) { all = run_to_memory(*plan, asked, tell); });
    const auto world = plan->world();
    const auto n = static_cast<py::ssize_t>(all.count);
    const auto wide = [&](const auto& values) { return std::vector<py::ssize_t>{n, static_cast<py::ssize_t>(values.size()) / n}; };
    py::list series, target, target_zh, target_en, target_unit, parameter, parameter_zh, parameter_en, parameter_unit, parameter_group;
    for (const auto& one : plan->scenario().plan.targets) {
        target.append(one.id);
        target_zh.append(one.name.zh);
        target_en.append(one.name.en);
        target_unit.append(one.unit);
    }
    for (const auto& one : world->parameter_infos()) {
        parameter.append(one.id);
        parameter_zh.append(one.name.zh);
        parameter_en.append(one.name.en);
        parameter_unit.append(outputs::file_unit(one.unit));
        parameter_group.append(one.group);
    }
    for (std::string id : asked.keep) {
        std::replace(id.begin(), id.end(), ':', '/');
        series.append(id);
    }
    const std::vector<std::int8_t> met(all.target_met.begin(), all.target_met.end());
    const std::vector<std::int32_t> first_year(all.target_year.begin(), all.target_year.end());
    const auto years = world->years();
    return py::dict(
        "first"_a = all.first, "count"_a = all.count, "year"_a = years, "target"_a = target, "target_name_zh"_a = target_zh,
        "target_name_en"_a = target_en, "target_unit"_a = target_unit, "parameter"_a = parameter, "parameter_name_zh"_a = parameter_zh,
        "parameter_name_en"_a = parameter_en, "parameter_unit"_a = parameter_unit, "parameter_group"_a = parameter_group,
        "series"_a = series, "target_value"_a = array(all.target_value, wide(all.target_value)), "target_met"_a = array(met, wide(met)),
        "target_first_year"_a = array(first_year, wide(first_year)), "parameter_value"_a = array(all.parameters, wide(all.parameters)),
        "series_value"_a = array(all.series, {n, static_cast<py::ssize_t>(asked.keep.size()), static_cast<py::ssize_t>(years.size())}));
}

py::dict variable(const std::string& name) {
    const outputs::Variable& one = outputs::fixed_variable(name);
    py::dict attributes;
    for (const auto& [key, text] : {std::pair{"long_name", one.long_name}, {"long_name_zh", one.long_name_zh}, {"units", one.units}})
        if (!text.empty()) attributes[key] = text;
    return py::dict("dimensions"_a = one.dimensions, "attributes"_a = attributes,
                    "missing"_a = one.may_be_missing ? py::object(py::int_(one.missing)) : py::none());
}

// ---- questions

std::string compare(const Plan& a, const Plan& b, std::uint64_t replicates, std::uint64_t seed, int threads, bool attribute,
                    const py::object& progress) {
    inference::CompareSettings settings;
    settings.run.replicates = replicates;
    settings.run.seed = seed;
    settings.attribute = attribute;
    settings.observables.assign(inference::headline_observables.begin(), inference::headline_observables.end());
    std::string json;
    attended(progress, [&](const engine::Progress& tell) {
        Diagnostics diagnostics;
        auto out = inference::compare(a->scenario(), b->scenario(), settings, diagnostics, ensemble::Execution(threads, tell));
        json = outputs::comparison_json(good(std::move(out), diagnostics), settings, a->options().path, b->options().path).dump();
    });
    return json;
}

std::string sensitivity(const Plan& plan, const std::vector<std::string>& targets, std::uint64_t replicates, std::uint64_t trajectories,
                        std::size_t screened, const std::vector<std::string>& factors, std::pair<double, double> doses, bool sobol,
                        std::uint64_t seed, int threads, const py::object& progress) {
    const auto& stated = plan->scenario().plan.targets;
    BadInput bad;
    std::vector<std::size_t> chosen;
    for (const std::string& id : targets) {
        const auto found = std::find_if(stated.begin(), stated.end(), [&](const scenario::Target& one) { return one.id == id; });
        std::vector<std::string> known;
        for (const auto& one : stated) known.push_back(one.id);
        if (found == stated.end())
            bad.diagnostics.error({"targets"}, say("规划没有目标 \"{}\"", "the plan has no target \"{}\"", id),
                                  scenario::suggestion(id, known));
        else
            chosen.push_back(static_cast<std::size_t>(found - stated.begin()));
    }
    if (!(doses.first >= 0 && doses.first < doses.second))
        bad.diagnostics.error({"dose_range"}, Text("须为两个数，前小后大，不小于 0", "takes two numbers, the lower first, neither below 0"),
                              Text("写 (0.5, 1.5)", "write (0.5, 1.5)"));
    if (bad.diagnostics.has_errors()) throw bad;
    if (targets.empty())
        for (std::size_t i = 0; i < stated.size(); ++i)
            if (stated[i].official) chosen.push_back(i);
    inference::SensitivitySettings settings;
    settings.run.replicates = replicates;
    settings.run.seed = seed;
    settings.trajectories = trajectories;
    settings.screened = screened;
    settings.factors = factors;
    settings.dose_low = doses.first;
    settings.dose_high = doses.second;
    settings.sobol = sobol;
    std::string json;
    attended(progress, [&](const engine::Progress& tell) {
        const auto world = plan->world();
        try {
            const auto found = inference::analyse(*world, settings, chosen, ensemble::Execution(threads, tell));
            json = outputs::sensitivity_json(found, chosen, plan->scenario(), settings).dump();
        } catch (const std::invalid_argument& unknown) {
            BadInput refused;
            refused.diagnostics.error({"factors"}, unknown.what(),
                                      Text("先不写 factors 运行，可见全部因素", "run it without factors to see them all"));
            throw refused;
        }
    });
    return json;
}

scenario::Panel read_panel(const std::string& library) {
    Diagnostics diagnostics;
    return good(scenario::read_panel(library, diagnostics), diagnostics);
}

py::dict panel(const std::string& library) {
    std::vector<scenario::Figure> figures;
    {
        const py::gil_scoped_release release;
        figures = read_panel(library).figures;
    }
    return table_of(figures);
}

std::string learn(const std::string& library, std::optional<int> until) {
    const py::gil_scoped_release release;
    const scenario::Panel panel = read_panel(library);
    int first = 0, last = 0;
    for (const scenario::Figure& figure : panel.figures) {
        first = first == 0 ? figure.year : std::min(first, figure.year);
        last = std::max(last, figure.year);
    }
    const int year = until.value_or(last);
    if (year < first) {
        BadInput bad;
        bad.diagnostics.error({"until"}, say("面板没有 {} 年及以前的数据", "the panel knows nothing up to {}", year),
                              say("写 {} 年或以后的年份", "name a year from {} on", first));
        throw bad;
    }
    return outputs::learned_json(reference::learn(reference::evidence(panel, year)), year).dump();
}

template <class Settings>
Settings backtest_settings(std::pair<int, int> origins, std::optional<int> horizon, std::optional<std::uint64_t> replicates,
                           std::uint64_t seed) {
    Settings settings;
    settings.first_origin = origins.first;
    settings.last_origin = origins.second;
    if (horizon) settings.horizon = *horizon;
    if (replicates) settings.replicates = *replicates;
    settings.seed = seed;
    return settings;
}

std::string backtest(const std::string& folder, std::pair<int, int> origins, std::optional<int> horizon,
                     std::optional<std::uint64_t> replicates, std::uint64_t seed, int threads, const std::vector<std::string>& provinces,
                     bool leave_out, const py::object& progress) {
    std::string json;
    attended(progress, [&](const engine::Progress& tell) {
        const ensemble::Execution execution(threads, tell);
        if (std::filesystem::exists(std::filesystem::path(folder) / "panel.csv")) {
            const scenario::Panel panel = read_panel(folder);
            auto settings = backtest_settings<inference::PanelBacktestSettings>(origins, horizon, replicates, seed);
            settings.leave_out = leave_out;
            BadInput bad;
            std::vector<std::string> known;
            for (const auto& one : panel.provinces) known.push_back(one.id);
            for (const std::string& name : provinces) {
                if (const auto* found = panel.province(name))
                    settings.provinces.push_back(found->id);
                else
                    bad.diagnostics.error(
                        {"provinces"}, say("面板没有省份 {}", "the panel has no province {}", base::in_quotes(name)),
                        scenario::suggestion(name, known, Text("写 provinces.csv 中的省份", "name a province of provinces.csv")));
            }
            if (bad.diagnostics.has_errors()) throw bad;
            json = outputs::backtest_json(inference::panel_backtest(panel, settings, execution)).dump();
            return;
        }
        if (!provinces.empty() || leave_out) {
            BadInput bad;
            bad.diagnostics.error({folder},
                                  Text("是数据包：只有资料库面板的省份可以选取或留出",
                                       "is a pack: only the provinces of a library's panel can be chosen or left out"),
                                  Text("写资料库的目录", "name the folder of the library"));
            throw bad;
        }
        Diagnostics diagnostics;
        const auto settings = backtest_settings<inference::BacktestSettings>(origins, horizon, replicates, seed);
        const auto pack = good(
            scenario::read_pack_alone(folder, settings.first_origin, settings.last_origin + settings.horizon, diagnostics), diagnostics);
        auto found = inference::backtest(pack, settings, diagnostics, execution);
        json = outputs::backtest_json(good(std::move(found), diagnostics)).dump();
    });
    return json;
}

}  // namespace

PYBIND11_MODULE(_core, module) {
    // The library of HDF5 is opened here, with its clean-up at exit: this process also holds files of h5py and netCDF4,
    // and what the program does for its own files (outputs/hdf5.cpp) would leave theirs unwritten.
    H5open();
    module.attr("__version__") = command::program_version();
    py::register_exception_translator(translate);

    py::class_<ReadPlan, std::shared_ptr<ReadPlan>>(module, "ReadPlan")
        .def(py::init([](const std::string& path, const std::vector<std::string>& changes) {
                 const py::gil_scoped_release release;
                 return std::make_shared<ReadPlan>(path, changes);
             }),
             "path"_a, "changes"_a)
        .def("problems", [](const ReadPlan& plan) { return problems_of(plan.diagnostics()); })
        .def("contents", contents)
        .def("history", [](const ReadPlan& plan) { return table_of(plan.scenario().history); });

    module.def("run_to_file", [](const std::shared_ptr<ReadPlan>& plan, const py::dict& options, const std::string& path,
                                 const py::object& progress) { run_to_file_for_python(plan, options, path, progress); });
    module.def("run_to_memory", [](const std::shared_ptr<ReadPlan>& plan, const py::dict& options, const py::object& progress) {
        return run_to_memory_for_python(plan, options, progress);
    });
    module.def("prepare_hdf5", outputs::hdf5::prepare_library);
    module.def("check", check);
    module.def("variable", variable);
    module.def("language", [] { return command::language_of_environment() == Language::zh ? "zh" : "en"; });
    module.def("severity_in_chinese", severity_in_chinese);
    module.def("compare", [](const std::shared_ptr<ReadPlan>& a, const std::shared_ptr<ReadPlan>& b, std::uint64_t replicates,
                             std::uint64_t seed, int threads, bool attribute,
                             const py::object& progress) { return compare(a, b, replicates, seed, threads, attribute, progress); });
    module.def("sensitivity", [](const std::shared_ptr<ReadPlan>& plan, const std::vector<std::string>& targets, std::uint64_t replicates,
                                 std::uint64_t trajectories, std::size_t screened, const std::vector<std::string>& factors,
                                 std::pair<double, double> doses, bool sobol, std::uint64_t seed, int threads, const py::object& progress) {
        return sensitivity(plan, targets, replicates, trajectories, screened, factors, doses, sobol, seed, threads, progress);
    });
    module.def("panel", panel);
    module.def("learn", learn);
    module.def("backtest", backtest);
}

}  // namespace zonecast::python
