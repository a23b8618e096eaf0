// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/reader.h"

#include "common/uuid.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace labwarden::wire {

namespace {

std::string escaped(std::string_view key) {
    std::string out;
    out.reserve(key.size());
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

std::string number(double value) {
    char buffer[32];
    const int length = std::snprintf(buffer, sizeof buffer, "%.15g", value);
    return {buffer, static_cast<std::size_t>(length)};
}

std::string_view view(const boost::json::string& text) {
    return {text.data(), text.size()};
}

/// Characters of UTF-8 text: every byte that does not continue another.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::optional<std::string> textFault(std::string_view text, const Text& limits) {
    if (!isUtf8(text))
        return "is not valid UTF-8";
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        const bool allowed = limits.lines == Lines::many && (c == '\n' || c == '\r' || c == '\t');
        if (control && !allowed)
            return limits.lines == Lines::many ? "must not contain control characters"
                                               : "must be a single line without control characters";
    }
    const std::size_t length = characters(text);
    if (length < limits.min)
        return limits.min == 1 ? "must not be empty"
                               : "must have at least " + std::to_string(limits.min) + " characters";
    if (length > limits.max)
        return "must have at most " + std::to_string(limits.max) + " characters";
    return std::nullopt;
}

/// U+0080 to U+009F, U+2028 and U+2029, U+202A to U+202E, U+2066 to U+2069. `text` is well-formed UTF-8.
bool hasHiddenControl(std::string_view text) {
    const auto at = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned one = at(i), two = at(i + 1), three = at(i + 2);
        if ((one == 0xC2 && two < 0xA0) || (one == 0xE2 && two == 0x80 && three >= 0xA8 && three <= 0xAE) ||
            (one == 0xE2 && two == 0x81 && three >= 0xA6 && three <= 0xA9))
            return true;
    }
    return false;
}

std::optional<std::string> shapeFault(std::string_view text, Shape shape) {
    if (shape == Shape::any)
        return std::nullopt;
    if (hasHiddenControl(text))
        return "must not contain control characters or ones that turn the direction of text";
    if (shape == Shape::word && (text.starts_with(' ') || text.ends_with(' ')))
        return "must neither begin nor end with a blank";
    return std::nullopt;
}

/// What is wrong with a text from whoever the policy is for.
std::optional<std::string> faultOf(std::string_view text, const Text& limits, const Policy& policy) {
    auto fault = textFault(text, limits);
    return fault || !policy.meaning ? fault : shapeFault(text, limits.shape);
}

std::optional<std::string> freeFormFault(const boost::json::value& value, std::size_t depth) {
    if (depth > maxDepth)
        return "is nested too deep";
    const auto bad = [](std::string_view text) {
        return text.find('\0') != std::string_view::npos || !isUtf8(text);
    };
    constexpr const char* badText = "contains text with a NUL or invalid UTF-8";
    if (const double* d = value.if_double(); d && !std::isfinite(*d))
        return "contains a number that is out of range";
    if (const boost::json::string* text = value.if_string(); text && bad(view(*text)))
        return badText;
    if (const boost::json::array* array = value.if_array()) {
        for (const boost::json::value& element : *array) {
            if (auto fault = freeFormFault(element, depth + 1))
                return fault;
        }
    }
    if (const boost::json::object* object = value.if_object()) {
        for (const auto& [key, element] : *object) {
            if (bad({key.data(), key.size()}))
                return badText;
            if (auto fault = freeFormFault(element, depth + 1))
                return fault;
        }
    }
    return std::nullopt;
}

std::optional<double> numberOf(const boost::json::value& value) {
    if (const double* d = value.if_double())
        return std::isfinite(*d) ? std::optional(*d) : std::nullopt;
    if (const std::int64_t* i = value.if_int64())
        return static_cast<double>(*i);
    if (const std::uint64_t* u = value.if_uint64())
        return static_cast<double>(*u);
    return std::nullopt;
}

