// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/trial.h"

#include "common/domain/parameters.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <set>

namespace labwarden::console {
namespace {

using criteria::Verdict;
using style::Icon;
using style::Token;

QString tr(const char* text) {
    return QCoreApplication::translate("Trial", text);
}

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// With one criterion, and of the values those that it needs.
BackTestRequest requestOf(const TestCaseDocument& document, const CriterionSpec& criterion,
                          const boost::json::object& values, bool isLive) {
    BackTestRequest request;
    request.criteria = {criterion};
    request.parameters = document.parameters;
    for (const auto& name : parameterNames(criterion.expression))
        if (const auto* value = values.if_contains(name))
            request.parameterValues[name] = *value;
    if (!isLive) {
        request.from = Timestamp{0};
        request.to = Timestamp{1};
    }
    return request;
}

QString reasonOf(const std::vector<Fault>& faults) {
    if (faults.empty())
        return {};
    const auto& fault = faults.front();
    constexpr std::string_view values = "/parameterValues/";
    if (fault.pointer.starts_with(values))
        return QStringLiteral("${%1} %2").arg(q(fault.pointer.substr(values.size())), q(fault.message));
    return q(fault.message);
}

} // namespace

Trial trialOf(const TestCaseDocument& document, const boost::json::object& values, bool isLive) {
    Trial trial;
    std::set<std::string> metrics;
    for (std::size_t row = 0; row < document.criteria.size(); ++row) {
        const auto& criterion = document.criteria[row];
        const auto one = requestOf(document, criterion, values, isLive);
        QString reason = reasonOf(faultsOf(one));
        if (reason.isEmpty()) {
            auto more = metrics;
            for (auto& metric : metricsOf(one))
                more.insert(metric);
            if (more.size() > back_test::mostMetrics || trial.rows.size() == back_test::mostCriteria)
                reason = tr("only %1 metrics are tried at once").arg(back_test::mostMetrics);
            else
                metrics = std::move(more);
        }
        trial.leftOut.push_back(reason);
        if (!reason.isEmpty())
            continue;
        trial.rows.push_back(row);
        trial.request.criteria.push_back(criterion);
        for (const auto& [name, value] : one.parameterValues)
            trial.request.parameterValues[name] = value;
    }
    for (const auto& parameter : document.parameters)
        for (const auto& criterion : trial.request.criteria) {
            const auto names = parameterNames(criterion.expression);
            if (std::find(names.begin(), names.end(), parameter.name) == names.end())
                continue;
            trial.request.parameters.push_back(parameter);
            break;
        }
    return trial;
}

std::vector<Parameter> parametersOfCriteria(const TestCaseDocument& document) {
    std::set<std::string> names;
    for (const auto& criterion : document.criteria)
        for (auto& name : parameterNames(criterion.expression))
            names.insert(name);
    std::vector<Parameter> found;
    for (const auto& parameter : document.parameters)
        if (names.contains(parameter.name))
            found.push_back(parameter);
    return found;
}

bool isBrokenInGaps(const BackTestResult& result) {
    return result.verdict == Verdict::noData && !result.broken.empty();
}

widgets::StateLook lookOf(const BackTestResult& result, Severity severity) {
    const Token broken = severity == Severity::should ? Token::warning : Token::failed;
    if (isBrokenInGaps(result))
        return {Icon::triangleAlert, broken, tr("Breaks, gaps")};
    switch (result.verdict) {
    case Verdict::passed:
        return {Icon::circleCheck, Token::available, tr("Holds")};
    case Verdict::failed:
        return {severity == Severity::should ? Icon::triangleAlert : Icon::circleX, broken, tr("Breaks")};
    case Verdict::invalid:
        return {Icon::ban, Token::warning, tr("Does not fit")};
    case Verdict::noData:
        break;
    }
    return {Icon::circleHelp, Token::offline, tr("No data")};
}

QString valueWords(const BackTestResult& result) {
    const auto value = result.value ? result.value : result.seen;
    return value ? widgets::valueText(*value, q(result.unit)) : QString();
}

QString momentWords(const BackTestResult& result, Timestamp at) {
    const auto local = [](Timestamp time) { return QDateTime::fromMSecsSinceEpoch(time.ms); };
    if (local(result.from).date() == local(result.to).date())
        return widgets::timeText(at);
    return QLocale().toString(local(at), QStringLiteral("ddd HH:mm:ss"));
}

QString whereWords(const BackTestResult& result) {
    if (result.isWholeStep)
        return tr("the whole time");
    if (result.broken.empty())
        return result.at ? momentWords(result, *result.at) : QString();
    const auto& first = result.broken.front();
    QString words = momentWords(result, first.from);
    if (first.to > first.from)
        words += QStringLiteral(" – ") + widgets::timeText(first.to);
    const auto more = result.broken.size() - 1;
    if (more == 1)
        words += tr(" and once more");
    else if (more > 1)
        words += (result.isJoined ? tr(" and at least %1 more times") : tr(" and %1 more times")).arg(more);
    return words;
}

} // namespace labwarden::console
