// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/api/api_client.h"
#include "console/board/panel/panel_parts.h"

#include <QObject>
#include <QPointer>

namespace labwarden::widgets {
class DifferenceDialog;
}

namespace labwarden::board {

/// Saves what was edited of a device so that nobody's change is overwritten unseen: a stale edit is compared
/// with what somebody else has made of the device, and where both have changed the same the person decides.
/// Deletes it, too. One at a time. GUI thread only.
class DeviceSaving : public QObject {
    Q_OBJECT
public:
    /// The difference stands over `owner`, which outlives this.
    DeviceSaving(const PanelParts& parts, QWidget* owner);

    /// `mine` was made from `base`. Ends in saved(), settled() or refused(); or in nothing when the person
    /// goes back to editing.
    void save(const DeviceDetail& base, const DeviceDescription& mine);
    /// Ends in removed(), in rebased() and refused() when somebody has changed it meanwhile, or in refused().
    void remove(const DeviceDetail& base);
    /// Gives up what is under way, as far as it is seen here; the server may still do it.
    void cancel();

Q_SIGNALS:
    /// A request is under way, or no longer.
    void busyChanged(bool busy);
    /// The store knows it already.
    void saved(const labwarden::DeviceDetail& device);
    /// From now on what is edited begins from `theirs`, and reads `mine`.
    void rebased(const labwarden::DeviceDetail& theirs, const labwarden::DeviceDescription& mine);
    /// The device is as wanted, without anything saved: an earlier answer was lost, or somebody has wanted
    /// the same.
    void settled();
    void removed();
    void refused(const labwarden::console::ApiError& error);

private:
    void put(const DeviceDescription& mine, int attempt);
    void compare(const DeviceDescription& mine, const DeviceDetail& theirs, int attempt);
    void refuse(const console::ApiError& error);

    PanelParts m_parts;
    QWidget* m_owner;
    DeviceDetail m_base; ///< the state that the edit under way began from
    QPointer<console::ApiJob> m_job;
    QPointer<widgets::DifferenceDialog> m_difference;
};

} // namespace labwarden::board
