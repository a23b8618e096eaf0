// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_draft.h"

#include "common/json/domain.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <QLocale>
#include <QString>

#include <algorithm>
#include <set>

namespace labwarden::console {
namespace {

namespace json = boost::json;

WrittenParameter parameterOf(std::string_view name, const json::value& value) {
    if (const auto* text = value.if_string())
        return {std::string(name), ParameterType::text, std::string(*text)};
    if (const auto* yes = value.if_bool())
        return {std::string(name), ParameterType::boolean, *yes ? "true" : "false"};
    if (const auto* number = value.if_double())
        return {std::string(name), ParameterType::number,
                QLocale::c().toString(*number, 'g', QLocale::FloatingPointShortest).toStdString()};
    return {std::string(name), value.is_number() ? ParameterType::number : ParameterType::text,
            json::serialize(value)};
}

/// What is written as a number; null when it is none.
json::value numberIn(const std::string& text) {
    const QString plain = QString::fromStdString(text).trimmed().replace(QLatin1Char(','), QLatin1Char('.'));
    boost::system::error_code error;
    json::value value = json::parse(plain.toStdString(), error);
    if (!error && value.is_number())
        return value;
    bool isNumber = false;
    const double number = QLocale::c().toDouble(plain, &isNumber); // "+5", ".5"
    return isNumber ? json::value(number) : json::value();
}

json::value valueOf(const WrittenParameter& parameter) {
    if (parameter.type == ParameterType::boolean)
        return parameter.text == "true";
    if (parameter.type == ParameterType::number)
        if (auto number = numberIn(parameter.text); number.is_number())
            return number;
    return json::value(parameter.text);
}

/// As a key stands in a JSON pointer.
std::string tokenOf(const std::string& name) {
    QString token = QString::fromStdString(name);
    token.replace(QLatin1String("~"), QLatin1String("~0")).replace(QLatin1String("/"), QLatin1String("~1"));
    return token.toStdString();
}

void addParameterFaults(std::vector<Fault>& faults, const std::vector<WrittenParameter>& parameters) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& parameter = parameters[i];
        const std::string at = "/parameters/" + std::to_string(i);
        if (!isPlainName(parameter.name))
            faults.push_back({at + "/name", "must be lower-case letters, digits and '_'"});
        else if (!names.insert(parameter.name).second)
            faults.push_back({at + "/name", "is the name of another parameter too"});
        if (parameter.type == ParameterType::number && !numberIn(parameter.text).is_number())
            faults.push_back({at + "/text", "must be a number"});
    }
}

} // namespace

WrittenEnvironment written(const EnvironmentDocument& document) {
    WrittenEnvironment result;
    static_cast<EnvironmentDocument&>(result) = document;
    for (const auto& [name, value] : document.defaultParameters)
        result.parameters.push_back(parameterOf({name.data(), name.size()}, value));
    result.defaultParameters.clear();
    return result;
}

EnvironmentDocument documentOf(const WrittenEnvironment& written) {
    EnvironmentDocument document = written;
    for (const auto& parameter : written.parameters)
        document.defaultParameters[parameter.name] = valueOf(parameter);
    return document;
}

bool isSame(const WrittenEnvironment& a, const WrittenEnvironment& b) {
    const auto sorted = [](std::vector<WrittenParameter> parameters) {
        std::sort(parameters.begin(), parameters.end());
        return parameters;
    };
    return sorted(a.parameters) == sorted(b.parameters) &&
           json::value_from(static_cast<const EnvironmentDocument&>(a)) ==
               json::value_from(static_cast<const EnvironmentDocument&>(b));
}

bool hasStored(const EnvironmentDocument& base, const std::string& variable) {
    return std::any_of(base.variables.begin(), base.variables.end(),
                       [&](const Variable& each) { return each.secret && each.name == variable; });
}

bool holdsSecrets(const EnvironmentDocument& document) {
    return std::any_of(document.variables.begin(), document.variables.end(),
                       [](const Variable& each) { return each.secret && !each.value.empty(); });
}

std::vector<Fault> allFaultsOf(const WrittenEnvironment& written, const EnvironmentDocument& base) {
    EnvironmentDocument rest = written; // parameters tell their faults themselves
    auto faults = wire::read<EnvironmentDocument>(json::value_from(rest), wire::people).faults;
    for (std::size_t i = 0; i < rest.variables.size(); ++i) {
        const auto& variable = rest.variables[i];
        if (variable.secret && variable.value.empty() && !hasStored(base, variable.name))
            faults.push_back({"/variables/" + std::to_string(i) + "/value",
                              "is required: no value is stored of this secret"});
    }
    addParameterFaults(faults, written.parameters);
    std::set<std::string> seen;
    std::erase_if(faults, [&](const Fault& fault) { return !seen.insert(fault.pointer).second; });
    return faults;
}

std::vector<Fault> faultsInForm(std::vector<Fault> faults, const WrittenEnvironment& written) {
    const std::string prefix = "/defaultParameters/";
    for (auto& fault : faults) {
        if (fault.pointer.starts_with("/document")) // a save sends the document within something larger
            fault.pointer.erase(0, std::string_view("/document").size());
        if (!fault.pointer.starts_with(prefix))
            continue;
        const auto name = fault.pointer.substr(prefix.size());
        for (std::size_t i = 0; i < written.parameters.size(); ++i)
            if (tokenOf(written.parameters[i].name) == name)
                fault.pointer = "/parameters/" + std::to_string(i) + "/text";
    }
    return faults;
}

EnvironmentDraft::EnvironmentDraft(QObject* parent)
    : DraftOf({"/name", "/description", "/telemetrySource", "/runnerQueue", "/variables", "/parameters",
               "/grafanaUrlTemplate"},
              parent) {}

bool EnvironmentDraft::same(const WrittenEnvironment& a, const WrittenEnvironment& b) const {
    return isSame(a, b);
}

std::vector<Fault> EnvironmentDraft::ownFaults() const {
    return allFaultsOf(document(), base());
}

} // namespace labwarden::console
