#include "outputs/csv_cell.hpp"

#include <csv.h>

#include <string_view>

#include "model/base/characters.hpp"
#include "model/base/text.hpp"
#include "model/scenario/number.hpp"

namespace zonecast::outputs {

namespace {

bool reads_as_formula(const std::string& text) {
    if (text.front() == '\t' || text.front() == '\r' || text.front() == '\n') return true;
    const std::string plain = base::ascii_form(base::trimmed(text));
    return !plain.empty() && std::string_view("=+-@").find(plain.front()) != std::string_view::npos && !scenario::parse_number(plain);
}

}  // namespace

std::string guarded(const std::string& text) {
    return !text.empty() && reads_as_formula(text) ? "'" + text : text;
}

std::string text_cell(const std::string& text) {
    if (text.empty()) return text;
    const std::string kept = guarded(text);
    std::string cell(2 * kept.size() + 2, '\0');
    cell.resize(csv_write(cell.data(), cell.size(), kept.data(), kept.size()));
    return cell;
}

}  // namespace zonecast::outputs
