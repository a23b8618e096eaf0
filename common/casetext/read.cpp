// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::casetext {

namespace json = boost::json;

namespace {

bool inside(std::string_view pointer, std::string_view place) {
    return pointer.starts_with(place) && (pointer.size() == place.size() || pointer[place.size()] == '/');
}

/// A fault as the reader of JSON says it, with what YAML adds to it.
std::string inYaml(const std::string& message, const json::value& root, const std::string& pointer) {
    boost::json::error_code error;
    const json::value* const value = root.find_pointer(pointer, error);
    if (message == "must be a text" && value && (value->is_number() || value->is_bool()))
        return message + ": put it in quotes";
    if (message == "must be true or false" && value && value->is_string())
        return message + ", in small letters and without quotes";
    return message;
}

std::string takeKey(json::value& root, std::vector<Fault>& faults) {
    json::object* const object = root.if_object();
    json::value* const key = object ? object->if_contains("key") : nullptr;
    if (!key)
        return {};
    std::string text;
    if (const json::string* const word = key->if_string())
        text.assign(word->data(), word->size());
    if (!key->is_null() && !isCaseKey(text)) {
        faults.push_back({"/key", "must be the key of a test case, TC-12 say"});
        text.clear();
    }
    object->erase("key");
    return text;
}

/// Whether `held` says what `said` says, with its defaults beside that.
bool holds(const json::value& held, const json::value& said) {
    if (const auto* object = said.if_object()) {
        const auto* other = held.if_object();
        return other && std::ranges::all_of(*object, [&](const auto& field) {
                   const auto* value = other->if_contains(field.key());
                   return value && holds(*value, field.value());
               });
    }
    if (const auto* list = said.if_array()) {
        const auto* other = held.if_array();
        return other && std::ranges::equal(*other, *list, holds);
    }
    if (said.is_number() && held.is_number()) // 1800 and 1800.0
        return held.to_number<double>() == said.to_number<double>();
    return held == said;
}

} // namespace

bool isCaseKey(std::string_view key) {
    return key.starts_with("TC-") && key.size() > 3 && key.size() <= 13 && key[3] != '0' &&
           std::ranges::all_of(key.substr(3), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<TextFault> placed(const SourceMap& places, const std::vector<Fault>& faults,
                              std::string_view prefix) {
    std::vector<TextFault> out;
    for (const Fault& fault : faults) {
        std::string_view pointer = fault.pointer;
        if (!prefix.empty() && inside(pointer, prefix))
            pointer.remove_prefix(prefix.size());
        const SourceNode* const node = places.find(pointer);
        const bool ofName = node && fault.message == "is not a known field";
        out.push_back(
            {std::string(pointer), fault.message, ofName ? node->nameRange : places.placeOf(pointer)});
    }
    return out;
}

ReadCase readCase(std::string_view text) {
    Tree tree = readTree(text);
    ReadCase read;
    read.faults = std::move(tree.faults);
    read.places = std::move(tree.places);
    if (tree.whole) {
        std::vector<Fault> faults;
        read.text.key = takeKey(tree.value, faults);
        auto reading = wire::read<TestCaseDocument>(tree.value, wire::people);
        read.text.document = std::move(reading.value);
        read.whole = read.faults.empty() && holds(json::value_from(read.text.document), tree.value);
        faults.insert(faults.end(), reading.faults.begin(), reading.faults.end());
        const std::vector<TextFault> known = read.faults;
        for (TextFault& fault : placed(read.places, faults)) {
            const auto covers = [&](const TextFault& k) {
                return !k.pointer.empty() && inside(fault.pointer, k.pointer);
            };
            if (std::ranges::any_of(known, covers))
                continue;
            fault.message = inYaml(fault.message, tree.value, fault.pointer);
            read.faults.push_back(std::move(fault));
        }
    }
    std::ranges::stable_sort(read.faults, {}, [](const TextFault& f) { return f.range.begin.offset; });
    return read;
}

} // namespace labwarden::casetext