std::string rangeMessage(const Range& range, const char* kind) {
    const bool below = range.min != Range{}.min;
    const bool above = range.max != Range{}.max;
    std::string message = std::string("must be ") + kind;
    if (below && above)
        message += " from " + number(range.min) + " to " + number(range.max);
    else if (below)
        message += " of at least " + number(range.min);
    else if (above)
        message += " of at most " + number(range.max);
    return message;
}

/// Whole numbers, also when written as 5.0 or 5e3.
std::optional<std::int64_t> integerOf(const boost::json::value& value) {
    if (const std::int64_t* i = value.if_int64())
        return *i;
    const double* d = value.if_double();
    if (d && std::isfinite(*d) && std::abs(*d) <= 9.0e15 && std::nearbyint(*d) == *d)
        return static_cast<std::int64_t>(*d);
    return std::nullopt;
}

bool within(std::int64_t value, const Range& range) {
    return static_cast<double>(value) >= range.min && static_cast<double>(value) <= range.max;
}

std::string sizeMessage(std::size_t size, const Items& items) {
    const std::size_t limit = size > items.max ? items.max : items.min;
    return std::string(size > items.max ? "must have at most " : "must have at least ") +
           std::to_string(limit) + (limit == 1 ? " item" : " items");
}

/// Whether `pointer` is `place` or lies inside it.
bool inside(std::string_view pointer, std::string_view place) {
    return pointer.starts_with(place) && (pointer.size() == place.size() || pointer[place.size()] == '/');
}

} // namespace

bool isUtf8(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char lead = at(i);
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xc2 ? 0
                                   : lead < 0xe0 ? 2
                                   : lead < 0xf0 ? 3
                                   : lead < 0xf5 ? 4
                                                 : 0;
        if (length == 0 || i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((at(i + k) & 0xc0) != 0x80)
                return false;
        }
        const bool overlong = (lead == 0xe0 && at(i + 1) < 0xa0) || (lead == 0xf0 && at(i + 1) < 0x90);
        const bool surrogate = lead == 0xed && at(i + 1) > 0x9f;
        const bool tooHigh = lead == 0xf4 && at(i + 1) > 0x8f;
        if (overlong || surrogate || tooHigh)
            return false;
        i += length;
    }
    return true;
}

void Context::add(std::string pointer, std::string message) {
    if (m_faults.size() < maxFaults)
        m_faults.push_back({std::move(pointer), std::move(message)});
}

void Context::addChecked(const std::string& base, std::vector<Fault> faults) {
    const std::vector<Fault> before = m_faults;
    for (Fault& fault : faults) {
        std::string pointer = base + fault.pointer;
        const bool known = std::ranges::any_of(
            before, [&](const Fault& f) { return inside(pointer, f.pointer) || inside(f.pointer, pointer); });
        if (!known)
            add(std::move(pointer), std::move(fault.message));
    }
}

std::string Node::pointer() const {
    std::vector<const Node*> path;
    for (const Node* node = this; node->m_parent; node = node->m_parent)
        path.push_back(node);
    std::string out;
    for (auto it = path.rbegin(); it != path.rend(); ++it) {
        out += '/';
        out += (*it)->m_key.data() ? escaped((*it)->m_key) : std::to_string((*it)->m_index);
    }
    return out;
}

Fields::Fields(const Node& node) : m_node(node), m_object(node.value().if_object()) {
    if (!m_object)
        node.fault("must be an object");
}

const boost::json::value* Fields::find(std::string_view name) {
    m_known.push_back(name);
    return m_object ? m_object->if_contains(boost::json::string_view(name.data(), name.size())) : nullptr;
}

void Fields::fault(std::string_view name, std::string message) const {
    m_node.context().add(m_node.pointer() + "/" + escaped(name), std::move(message));
}

void Fields::refuseOthers() const {
    if (!m_object || policy().fields == UnknownField::ignore)
        return;
    for (const auto& entry : *m_object) {
        const std::string_view key(entry.key().data(), entry.key().size());
        if (std::ranges::find(m_known, key) == m_known.end())
            fault(key.substr(0, 100), "is not a known field");
    }
}

void readValue(const Node& node, std::string& out, const Text& limits) {
    const boost::json::string* text = node.value().if_string();
    if (!text) {
        node.fault("must be a text");
        return;
    }
    if (std::optional<std::string> fault = faultOf(view(*text), limits, node.policy()))
        node.fault(std::move(*fault));
    else
        out.assign(text->data(), text->size());
}

