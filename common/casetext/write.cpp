// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"
#include "common/casetext/scalar.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace labwarden::casetext {

namespace json = boost::json;

namespace {

std::string_view view(const json::string_view& text) {
    return {text.data(), text.size()};
}

// The document as a plain value
// -------------------------------------------------------------------------------------------------------

/// Whole numbers without a point. (Only of fields whose type is known to be a number.)
json::value shortest(json::value value) {
    const double* const number = value.if_double();
    if (number && std::abs(*number) < 9e15 && std::nearbyint(*number) == *number)
        return static_cast<std::int64_t>(*number);
    return value;
}

/// The fields of a struct in their order, without those that a fresh one has as well, but for `always`.
template<class T>
json::object slim(const T& value, std::initializer_list<std::string_view> always) {
    const json::object defaults = json::value_from(T{}).as_object();
    const json::object full = json::value_from(value).as_object();
    json::object out;
    for (const auto& [name, field] : full) {
        if (field != defaults.at(name) || std::ranges::find(always, view(name)) != always.end())
            out[name] = name == "defaultValue" ? field : shortest(field);
    }
    return out;
}

template<class T>
void putList(json::object& out, std::string_view name, const std::vector<T>& items,
             std::initializer_list<std::string_view> always) {
    json::value* const list = out.if_contains(json::string_view(name.data(), name.size()));
    if (!list)
        return;
    json::array slimmed;
    for (const T& item : items)
        slimmed.emplace_back(slim(item, always));
    *list = std::move(slimmed);
}

// Its text
// -------------------------------------------------------------------------------------------------------

class Yaml {
public:
    std::string take(const json::object& root) {
        map(root, 0, false);
        return std::move(m_out);
    }

private:
    /// `begun`: the first line has its indentation already.
    void map(const json::object& object, std::size_t indent, bool begun) {
        for (const auto& [name, value] : object) {
            m_out += begun ? std::string() : std::string(indent, ' ');
            begun = false;
            m_out += yamlText(view(name)) + ':';
            field(value, indent);
        }
    }

    void list(const json::array& array, std::size_t indent) {
        for (const json::value& item : array) {
            m_out += std::string(indent, ' ') + '-';
            const json::object* const object = item.if_object();
            if (object && !object->empty()) {
                m_out += ' ';
                map(*object, indent + 2, true);
            } else {
                field(item, indent);
            }
        }
    }

    /// What follows a name or a dash, with the line break.
    void field(const json::value& value, std::size_t indent) {
        if (value.is_object() && !value.as_object().empty()) {
            m_out += '\n';
            map(value.as_object(), indent + 2, false);
        } else if (value.is_array() && !value.as_array().empty()) {
            m_out += '\n';
            list(value.as_array(), indent + 2);
        } else {
            m_out += ' ' + scalar(value, indent + 2) + '\n';
        }
    }

    static std::string scalar(const json::value& value, std::size_t indent) {
        if (const json::string* const text = value.if_string()) {
            const std::string_view plain(text->data(), text->size());
            return isBlockText(plain) ? yamlBlock(plain, indent) : yamlText(plain);
        }
        return value.is_number() ? numberText(value) : json::serialize(value); // true, null, {}, []
    }

    std::string m_out;
};

void addJson(std::string& out, const json::value& value, std::size_t indent) {
    const std::string inner(indent + 2, ' ');
    bool first = true;
    const auto begin = [&] {
        out += first ? "\n" : ",\n";
        out += inner;
        first = false;
    };
    if (const json::object* const object = value.if_object(); object && !object->empty()) {
        out += '{';
        for (const auto& [name, field] : *object) {
            begin();
            out += json::serialize(json::string(name)) + ": ";
            addJson(out, field, indent + 2);
        }
        out += '\n' + std::string(indent, ' ') + '}';
    } else if (const json::array* const array = value.if_array(); array && !array->empty()) {
        out += '[';
        for (const json::value& item : *array) {
            begin();
            addJson(out, item, indent + 2);
        }
        out += '\n' + std::string(indent, ' ') + ']';
    } else {
        out += value.is_number() ? numberText(value) : json::serialize(value);
    }
}

} // namespace

json::object plainCase(const CaseText& text) {
    json::object out;
    if (!text.key.empty())
        out["key"] = text.key;
    const TestCaseDocument& document = text.document;
    const json::object fields = slim(document, {"title", "steps"});
    for (const auto& [name, field] : fields)
        out[name] = field;
    putList(out, "parameters", document.parameters, {"name", "type"});
    putList(out, "steps", document.steps, {"name", "kind"});
    putList(out, "criteria", document.criteria, {"expression"});
    putList(out, "teardown", document.teardown, {"name", "kind"});
    putList(out, "attachments", document.attachments, {"name", "sha256", "size"});
    if (json::value* const requirements = out.if_contains("requirements"))
        *requirements = slim(document.requirements, {});
    return out;
}

std::string writeCase(const CaseText& text, Notation notation) {
    if (notation == Notation::yaml)
        return Yaml().take(plainCase(text));
    std::string out;
    addJson(out, plainCase(text), 0);
    return out + '\n';
}

} // namespace labwarden::casetext
