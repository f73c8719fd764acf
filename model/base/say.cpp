#include "model/base/say.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

namespace zonecast {

namespace {

std::string filled(std::string_view pattern, const std::vector<Text>& arguments, Language language) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Text& argument : arguments) store.push_back(std::cref(argument.in(language)));
    return fmt::vformat(pattern, store);
}

}  // namespace

Text say_with(std::string_view zh, std::string_view en, const std::vector<Text>& arguments) {
    return {filled(zh, arguments, Language::zh), filled(en, arguments, Language::en)};
}

Text listed(const std::vector<Text>& texts, std::size_t most) {
    Text all;
    for (std::size_t i = 0; i < texts.size() && i < most; ++i) all += (i == 0 ? Text() : Text("、", ", ")) + texts[i];
    if (texts.size() <= most) return all;
    return say("{0}等 {1} 项", "{0} and {2} more", all, texts.size(), texts.size() - most);
}

}  // namespace zonecast
