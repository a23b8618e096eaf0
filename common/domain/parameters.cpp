// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/parameters.h"

#include "common/criteria/parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>

namespace labwarden {

namespace {

std::optional<double> numberOf(const boost::json::value& value) {
    if (!value.is_number())
        return std::nullopt;
    const double number = value.is_double() ? value.get_double() : value.to_number<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string textOf(double value) {
    char buffer[400]; // the longest plain form of a double
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    return {buffer, end.ptr};
}

std::string textOf(const boost::json::value& value) {
    if (const boost::json::string* text = value.if_string())
        return {text->data(), text->size()};
    if (const bool* flag = value.if_bool())
        return *flag ? "true" : "false";
    return textOf(numberOf(value).value_or(0));
}

/// Calls back for each plain stretch and each `${name}` of a text; the one reader of this notation.
void scan(std::string_view text, const std::function<void(std::string_view)>& plain,
          const std::function<void(std::string_view)>& name) {
    while (!text.empty()) {
        const std::size_t dollar = text.find("${");
        if (dollar == std::string_view::npos)
            return plain(text);
        if (dollar > 0 && text[dollar - 1] == '$') { // "$${"
            plain(text.substr(0, dollar - 1));
            plain("${");
            text.remove_prefix(dollar + 2);
            continue;
        }
        const std::size_t end = text.find('}', dollar);
        if (end == std::string_view::npos)
            return plain(text);
        plain(text.substr(0, dollar));
        name(text.substr(dollar + 2, end - dollar - 2));
        text.remove_prefix(end + 1);
    }
}

std::string substitute(std::string_view text, const boost::json::object& values) {
    std::string out;
    scan(
        text, [&](std::string_view plain) { out += plain; },
        [&](std::string_view name) {
            const boost::json::value* value =
                values.if_contains(boost::json::string_view(name.data(), name.size()));
            out += value ? textOf(*value) : "${" + std::string(name) + "}";
        });
    return out;
}

void substituteSteps(std::vector<Step>& steps, const boost::json::object& values) {
    for (Step& step : steps) {
        for (std::string& argument : step.arguments)
            argument = substitute(argument, values);
        step.command = substitute(step.command, values);
        step.expectedReply = substitute(step.expectedReply, values);
    }
}

/// With its values put in, a criterion must still make sense: the lower limit below the upper one, say.
void substituteCriterion(CriterionSpec& criterion, BoundTestCase& bound) {
    const std::vector<std::string> names = parameterNames(criterion.expression);
    criterion.expression = substitute(criterion.expression, bound.parameters);
    const bool complete =
        std::ranges::all_of(names, [&](const std::string& name) { return bound.parameters.contains(name); });
    if (names.empty() || !complete)
        return; // what lacks a value has its fault already
    if (const criteria::ParseResult parsed = criteria::parse(criterion.expression);
        !parsed || parsed.criterion->hasParameters())
        bound.faults.push_back({"/parameters/" + names.front(),
                                "makes a criterion that cannot be used, " + criterion.expression + ": " +
                                    criteria::describe(parsed, criterion.expression)});
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

} // namespace

std::vector<std::string> parameterNames(std::string_view text) {
    std::vector<std::string> names;
    scan(
        text, [](std::string_view) {}, [&](std::string_view name) { names.emplace_back(name); });
    return names;
}

std::string valueFault(const Parameter& parameter, const boost::json::value& value) {
    switch (parameter.type) {
    case ParameterType::boolean:
        return value.is_bool() ? "" : "must be true or false";
    case ParameterType::text: {
        const boost::json::string* text = value.if_string();
        if (!text)
            return "must be a text";
        if (text->size() > 1000)
            return "must have at most 1000 characters";
        const bool control =
            std::ranges::any_of(*text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (control)
            return "must be a single line without control characters";
        const std::string_view given(text->data(), text->size());
        if (!parameter.choices.empty() &&
            std::ranges::find(parameter.choices, given) == parameter.choices.end())
            return "must be one of: " + joined(parameter.choices);
        return "";
    }
    case ParameterType::number:
        break;
    }
    const std::optional<double> number = numberOf(value);
    if (!number)
        return "must be a number";
    const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
    if (parameter.minimum && *number < *parameter.minimum)
        return "must be at least " + textOf(*parameter.minimum) + unit;
    if (parameter.maximum && *number > *parameter.maximum)
        return "must be at most " + textOf(*parameter.maximum) + unit;
    return "";
}

BoundTestCase bindParameters(const TestCaseDocument& document, const boost::json::object& given,
                             const EnvironmentDocument& environment) {
    BoundTestCase bound{.document = document, .parameters = {}, .faults = {}};
    for (const Parameter& parameter : document.parameters) {
        const std::string pointer = "/parameters/" + parameter.name;
        const boost::json::value* own = given.if_contains(parameter.name);
        const bool isGiven = own && !own->is_null();
        const boost::json::value* ofEnvironment =
            isGiven ? nullptr : environment.defaultParameters.if_contains(parameter.name);
        const boost::json::value& value = isGiven         ? *own
                                          : ofEnvironment ? *ofEnvironment
                                                          : parameter.defaultValue;
        if (value.is_null())
            bound.faults.push_back({pointer, "is required"});
        else if (std::string fault = valueFault(parameter, value); !fault.empty())
            bound.faults.push_back({pointer, ofEnvironment
                                                 ? "has a default in the environment \"" + environment.name +
                                                       "\" that cannot be used: it " + fault
                                                 : std::move(fault)});
        else
            bound.parameters[parameter.name] = value;
    }
    for (const auto& entry : given) {
        const auto isEntry = [&](const Parameter& p) {
            return p.name == std::string_view(entry.key().data(), entry.key().size());
        };
        if (std::ranges::none_of(document.parameters, isEntry))
            bound.faults.push_back({"/parameters/" + std::string(entry.key()).substr(0, 100),
                                    "is not a parameter of this test case"});
    }
    substituteSteps(bound.document.steps, bound.parameters);
    substituteSteps(bound.document.teardown, bound.parameters);
    for (CriterionSpec& criterion : bound.document.criteria)
        substituteCriterion(criterion, bound);
    return bound;
}

} // namespace labwarden
