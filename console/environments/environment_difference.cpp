// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_difference.h"

#include "console/environments/environment_words.h"

#include <boost/json/serialize.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("EnvironmentDifference", text);
}

const std::string variablesPrefix = "/variables/", parametersPrefix = "/defaultParameters/";

/// What a place of a document says. Two are the same when `raw` is; `words` are for people.
struct Said {
    std::string raw, words;
    bool operator==(const Said& other) const { return raw == other.raw; }
};

std::string variableWords(const Variable& variable) {
    if (variable.secret)
        return (variable.value.empty() ? tr("secret") : tr("secret, with a new value")).toStdString();
    return variable.value.empty() ? tr("no value").toStdString() : variable.value;
}

/// Nothing when the document has no such place.
std::optional<Said> saidAt(const EnvironmentDocument& document, const std::string& id) {
    if (id.starts_with(variablesPrefix)) {
        const auto at =
            std::ranges::find(document.variables, id.substr(variablesPrefix.size()), &Variable::name);
        if (at == document.variables.end())
            return std::nullopt;
        return Said{(at->secret ? "s" : "p") + at->value, variableWords(*at)};
    }
    if (id.starts_with(parametersPrefix)) {
        const auto* value = document.defaultParameters.if_contains(id.substr(parametersPrefix.size()));
        return value ? std::optional(Said{boost::json::serialize(*value), boost::json::serialize(*value)})
                     : std::nullopt;
    }
    const auto text = [](const std::string& plain) { return Said{plain, plain}; };
    if (id == "/name")
        return text(document.name);
    if (id == "/description")
        return text(document.description);
    if (id == "/grafanaUrlTemplate")
        return text(document.grafanaUrlTemplate);
    if (id == "/runnerQueue")
        return Said{document.runnerQueue, queueName(document).toStdString()};
    return Said{std::to_string(static_cast<int>(document.telemetrySource)),
                telemetrySources().value(static_cast<int>(document.telemetrySource)).toStdString()};
}

/// Every place that one of them has.
std::vector<std::string> placesOf(std::initializer_list<const EnvironmentDocument*> documents) {
    std::vector<std::string> places{"/name", "/description", "/runnerQueue", "/telemetrySource"};
    const auto add = [&](std::string id) {
        if (std::ranges::find(places, id) == places.end())
            places.push_back(std::move(id));
    };
    for (const auto* document : documents)
        for (const auto& variable : document->variables)
            add(variablesPrefix + variable.name);
    for (const auto* document : documents)
        for (const auto& [name, value] : document->defaultParameters)
            add(parametersPrefix + std::string(name));
    places.emplace_back("/grafanaUrlTemplate");
    return places;
}

std::string captionOf(const std::string& id) {
    if (id.starts_with(variablesPrefix))
        return tr("Variable %1").arg(QString::fromStdString(id.substr(variablesPrefix.size()))).toStdString();
    if (id.starts_with(parametersPrefix))
        return tr("Parameter %1")
            .arg(QString::fromStdString(id.substr(parametersPrefix.size())))
            .toStdString();
    return environmentPlace(QString::fromStdString(id)).toStdString();
}

void take(EnvironmentDocument& into, const EnvironmentDocument& from, const std::string& id) {
    if (id.starts_with(variablesPrefix)) {
        const std::string name = id.substr(variablesPrefix.size());
        const auto theirs = std::ranges::find(from.variables, name, &Variable::name);
        const auto mine = std::ranges::find(into.variables, name, &Variable::name);
        if (theirs == from.variables.end())
            std::erase_if(into.variables, [&](const Variable& each) { return each.name == name; });
        else if (mine == into.variables.end())
            into.variables.push_back(*theirs);
        else
            *mine = *theirs;
    } else if (id.starts_with(parametersPrefix)) {
        const std::string name = id.substr(parametersPrefix.size());
        if (const auto* value = from.defaultParameters.if_contains(name))
            into.defaultParameters[name] = *value;
        else
            into.defaultParameters.erase(name);
    } else if (id == "/name") {
        into.name = from.name;
    } else if (id == "/description") {
        into.description = from.description;
    } else if (id == "/runnerQueue") {
        into.runnerQueue = from.runnerQueue;
    } else if (id == "/telemetrySource") {
        into.telemetrySource = from.telemetrySource;
    } else {
        into.grafanaUrlTemplate = from.grafanaUrlTemplate;
    }
}

std::string wordsOf(const std::optional<Said>& said) {
    return said ? said->words : std::string();
}

} // namespace

EnvironmentDifferences differencesOf(const EnvironmentDocument& base, const EnvironmentDocument& mine,
                                     const EnvironmentDocument& theirs) {
    EnvironmentDifferences found;
    for (const auto& id : placesOf({&mine, &theirs, &base})) {
        const auto was = saidAt(base, id), ours = saidAt(mine, id), other = saidAt(theirs, id);
        if (ours == other)
            continue;
        found.differences.push_back(
            {captionOf(id), wordsOf(was), wordsOf(ours), wordsOf(other), ours != was, other != was});
        found.ids.push_back(id);
    }
    return found;
}

EnvironmentDocument merged(const EnvironmentDocument& mine, const EnvironmentDocument& theirs,
                           const EnvironmentDifferences& differences,
                           const std::vector<widgets::Side>& sides) {
    EnvironmentDocument document = mine;
    for (std::size_t i = 0; i < differences.ids.size(); ++i)
        if (sides[i] == widgets::Side::theirs)
            take(document, theirs, differences.ids[i]);
    return document;
}

std::vector<widgets::Change> changesBetween(const EnvironmentDocument& before,
                                            const EnvironmentDocument& after) {
    std::vector<widgets::Change> changes;
    for (auto& difference : differencesOf(before, after, before).differences)
        changes.push_back(
            {std::move(difference.caption), std::move(difference.theirs), std::move(difference.mine)});
    return changes;
}

} // namespace labwarden::console
