// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"
#include "console/testcases/case_parts.h"
#include "console/testcases/trial.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <map>
#include <optional>
#include <string>

namespace labwarden::console {

/// What a criterion comes to on a device right now.
struct LiveValue {
    std::optional<BackTestResult> result; ///< nothing: not known yet, or `why`
    Severity severity = Severity::must;
    QString why;          ///< it is not tried
    bool isStale = false; ///< the lab has not answered for a while
};

/// Asks for the criteria of a draft, all with one request, every two seconds and shortly after they have been
/// changed; one request at a time, so a slow server is not asked faster than it answers. GUI thread.
class LiveValues : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds afterTyping{250}, every{2'000}, staleAfter{7'000};

    /// Both outlive it.
    LiveValues(const CaseParts& parts, const CaseDraft& draft, QObject* parent = nullptr);

    /// Empty: none, and nothing is asked.
    void setDevice(const std::string& id);
    /// Somebody looks at it, and the lab is there.
    void setActive(bool active);
    /// Nothing without a device.
    std::optional<LiveValue> of(std::size_t row) const;

Q_SIGNALS:
    void changed();

private:
    bool wanted() const { return m_isActive && !m_device.empty(); }
    void draftChanged();
    void giveUp();
    void ask();
    void onAnswer(const Trial& asked, ApiResult<BackTestAnswer> result);
    void setStale(bool stale);

    CaseParts m_parts;
    const CaseDraft& m_draft;
    std::string m_device;
    bool m_isActive = false, m_isStale = false, m_isHurried = false;
    Trial m_trial;
    std::map<std::string, BackTestResult> m_results; ///< by criterion as it is written
    QPointer<ApiJob> m_job;
    QTimer m_next, m_stale;
};

} // namespace labwarden::console
