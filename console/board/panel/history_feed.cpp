// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/history_feed.h"

#include <algorithm>
#include <iterator>

namespace labwarden::board {

HistoryFeed::HistoryFeed(console::DeviceApi& api, QObject* parent) : QObject(parent), m_api(api) {}

void HistoryFeed::open(const std::string& deviceId, std::optional<HistoryKind> kind) {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_deviceId = deviceId;
    m_kind = kind;
    m_entries.clear();
    m_older.clear();
    m_trouble.reset();
    m_isLoaded = m_again = false;
    if (!deviceId.empty())
        fetch({});
    Q_EMIT changed();
}

void HistoryFeed::refresh() {
    if (m_job)
        m_again = true;
    else if (!m_deviceId.empty())
        fetch({});
}

void HistoryFeed::loadOlder() {
    if (!m_job && hasOlder())
        fetch(m_older);
}

void HistoryFeed::retry() {
    if (!m_job && m_trouble)
        fetch(m_failed);
}

void HistoryFeed::fetch(const std::string& cursor) {
    m_trouble.reset();
    m_job = m_api.history(m_deviceId, m_kind, cursor, this,
                          [this, cursor](console::ApiResult<console::HistoryPage> page) {
                              m_job = nullptr;
                              if (!page) {
                                  m_failed = cursor;
                                  m_trouble = page.error();
                              } else if (cursor.empty()) {
                                  takeNewest(page.take());
                              } else {
                                  takeOlder(page.take());
                              }
                              if (page && std::exchange(m_again, false))
                                  fetch({});
                              Q_EMIT changed();
                          });
    Q_EMIT changed();
}

/// What is new goes before what is known, where the two meet; else what is known is too old to be kept.
void HistoryFeed::takeNewest(console::HistoryPage page) {
    m_isLoaded = true;
    const auto known =
        m_entries.empty()
            ? page.entries.end()
            : std::find_if(page.entries.begin(), page.entries.end(),
                           [this](const HistoryEntry& e) { return e.id == m_entries.front().id; });
    if (known == page.entries.end()) {
        m_entries = std::move(page.entries);
        m_older = std::move(page.nextCursor);
        return;
    }
    m_entries.insert(m_entries.begin(), std::make_move_iterator(page.entries.begin()),
                     std::make_move_iterator(known));
}

void HistoryFeed::takeOlder(console::HistoryPage page) {
    for (auto& entry : page.entries)
        if (m_entries.empty() || entry.id != m_entries.back().id)
            m_entries.push_back(std::move(entry));
    m_older = std::move(page.nextCursor);
}

} // namespace labwarden::board
