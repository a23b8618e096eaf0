// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_row.h"

#include <QWidget>

#include <optional>

namespace labwarden::board {

/// One line about the device that is pointed at: icon and word of its state, its name, and what else there is
/// room for.
class PointedDevice : public QWidget {
    Q_OBJECT
public:
    explicit PointedDevice(QWidget* parent = nullptr);

    /// Null: none.
    void setDevice(const DeviceRow* device);

    /// Without colour: what is said may no longer be true.
    void setStale(bool stale);

    QSize sizeHint() const override { return {240, 20}; }
    QSize minimumSizeHint() const override { return {120, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<DeviceRow> m_device;
    bool m_stale = false;
};

} // namespace labwarden::board
