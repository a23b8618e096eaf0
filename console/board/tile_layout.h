// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>

#include <optional>
#include <vector>

namespace labwarden::board {

/// A tile, by its group and its place in it.
struct TilePosition {
    int group = 0;
    int index = 0;
    auto operator<=>(const TilePosition&) const = default;
};

/// Where the board's group headers and tiles are, in device-independent pixels from the top of the content. A
/// plain value that knows no widget: tests and the view ask it the same questions. Everything is arithmetic
/// on whole groups, so 10,000 tiles cost no more than their groups.
class TileLayout {
public:
    static constexpr int tileHeight = 76;
    static constexpr int leastTileWidth = 132;
    static constexpr int gap = 10;
    static constexpr int margin = 20;
    static constexpr int headerHeight = 44;
    static constexpr int groupGap = 8; ///< below the last row of a group

    struct Group {
        int count = 0;
        bool folded = false;
    };

    /// What is under a point. No `tile`: the header of `group`.
    struct Hit {
        int group = 0;
        std::optional<TilePosition> tile;
    };

    /// The tiles of one group that a rectangle touches: `first` to before `last`, and whether its header
    /// does.
    struct Visible {
        int group = 0;
        bool header = false;
        int first = 0;
        int last = 0;
    };

    enum class Move { left, right, up, down, pageUp, pageDown, first, last };

    TileLayout() = default;
    TileLayout(const std::vector<Group>& groups, int width);

    int columns() const { return m_columns; }
    int height() const { return m_height; }
    int groupCount() const { return static_cast<int>(m_groups.size()); }

    QRect headerRect(int group) const;
    /// Empty for a tile in a folded group.
    QRect tileRect(TilePosition position) const;
    std::optional<Hit> at(QPoint point) const;
    /// In order from the top.
    std::vector<Visible> visible(const QRect& rect) const;
    /// All tiles that `rect` touches, in order: what a rubber band selects.
    std::vector<TilePosition> tilesIn(const QRect& rect) const;
    /// The tile that a key leads to from `from`, across groups and past folded ones; up and down keep the
    /// column where the next row is long enough. `from` itself at the ends. `pageHeight` is what pageUp and
    /// pageDown travel.
    TilePosition moved(TilePosition from, Move move, int pageHeight) const;

private:
    struct Placed {
        int count = 0;
        bool folded = false;
        int top = 0;
        int rows = 0; ///< 0 when folded
    };

    const Placed& group(int index) const { return m_groups[static_cast<std::size_t>(index)]; }
    int groupHeight(const Placed& group) const;
    int groupAt(int y) const;
    TilePosition step(TilePosition from, int direction) const;
    TilePosition rowStep(TilePosition from, int direction) const;
    int nextOpen(int from, int direction) const;

    std::vector<Placed> m_groups;
    int m_columns = 1;
    int m_width = 0;
    int m_height = 0;
};

} // namespace labwarden::board
