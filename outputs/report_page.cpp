#include "outputs/report_page.hpp"

#include <array>
#include <stdexcept>

extern "C" {
extern const char zonecast_report_template[];
extern const char zonecast_report_template_end[];
}

namespace zonecast::outputs {

namespace {

// What the template holds in the places that are filled here.
constexpr std::string_view language_mark = "ZONECAST-LANGUAGE", title_mark = "ZONECAST-TITLE", data_mark = "ZONECAST-DATA";

std::string entities(std::string_view text) {
    std::string escaped;
    for (const char character : text) {
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += character;
        }
    }
    return escaped;
}

/// JSON without "<": inside its strings, the only place where it can stand, an escape says the same.
std::string script_data(const nlohmann::ordered_json& data) {
    const std::string plain = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::string escaped;
    escaped.reserve(plain.size());
    for (const char character : plain) {
        if (character == '<')
            escaped += "\\u003c";
        else
            escaped += character;
    }
    return escaped;
}

}  // namespace

std::string_view report_template() {
    return {zonecast_report_template, static_cast<std::size_t>(zonecast_report_template_end - zonecast_report_template)};
}

Signature page_signature() {
    return {"<!doctype html>", R"(<meta name="generator" content="zonecast">)", {"页面", "a page"}};
}

std::string report_page(std::string_view page_template, const nlohmann::ordered_json& data) {
    const std::string language = data.at("language");
    const std::string title = data.at("title").at(language);
    const std::array<std::pair<std::string_view, std::string>, 3> fillings{
        {{language_mark, language == "zh" ? "zh-CN" : "en"}, {title_mark, entities(title)}, {data_mark, script_data(data)}}};
    std::string page;
    std::size_t done = 0;
    for (const auto& [mark, text] : fillings) {  // in the order of the template, each once
        const std::size_t at = page_template.find(mark, done);
        if (at == std::string_view::npos) throw std::logic_error("the template of the report lacks the mark " + std::string(mark));
        page.append(page_template.substr(done, at - done)).append(text);
        done = at + mark.size();
    }
    return page.append(page_template.substr(done));
}

}  // namespace zonecast::outputs
