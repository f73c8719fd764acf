#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/ensemble/pick_freeze.hpp"
#include "outputs/dataset_differences.hpp"
#include "outputs/digest.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/json_values.hpp"
#include "outputs/place.hpp"
#include "outputs/result_file.hpp"
#include "outputs/stored_scenario.hpp"
#include "outputs/stored_settings.hpp"

namespace zonecast::command {

namespace {

namespace fs = std::filesystem;
using outputs::Cell;
using outputs::Colour;
using outputs::DatasetDifference;
using Kind = DatasetDifference::Kind;

struct Options {
    std::string path, output;
    int threads = 0;
    bool quiet = false;
};

/// A folder of its own, gone with what is in it when this ends.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (fs::temp_directory_path() / "zonecast-reproduce-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw outputs::FileError(name, {"那里无法建立文件夹", "no folder can be made there"}, {"用 -o 指明文件", "name a file with -o"});
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] std::string file() const { return (path_ / "again.h5").string(); }

private:
    fs::path path_;
};

/// What is known when the two files lie side by side.
struct Comparison {
    std::string first_version;           ///< that wrote the result
    std::optional<std::string> written;  ///< digest as noted in the result
    std::string found;                   ///< digest of its datasets as they are
    std::string again;                   ///< digest of the new run
    std::size_t datasets = 0;
    std::vector<DatasetDifference> differences;

    /// The datasets are no longer those that were written.
    [[nodiscard]] bool changed() const { return written && *written != found; }
    /// A digest that differs by the version alone leaves the results equal.
    [[nodiscard]] bool equal() const { return differences.empty() && !changed(); }
};

Comparison compared(const outputs::Result& result, const outputs::StoredSettings& stored, const std::string& again) {
    const auto first = outputs::hdf5::File::open(result.path);
    const auto second = outputs::hdf5::File::open(again);
    Comparison comparison;
    comparison.first_version = result.run.version;
    comparison.written = stored.digest;
    const bool attributes = !stored.digest || outputs::covers_attributes(*stored.digest);
    comparison.found = outputs::digest_of(first, attributes);
    comparison.again = outputs::digest_of(second, attributes);
    comparison.datasets = first.datasets().size();
    comparison.differences = outputs::dataset_differences(first, second);
    return comparison;
}

const char* kind_word(Kind kind, Language language) {
    switch (kind) {
        case Kind::only_first:
            return in(language, "重现结果中没有", "not in the new run");
        case Kind::only_second:
            return in(language, "原结果中没有", "not in the file");
        case Kind::type:
            return in(language, "类型不同", "another type");
        case Kind::shape:
            return in(language, "大小不同", "another size");
        case Kind::attribute:
            return in(language, "属性不同", "attribute differs");
        case Kind::values:
            break;
    }
    return in(language, "数值不同", "values differ");
}

const char* kind_id(Kind kind) {
    switch (kind) {
        case Kind::only_first:
            return "only_in_file";
        case Kind::only_second:
            return "only_in_new_run";
        case Kind::type:
            return "type";
        case Kind::shape:
            return "shape";
        case Kind::attribute:
            return "attribute";
        case Kind::values:
            break;
    }
    return "values";
}

std::string differences_text(const Comparison& comparison, Language language) {
    outputs::FittedTable table({{.head = in(language, "变量", "Variable"), .flexible = true, .least_width = 16},
                                {.head = in(language, "差异", "What")},
                                {.head = in(language, "不同的值", "Values"), .right = true},
                                {.head = in(language, "总数", "of"), .right = true, .importance = 20},
                                {.head = in(language, "最大差", "Largest"), .right = true},
                                {.head = in(language, "最大相对差", "Relative"), .right = true, .importance = 30}});
    for (const DatasetDifference& one : comparison.differences) {
        const bool values = one.kind == Kind::values;
        const auto number = [&](const std::string& text) { return Cell{values ? text : "", Colour::none}; };
        table.add({{one.attribute.empty() ? one.name : one.name + ":" + one.attribute, Colour::none},
                   {kind_word(one.kind, language), Colour::none},
                   number(fmt::format("{}", one.differing)),
                   number(fmt::format("{}", one.total)),
                   number(fmt::format("{:.3g}", one.largest)),
                   number(fmt::format("{:.3g}", one.largest_relative))});
    }
    return table.text(text_style(language).width, wants_colour(stdout));
}

std::string as_text(const Comparison& comparison, Language language) {
    const bool colour = wants_colour(stdout);
    if (comparison.equal())
        return outputs::coloured(fmt::format(fmt::runtime(in(language, "完全一致：{} 个变量逐位相同（{}）。",
                                                             "Equal: all {} variables, bit for bit ({}).")),
                                             comparison.datasets, comparison.found),
                                 colour ? Colour::green : Colour::none) +
               "\n";
    std::string text;
    if (comparison.changed())
        text += fmt::format(fmt::runtime(in(language, "文件写出之后被改动过：记录的摘要为 {}，现为 {}。\n",
                                            "The file was changed after it was written: it notes the digest {}, and has {}.\n")),
                            *comparison.written, comparison.found);
    text +=
        outputs::coloured(fmt::format(fmt::runtime(in(language, "不一致：{} / {} 个变量不同。", "Not equal: {} of {} variables differ.")),
                                      comparison.differences.size(), comparison.datasets),
                          colour ? Colour::red : Colour::none);
    text += "\n";
    if (comparison.first_version != program_version())
        text += fmt::format(fmt::runtime(in(language, "原结果由 zonecast {} 写出，本程序为 {}：差异可能来自版本不同。\n",
                                            "zonecast {} wrote the file, and this is {}: that may be the reason.\n")),
                            comparison.first_version, program_version());
    return text + (comparison.differences.empty() ? "" : differences_text(comparison, language));
}

