// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/environment.h"

#include "common/domain/secret_mask.h"
#include "common/domain/test_case.h"

#include <algorithm>
#include <set>

namespace labwarden {

namespace {

/// A key as it stands in a JSON pointer (RFC 6901).
std::string pointerToken(std::string_view key) {
    std::string out;
    for (const char c : key.substr(0, 100))
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

} // namespace

bool isVariableName(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto allowed = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 64 && letter(name.front()) && std::ranges::all_of(name, allowed);
}

std::vector<Fault> faultsOf(const EnvironmentDocument& document) {
    std::vector<Fault> faults;
    std::set<std::string> names;
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        const std::string at = "/variables/" + std::to_string(i) + "/name";
        if (!isVariableName(document.variables[i].name))
            faults.push_back({at, "must be letters, digits and '_', not starting with a digit"});
        else if (!names.insert(document.variables[i].name).second)
            faults.push_back({at, "is the name of another variable too"});
        const Variable& variable = document.variables[i];
        if (variable.secret && !variable.value.empty() && variable.value.size() < SecretMask::shortest)
            faults.push_back(
                {"/variables/" + std::to_string(i) + "/value",
                 "must have at least 4 characters: a shorter secret could not be kept out of logs"});
    }
    for (const auto& [name, value] : document.defaultParameters) {
        const std::string at = "/defaultParameters/" + pointerToken({name.data(), name.size()});
        if (!isPlainName({name.data(), name.size()}))
            faults.push_back({at, "must have a name of lower-case letters, digits and '_'"});
        else if (!value.is_string() && !value.is_number() && !value.is_bool())
            faults.push_back({at, "must be a number, a text or true or false"});
    }
    const std::string& link = document.grafanaUrlTemplate;
    if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://"))
        faults.push_back({"/grafanaUrlTemplate", "must start with https:// or http://"});
    const auto inQueueName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!std::ranges::all_of(document.runnerQueue, inQueueName))
        faults.push_back({"/runnerQueue", "must be lower-case letters, digits, '-' and '_'"});
    return faults;
}

} // namespace labwarden
