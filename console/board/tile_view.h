// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/grouped_view.h"
#include "console/board/tile_layout.h"

namespace labwarden::board {

/// The board: devices as tiles, in groups below each other. The header of the group that is looked at stays
/// in sight. GUI thread.
class TileView final : public GroupedView {
    Q_OBJECT
public:
    /// `selection` is over the device model of `groups`; both outlive the view.
    TileView(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent = nullptr);

    QRect headerRect(int group) const override;

protected:
    QMargins scrollMargins(BoardPosition position) const override;
    int overhang() const override { return 5; } // of the ring around what has the keyboard
    int headerAt(const QPoint& point) const override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent* event) override;

private:
    int stuckGroup() const;
    HeaderLook headerLook(int group) const;
};

} // namespace labwarden::board
