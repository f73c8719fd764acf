#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/keep.hpp"
#include "command/long_run.hpp"
#include "command/numbers.hpp"
#include "command/ranks.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/design.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/ensemble/packed_run.hpp"
#include "model/ensemble/parts.hpp"
#include "model/ensemble/pick_freeze.hpp"
#include "outputs/checkpoint.hpp"
#include "outputs/digest.hpp"
#include "outputs/doubt.hpp"
#include "outputs/outlook.hpp"
#include "outputs/place.hpp"
#include "outputs/posterior_file.hpp"
#include "outputs/result_file.hpp"
#include "outputs/run_record.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::command {

namespace {

struct Options {
    PlanOptions plan;
    engine::RunSettings settings;
    int threads = 0;
    std::string output;
    std::vector<std::string> keep;
    std::vector<std::string> uncertainty{"parameters", "initial", "chance"};
    std::string parameters;  ///< posterior file; empty: none
    std::string parameters_digest;  ///< of what it holds
    std::string institution = "not stated";
    bool stamp = false, quiet = false;
    bool split = false;
    std::string design = "independent";
    double precision = 0;  ///< half width of chances to run until; 0: run the number of replicates asked for
    std::uint64_t most = 100'000;
    bool count_given = false;
    std::string part;       ///< "3/20"; empty: the whole run
    double checkpoint = 0;  ///< seconds between two checkpoints; 0: none
    bool resume = false;
    [[nodiscard]] bool keeps_checkpoints() const { return checkpoint > 0 || resume; }
};

/// Numbers of replicates go up to here: room for those that follow the first.
constexpr std::uint64_t last_replicate = 1'000'000'000'000'000;

/// Replicates between two looks at the precision: whole blocks, the same for any number of threads.
constexpr std::uint64_t look_every = 8 * ensemble::block_size;

std::string now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

/// How the run is made, for the record in the file. Of a part, with --part, the whole run that it belongs to.
outputs::RunRecord record(const Options& options, std::uint64_t replicates) {
    outputs::RunRecord record{.plan = options.plan.path,
                              .set = options.plan.set,
                              .settings = options.settings,
                              .split = options.split,
                              .posterior = options.parameters};
    record.settings.replicates = replicates;
    return record;
}

/// Options that do not go together.
void check(const Options& options, Diagnostics& diagnostics) {
    const auto wrong = [&](const char* option, const char* zh, const char* en, const char* hint_zh, const char* hint_en) {
        diagnostics.error({option, 0, 0}, Text(zh, en), Text(hint_zh, hint_en));
    };
    if (options.precision > 0 && options.design == "lhs")
        wrong("--until-precision", "拉丁超立方的点数须事先定下", "the points of a Latin hypercube are fixed before the run",
              "改用 --design sobol", "use --design sobol");
    if (options.design != "independent" && !options.settings.free_parameters)
        wrong("--design", "参数不抽取时无从设计", "there is nothing to sample: parameters are held", "去掉其一",
              "leave out one of the two");
    if (!options.parameters.empty() && options.design != "independent")
        wrong("--parameters", "后验样本与参数设计不能同用", "a posterior leaves nothing for a design to place", "去掉其一",
              "leave out one of the two");
    if (options.settings.resumable && !options.parameters.empty())
        wrong("--resumable", "用后验样本的运行不能续算", "a run with a posterior cannot be appended to", "去掉其一",
              "leave out one of the two");
    if (options.settings.resumable && options.split)
        wrong("--resumable", "方差分解不能续算", "a split of variance cannot be appended to", "去掉其一", "leave out one of the two");
    if (options.settings.resumable && options.design == "lhs")
        wrong("--resumable", "拉丁超立方的点数须事先定下，不能续算", "the points of a Latin hypercube are fixed: it cannot be appended to",
              "改用 --design sobol", "use --design sobol");
    if (options.keeps_checkpoints() && (options.precision > 0 || options.split || options.settings.resumable))
        wrong("--checkpoint, --resume", "不能与 --until-precision、--split-variance 或 --resumable 同用",
              "do not go with --until-precision, --split-variance or --resumable", "去掉其一", "leave out one of the two");
    if (!options.part.empty() && (options.precision > 0 || options.split || options.settings.resumable))
        wrong("--part", "不能与 --until-precision、--split-variance 或 --resumable 同用",
              "does not go with --until-precision, --split-variance or --resumable: these need the whole run",
              "去掉其一", "leave out one of the two");
    if (options.precision > 0 && options.count_given && options.settings.replicates > options.most)
        wrong("--max-replicates", "小于 -n 给出的最少次数", "is less than the least number of replicates that -n gives", "改其一",
              "change one of the two");
}

/// The settings of the part that was asked for; of the run itself without one.
engine::RunSettings settings_of_part(const Options& options, Diagnostics& diagnostics) {
    if (options.part.empty()) return options.settings;
    const auto read = [](const std::string& text) -> std::uint64_t {  // 0: not a whole number from 1 on
        const auto number = whole_number(text, 1, 1'000'000'000);
        const auto* found = std::get_if<std::uint64_t>(&number);
        return found != nullptr ? *found : 0;
    };
    const std::size_t slash = options.part.find('/');
    const std::uint64_t number = read(options.part.substr(0, slash));
    const std::uint64_t of = slash == std::string::npos ? 0 : read(options.part.substr(slash + 1));
    if (number == 0 || number > of) {
        diagnostics.error({"--part " + options.part, 0, 0},
                          Text("须写成 第几/共几，例如 3/20", "takes a part of how many, as 3/20"));
        return options.settings;
    }
    try {
        return ensemble::part_settings(options.settings, number, of);
    } catch (const std::invalid_argument&) {
        diagnostics.error({"--part " + options.part, 0, 0},
                          say("这次运行只有 {} 块（每块 {} 次模拟），分不成 {} 份",
                              "the run has {} blocks of {} replicates, too few for {} parts",
                              ensemble::blocks_of(options.settings), ensemble::block_size, of),
                          Text("减少份数，或增大 -n", "ask for fewer parts, or for more replicates with -n"));
        return options.settings;
    }
}

/// Runs until the chances are known well enough, at least as many replicates as asked for and never more than the most.
void run_until_precise(ensemble::Ensemble& ensemble, const Options& options, engine::ReplicateSink& sink,
                       const ensemble::Execution& execution) {
    const std::uint64_t first = options.settings.first_replicate, most = options.most;
    const auto to_border = [&](std::uint64_t n) {
        const std::uint64_t over = (first + n) % ensemble::block_size;
        return std::min(most, over == 0 ? n : n + ensemble::block_size - over);
    };
    ensemble.run_to(to_border(options.count_given ? options.settings.replicates : look_every), sink, execution, most);
    while (ensemble.replicates() < most && ensemble.widest_half_width() > options.precision)
        ensemble.run_to(to_border(ensemble.replicates() + look_every), sink, execution, most);
}

/// What a checkpoint must agree in with the run that goes on from it.
outputs::Checkpoint::Identity identity_of(const outputs::Provenance& provenance, const scenario::Scenario& scenario) {
    outputs::Checkpoint::Identity identity{{{"命令", "command"}, provenance.command},
                                           {{"zonecast 的版本", "version of zonecast"}, provenance.version}};
    const auto add_file = [&](const std::string& path, const std::string& what) {
        identity.push_back({say("文件 {} ", "file {}", path), what});
    };
    if (!provenance.posterior.empty()) add_file(provenance.posterior, provenance.posterior_digest);
    for (const scenario::SourceFile& file : scenario.files) add_file(file.path, file.text);
    return identity;
}

/// Takes rows and keeps none: those of processes that write nothing.
struct NoRows : engine::ReplicateSink {
    void take(const engine::BlockOutput&) override {}
};

/// Goes on from the checkpoint that there is. All processes that share the run take up what the first one has.
void take_up(ensemble::Ensemble& ensemble, const outputs::Checkpoint* saved, ensemble::Ranks* ranks) {
    const bool mine = saved != nullptr && saved->state();
    if (ranks == nullptr) {
        if (mine) ensemble.resume(*saved->state());
        return;
    }
    base::Packer packer;
    if (mine) ensemble::pack(*saved->state(), packer);
    const std::string bytes = ranks->heard(0, packer.take());
    base::Unpacker in(bytes);
    if (!bytes.empty()) ensemble.resume(ensemble::unpack_state(in));
}

/// Runs in stages, with a checkpoint about every `seconds`; goes on from the one that there is. The same bits as
/// without. `saved`: null in processes that write nothing.
void run_with_checkpoints(ensemble::Ensemble& ensemble, const engine::RunSettings& settings, double seconds, outputs::Checkpoint* saved,
                          const ensemble::Execution& execution) {
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point then) {
        return std::chrono::duration<double>(Clock::now() - then).count();
    };
    ensemble::Ranks* const ranks = execution.ranks;
    // What hangs on a clock is what the first process says.
    const auto agreed = [&](std::uint64_t mine) { return ranks == nullptr ? mine : ranks->agreed(mine); };
    take_up(ensemble, saved, ranks);
    NoRows no_rows;
    engine::ReplicateSink& rows = saved != nullptr ? static_cast<engine::ReplicateSink&>(*saved) : no_rows;
    const std::uint64_t all = settings.replicates, least = ensemble::block_size * (ranks == nullptr ? 1 : ranks->size()) *
                                                           agreed(ensemble::workers_for(ensemble::blocks_of(settings), execution));
    const auto to_border = [&](std::uint64_t n) {
        return n - std::min(n, (settings.first_replicate + n) % ensemble::block_size);
    };
    Clock::time_point last = Clock::now();
    for (std::uint64_t stage = least; ensemble.replicates() < all;) {
        const Clock::time_point begun = Clock::now();
        const std::uint64_t done = ensemble.replicates(),
                            border = to_border(done + std::max(stage, least) + ensemble::block_size);
        ensemble.run_to(border >= all ? all : border, rows, execution, all);
        // A stage takes about a quarter of the interval, so that threads wait for each other seldom.
        const double rate = static_cast<double>(ensemble.replicates() - done) / std::max(since(begun), 1e-3);
        stage = agreed(static_cast<std::uint64_t>(std::clamp(rate * seconds / 4, 1.0, 1e12)));
        if (agreed(since(last) < seconds ? 1 : 0) == 1 || ensemble.replicates() >= all) continue;
        const engine::RunState state = ensemble.state();
        if (saved != nullptr) saved->save(state);
        last = Clock::now();
    }
}

/// Whether the precision that was asked for was reached, and what it is.
Text precision_remark(const Options& options, const ensemble::Ensemble& ensemble) {
    const double widest = ensemble.widest_half_width();
    const std::string width = fmt::format("{:.4f}", widest), wanted = fmt::format("{}", options.precision);
    if (widest > options.precision)
        return say("{} 次模拟后仍未达到要求的精度：各概率 95 % 区间的最大半宽为 {}，要求 {}",
                   "the precision was not reached after {} replicates: the widest half-width of a chance's 95 % interval is "
                   "{}, and {} was asked for",
                   ensemble.replicates(), width, wanted);
    return say("{} 次模拟后达到要求的精度：各概率 95 % 区间的最大半宽为 {}，要求 {}",
               "the precision was reached after {} replicates: the widest half-width of a chance's 95 % interval is {}, and "
               "{} was asked for",
               ensemble.replicates(), width, wanted);
}

/// Gives the run the posterior in a file. Parameters of the year that it was fitted from are left out for another base year, and so are
/// those that the plan or --set fixes. What was taken is noted in `taken`.
void take_posterior(const std::string& path, const engine::World& world, engine::RunSettings& settings, Diagnostics& diagnostics,
                    Diagnostics& taken) {
    const auto posterior = outputs::read_posterior(path, diagnostics);
    if (!posterior) return;
    if (posterior->pack != world.scenario.pack_id) {
        diagnostics.error({path},
                          say("拟合的是数据包 \"{}\"，不是 \"{}\"", "was fitted to the pack \"{}\", not to \"{}\"", posterior->pack,
                              world.scenario.pack_id),
                          Text("校准同一数据包的规划", "calibrate a plan of the same pack"));
        return;
    }
    std::vector<std::size_t> columns;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < posterior->ids.size(); ++i) {
        const auto prior = world.scenario.priors.find(posterior->ids[i]);
        const bool drawn = prior != world.scenario.priors.end() && prior->second.family != scenario::Prior::Family::fixed;
        if (!drawn || (posterior->of_the_start[i] && posterior->from != world.base_year)) continue;
        columns.push_back(i);
        ids.push_back(posterior->ids[i]);
    }
    if (ids.empty()) {
        diagnostics.error({path}, Text("没有此规划所抽取的参数", "holds no parameter that this plan draws"));
        return;
    }
    const std::size_t width = posterior->ids.size(), rows = posterior->values.size() / width;
    std::vector<double> values;
    for (std::size_t row = 0; row < rows; ++row)
        for (const std::size_t column : columns) values.push_back(posterior->values[row * width + column]);
    taken.note({path}, say("{1} 个参数中的 {0} 个取自按 {3}-{4} 拟合的 {2} 个样本",
                           "{0} of {1} parameters are taken from {2} members fitted to {3}-{4}", ids.size(), width, rows, posterior->from,
                           posterior->until));
    if (posterior->figures_missed > 0)
        taken.warning({path},
                      say("该拟合有 {0} 个数据偏离超过 {1} 个标准差", "the fit misses {0} figures by more than {1} standard deviations",
                          posterior->figures_missed, fmt::format("{:.0f}", inference::far_off)),
                      {"文件中列出了它们（warnings_zh、warnings_en）：先查明原因，再采用其参数",
                       "the file names them (warnings_zh, warnings_en): find the reason before you rely on its parameters"});
    // As many replicates may be asked for as one likes.
    settings.parameter_source =
        std::make_shared<engine::ParameterValues>(std::move(ids), std::move(values), 0, engine::ParameterValues::Rows::in_turn);
}

