// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/enum_text.h"
#include "common/timestamp.h"

#include <boost/describe/enumerators.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reading JSON into the structs of common/domain, collecting every fault with its JSON pointer instead of
/// stopping at the first. Nothing here throws on bad input. common/json/domain.h declares how each struct is
/// read; callers use
///
///     wire::Reading<NewDevice> reading = wire::read<NewDevice>(json, wire::people);
///     if (!reading) throw Invalid(std::move(reading.faults));
///
/// (Writing needs none of this: boost::json::value_from() knows described structs, enums and optionals.)
namespace labwarden::wire {

enum class UnknownField { refuse, ignore };
enum class UnknownWord { fault, fallback }; ///< fallback: an enum keeps the struct's default

/// How strictly to read.
struct Policy {
    UnknownField fields;
    UnknownWord words;
    bool meaning; ///< also check what only a person's input needs checked: unique names, limits of size,
                  ///< criteria
};
inline constexpr Policy people{UnknownField::refuse, UnknownWord::fault, true};
/// Runners and agents (the server reading them), jobs (a runner reading the server), and what PostgreSQL has
/// kept.
inline constexpr Policy programs{UnknownField::ignore, UnknownWord::fault, false};
/// The console reading a server that may be newer than itself.
inline constexpr Policy server{UnknownField::ignore, UnknownWord::fallback, false};

// Limits. Lengths are counted in characters (code points).
// ----------------------------------------------------------------

enum class Lines { one, many }; ///< one: no control characters at all; many: line breaks and tabs too
/// What people may write (only Policy::meaning asks): `any`; `plain`: nothing that is not seen and changes
/// what is (C1 controls, line separators, characters that turn the direction of what follows); `word`: plain,
/// and no blank at either end.
enum class Shape { any, plain, word };
struct Text {
    std::size_t max = 1000;
    std::size_t min = 0;
    Lines lines = Lines::one;
    Shape shape = Shape::any;
};
struct Uuid {}; ///< a string that is a UUID; stored in lower case
struct Range {
    double min = std::numeric_limits<double>::lowest();
    double max = std::numeric_limits<double>::max();
};
struct Items {
    std::size_t max = 1000;
    std::size_t min = 0;
};

/// At most this many faults are kept; a hostile body must not be answered with a larger one.
inline constexpr std::size_t maxFaults = 100;
/// How deep free-form values may nest.
inline constexpr std::size_t maxDepth = 32;

// The reader's parts
// ------------------------------------------------------------------------------------------------------

class Context {
public:
    explicit Context(Policy policy) : m_policy(policy) {}
    const Policy& policy() const { return m_policy; }
    void add(std::string pointer, std::string message);
    /// Adds the faults of a later check, but for places that are already known to be faulty (or lie inside
    /// such).
    void addChecked(const std::string& base, std::vector<Fault> faults);
    std::vector<Fault> takeFaults() { return std::move(m_faults); }

private:
    Policy m_policy;
    std::vector<Fault> m_faults;
};

/// One JSON value at its place. Lives on the stack of the read functions; the pointer text is only made for a
/// fault.
class Node {
public:
    Node(const boost::json::value& value, Context& context) : m_value(value), m_context(context) {}
    Node(const boost::json::value& value, const Node& parent, std::string_view key)
        : m_value(value), m_context(parent.m_context), m_parent(&parent), m_key(key) {}
    Node(const boost::json::value& value, const Node& parent, std::size_t index)
        : m_value(value), m_context(parent.m_context), m_parent(&parent), m_index(index) {}

    const boost::json::value& value() const { return m_value; }
    Context& context() const { return m_context; }
    const Policy& policy() const { return m_context.policy(); }
    std::string pointer() const;
    void fault(std::string message) const { m_context.add(pointer(), std::move(message)); }

private:
    const boost::json::value& m_value;
    Context& m_context;
    const Node* m_parent = nullptr;
    std::string_view m_key;
    std::size_t m_index = 0;
};

/// The fields of one JSON object. A struct is read by `void readFields(wire::Fields& in, T& out)` in its own
/// namespace.
class Fields {
public:
    /// Adds a fault when the node is not an object; every field then counts as absent, without further
    /// faults.
    explicit Fields(const Node& node);
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    /// A fault when absent or null. `out` keeps its value whenever there is a fault.
    template<class T, class... Limits>
    void required(std::string_view name, T& out, const Limits&... limits);
    /// Absent and null leave `out` as it is.
    template<class T, class... Limits>
    void optional(std::string_view name, T& out, const Limits&... limits);

    const Policy& policy() const { return m_node.policy(); }
    void fault(std::string_view name, std::string message) const;
    /// Faults of a check over the whole struct, with pointers relative to it; only what is not already known
    /// to be bad.
    void check(std::vector<Fault> faults) const {
        m_node.context().addChecked(m_node.pointer(), std::move(faults));
    }
    /// Called once all fields are read: with UnknownField::refuse each other field is a fault.
    void refuseOthers() const;

private:
    const boost::json::value* find(std::string_view name);

