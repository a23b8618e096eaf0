// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/group_layout.h"

namespace labwarden::board {

/// The tiles: groups below each other, a header over the whole width and rows of equal tiles below it. A
/// plain value.
class TileLayout final : public GroupLayout {
public:
    static constexpr int tileHeight = 76;
    static constexpr int leastTileWidth = 132;
    static constexpr int gap = 10;
    static constexpr int margin = 20;
    static constexpr int headerHeight = 44;
    static constexpr int groupGap = 8; ///< below the last row of a group

    TileLayout() = default;
    TileLayout(std::vector<Group> groups, int width);

    int columns() const { return m_columns; }

    QRect headerRect(int group) const override;
    QRect itemRect(BoardPosition position) const override;
    std::vector<Visible> visible(const QRect& rect) const override;
    /// The group whose devices are at the height `y`, or that begins there; -1 above the first.
    int groupAt(int y) const;

protected:
    BoardPosition rowStep(BoardPosition from, int direction, int x, bool headers) const override;

private:
    struct Place {
        int top = 0;
        int rows = 0; ///< 0 when folded
    };

    const Place& place(int group) const { return m_places[static_cast<std::size_t>(group)]; }
    int groupHeight(const Place& place) const;
    int columnAt(int x) const;
    BoardPosition inRow(int group, int row, int x) const;

    std::vector<Place> m_places;
    int m_columns = 1;
    int m_width = 0;
};

} // namespace labwarden::board