void show(const Options& options, const CommonOptions& common, const scenario::Scenario& scenario, const engine::Forecast& forecast) {
    const outputs::Result result = outputs::result_of(scenario, forecast, program_version());
    if (common.json) {
        nlohmann::ordered_json json = outputs::scorecard_json(result);
        json["result_file"] = options.output;
        print(json.dump(2) + "\n");
        return;
    }
    if (options.quiet) return;
    const outputs::TextStyle style = text_style(common.language);
    print(outputs::scorecard_text(result, style) + "\n" + (result.split ? outputs::doubt_text(result, style) + "\n" : "") +
          outputs::outlook_text(result, style) + "\n");
    print(fmt::format(
        fmt::runtime(in(common.language, "结果文件：{}（{}）\n", "Result: {} ({})\n")), options.output,
        in(common.language, "可用 zonecast targets、xarray、R 或 Panoply 打开", "opens in zonecast targets, xarray, R and Panoply")));
}

int run(Options options, const CommonOptions& common) {
    Diagnostics diagnostics, taken;
    const auto scenario = read_plan(options.plan, diagnostics);
    std::shared_ptr<const engine::World> world;
    if (scenario && !diagnostics.has_errors()) {
        options.settings.keep = kept_series(options.keep, *scenario, diagnostics);
        world = engine::World::compile(*scenario, diagnostics);
        if (world && !options.parameters.empty()) {
            take_posterior(options.parameters, *world, options.settings, diagnostics, taken);
            if (!diagnostics.has_errors())
                options.parameters_digest = outputs::digest_of(outputs::hdf5::File::open(options.parameters));
        }
    }
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (!options.quiet) {
        report(diagnostics, common.language);
        report(taken, common.language, true);
    }

    const auto& groups = options.uncertainty;
    if (groups.size() > 1 && std::find(groups.begin(), groups.end(), "none") != groups.end()) {
        Diagnostics contradiction;
        contradiction.error({"--uncertainty", 0, 0},
                            Text("none 不能与其他并列：它表示什么都不抽取", "none stands alone: it means that nothing is drawn"),
                            Text("写 --uncertainty none，或只列要抽取的", "write --uncertainty none, or list only what is drawn"));
        report_failure(contradiction, common);
        return exit_bad_input;
    }
    const auto drawn = [&](const char* group) {
        return std::find(options.uncertainty.begin(), options.uncertainty.end(), group) != options.uncertainty.end();
    };
    options.settings.free_parameters = drawn("parameters");
    options.settings.free_initial = drawn("initial");
    options.settings.free_chance = drawn("chance");
    check(options, diagnostics);
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    engine::RunSettings& settings = options.settings;
    settings.design = options.design;
    if (options.design == "lhs")
        settings.parameter_source =
            std::make_shared<ensemble::LatinHypercube>(*world, settings.seed, settings.first_replicate, settings.replicates);
    if (options.design == "sobol") settings.parameter_source = std::make_shared<ensemble::ScrambledSobol>(*world, settings.seed);
    settings = settings_of_part(options, diagnostics);
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    engine::RunSettings sized = settings;  // for the file
    if (options.precision > 0) sized.replicates = options.most;
    if (options.output.empty())
        options.output =
            scenario->plan.id +
            (settings.part ? fmt::format("-part{}of{}", settings.part->number, settings.part->of) : std::string()) +
            ".h5";

    const outputs::Provenance provenance{.version = program_version(),
                                         .command = outputs::command_of(record(options, settings.replicates)),
                                         .plan = options.plan.path,
                                         .posterior = options.parameters,
                                         .posterior_digest = options.parameters_digest,
                                         .time = options.stamp ? now() : "",
                                         .institution = options.institution};
    std::vector<std::string> inputs = files_of(options.plan, *scenario);
    if (!options.parameters.empty()) inputs.push_back(options.parameters);
    if (options.keeps_checkpoints()) {
        const char* stopped = in(common.language, "已中断。若已有检查点，用 --resume 从它继续。",
                                 "Stopped. --resume goes on from the last checkpoint, if there is one yet.");
        return long_run(common, options.quiet, stopped, [&](LongRun& watched) {
            outputs::refuse_inputs(options.output, inputs);
            std::optional<outputs::Checkpoint> saved;
            if (is_first_rank())
                saved.emplace(options.output, identity_of(provenance, *scenario),
                              options.resume ? outputs::Checkpoint::Start::go_on : outputs::Checkpoint::Start::anew);
            const ensemble::Execution execution = watched.execution(options.threads);
            ensemble::Ensemble ensemble(*world, settings, execution.ranks);
            run_with_checkpoints(ensemble, settings, options.checkpoint > 0 ? options.checkpoint : 60, saved ? &*saved : nullptr,
                                 execution);
            engine::Forecast forecast = ensemble.forecast(execution);
            if (settings.part) forecast.state = ensemble.state();
            watched.finish();
            outputs::ResultWriter writer(options.output, *scenario, settings, world->years(), world->parameter_infos(), provenance,
                                         saved->claim());
            saved->replay(writer);
            writer.finish(forecast);
            saved->remove();
            show(options, common, *scenario, forecast);
            return exit_good;
        });
    }
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        outputs::refuse_inputs(options.output, inputs);
        std::optional<outputs::ResultWriter> writer;
        if (is_first_rank()) writer.emplace(options.output, *scenario, sized, world->years(), world->parameter_infos(), provenance);
        NoRows no_rows;
        engine::ReplicateSink& rows = writer ? static_cast<engine::ReplicateSink&>(*writer) : no_rows;
        if (options.split) watched.parts(ensemble::split_parts);
        const ensemble::Execution execution = watched.execution(options.threads);
        ensemble::Outcomes outcomes(&rows);
        engine::ReplicateSink& sink = options.split ? static_cast<engine::ReplicateSink&>(outcomes) : rows;
        ensemble::Ensemble ensemble(*world, settings, execution.ranks);
        if (options.precision > 0)
            run_until_precise(ensemble, options, sink, execution);
        else
            ensemble.run_to(settings.replicates, sink, execution, settings.replicates);
        engine::Forecast forecast = ensemble.forecast(execution);
        if (settings.part) forecast.state = ensemble.state();  // that of all its blocks, for zonecast merge
        const Text remark = options.precision > 0 ? precision_remark(options, ensemble) : Text();
        if (options.split) {
            watched.first_part_done(forecast.replicates);
            forecast.split = ensemble::split_variance(*world, settings, outcomes, nullptr, execution);
        }
        watched.finish();
        writer->tell(outputs::command_of(record(options, forecast.replicates)), remark.en);
        writer->finish(forecast);
        show(options, common, *scenario, forecast);
        if (!options.quiet && options.precision > 0 && ensemble.widest_half_width() > options.precision) {
            Diagnostics missed;
            missed.warning({"--until-precision"}, remark,
                           Text("提高 --max-replicates，或放宽精度", "raise --max-replicates, or ask for less"));
            report(missed, common.language);
        }
        return exit_good;
    });
}

}  // namespace