void readValue(const Node& node, std::string& out, const Uuid&) {
    const boost::json::string* text = node.value().if_string();
    if (!text || !isUuid(view(*text))) {
        node.fault("must be a UUID");
        return;
    }
    out.assign(text->data(), text->size());
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
}

void readValue(const Node& node, std::map<std::string, std::string>& out, const Items& items,
               const Text& name, const Text& value) {
    const boost::json::object* object = node.value().if_object();
    if (!object) {
        node.fault("must be an object");
        return;
    }
    if (object->size() < items.min || object->size() > items.max) {
        node.fault(sizeMessage(object->size(), items));
        return;
    }
    out.clear();
    for (const auto& entry : *object) {
        const std::string_view key(entry.key().data(), entry.key().size());
        const Node element(entry.value(), node, key);
        if (std::optional<std::string> fault = faultOf(key, name, node.policy())) {
            element.fault("its name " + *fault);
            continue;
        }
        std::string text;
        readValue(element, text, value);
        out.emplace(key, std::move(text));
    }
}

void readValue(const Node& node, bool& out) {
    if (const bool* value = node.value().if_bool())
        out = *value;
    else
        node.fault("must be true or false");
}

void readValue(const Node& node, double& out, const Range& range) {
    const std::optional<double> value = numberOf(node.value());
    if (value && *value >= range.min && *value <= range.max)
        out = *value;
    else
        node.fault(rangeMessage(range, "a number"));
}

void readValue(const Node& node, std::int64_t& out, const Range& range) {
    const std::optional<std::int64_t> value = integerOf(node.value());
    if (value && within(*value, range))
        out = *value;
    else
        node.fault(rangeMessage(range, "a whole number"));
}

void readValue(const Node& node, int& out, const Range& range) {
    const Range both{std::max<double>(range.min, std::numeric_limits<int>::min()),
                     std::min<double>(range.max, std::numeric_limits<int>::max())};
    const std::optional<std::int64_t> value = integerOf(node.value());
    if (value && within(*value, both))
        out = static_cast<int>(*value);
    else
        node.fault(rangeMessage(both, "a whole number"));
}

void readValue(const Node& node, Timestamp& out) {
    const boost::json::string* text = node.value().if_string();
    if (const std::optional<Timestamp> at = text ? Timestamp::parse(view(*text)) : std::nullopt)
        out = *at;
    else
        node.fault("must be a time such as 2026-03-01T14:02:18.250Z");
}

void readValue(const Node& node, boost::json::value& out) {
    if (std::optional<std::string> fault = freeFormFault(node.value(), 0))
        node.fault(std::move(*fault));
    else
        out = node.value();
}

void readValue(const Node& node, boost::json::object& out) {
    const boost::json::object* object = node.value().if_object();
    if (!object)
        node.fault("must be an object");
    else if (std::optional<std::string> fault = freeFormFault(node.value(), 0))
        node.fault(std::move(*fault));
    else
        out = *object;
}

std::string choicesMessage(const std::vector<std::string_view>& words) {
    std::string message = "must be one of ";
    for (std::size_t i = 0; i < words.size(); ++i) {
        message += i ? ", " : "";
        message += words[i];
    }
    return message;
}

const boost::json::array* arrayOf(const Node& node, const Items& items) {
    const boost::json::array* array = node.value().if_array();
    if (!array) {
        node.fault("must be a list");
        return nullptr;
    }
    if (array->size() < items.min || array->size() > items.max) {
        node.fault(sizeMessage(array->size(), items));
        return nullptr;
    }
    return array;
}

std::optional<boost::json::value> parse(std::string_view text, std::string& why) {
    boost::json::parse_options options;
    options.max_depth = maxDepth;
    boost::json::error_code error;
    boost::json::value value =
        boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
    if (!error)
        return value;
    why = error == boost::json::error::too_deep ? "is nested too deep"
                                                : "is not valid JSON: " + error.message();
    return std::nullopt;
}

} // namespace labwarden::wire
