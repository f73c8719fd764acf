#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <system_error>

#include "command/commands.hpp"
#include "command/embedded_files.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/interrupt.hpp"
#include "command/new_province.hpp"
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

/// A region to write: its id, and its tables if the panel knows it.
struct Region {
    std::string id;
    Filling filling;
    std::map<std::string, std::string> tables;  ///< empty: those of the skeleton
    std::string nearest = {};                   ///< of the skeleton: the province that its id is nearly that of
};

std::string filled_in(std::string text, const Filling& filling) {
    for (const auto& [key, value] : filling) {
        const std::string mark = "{{" + key + "}}";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
            text.replace(at, mark.size(), value);
    }
    return text;
}

/// The library that the program carries, as files named from the folder of scenarios.
std::vector<NewFile> embedded_library() {
    static constexpr std::string_view library = "scenarios/";
    std::vector<NewFile> files;
    for (const EmbeddedFile& file : embedded_files())
        if (file.path.starts_with(library)) files.push_back({file.path.substr(library.size()), file.text});
    return files;
}

/// The region that the user names: a province of the panel by id or name, else the skeleton. The panel is the one of the library in
/// `folder`, or the program's own.
Region region_of(const std::string& named, const fs::path& folder, Diagnostics& diagnostics) {
    std::vector<scenario::SourceFile> sources;
    for (const NewFile& file : embedded_library()) sources.push_back({file.path, file.text});
    const scenario::KeptFiles kept(std::move(sources), "zonecast");
    const scenario::DiskFiles disk(folder.string());
    const bool own = disk.exists("library/panel.csv") && disk.exists("library/places.csv");
    const scenario::FileSource& files = own ? static_cast<const scenario::FileSource&>(disk) : kept;
    const auto panel = scenario::read_panel(files, "library", diagnostics);
    if (!panel) return {named, placeholders(named), {}};
    const scenario::Province* province = panel->province(named);
    if (province == nullptr) {
        std::vector<std::string> ids;
        for (const scenario::Province& one : panel->provinces) ids.push_back(one.id);
        return {named, placeholders(named), {}, closest(named, ids)};
    }
    const auto places = scenario::read_places(files, "library", *panel, diagnostics);
    if (!places) return {province->id, placeholders(province->id), {}};
    ProvincePack pack = province_pack(*panel, *places, *province);
    return {province->id, std::move(pack.filling), std::move(pack.tables)};
}

/// The pack and the plan of a region, and the library if the folder has none.
std::vector<NewFile> files_of(const Region& region, bool with_library) {
    static constexpr std::string_view skeleton = "command/skeleton/";
    std::vector<NewFile> files;
    for (const EmbeddedFile& file : embedded_files()) {
        if (!file.path.starts_with(skeleton)) continue;
        const std::string name = file.path.substr(skeleton.size());
        const auto table = region.tables.find(name);
        if (name == "plan.toml")
            files.push_back({"plans/" + region.id + ".toml", filled_in(file.text, region.filling)});
        else
            files.push_back({"packs/" + region.id + "/" + name,
                             table != region.tables.end() ? table->second : filled_in(file.text, region.filling)});
    }
    if (with_library)
        for (NewFile& file : embedded_library()) files.push_back(std::move(file));
    return files;
}

