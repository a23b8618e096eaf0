// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace labwarden::console {

/// The audit log as far as it has been fetched, newest first, for one filter. Asks page by page; looks from
/// time to time whether there is something newer, which is told and not put in, so that nothing moves under a
/// reader. GUI thread only.
class AuditLog : public QObject {
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds lookEvery{15'000};
        std::chrono::milliseconds retryFirst{2'000}, retryMost{60'000};
        int pageSize = 100;
    };
    enum class State { idle, loading, loaded, failed };

    explicit AuditLog(AdminApi& api, QObject* parent = nullptr);

    void setTiming(const Timing& timing) { m_timing = timing; }
    const AuditFilter& filter() const { return m_filter; }
    /// Drops what there is and asks for the first page.
    void setFilter(const AuditFilter& filter);
    /// The first page again, at once, also while a retry is waited for.
    void reload();
    /// Looking for newer entries; a page does it while it is seen.
    void setWatching(bool watching);

    State state() const { return m_state; }
    const ApiError& error() const { return m_error; }
    bool isAsking() const { return !m_job.isNull(); }
    /// False while a page is asked for, and after a failure until its retry.
    bool canLoadOlder() const;
    void loadOlder();
    bool atEnd() const { return m_state == State::loaded && m_next.empty(); }
    int newCount() const { return m_newCount; }
    /// Whether there may be more new ones than newCount() says.
    bool newCountIsLeast() const { return m_newIsLeast; }

Q_SIGNALS:
    /// All there is now, from the first entry on.
    void replaced(const std::vector<labwarden::AuditEntry>& entries);
    void appended(const std::vector<labwarden::AuditEntry>& entries);
    /// State, error or number of new entries.
    void changed();

private:
    void ask();
    void answered(ApiResult<AuditPage> page);
    void look();
    void setState(State state);

    AdminApi& m_api;
    Timing m_timing;
    AuditFilter m_filter;
    State m_state = State::idle;
    ApiError m_error;
    std::string m_next;
    bool m_first = true; ///< the first page is what is asked for next
    std::int64_t m_newest = 0;
    int m_newCount = 0;
    bool m_newIsLeast = false;
    int m_failures = 0;
    QPointer<ApiJob> m_job, m_look;
    QTimer m_retry, m_watch;
};

} // namespace labwarden::console
