#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "command/commands.hpp"
#include "command/embedded_files.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"
#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/read.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::command {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string id;
    std::string folder = "scenarios";
};

/// A file to write, relative to the folder of scenarios.
struct NewFile {
    std::string path, text;
};

std::string filled_in(std::string text, const std::string& id) {
    static constexpr std::string_view mark = "{{id}}";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + id.size())) text.replace(at, mark.size(), id);
    return text;
}

/// The pack and the plan of a region, and the library if the folder has none.
std::vector<NewFile> files_of(const std::string& id, bool with_library) {
    static constexpr std::string_view skeleton = "command/skeleton/", library = "scenarios/";
    std::vector<NewFile> files;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.path == "command/skeleton/plan.toml")
            files.push_back({"plans/" + id + ".toml", filled_in(file.text, id)});
        else if (file.path.starts_with(skeleton))
            files.push_back({"packs/" + id + "/" + file.path.substr(skeleton.size()), filled_in(file.text, id)});
        else if (with_library)
            files.push_back({file.path.substr(library.size()), file.text});
    }
    return files;
}

/// Whether the files make a scenario without errors: an id that the library or the skeleton uses for something else does not.
void check_files(const std::string& id, Diagnostics& diagnostics) {
    std::vector<scenario::SourceFile> sources;
    for (const NewFile& file : files_of(id, true)) {
        const std::string plans = "plans/";
        sources.push_back({file.path.starts_with(plans) ? file.path.substr(plans.size()) : "../" + file.path, file.text});
    }
    const scenario::KeptFiles kept(std::move(sources), id);
    const auto scenario = scenario::read_scenario(kept, id + ".toml", {}, diagnostics);
    if (scenario) targets::check_targets(*scenario, diagnostics);
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    errno = 0;
    out << text;
    out.close();
    if (!out) {
        const int reason = errno != 0 ? errno : EIO;
        throw outputs::FileError(path.string(), say("无法写入：{}", "cannot be written: {}", std::generic_category().message(reason)),
                                 {"用 --dir 指明别的文件夹", "name another folder with --dir"});
    }
}

/// Writes all files or none.
void write_files(const fs::path& folder, const std::vector<NewFile>& files) {
    std::vector<fs::path> made;  // in order, so that folders go after what is in them
    try {
        for (const NewFile& file : files) {
            const fs::path path = folder / file.path;
            std::vector<fs::path> missing;
            for (fs::path above = path.parent_path(); !above.empty() && !fs::exists(above); above = above.parent_path())
                missing.push_back(above);
            for (auto above = missing.rbegin(); above != missing.rend(); ++above) {
                std::error_code failed;
                if (!fs::create_directory(*above, failed) && failed)
                    throw outputs::FileError(above->string(), say("无法建立：{}", "cannot be made: {}", failed.message()),
                                             {"用 --dir 指明别的文件夹", "name another folder with --dir"});
                made.push_back(*above);
            }
            made.push_back(path);
            write_file(path, file.text);
        }
    } catch (...) {
        std::error_code ignored;
        for (auto path = made.rbegin(); path != made.rend(); ++path) fs::remove(*path, ignored);
        throw;
    }
}

int new_region(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const fs::path folder(options.folder);
    const fs::path plan = folder / "plans" / (options.id + ".toml"), pack = folder / "packs" / options.id;
    if (options.id.empty() || !scenario::is_id(options.id))
        diagnostics.error({"zonecast new"}, base::in_quotes(options.id) + Text(" 不能作为地区的代码", " cannot be the id of a region"),
                          say("{}，例如 my-province", "{}, such as my-province", scenario::id_hint(options.id)));
    else
        for (const fs::path& path : {plan, pack})
            if (fs::exists(path))
                diagnostics.error({path.string()}, Text("已存在", "exists already"),
                                  Text("换一个代码，或用 --dir 指明别的文件夹；什么都不会被覆盖",
                                       "choose another id, or another folder with --dir; nothing is overwritten"));
    if (!diagnostics.has_errors()) check_files(options.id, diagnostics);
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    try {
        write_files(folder, files_of(options.id, !fs::exists(folder / "library")));
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
    if (common.json) {
        print(nlohmann::ordered_json{{"plan", plan.string()}, {"pack", pack.string()}}.dump(2) + "\n");
        return exit_good;
    }
    print(fmt::format(fmt::runtime(in(common.language,
                                      "已写出数据包 {1} 与规划 {0}，其中数值均为占位值。\n"
                                      "下一步：\n"
                                      "  zonecast check {0}\n"
                                      "  逐行填写 {1}/history.csv（note 一列说明填什么）\n"
                                      "  zonecast run {0} -n 200\n",
                                      "Wrote the pack {1} and the plan {0}; their numbers are placeholders.\n"
                                      "What to do next:\n"
                                      "  zonecast check {0}\n"
                                      "  fill in {1}/history.csv row by row (the column note says with what)\n"
                                      "  zonecast run {0} -n 200\n")),
                      plan.string(), pack.string()));
    return exit_good;
}

}  // namespace

void add_new(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("new", in(language, "为新地区写出可直接运行的数据包与规划骨架",
                                                 "write the skeleton of a pack and a plan for a new region, ready to run"));
    const auto options = std::make_shared<Options>();
    command->add_option("id", options->id, in(language, "新地区的代码，例如 my-province", "id of the region, such as my-province"))
        ->required()
        ->type_name("ID");
    command
        ->add_option("--dir", options->folder,
                     in(language, "存放 packs、plans、library 的文件夹（默认 scenarios）",
                        "folder that holds packs, plans and library (default: scenarios)"))
        ->type_name("DIR");
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast new my-province；分步说明见 docs/tutorial.md",
                       "Example: zonecast new my-province; docs/tutorial.md goes on from there"));
    command->callback([options, &common, &status] { status = new_region(*options, common); });
}

}  // namespace zonecast::command