/// Whether the files make a scenario without errors: an id that the library or the skeleton uses for something else does not.
void check_files(const Region& region, Diagnostics& diagnostics) {
    std::vector<scenario::SourceFile> sources;
    for (const NewFile& file : files_of(region, true)) {
        const std::string plans = "plans/";
        sources.push_back({file.path.starts_with(plans) ? file.path.substr(plans.size()) : "../" + file.path, file.text});
    }
    const scenario::KeptFiles kept(std::move(sources), region.id);
    const auto scenario = scenario::read_scenario(kept, region.id + ".toml", {}, diagnostics);
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
    const SignalsHeld held;
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
    const Region region = region_of(options.id, folder, diagnostics);
    const fs::path plan = folder / "plans" / (region.id + ".toml"), pack = folder / "packs" / region.id;
    if (!scenario::is_id(region.id))
        diagnostics.error(
            {"zonecast new"}, base::in_quotes(options.id) + Text(" 不能作为地区的编号", " cannot be the id of a region"),
            say("写省份（如 jiangxi 或 江西），或另取编号（如 my-province）。编号{}",
                "name a province (jiangxi, 江西), or choose an id (my-province). For an id {}", scenario::id_hint(options.id)));
    else if (const bool pack_there = fs::exists(pack); fs::exists(plan) || pack_there)
        diagnostics.error({(pack_there ? pack : plan).string()},
                          pack_there && fs::exists(plan) ? say("已存在，{} 也是", "exists already, and so does {}", plan.string())
                                                         : Text("已存在", "exists already"),
                          Text("换一个编号，或用 --dir 指明别的文件夹；什么都不会被覆盖",
                               "choose another id, or another folder with --dir; nothing is overwritten"));
    if (!diagnostics.has_errors()) check_files(region, diagnostics);
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    try {
        write_files(folder, files_of(region, !fs::exists(folder / "library")));
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
    if (common.json) {
        print(nlohmann::ordered_json{{"plan", plan.string()}, {"pack", pack.string()}}.dump(2) + "\n");
        return exit_good;
    }
    const bool known = !region.tables.empty();
    const std::string wrote = known ? in(common.language,
                                         "已写出数据包 {1} 与规划 {0}：历史数据取自国家库面板；来源以 placeholder 开头的为占位值。\n",
                                         "Wrote the pack {1} and the plan {0}, with the history that the panel has; what it has not is a placeholder and says so.\n")
                                    : in(common.language, "已写出数据包 {1} 与规划 {0}，其中数值均为占位值。\n",
                                         "Wrote the pack {1} and the plan {0}; their numbers are placeholders.\n");
    print(fmt::format(fmt::runtime(wrote + in(common.language,
                                              "下一步：\n"
                                              "  zonecast check {0}\n"
                                              "  逐行填写 {1}/history.csv（note 一列说明填什么）\n"
                                              "  zonecast run {0} -n 200\n",
                                              "What to do next:\n"
                                              "  zonecast check {0}\n"
                                              "  fill in {1}/history.csv row by row (the column note says with what)\n"
                                              "  zonecast run {0} -n 200\n")),
                      plan.string(), pack.string()));
    if (!region.nearest.empty())
        print(fmt::format(fmt::runtime(in(common.language,
                                          "“{0}”不是面板中的省份。若指 {1}，请删去以上两项，再运行 zonecast new {1}，其历史数据即由面板填入。\n",
                                          "\"{0}\" is no province of the panel. If you mean {1}, remove the two and run zonecast new {1}: it fills in that "
                                          "province's history.\n")),
                          options.id, region.nearest));
    return exit_good;
}

}  // namespace

void add_new(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("new", in(language, "为新地区写出可直接运行的数据包与规划骨架",
                                                 "write the skeleton of a pack and a plan for a new region, ready to run"));
    const auto options = std::make_shared<Options>();
    command->add_option("id", options->id, in(language, "省份（代码或名称，例如 jiangxi、江西），或新地区的代码，例如 my-province",
                                              "a province by id or name (jiangxi, 江西), or an id of your own, such as my-province"))
        ->required()
        ->type_name("ID");
    command
        ->add_option("--dir", options->folder,
                     in(language, "存放 packs、plans、library 的文件夹（默认 scenarios）",
                        "folder that holds packs, plans and library (default: scenarios)"))
        ->type_name("DIR");
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast new jiangxi；分步说明见 docs/tutorial.md",
                       "Example: zonecast new jiangxi; docs/tutorial.md goes on from there"));
    command->callback([options, &common, &status] { status = new_region(*options, common); });
}

}  // namespace zonecast::command
