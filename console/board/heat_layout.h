// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/group_layout.h"

#include <QSize>

namespace labwarden::board {

/// The heat view: each group a block of small square cells with a heading, blocks side by side as text is, so
/// that as many devices as can be are seen at once. The cells are as large as still lets all of them fit into
/// the room, between the largest and the smallest; where even those do not fit, there is more height than the
/// room has, and cells that are easily pointed at. A plain value.
class HeatLayout final : public GroupLayout {
public:
    static constexpr int largestCell = 40;
    static constexpr int smallestCell = 6;
    static constexpr int scrolledCell = 10; ///< where not all can be seen at once
    static constexpr int margin = 20;
    static constexpr int headingHeight = 16;
    static constexpr int leastBlockWidth = 52; ///< room for a short title

    HeatLayout() = default;
    HeatLayout(std::vector<Group> groups, QSize room);

    int cell() const { return m_cell; }
    /// Between cells.
    int gap() const { return gapOf(m_cell); }

    QRect headerRect(int group) const override;
    QRect itemRect(BoardPosition position) const override;
    std::vector<Visible> visible(const QRect& rect) const override;

protected:
    BoardPosition rowStep(BoardPosition from, int direction, int x, bool headers) const override;

private:
    struct Block {
        int left = 0, top = 0;
        int width = 0;
        int columns = 1;
        int rows = 0; ///< 0 when folded
    };
    /// Blocks side by side.
    struct Shelf {
        int first = 0, last = 0; ///< groups, the last one excluded
        int top = 0, height = 0;
    };

    static int gapOf(int cell) { return cell >= 12 ? 2 : 1; }
    int pitch() const { return m_cell + gap(); }
    /// Between blocks, either way; small cells have no room to give away.
    int blockGap() const { return m_cell >= 12 ? 12 : 8; }
    void place(int width, int cell);
    Block blockOf(const Group& group, int width) const;
    int heightOf(const Block& block) const { return headingHeight + block.rows * pitch(); }
    const Block& block(int group) const { return m_blocks[static_cast<std::size_t>(group)]; }
    int shelfAt(int y) const;
    int shelfOf(int group) const;
    int nearestBlock(const Shelf& shelf, int x, bool open) const;
    BoardPosition inRow(int group, int row, int x) const;

    std::vector<Block> m_blocks;
    std::vector<Shelf> m_shelves;
    int m_cell = largestCell;
};

} // namespace labwarden::board
