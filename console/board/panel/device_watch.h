// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/api/api_client.h"
#include "console/board/panel/panel_parts.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <string>

namespace labwarden::console {
struct StoreChanges;
}

namespace labwarden::board {

/// Follows one device in full. Facts and state are the store's, always; what the board does not have (notes,
/// attributes, until when a run may last, when it was last heard) is fetched, anew when one of its parts has
/// changed and now and then while it is looked at. One request at a time. GUI thread only.
class DeviceWatch : public QObject {
    Q_OBJECT
public:
    explicit DeviceWatch(const PanelParts& parts, QObject* parent = nullptr);

    /// Empty: follows nothing.
    void follow(const std::string& deviceId);
    const std::string& deviceId() const { return m_id; }
    /// What is known, from wherever; empty until something is.
    const DeviceDetail& device() const { return m_device; }
    /// False while only the board's part is known.
    bool hasDetail() const { return m_hasDetail; }
    /// There is no such device any more; what was known of it stays.
    bool isGone() const { return m_isGone; }
    /// Why the details are not there or not new; nothing while all is well.
    const std::optional<console::ApiError>& trouble() const { return m_trouble; }

    /// What a write has answered.
    void take(const DeviceDetail& device);
    void retry();
    /// While paused it is fetched only when it has changed: for a panel that is hidden.
    void setPaused(bool paused);

Q_SIGNALS:
    /// Anything of the above is different.
    void changed();

private:
    void onStore(const console::StoreChanges& changes);
    void overlay();
    void fetch();
    void vanish();

    PanelParts m_parts;
    std::string m_id;
    DeviceDetail m_device;
    std::optional<console::ApiError> m_trouble;
    QPointer<console::ApiJob> m_job;
    QTimer m_next;
    bool m_hasDetail = false;
    bool m_isGone = false;
    bool m_again = false; ///< has changed while a fetch was under way
    bool m_isPaused = false;
};

} // namespace labwarden::board