nlohmann::ordered_json as_json(const Comparison& comparison) {
    auto list = nlohmann::ordered_json::array();
    for (const DatasetDifference& one : comparison.differences) {
        nlohmann::ordered_json entry{{"variable", one.name}, {"difference", kind_id(one.kind)}};
        if (one.kind == Kind::attribute) entry["attribute"] = one.attribute;
        if (one.kind == Kind::values) {
            entry["differing"] = one.differing;
            entry["values"] = one.total;
            entry["first_at"] = one.at;
            entry["largest"] = outputs::json_number(one.largest);
            entry["largest_relative"] = outputs::json_number(one.largest_relative);
        }
        list.push_back(std::move(entry));
    }
    nlohmann::ordered_json json{{"format", "zonecast reproduce"}, {"equal", comparison.equal()}, {"changed", comparison.changed()}};
    json["digest_written"] = comparison.written ? nlohmann::ordered_json(*comparison.written) : nullptr;
    json["digest_found"] = comparison.found;
    json["digest_again"] = comparison.again;
    json["version_written"] = comparison.first_version;
    json["version"] = program_version();
    json["variables"] = comparison.datasets;
    json["differences"] = std::move(list);
    return json;
}

/// Runs the stored scenario as the result was run, into `output`.
void run_again(const Options& options, const outputs::StoredSettings& stored, const scenario::Scenario& scenario,
               const engine::World& world, const std::string& output, LongRun& watched) {
    const engine::RunSettings& settings = stored.settings;
    outputs::Provenance provenance = stored.provenance;
    provenance.version = program_version();
    outputs::refuse_inputs(output, {options.path});
    outputs::ResultWriter writer(output, scenario, settings, world.years(), world.parameter_infos(), provenance);
    if (stored.split) watched.parts(ensemble::split_parts);
    const ensemble::Execution execution = watched.execution(options.threads);
    ensemble::Outcomes outcomes(&writer);
    engine::Forecast forecast = ensemble::run(world, settings, outcomes, execution);
    if (stored.split) {
        watched.first_part_done(forecast.replicates);
        forecast.split = ensemble::split_variance(world, settings, outcomes, nullptr, execution);
    }
    watched.finish();
    writer.finish(forecast);
}

int reproduce(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto result = outputs::read_result(options.path, diagnostics);
    const auto stored = result ? outputs::read_stored_settings(options.path, diagnostics) : std::nullopt;
    if (stored && stored->block_size != ensemble::block_size)
        diagnostics.error({options.path},
                          say("按每块 {} 次模拟运行，而本程序每块 {} 次", "was run in blocks of {} replicates, and this zonecast sums in blocks of {}",
                              stored->block_size, ensemble::block_size),
                          say("用写它的 zonecast：{}", "use the zonecast that wrote it: {}", result->run.version));
    const auto scenario = stored ? outputs::read_stored_scenario(*result, diagnostics) : std::nullopt;
    const auto world = scenario && !diagnostics.has_errors() ? engine::World::compile(*scenario, diagnostics) : nullptr;
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        const ScratchFolder scratch;
        const std::string again = options.output.empty() ? scratch.file() : options.output;
        run_again(options, *stored, *scenario, *world, again, watched);
        const Comparison comparison = compared(*result, *stored, again);
        print(common.json ? as_json(comparison).dump(2) + "\n" : as_text(comparison, common.language));
        return comparison.equal() ? exit_good : exit_differs;
    });
}

}  // namespace

void add_reproduce(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("reproduce", in(language, "按结果文件中保存的输入重新运行，并逐位比较",
                                                       "run again what a result file keeps, and compare bit for bit"));
    const auto options = std::make_shared<Options>();
    add_result(*command, language, options->path);
    command
        ->add_option(
            "-o,--output", options->output,
            in(language, "保留重新运行的结果（默认比较后删除）", "keep the new result (default: it is removed after the comparison)"))
        ->type_name("FILE");
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(
        in(language,
           "只用文件自身保存的规划、数据包、国家库、临时改动、种子与次数，不读取任何其他文件。\n"
           "退出码：0 逐位一致，3 不一致或文件被改动过，2 文件不能重现（附原因）。\n"
           "示例：zonecast reproduce hunan.h5",
           "Uses the plan, pack, library, quick changes, seed and replicates that the file keeps, and no other file.\n"
           "Exit status: 0 equal bit for bit, 3 not equal or changed since it was written, 2 the file cannot be run again (it says "
           "why).\n"
           "Example: zonecast reproduce hunan.h5"));
    command->callback([options, &common, &status] { status = reproduce(*options, common); });
}

}  // namespace zonecast::command
