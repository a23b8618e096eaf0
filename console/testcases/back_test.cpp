// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test.h"

#include <utility>

namespace labwarden::console {
namespace {

/// Whether both have the same criteria with the same parameters: what else is edited has nothing to do with
/// it.
bool asksTheSame(const TestCaseDocument& a, const TestCaseDocument& b) {
    TestCaseDocument x, y;
    x.criteria = a.criteria;
    x.parameters = a.parameters;
    y.criteria = b.criteria;
    y.parameters = b.parameters;
    return isSame(x, y);
}

} // namespace

BackTest::BackTest(const CaseParts& parts, const CaseDraft& draft, QObject* parent)
    : QObject(parent), m_parts(parts), m_draft(draft) {
    m_next.setSingleShot(true);
    m_next.setInterval(afterChange);
    connect(&m_next, &QTimer::timeout, this, &BackTest::send);
    connect(&draft, &CaseDraft::changed, this, [this, before = draft.document()]() mutable {
        const auto last = std::exchange(before, m_draft.document());
        if (m_isOn && !asksTheSame(last, before))
            later();
    });
}

void BackTest::ask(const Question& question) {
    m_isOn = true;
    m_question = question;
    later();
}

void BackTest::stop() {
    m_isOn = false;
    m_next.stop();
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    Q_EMIT busyChanged();
}

void BackTest::later() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.start();
    Q_EMIT busyChanged();
}

void BackTest::send() {
    const auto& document = m_draft.document();
    auto trial = trialOf(document, m_question.values, false);
    if (m_question.deviceId.empty() || trial.request.criteria.empty()) {
        take(trial, document, {});
        return;
    }
    auto& request = trial.request;
    request.deviceId = m_question.deviceId;
    request.from = m_question.span.from;
    request.to = m_question.span.to;
    request.points = points;
    m_job = m_parts.cases.backTest(request, this, [this, trial, document](ApiResult<BackTestAnswer> result) {
        m_job = nullptr;
        if (result) {
            take(trial, document, result.take());
            return;
        }
        Q_EMIT busyChanged();
        Q_EMIT failed(result.error());
    });
    Q_EMIT busyChanged();
}

void BackTest::take(const Trial& trial, const TestCaseDocument& document, BackTestAnswer answer) {
    m_lines.clear();
    for (std::size_t row = 0; row < document.criteria.size(); ++row)
        m_lines.push_back({document.criteria[row], trial.leftOut[row], {}});
    for (std::size_t i = 0; i < trial.rows.size() && i < answer.results.size(); ++i)
        m_lines[trial.rows[i]].result = std::move(answer.results[i]);
    m_series = std::move(answer.series);
    Q_EMIT busyChanged();
    Q_EMIT answered();
}

} // namespace labwarden::console
