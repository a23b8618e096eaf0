// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"
#include "console/testcases/case_parts.h"
#include "console/testcases/trial.h"
#include "console/widgets/plot_navigation.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// One criterion of the case, and what came out.
struct BackTestLine {
    CriterionSpec criterion; ///< as it is written
    QString why;             ///< it was not tried
    BackTestResult result;   ///< means nothing where it was not
    bool isTried() const { return why.isEmpty(); }
};

/// A draft's criteria on one device's telemetry of one span of time; anew a moment after either has changed.
/// One request at a time; what comes out belongs to the newest question. GUI thread.
class BackTest : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds afterChange{250};
    static constexpr int points = 1'200; ///< more than a chart has pixels

    /// Both outlive it.
    BackTest(const CaseParts& parts, const CaseDraft& draft, QObject* parent = nullptr);

    struct Question {
        std::string deviceId; ///< empty: nothing is asked
        widgets::TimeSpan span;
        boost::json::object values; ///< of parameters
    };
    void ask(const Question& question);
    /// Gives the request up and asks nothing more.
    void stop();
    bool isBusy() const { return m_job || m_next.isActive(); }

    /// Of the last answer; empty before the first.
    const std::vector<BackTestLine>& lines() const { return m_lines; }
    const std::vector<TelemetrySeries>& series() const { return m_series; }
    const Question& question() const { return m_question; }

Q_SIGNALS:
    void busyChanged();
    void answered();
    void failed(const labwarden::console::ApiError& error);

private:
    void later();
    void send();
    void take(const Trial& trial, const TestCaseDocument& document, BackTestAnswer answer);

    CaseParts m_parts;
    const CaseDraft& m_draft;
    bool m_isOn = false;
    Question m_question;
    std::vector<BackTestLine> m_lines;
    std::vector<TelemetrySeries> m_series;
    QPointer<ApiJob> m_job;
    QTimer m_next;
};

} // namespace labwarden::console
