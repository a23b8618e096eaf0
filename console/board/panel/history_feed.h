// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_history.h"
#include "console/api/device_api.h"

#include <QObject>

#include <optional>
#include <string>
#include <vector>

namespace labwarden::board {

/// The past of one device as far as it was asked for, newest first: the first page, older ones when somebody
/// wants them, and what has come since. One request at a time. GUI thread only.
class HistoryFeed : public QObject {
    Q_OBJECT
public:
    explicit HistoryFeed(console::DeviceApi& api, QObject* parent = nullptr);

    /// Begins anew. Without `kind` everything; an empty id: nothing.
    void open(const std::string& deviceId, std::optional<HistoryKind> kind);
    /// Something has become of the device: fetches what is new and keeps what is there.
    void refresh();
    void loadOlder();
    /// Asks again for what failed.
    void retry();

    const std::vector<HistoryEntry>& entries() const { return m_entries; }
    bool isLoaded() const { return m_isLoaded; }
    bool isBusy() const { return !m_job.isNull(); }
    bool hasOlder() const { return !m_older.empty(); }
    const std::optional<console::ApiError>& trouble() const { return m_trouble; }

Q_SIGNALS:
    /// Anything of the above is different.
    void changed();

private:
    void fetch(const std::string& cursor);
    void takeNewest(console::HistoryPage page);
    void takeOlder(console::HistoryPage page);

    console::DeviceApi& m_api;
    std::string m_deviceId;
    std::optional<HistoryKind> m_kind;
    std::vector<HistoryEntry> m_entries;
    std::string m_older;  ///< cursor of the next page
    std::string m_failed; ///< cursor of what failed
    bool m_isLoaded = false;
    bool m_again = false; ///< has changed while a fetch was under way
    std::optional<console::ApiError> m_trouble;
    QPointer<console::ApiJob> m_job;
};

} // namespace labwarden::board
