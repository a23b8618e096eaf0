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

/// What is wrong with `{name}` in a link; empty: nothing.
std::string placeFault(const EnvironmentDocument& document, std::string_view name) {
    constexpr std::string_view ofVariable = "var.";
    for (const std::string_view known : {"device", "from", "to", "run"})
        if (name == known)
            return {};
    const std::string shown = "{" + std::string(name.substr(0, 70)) + "}";
    if (!name.starts_with(ofVariable))
        return "has " + shown + ", which is none of {device}, {from}, {to}, {run} and {var.NAME}";
    const auto variable =
        std::ranges::find(document.variables, name.substr(ofVariable.size()), &Variable::name);
    if (variable == document.variables.end())
        return "has " + shown + ", and there is no variable of that name";
    return variable->secret ? "has " + shown + ", which is a secret and must not be seen in a link" : "";
}

/// What is wrong with the link's template; empty: nothing.
std::string linkFault(const EnvironmentDocument& document) {
    std::string_view rest = document.grafanaUrlTemplate;
    if (rest.empty())
        return {};
    const std::size_t scheme = rest.starts_with("https://") ? 8 : rest.starts_with("http://") ? 7 : 0;
    if (scheme == 0)
        return "must start with https:// or http://";
    rest.remove_prefix(scheme);
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    if (host.empty() || host.front() == ':')
        return "must name a host";
    if (host.find('@') != host.npos)
        return "must hold no user name and no password: everybody sees it";
    if (host.find_first_of("{}\\ ") != host.npos)
        return "must name its host as it is, without {…}";
    for (std::size_t at = rest.find_first_of("{}"); at != rest.npos; at = rest.find_first_of("{}")) {
        if (rest[at] == '}')
            return "has a '}' without its '{'";
        const std::size_t end = rest.find('}', at);
        if (end == rest.npos)
            return "has a '{' without its '}'";
        if (std::string fault = placeFault(document, rest.substr(at + 1, end - at - 1)); !fault.empty())
            return fault;
        rest.remove_prefix(end + 1);
    }
    return {};
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
    if (std::string fault = linkFault(document); !fault.empty())
        faults.push_back({"/grafanaUrlTemplate", std::move(fault)});
    const auto inQueueName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!std::ranges::all_of(document.runnerQueue, inQueueName))
        faults.push_back({"/runnerQueue", "must be lower-case letters, digits, '-' and '_'"});
    return faults;
}

} // namespace labwarden
