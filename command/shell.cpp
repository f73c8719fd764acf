// Completions and the manual, made from the options and the help that the program has: they cannot fall behind it.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"

namespace zonecast::command {

namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    std::vector<const CLI::App*> commands;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        if (!command->get_group().empty()) commands.push_back(command);
    return commands;
}

/// Names as they are typed: "-n", "--replicates"; none for what is known by its place.
std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

bool takes_value(const CLI::Option& option) {
    return option.get_expected_max() > 0 && option.get_type_size_max() > 0 && option.get_items_expected_max() > 0;
}

/// "zh|en" as words; empty for a type that is no list of words.
std::vector<std::string> words_of(const std::string& type) {
    if (type.find('|') == std::string::npos) return {};
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= type.size();) {
        const std::size_t end = std::min(type.find('|', at), type.size());
        words.push_back(type.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

enum class Files { none, any, plans, results, folders };

/// What files a value names, told from its type in the help.
Files files_of(const std::string& type) {
    if (type == "PLAN") return Files::plans;
    if (type.starts_with("RESULT") || type.starts_with("PART")) return Files::results;
    if (type == "DIR" || type == "FOLDER") return Files::folders;
    return type == "FILE" || type == "A" || type == "B" ? Files::any : Files::none;
}

/// A shell's word for the values of an option or a place.
std::string bash_values(const std::string& type) {
    const std::vector<std::string> words = words_of(type);
    if (!words.empty()) return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$word\"))", fmt::join(words, " "));
    switch (files_of(type)) {
        case Files::plans:
            return "_zonecast_files toml";
        case Files::results:
            return "_zonecast_files h5";
        case Files::folders:
            return "COMPREPLY=($(compgen -d -- \"$word\"))";
        case Files::any:
            return "COMPREPLY=($(compgen -f -- \"$word\"))";
        case Files::none:
            break;
    }
    return "COMPREPLY=()";
}

std::string bash(const CLI::App& app) {
    std::vector<std::string> names;
    std::string cases;
    for (const CLI::App* command : commands_of(app)) {
        names.push_back(command->get_name());
        std::vector<std::string> options;
        std::string values, places = "COMPREPLY=()";
        for (const CLI::Option* option : command->get_options()) {
            const auto typed = names_of(*option);
            if (typed.empty()) {
                places = bash_values(option->get_type_name());
                continue;
            }
            options.insert(options.end(), typed.begin(), typed.end());
            if (takes_value(*option))
                values += fmt::format("                {}) {}; return ;;\n", fmt::join(typed, "|"), bash_values(option->get_type_name()));
        }
        cases += fmt::format(
            "        {})\n            case $before in\n{}            esac\n            if [[ $word == -* ]]; then\n"
            "                COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n            else\n                {}\n            fi ;;\n",
            command->get_name(), values, fmt::join(options, " "), places);
    }
    return fmt::format(
        "# Completion of bash for zonecast {}; made by: zonecast completion bash\n"
        "_zonecast_files() {{\n"
        "    COMPREPLY=($(compgen -f -X '!*.'\"$1\" -- \"$word\") $(compgen -d -S / -- \"$word\"))\n"
        "}}\n"
        "_zonecast() {{\n"
        "    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command= i\n"
        "    for ((i = 1; i < COMP_CWORD; ++i)); do\n"
        "        case ${{COMP_WORDS[i]}} in\n"
        "            --lang) ((++i)) ;;\n"
        "            -*) ;;\n"
        "            *) command=${{COMP_WORDS[i]}}; break ;;\n"
        "        esac\n"
        "    done\n"
        "    compopt -o filenames 2>/dev/null\n"
        "    case $command in\n"
        "        '')\n"
        "            if [[ $before == --lang ]]; then COMPREPLY=($(compgen -W 'zh en' -- \"$word\")); return; fi\n"
        "            COMPREPLY=($(compgen -W '{} --help --version --lang' -- \"$word\")) ;;\n"
        "{}"
        "    esac\n"
        "}}\n"
        "complete -F _zonecast zonecast\n",
        program_version(), fmt::join(names, " "), cases);
}

/// A text within single quotes and brackets of zsh.
std::string zsh_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c == '[' || c == ']' || c == ':' || c == '\\')
            out += std::string("\\") + c;
        else
            out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string zsh_values(const std::string& type) {
    const std::vector<std::string> words = words_of(type);
    if (!words.empty()) return fmt::format(":value:({})", fmt::join(words, " "));
    switch (files_of(type)) {
        case Files::plans:
            return ":plan:_files -g \"*.toml\"";
        case Files::results:
            return ":result:_files -g \"*.h5\"";
        case Files::folders:
            return ":folder:_files -/";
        case Files::any:
            return ":file:_files";
        case Files::none:
            break;
    }
    return ":" + zsh_text(type) + ": ";
}