void add_run(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand(
        "run", in(language, "推演规划，写出结果文件并显示评分表", "project a plan, write the result file and show the scorecard"));
    const auto options = std::make_shared<Options>();
    engine::RunSettings& settings = options->settings;
    add_plan(*command, common, options->plan);
    auto* count = add_replicates(*command, language, settings.replicates, 1, 1'000'000'000,
                                 in(language, "模拟次数（默认 1000）", "number of replicates (default 1000)"));
    add_seed(*command, language, settings.seed);
    add_threads(*command, language, options->threads);
    command
        ->add_option("-o,--output", options->output, in(language, "结果文件（默认 <规划编号>.h5）", "result file (default: <plan id>.h5)"))
        ->type_name("FILE");
    add_repeatable(*command, "--keep", options->keep, "DIMENSION:ENTITY:OBSERVABLE",
                   in(language, "逐次保留一个序列，可重复，例如 zone:changsha_htz:hnte_count",
                      "keep a series for every replicate; may be repeated, e.g. zone:changsha_htz:hnte_count"));
    only_words(command
        ->add_option("--uncertainty", options->uncertainty,
                     in(language, "抽取哪些不确定性，逗号分隔：parameters,initial,chance；none 表示全部取中值，各次模拟完全相同",
                        "which uncertainty is drawn, separated by commas: parameters,initial,chance; none holds all at the centre, and all replicates are the same"))
        ->delimiter(',')
        ->expected(1, 3), language, {"parameters", "initial", "chance", "none"})
        ->type_name("LIST");
    add_count(*command, language, "--replicates-from", settings.first_replicate, 0, last_replicate,
              in(language, "首个模拟的编号（默认 0），用于分批运行", "number of the first replicate (default 0), to run in parts"));
    command
        ->add_option(
            "--parameters", options->parameters,
            in(language, "用 calibrate 写出的后验样本代替先验抽样", "posterior that `calibrate` wrote, in place of draws from the priors"))
        ->type_name("FILE");
    command->add_option("--institution", options->institution, in(language, "写入结果文件的制作单位", "who made it, for the result file"))
        ->type_name("TEXT");
    command->add_flag("--stamp", options->stamp, in(language, "在结果文件中记下时间", "note the time of day in the result file"));
    add_quiet(*command, language, options->quiet, true);
    only_words(command->add_option("--design", options->design,
                                   in(language, "参数的抽样设计：independent 独立、lhs 拉丁超立方、sobol 加扰 Sobol 序列",
                                      "how parameters are sampled: independent, lhs (Latin hypercube) or sobol (scrambled Sobol sequence)")),
               language, {"independent", "lhs", "sobol"});
    command->add_flag("--split-variance", options->split,
                      in(language, "分解每项目标的方差：参数、初始状态、偶然性各占多少（另需四倍的模拟）",
                         "split each target's variance among parameters, initial state and chance (takes four more runs)"));
    add_precision(*command, language, options->precision,
                  in(language, "运行到每个概率的 95 % 区间半宽不超过此值为止，例如 0.01；-n 为最少次数",
                     "run until the 95 % interval of every chance is no wider than this to each side, e.g. 0.01; -n is then the least"),
                  options->most, 1, 1'000'000'000);
    command->add_flag("--resumable", settings.resumable,
                      in(language, "在结果文件中保存累计状态，供 zonecast append 续算",
                         "keep the state of the sums in the result file, so that zonecast append can go on"));
    only_real(command->add_option("--checkpoint", options->checkpoint,
                                  in(language, "每隔多少秒在结果文件旁存一个检查点，供 --resume 继续",
                                     "write a checkpoint beside the result every so many seconds, for --resume")),
              language, 0.05, 86400.0)
        ->type_name("SECONDS");
    command->add_flag("--resume", options->resume,
                      in(language, "从检查点继续被中断的同一次运行，结果逐位相同",
                         "go on with the same run from its checkpoint, to the same bits"));
    command
        ->add_option("--part", options->part,
                     in(language, "只算第几份，例如 3/20，供作业阵列使用；各份用 zonecast merge 合并",
                        "only this part of so many, e.g. 3/20, for job arrays; zonecast merge puts them together"))
        ->type_name("K/N");
    add_common(*command, common);
    command->footer(in(language,
                       "示例：\n"
                       "  zonecast run scenarios/plans/hunan-htz-2017-2019.toml -n 1000 --seed 7 -o hunan.h5\n"
                       "  zonecast run PLAN --set parameter.renewal_rate=0.8 --set plan.end_year=2021\n"
                       "  zonecast run PLAN --set measure.ID.dose=0 --set target.HN17-05.value=3 --set shock.ID.size=0.5\n"
                       "  zonecast run PLAN --keep province:hunan:rd_to_gdp --uncertainty parameters,initial",
                       "Examples:\n"
                       "  zonecast run scenarios/plans/hunan-htz-2017-2019.toml -n 1000 --seed 7 -o hunan.h5\n"
                       "  zonecast run PLAN --set parameter.renewal_rate=0.8 --set plan.end_year=2021\n"
                       "  zonecast run PLAN --set measure.ID.dose=0 --set target.HN17-05.value=3 --set shock.ID.size=0.5\n"
                       "  zonecast run PLAN --keep province:hunan:rd_to_gdp --uncertainty parameters,initial"));
    command->callback([options, count, &common, &status] {
        options->count_given = count->count() > 0;
        status = run(*options, common);
    });
}

}  // namespace zonecast::command
