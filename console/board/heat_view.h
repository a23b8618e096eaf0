// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/grouped_view.h"
#include "console/board/heat_layout.h"

namespace labwarden::board {

/// All devices at once, a small cell each, in blocks by group. GUI thread.
class HeatView final : public GroupedView {
    Q_OBJECT
public:
    /// `selection` is over the device model of `groups`; both outlive the view.
    HeatView(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent = nullptr);

    int cell() const { return static_cast<const HeatLayout&>(groupLayout()).cell(); }

protected:
    QMargins scrollMargins(BoardPosition position) const override;
    int overhang() const override { return 4; }
    void updateGeometries() override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace labwarden::board