std::string zsh(const CLI::App& app) {
    std::string names, cases;
    for (const CLI::App* command : commands_of(app)) {
        names += fmt::format("        '{}:{}'\n", command->get_name(), zsh_text(command->get_description()));
        std::string arguments;
        for (const CLI::Option* option : command->get_options()) {
            const auto typed = names_of(*option);
            const std::string values = takes_value(*option) ? zsh_values(option->get_type_name()) : "";
            if (typed.empty())
                arguments += fmt::format(" \\\n                '{}{}'", option->get_expected_max() > 1 ? "*" : "", values);
            for (const std::string& name : typed)
                arguments += fmt::format(" \\\n                '*{}[{}]{}'", name, zsh_text(option->get_description()), values);
        }
        cases += fmt::format("        {})\n            _arguments{} ;;\n", command->get_name(), arguments);
    }
    return fmt::format(
        "#compdef zonecast\n# Completion of zsh for zonecast {}; made by: zonecast completion zsh\n"
        "_zonecast() {{\n"
        "    local -a commands\n"
        "    commands=(\n{}    )\n"
        "    if ((CURRENT == 2)); then\n"
        "        _describe command commands\n"
        "        return\n"
        "    fi\n"
        "    local command=$words[2]\n"
        "    shift words\n"
        "    ((CURRENT--))\n"
        "    case $command in\n{}    esac\n"
        "}}\n"
        "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _zonecast \"$@\"; else compdef _zonecast zonecast; fi\n",
        program_version(), names, cases);
}

/// A text of the manual: what troff would take for its own is escaped.
std::string roff(const std::string& text) {
    std::string out;
    bool line_start = true;
    for (const char c : text) {
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string roff_options(const CLI::App& command) {
    std::string text;
    for (const CLI::Option* option : command.get_options()) {
        const auto typed = names_of(*option);
        const std::string type = takes_value(*option) ? option->get_type_name() : "";
        text += ".TP\n";
        if (typed.empty())
            text += fmt::format("\\fI{}\\fR\n", roff(type));
        else
            text += fmt::format("\\fB{}\\fR{}\n", roff(fmt::format("{}", fmt::join(typed, ", "))), type.empty() ? "" : " \\fI" + roff(type) + "\\fR");
        text += roff(option->get_description()) + "\n";
    }
    return text;
}

std::string manual(const CLI::App& app, Language language) {
    std::string text = fmt::format(".\\\" made by: zonecast manual\n.TH ZONECAST 1 \"\" \"zonecast {}\"\n", roff(program_version()));
    const auto section = [&](const char* zh, const char* en) { text += fmt::format(".SH {}\n", in(language, zh, en)); };
    section("名称", "NAME");
    const std::string what = app.get_description();
    text += "zonecast \\- " + roff(in(language, "高新区发展规划的蒙特卡洛推演", "Monte Carlo projection of development plans for high-tech zones")) + "\n";
    section("概要", "SYNOPSIS");
    text += fmt::format("\\fBzonecast\\fR \\fI{}\\fR [{}]\n", in(language, "命令", "COMMAND"), in(language, "选项", "OPTIONS"));
    section("说明", "DESCRIPTION");
    text += roff(what) + "\n";
    section("命令", "COMMANDS");
    for (const CLI::App* command : commands_of(app)) {
        text += fmt::format(".SS zonecast {}\n{}\n", roff(command->get_name()), roff(command->get_description()));
        text += roff_options(*command);
        if (const std::string footer = command->get_footer(); !footer.empty()) text += ".PP\n.nf\n" + roff(footer) + "\n.fi\n";
    }
    section("示例与退出码", "EXAMPLES AND EXIT STATUS");
    return text + ".nf\n" + roff(app.get_footer()) + "\n.fi\n";
}

}  // namespace

void add_shell(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    // Their group has no name, so that the help does not list them: people meet what they print, not them.
    auto* completion = app.add_subcommand("completion", in(language, "打印 shell 的补全脚本", "print the completion script of a shell"))->group("");
    const auto shell = std::make_shared<std::string>();
    only_words(completion->add_option("shell", *shell, in(language, "哪种 shell", "which shell"))->required(), language, {"bash", "zsh"});
    completion->callback([&app, shell, &status] {
        print(*shell == "bash" ? bash(app) : zsh(app));
        status = exit_good;
    });
    auto* page = app.add_subcommand("manual", in(language, "打印手册页", "print the manual page"))->group("");
    add_language(*page, language);
    page->callback([&app, language, &status] {
        print(manual(app, language));
        status = exit_good;
    });
}

}  // namespace zonecast::command
