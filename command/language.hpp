// Which of its two languages the program speaks.
#pragma once

#include <string>

#include "model/scenario/scenario.hpp"
#include "outputs/words.hpp"

namespace zonecast::command {

using outputs::Language;

/// Language of the environment: Chinese if LC_ALL, else LC_MESSAGES, else LANG says so; English otherwise.
[[nodiscard]] Language language_of_environment();

/// Language that a command line asks for with --lang, read before the line is parsed so that its help can be in that language; else that of
/// the environment.
[[nodiscard]] Language language_of(int argc, const char* const* argv);

/// The text of the language.
[[nodiscard]] inline const char* in(Language language, const char* zh, const char* en) {
    return language == Language::zh ? zh : en;
}
/// The name in the language, or in the other one if it has none.
[[nodiscard]] inline const std::string& in(Language language, const scenario::Name& name) {
    return outputs::name_in(name, language);
}

}  // namespace zonecast::command
