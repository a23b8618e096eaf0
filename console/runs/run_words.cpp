// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_words.h"

#include "common/criteria/parser.h"
#include "console/runs/start_check.h"
#include "console/telemetry/thresholds.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace labwarden::console {
namespace {

using State = CriterionLine::State;

QString tr(const char* text) {
    return QCoreApplication::translate("RunWords", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

CriterionLine lineOf(const RunResult& result, bool severalDevices, bool severalSteps) {
    CriterionLine line;
    line.state = result.noData ? State::noData : result.passed ? State::met : State::broken;
    line.severity = result.severity;
    line.expression = q(result.criterion.empty() ? result.metric + " " + result.limit : result.criterion);
    line.value = result.value ? widgets::valueText(*result.value, q(result.unit)) : tr("no data");
    QStringList note;
    if (severalDevices && !result.device.empty())
        note << q(result.device);
    if (severalSteps && !result.step.empty())
        note << q(result.step);
    if (line.state == State::broken)
        note << (result.limit.empty() ? q(result.message) : tr("limit %1").arg(q(result.limit)));
    else if (line.state == State::noData)
        note << q(result.message);
    note.removeAll(QString());
    line.note = note.join(QStringLiteral(" · "));
    return line;
}

/// Runners may give a criterion back in its canonical spelling.
bool isSame(const std::string& a, const std::string& b) {
    if (a == b)
        return true;
    const auto left = criteria::parse(a);
    const auto right = criteria::parse(b);
    return left && right && left.criterion == right.criterion;
}

/// The result that decides: the first `must` that broke, else the first without data.
const RunResult* decidingResult(const TestRunDetail& run) {
    const auto broken = [](const RunResult& r) {
        return r.severity == Severity::must && !r.passed && !r.noData;
    };
    const auto unknown = [](const RunResult& r) { return r.severity == Severity::must && r.noData; };
    auto at = std::find_if(run.results.begin(), run.results.end(), broken);
    if (run.outcome == Outcome::error || at == run.results.end())
        at = std::find_if(run.results.begin(), run.results.end(), unknown);
    if (at == run.results.end())
        at = std::find_if(run.results.begin(), run.results.end(), broken);
    return at == run.results.end() ? nullptr : &*at;
}

QString resultSentence(const TestRunDetail& run, const RunResult& result) {
    const QString device =
        run.devices.size() > 1 && !result.device.empty() ? tr(" on %1").arg(q(result.device)) : QString();
    if (result.noData || !result.value) {
        const QString criterion = q(result.criterion.empty() ? result.metric : result.criterion);
        return tr("%1%2 could not be judged: %3.")
            .arg(criterion, device, result.message.empty() ? tr("no data") : q(result.message));
    }
    const QString value = widgets::valueText(*result.value, q(result.unit));
    const auto parsed = criteria::parse(result.criterion);
    const QString measure = q(parsed ? criteria::printMeasure(*parsed.criterion) : result.metric);
    return tr("%1 was %2%3, the limit is %4.").arg(measure, value, device, q(result.limit));
}

} // namespace

std::vector<CriterionLine> criterionLines(const TestRunDetail& run) {
    const bool severalDevices = run.devices.size() > 1;
    std::vector<CriterionLine> lines;
    std::vector<bool> used(run.results.size(), false);
    const auto document = boundCase(run);
    for (const auto& spec : document.criteria) {
        std::vector<std::size_t> own;
        for (std::size_t i = 0; i < run.results.size(); ++i)
            if (!used[i] && isSame(run.results[i].criterion, spec.expression) &&
                (spec.step.empty() || run.results[i].step == spec.step))
                own.push_back(i);
        if (own.empty()) {
            CriterionLine line;
            line.expression = q(spec.expression);
            line.severity = spec.severity;
            line.value = run.state == RunState::finished ? tr("not judged") : tr("pending");
            lines.push_back(std::move(line));
            continue;
        }
        const bool severalSteps = std::any_of(own.begin(), own.end(), [&](auto i) {
            return run.results[i].step != run.results[own.front()].step;
        });
        for (const auto i : own) {
            used[i] = true;
            lines.push_back(lineOf(run.results[i], severalDevices, severalSteps));
        }
    }
    for (std::size_t i = 0; i < run.results.size(); ++i)
        if (!used[i])
            lines.push_back(lineOf(run.results[i], severalDevices, true));
    return lines;
}

QString criteriaSummary(const std::vector<CriterionLine>& lines) {
    std::array<int, 4> counts{};
    for (const auto& line : lines)
        ++counts[static_cast<std::size_t>(line.state)];
    QStringList parts;
    const auto add = [&](State state, const QString& text) {
        if (const int n = counts[static_cast<std::size_t>(state)])
            parts << text.arg(n);
    };
    add(State::met, tr("%1 met"));
    add(State::broken, tr("%1 broken"));
    add(State::noData, tr("%1 without data"));
    add(State::pending, tr("%1 pending"));
    return parts.join(QStringLiteral(" · "));
}

style::Icon iconOf(State state) {
    switch (state) {
    case State::met:
        return style::Icon::circleCheck;
    case State::broken:
        return style::Icon::circleX;
    case State::noData:
        return style::Icon::circleAlert;
    case State::pending:
        break;
    }
    return style::Icon::circleDashed;
}

style::Token colourOf(const CriterionLine& line) {
    switch (line.state) {
    case State::met:
        return style::Token::available;
    case State::broken:
        return line.severity == Severity::should ? style::Token::warning : style::Token::failed;
    case State::noData:
        return style::Token::warning;
    case State::pending:
        break;
    }
    return style::Token::muted;
}

/// "Waits for r07-u09 (run 12 of Ada since 14:02:18). Two others come before it."
QString waitSentence(const RunWait& wait) {
    QStringList devices;
    for (const auto& obstacle : wait.obstacles)
        devices << QStringLiteral("%1 (%2)").arg(q(obstacle.key), whyTaken(obstacle));
    const int before = wait.position - 1;
    QString words = devices.isEmpty() ? tr("Its devices are free and will be taken in a moment.")
                                      : tr("Waits for %1.").arg(devices.join(QStringLiteral(", ")));
    if (before == 1)
        words += tr(" Another run comes before it.");
    else if (before > 1)
        words += tr(" %1 other runs come before it.").arg(before);
    return words;
}

QString whySentence(const TestRunDetail& run) {
    if (run.wait && run.state == RunState::waiting)
        return waitSentence(*run.wait);
    if (run.state != RunState::finished || run.outcome == Outcome::passed)
        return {};
    const bool judged = run.outcome == Outcome::failed || run.outcome == Outcome::error;
    if (const auto* result = judged ? decidingResult(run) : nullptr)
        return resultSentence(run, *result);
    if (!run.reason.empty()) {
        QString reason = q(run.reason);
        return reason.endsWith(QLatin1Char('.')) ? reason : reason + QLatin1Char('.');
    }
    const auto step = std::find_if(run.timeline.begin(), run.timeline.end(), [](const RunStep& s) {
        return s.state == StepState::failed || s.state == StepState::error;
    });
    if (step != run.timeline.end())
        return step->message.empty() ? tr("The step “%1” did not succeed.").arg(q(step->name))
                                     : tr("%1: %2").arg(q(step->name), q(step->message));
    return {};
}

QString percentText(const TestRun& run) {
    if (run.state != RunState::running)
        return {};
    return tr("%1 %").arg(static_cast<int>(run.progress.percent));
}

QString starterText(const TestRun& run) {
    return run.healthCheck ? tr("Health check") : q(run.createdBy);
}

QString devicesText(const TestRun& run) {
    if (run.devices.empty())
        return QStringLiteral("–");
    const QString first = q(run.devices.front().key);
    const auto more = static_cast<int>(run.devices.size()) - 1;
    return more == 0 ? first : tr("%1 + %2 more").arg(first).arg(more);
}

std::optional<std::chrono::milliseconds> durationOf(const TestRun& run, Timestamp now) {
    if (!run.startedAt)
        return std::nullopt;
    return std::max((run.finishedAt ? *run.finishedAt : now) - *run.startedAt, std::chrono::milliseconds(0));
}

} // namespace labwarden::console
