#include "model/scenario/toml_record.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Kind = TomlValue::Kind;

Location TomlRecord::where(const std::string& key) const {
    const TomlValue* value = table_.find(key);
    return value == nullptr ? table_.where : value->where;
}

const TomlValue* TomlRecord::find(const std::string& key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
    return table_.find(key);
}

const TomlValue* TomlRecord::need(const std::string& key, bool required) {
    const TomlValue* value = find(key);
    if (value == nullptr && required) missing_.push_back(key);
    return value;
}

void TomlRecord::wrong_kind(const std::string& key, const TomlValue& value, const Text& wanted) {
    const Text got = value.kind == Kind::text ? say("文字 {}", "the text {}", in_quotes(value.text)) : describe(value.kind);
    Text hint = say("写{}", "write {}", wanted);
    if (value.kind == Kind::text && parse_number(value.text))
        hint = say("写 {}，不加引号", "write {} without quotes", base::trimmed(value.text));
    diagnostics_.error(value.where,
                       say("{1}的 {0} 应为{2}，而不是{3}", "{0} of {1} must be {2}, not {3}", in_quotes(key), what_, wanted, got), hint);
}

std::string TomlRecord::text(const std::string& key, std::optional<std::string> otherwise) {
    const TomlValue* value = need(key, !otherwise);
    if (value == nullptr) return otherwise.value_or("");
    if (value->kind != Kind::text) {
        wrong_kind(key, *value, Text("加引号的文字", "a text in quotes"));
        return otherwise.value_or("");
    }
    const std::string text(base::trimmed(value->text));
    if (text.empty() && !otherwise) 
        diagnostics_.error(value->where, say("{1}的 {0} 是空的", "{0} of {1} is empty", in_quotes(key), what_), Text("填写它", "fill it in"));
    return text;
}

std::optional<double> TomlRecord::number_if(const std::string& key, double low, double high) {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->kind != Kind::integer && value->kind != Kind::number) {
        wrong_kind(key, *value, Text("数", "a number"));
        return std::nullopt;
    }
    if (!std::isfinite(value->number)) {
        diagnostics_.error(value->where, say("{1}的 {0} 不是有限的数", "{0} of {1} is not a finite number", in_quotes(key), what_),
                           Text("写一个普通的数，如 12.5", "write a plain number such as 12.5"));
        return std::nullopt;
    }
    if (value->number < low || value->number > high) {
        diagnostics_.error(value->where, say("{1}的 {0} 是 {2}，但它应{3}", "{0} of {1} is {2}; it must be {3}", in_quotes(key), what_,
                                             number_text(value->number), range_text(low, high)));
        return std::nullopt;
    }
    return value->number;
}

double TomlRecord::number(const std::string& key, double low, double high, std::optional<double> otherwise) {
    const double fallback = otherwise ? *otherwise : std::clamp(0.0, low, high);
    if (need(key, !otherwise) == nullptr) return fallback;
    return number_if(key, low, high).value_or(fallback);
}

int TomlRecord::integer(const std::string& key, int low, int high, std::optional<int> otherwise) {
    const TomlValue* value = need(key, !otherwise);
    const int fallback = otherwise ? *otherwise : std::clamp(0, low, high);
    if (value == nullptr) return fallback;
    const bool whole = value->kind == Kind::integer || (value->kind == Kind::number && value->number == std::floor(value->number));
    if (!whole) {
        wrong_kind(key, *value, Text("整数", "a whole number"));
        return fallback;
    }
    if (value->number < low || value->number > high) {
        diagnostics_.error(value->where, say("{1}的 {0} 是 {2}，但它应在 {3} 与 {4} 之间", "{0} of {1} is {2}; it must be between {3} and {4}",
                                             in_quotes(key), what_, number_text(value->number), low, high));
        return fallback;
    }
    return static_cast<int>(value->number);
}

