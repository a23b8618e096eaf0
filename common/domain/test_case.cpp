// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/test_case.h"

#include "common/criteria/parser.h"
#include "common/domain/parameters.h"

#include <algorithm>
#include <set>

namespace labwarden {

namespace {

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Gathers the faults of one document.
class Check {
public:
    explicit Check(const TestCaseDocument& document) : m_document(document) {}

    std::vector<Fault> run() {
        parameters();
        steps(m_document.steps, "/steps/");
        steps(m_document.teardown, "/teardown/");
        checkCriteria();
        checkAttachments();
        if (!isFolderPath(m_document.folder))
            add("/folder",
                "must be at most 8 names of at most 100 characters with single slashes between them");
        return std::move(m_faults);
    }

private:
    void add(std::string pointer, std::string message) {
        m_faults.push_back({std::move(pointer), std::move(message)});
    }

    void parameters() {
        std::set<std::string> names;
        for (std::size_t i = 0; i < m_document.parameters.size(); ++i) {
            const Parameter& parameter = m_document.parameters[i];
            const std::string at = "/parameters/" + std::to_string(i);
            if (!isPlainName(parameter.name))
                add(at + "/name", "must be lower-case letters, digits and '_', starting with a letter");
            else if (!names.insert(parameter.name).second)
                add(at + "/name", "is the name of another parameter too");
            if (parameter.type != ParameterType::text && !parameter.choices.empty())
                add(at + "/choices", "are for texts only");
            if (parameter.type != ParameterType::number && (parameter.minimum || parameter.maximum))
                add(at + (parameter.minimum ? "/minimum" : "/maximum"), "is for numbers only");
            else if (parameter.minimum && parameter.maximum && *parameter.minimum > *parameter.maximum)
                add(at + "/maximum", "must not be below the minimum");
            else if (!parameter.defaultValue.is_null()) {
                if (std::string fault = valueFault(parameter, parameter.defaultValue); !fault.empty())
                    add(at + "/defaultValue", std::move(fault));
            }
        }
        m_parameters = std::move(names);
    }

    void references(std::string_view text, const std::string& pointer) {
        for (const std::string& name : parameterNames(text)) {
            if (!m_parameters.contains(name))
                add(pointer, "refers to ${" + name + "}, which is not a parameter of this test case");
        }
    }

    void steps(const std::vector<Step>& list, const std::string& base) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Step& step = list[i];
            const std::string at = base + std::to_string(i);
            if (step.name.empty())
                add(at + "/name", "must not be empty");
            else if (!m_stepNames.insert(step.name).second)
                add(at + "/name", "is the name of another step too");
            const bool lasts = step.kind == StepKind::wait || step.kind == StepKind::measure;
            if (lasts && !(step.durationSeconds > 0))
                add(at + "/durationSeconds", "must be more than 0 for this kind of step");
            if (step.kind == StepKind::script && !isScriptName(step.script))
                add(at + "/script",
                    "must be a bare file name of letters, digits, '.', '_' and '-', without a path");
            const bool speaks = step.kind == StepKind::command || step.kind == StepKind::manual;
            if (speaks && step.command.empty())
                add(at + "/command", "must not be empty for this kind of step");
            for (std::size_t k = 0; k < step.arguments.size(); ++k)
                references(step.arguments[k], at + "/arguments/" + std::to_string(k));
            references(step.command, at + "/command");
            if (step.kind != StepKind::command && !step.expectedReply.empty())
                add(at + "/expectedReply", "is for steps of kind command only");
            references(step.expectedReply, at + "/expectedReply");
        }
    }

    void checkCriteria() {
        const auto isMeasure = [](const Step& step) { return step.kind == StepKind::measure; };
        for (std::size_t i = 0; i < m_document.criteria.size(); ++i) {
            const CriterionSpec& criterion = m_document.criteria[i];
            const std::string at = "/criteria/" + std::to_string(i);
            const auto named = [&](const Step& step) {
                return isMeasure(step) && step.name == criterion.step;
            };
            if (!criterion.step.empty() && std::ranges::none_of(m_document.steps, named))
                add(at + "/step", "is not the name of a measure step");
            else if (criterion.step.empty() && std::ranges::none_of(m_document.steps, isMeasure))
                add(at, "needs a measure step to be judged over");
            references(criterion.expression, at + "/expression");
            if (const auto parsed = criteria::parse(criterion.expression); !parsed)
                add(at + "/expression", criteria::describe(parsed, criterion.expression));
        }
    }

    void checkAttachments() {
        std::set<std::string> names;
        for (std::size_t i = 0; i < m_document.attachments.size(); ++i) {
            const Attachment& file = m_document.attachments[i];
            const std::string at = "/attachments/" + std::to_string(i);
            if (file.name.empty() || file.name.find_first_of("/\\") != std::string::npos ||
                file.name.front() == '.')
                add(at + "/name", "must be a file name without a path");
            else if (!names.insert(file.name).second)
                add(at + "/name", "is the name of another attachment too");
            const auto hex = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); };
            if (file.sha256.size() != 64 || !std::ranges::all_of(file.sha256, hex))
                add(at + "/sha256", "must be 64 lower-case hexadecimal digits");
        }
    }

    const TestCaseDocument& m_document;
    std::vector<Fault> m_faults;
    std::set<std::string> m_parameters;
    std::set<std::string> m_stepNames;
};

} // namespace

bool isPlainName(std::string_view name) {
    return !name.empty() && name.size() <= 64 && isLower(name.front()) &&
           std::ranges::all_of(name, [](char c) { return isLower(c) || isDigit(c) || c == '_'; });
}

bool isScriptName(std::string_view name) {
    const auto allowed = [](char c) {
        return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '.' || c == '_' || c == '-';
    };
    return !name.empty() && name.size() <= 128 && name.front() != '.' && name.front() != '-' &&
           std::ranges::all_of(name, allowed);
}

bool isFolderPath(std::string_view path) {
    if (path.empty())
        return true;
    for (int level = 0; level < 8; ++level) {
        const std::size_t end = path.find('/');
        const std::string_view name = path.substr(0, end);
        if (name.empty() || name.size() > 100 || name == "." || name == ".." || name.front() == ' ' ||
            name.back() == ' ')
            return false;
        if (end == std::string_view::npos)
            return true;
        path.remove_prefix(end + 1);
    }
    return false;
}

std::vector<Fault> faultsOf(const TestCaseDocument& document) {
    return Check(document).run();
}

} // namespace labwarden