    const Node& m_node;
    const boost::json::object* m_object = nullptr;
    std::vector<std::string_view> m_known;
};

// One value by type
// -------------------------------------------------------------------------------------------------------

void readValue(const Node& node, std::string& out, const Text& limits = {});
void readValue(const Node& node, std::string& out, const Uuid&);
/// An object of texts, their names within the limits as well.
void readValue(const Node& node, std::map<std::string, std::string>& out, const Items& items,
               const Text& name, const Text& value);
void readValue(const Node& node, bool& out);
void readValue(const Node& node, double& out, const Range& range = {});
void readValue(const Node& node, std::int64_t& out, const Range& range = {});
void readValue(const Node& node, int& out, const Range& range = {});
void readValue(const Node& node, Timestamp& out);
/// Free-form: kept as it is, but for what could not be stored or written again (not-a-number, NUL, too deep).
void readValue(const Node& node, boost::json::value& out);
void readValue(const Node& node, boost::json::object& out);

/// Whether bytes are well-formed UTF-8. (The parser has made sure of what it parsed; a value may also be
/// built otherwise.)
bool isUtf8(std::string_view text);

/// "must be one of a, b, c"
std::string choicesMessage(const std::vector<std::string_view>& words);

/// The enumerator that a value names; nothing for other words and other kinds of value.
template<class E>
std::optional<E> wordOf(const boost::json::value& value) {
    const boost::json::string* word = value.if_string();
    return word ? fromText<E>(std::string_view(word->data(), word->size())) : std::nullopt;
}

template<class E>
requires boost::describe::has_describe_enumerators<E>::value void readValue(const Node& node, E& out) {
    if (const std::optional<E> known = wordOf<E>(node.value())) {
        out = *known;
        return;
    }
    if (node.value().is_string() && node.policy().words == UnknownWord::fallback)
        return;
    std::vector<std::string_view> words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { words.emplace_back(d.name); });
    node.fault(choicesMessage(words));
}

template<class T>
concept ReadableStruct = requires(Fields& in, T& out) {
    readFields(in, out);
};

template<ReadableStruct T>
void readValue(const Node& node, T& out) {
    Fields in(node);
    readFields(in, out);
    in.refuseOthers();
}

template<class T, class... Limits>
void readValue(const Node& node, std::optional<T>& out, const Limits&... limits) {
    if (node.value().is_null()) {
        out.reset();
        return;
    }
    if constexpr (boost::describe::has_describe_enumerators<T>::value) {
        // A word that is not known yet must not turn into the first enumerator.
        if (node.policy().words == UnknownWord::fallback && !wordOf<T>(node.value()))
            return;
    }
    T value = out.value_or(T{});
    readValue(node, value, limits...);
    out = std::move(value);
}

/// The array of a node within its limits; null after a fault.
const boost::json::array* arrayOf(const Node& node, const Items& items);

template<class T, class... Limits>
void readValue(const Node& node, std::vector<T>& out, const Items& items, const Limits&... elementLimits) {
    const boost::json::array* array = arrayOf(node, items);
    if (!array)
        return;
    out.clear();
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
        T element{};
        readValue(Node((*array)[i], node, i), element, elementLimits...);
        out.push_back(std::move(element));
    }
}

template<class T, class... Limits>
void Fields::required(std::string_view name, T& out, const Limits&... limits) {
    const boost::json::value* value = find(name);
    if (value && !value->is_null())
        readValue(Node(*value, m_node, name), out, limits...);
    else if (m_object)
        fault(name, "is required");
}

template<class T, class... Limits>
void Fields::optional(std::string_view name, T& out, const Limits&... limits) {
    const boost::json::value* value = find(name);
    if (value && !value->is_null())
        readValue(Node(*value, m_node, name), out, limits...);
}

// What callers use
// --------------------------------------------------------------------------------------------------------

/// The struct and its faults. With faults the value is filled as far as it could be, and is not to be
/// trusted.
template<class T>
struct Reading {
    T value{};
    std::vector<Fault> faults;
    explicit operator bool() const { return faults.empty(); }
};

template<class T>
Reading<T> read(const boost::json::value& json, Policy policy) {
    Context context(policy);
    Reading<T> reading;
    readValue(Node(json, context), reading.value);
    reading.faults = context.takeFaults();
    return reading;
}

/// Text to JSON: UTF-8 is checked, nesting ends at maxDepth. Nothing, with `why` for people, when it is not
/// JSON.
std::optional<boost::json::value> parse(std::string_view text, std::string& why);

/// Text straight to a struct; text that is not JSON is a fault at pointer "".
template<class T>
Reading<T> readText(std::string_view text, Policy policy) {
    std::string why;
    if (const std::optional<boost::json::value> json = parse(text, why))
        return read<T>(*json, policy);
    Reading<T> reading;
    reading.faults.push_back({"", why});
    return reading;
}

} // namespace labwarden::wire
