#include "command/language.hpp"

#include <cstdlib>
#include <string_view>

namespace zonecast::command {

Language language_of_environment() {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value && *value) return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
    }
    return Language::en;
}

Language language_of(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i) {
        std::string_view word = argv[i];
        if (word == "--lang" && i + 1 < argc)
            word = argv[i + 1];
        else if (word.starts_with("--lang="))
            word.remove_prefix(7);
        else
            continue;
        if (word == "zh") return Language::zh;
        if (word == "en") return Language::en;
    }
    return language_of_environment();
}

}  // namespace zonecast::command