std::optional<int> TomlRecord::year(const std::string& key, bool required) {
    const TomlValue* value = need(key, required);
    if (value == nullptr) return std::nullopt;
    if (value->kind != Kind::integer) {
        wrong_kind(key, *value, Text("公历年份", "a calendar year"));
        return std::nullopt;
    }
    if (!plausible_year(value->number)) {
        diagnostics_.error(value->where,
                           say("年份 {} 不在 {} 之内", "the year {} lies outside {}", number_text(value->number), plausible_years_text()),
                           Text("核对年份", "check the year"));
        return std::nullopt;
    }
    return static_cast<int>(value->integer);
}

bool TomlRecord::flag(const std::string& key, bool otherwise) {
    const TomlValue* value = find(key);
    if (value == nullptr) return otherwise;
    if (value->kind == Kind::flag) return value->flag;
    wrong_kind(key, *value, Text("true 或 false", "true or false"));
    return otherwise;
}

Name TomlRecord::name(const std::string& key) {
    const TomlValue* value = need(key, true);
    if (value == nullptr) return {};
    if (value->kind == Kind::text) return {value->text, value->text};
    if (value->kind != Kind::table) {
        wrong_kind(key, *value, "{ zh = \"...\", en = \"...\" }");
        return {};
    }
    TomlRecord record(*value, Text("名称", "the name"), diagnostics_);
    Name name;
    name.zh = record.text("zh");
    name.en = record.text("en");
    record.finish();
    return name;
}

std::vector<std::pair<std::string, Location>> TomlRecord::texts(const std::string& key) {
    std::vector<std::pair<std::string, Location>> list;
    const TomlValue* value = find(key);
    if (value == nullptr) return list;
    if (value->kind != Kind::array) {
        wrong_kind(key, *value, Text("文字的列表", "a list of texts"));
        return list;
    }
    for (const TomlValue& item : value->items) {
        if (item.kind == Kind::text)
            list.emplace_back(item.text, item.where);
        else
            wrong_kind(key, item, Text("文字的列表", "a list of texts"));
    }
    return list;
}

std::vector<const TomlValue*> TomlRecord::tables(const std::string& key) {
    std::vector<const TomlValue*> list;
    const TomlValue* value = find(key);
    if (value == nullptr) return list;
    const Text wanted = say("若干个表，各以 [[{}]] 开头", "given as tables, each headed [[{}]]", key);
    if (value->kind != Kind::array) {
        wrong_kind(key, *value, wanted);
        return list;
    }
    for (const TomlValue& item : value->items) {
        if (item.kind == Kind::table)
            list.push_back(&item);
        else
            wrong_kind(key, item, wanted);
    }
    return list;
}

std::size_t TomlRecord::word_index(const std::string& key, const std::vector<std::string>& words, bool may_be_missing) {
    const TomlValue* value = need(key, !may_be_missing);
    if (value == nullptr) return words.size();
    if (value->kind != Kind::text) {
        wrong_kind(key, *value, Text("加引号的文字", "a text in quotes"));
        return words.size();
    }
    const auto found = std::find(words.begin(), words.end(), value->text);
    if (found == words.end())
        diagnostics_.error(value->where,
                           say("{0} 不是{2}的 {1} 的取值", "{0} is not a value of {1} of {2}", in_quotes(value->text), in_quotes(key), what_),
                           suggestion(value->text, words));
    return static_cast<std::size_t>(found - words.begin());
}

void TomlRecord::finish() {
    std::vector<std::string> free;  // keys that could stand here and do not
    for (const std::string& key : known_)
        if (table_.find(key) == nullptr) free.push_back(key);
    for (const TomlEntry& entry : table_.entries) {
        if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
        const std::string meant = closest(entry.key, free);
        diagnostics_.error(entry.where, say("{1}中有不认识的键 {0}", "unknown key {0} in {1}", in_quotes(entry.key), what_),
                           meant.empty() ? suggestion(entry.key, known_, Text("删去它", "remove it")) : did_you_mean(meant));
        // A misspelt key is not reported a second time as missing.
        if (!meant.empty()) missing_.erase(std::remove(missing_.begin(), missing_.end(), meant), missing_.end());
    }
    for (const std::string& key : missing_) 
        diagnostics_.error(table_.where, say("{}没有 {}", "{} has no {}", what_, in_quotes(key)), say("补上：{} = ...", "add: {} = ...", key));
}

}  // namespace zonecast::scenario
