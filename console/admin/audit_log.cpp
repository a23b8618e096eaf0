// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_log.h"

#include <algorithm>

namespace labwarden::console {
namespace {

/// Whether asking again later may help.
bool mayPass(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::Timeout || error.kind == Kind::Throttled ||
           error.kind == Kind::Server;
}

} // namespace

AuditLog::AuditLog(AdminApi& api, QObject* parent) : QObject(parent), m_api(api) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &AuditLog::ask);
    connect(&m_watch, &QTimer::timeout, this, &AuditLog::look);
}

void AuditLog::setFilter(const AuditFilter& filter) {
    m_filter = filter;
    m_newest = 0;
    Q_EMIT replaced({});
    reload();
}

void AuditLog::reload() {
    for (auto* job : {&m_job, &m_look})
        if (*job)
            (*job)->cancel();
    m_job = nullptr;
    m_look = nullptr;
    m_retry.stop();
    m_failures = 0;
    m_next.clear();
    m_first = true;
    m_newCount = 0;
    m_newIsLeast = false;
    ask();
}

void AuditLog::setWatching(bool watching) {
    if (!watching)
        m_watch.stop();
    else if (!m_watch.isActive())
        m_watch.start(m_timing.lookEvery);
}

bool AuditLog::canLoadOlder() const {
    return !m_job && !m_retry.isActive() && m_state == State::loaded && !m_next.empty();
}

void AuditLog::loadOlder() {
    if (canLoadOlder())
        ask();
}

void AuditLog::ask() {
    m_job = m_api.auditLog(m_filter, m_next, m_timing.pageSize, this,
                           [this](ApiResult<AuditPage> page) { answered(std::move(page)); });
    if (m_first)
        setState(State::loading);
    else
        Q_EMIT changed();
}

void AuditLog::answered(ApiResult<AuditPage> page) {
    m_job = nullptr;
    if (!page) {
        m_error = page.error();
        if (mayPass(m_error)) {
            const auto wait =
                std::min(m_timing.retryMost, m_timing.retryFirst * (1 << std::min(m_failures, 10)));
            ++m_failures;
            m_retry.start(m_error.retryAfter ? std::max<std::chrono::milliseconds>(wait, *m_error.retryAfter)
                                             : wait);
        }
        setState(State::failed);
        return;
    }
    m_failures = 0;
    m_error = {};
    m_next = page->nextCursor;
    if (m_first) {
        m_first = false;
        m_newest = page->entries.empty() ? 0 : page->entries.front().id;
        Q_EMIT replaced(page->entries);
    } else {
        Q_EMIT appended(page->entries);
    }
    setState(State::loaded);
}

void AuditLog::look() {
    if (m_look || m_state != State::loaded || m_filter.to)
        return;
    m_look = m_api.auditLog(m_filter, {}, m_timing.pageSize, this, [this](ApiResult<AuditPage> page) {
        m_look = nullptr;
        if (!page)
            return; // the next look may work; what is shown stays true
        const auto& entries = page->entries;
        const auto count = static_cast<int>(std::count_if(
            entries.begin(), entries.end(), [&](const AuditEntry& entry) { return entry.id > m_newest; }));
        if (count == m_newCount)
            return;
        m_newCount = count;
        m_newIsLeast = count == static_cast<int>(entries.size()) && !page->nextCursor.empty();
        Q_EMIT changed();
    });
}

void AuditLog::setState(State state) {
    m_state = state;
    Q_EMIT changed();
}

} // namespace labwarden::console
