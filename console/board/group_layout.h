// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>

#include <optional>
#include <vector>

namespace labwarden::board {

/// A place on the board, by group: a device by its place in it, or the group's header.
struct BoardPosition {
    static constexpr int header = -1;

    int group = 0;
    int index = header;
    bool isHeader() const { return index < 0; }
    auto operator<=>(const BoardPosition&) const = default;
};

/// Where the headers of groups and their devices are, in device-independent pixels from the top of the
/// content, and where keys lead to. It knows no widget: tests and views ask it the same questions. Everything
/// is arithmetic on whole groups, so 10,000 devices cost no more than their groups. Made anew whenever the
/// groups or the room for them change.
class GroupLayout {
public:
    struct Group {
        int count = 0;
        bool folded = false;
    };

    /// The devices of one group that a rectangle touches: `first` to before `last`, and whether its header
    /// does.
    struct Visible {
        int group = 0;
        bool header = false;
        int first = 0;
        int last = 0;
    };

    enum class Move { left, right, up, down, pageUp, pageDown, first, last };

    struct Travel {
        int pageHeight = 0;   ///< of pageUp and pageDown
        bool headers = false; ///< up and down stop at headers, too; all other moves lead to devices only
        int x = -1;           ///< where up and down go along; -1: where they begin
    };

    virtual ~GroupLayout() = default;

    int height() const { return m_height; }
    int groupCount() const { return static_cast<int>(m_groups.size()); }
    const Group& group(int index) const { return m_groups[static_cast<std::size_t>(index)]; }
    /// Has devices that are seen.
    bool isOpen(int index) const { return !group(index).folded && group(index).count > 0; }

    virtual QRect headerRect(int group) const = 0;
    /// Empty for a device in a folded group, and for one that is not there.
    virtual QRect itemRect(BoardPosition position) const = 0;
    /// Of a header or a device.
    QRect rectOf(BoardPosition position) const;
    /// What is under a point.
    std::optional<BoardPosition> at(QPoint point) const;
    /// In order from the top.
    virtual std::vector<Visible> visible(const QRect& rect) const = 0;
    /// All devices that `rect` touches, in order: what a rubber band selects.
    std::vector<BoardPosition> itemsIn(const QRect& rect) const;
    /// Where a key leads to from `from`, across groups and past folded ones; `from` itself at the ends.
    BoardPosition moved(BoardPosition from, Move move, const Travel& travel) const;

protected:
    explicit GroupLayout(std::vector<Group> groups) : m_groups(std::move(groups)) {}
    GroupLayout() = default;
    GroupLayout(const GroupLayout&) = default;
    GroupLayout& operator=(const GroupLayout&) = default;

    void setHeight(int height) { m_height = height; }
    /// The next group in a direction (1, -1) whose devices are seen; -1 for none.
    int nextOpen(int from, int direction) const;
    /// One row of devices up or down along `x`, from a device or a header that are there.
    virtual BoardPosition rowStep(BoardPosition from, int direction, int x, bool headers) const = 0;

private:
    BoardPosition step(BoardPosition from, int direction) const;
    BoardPosition page(BoardPosition from, int direction, const Travel& travel) const;

    std::vector<Group> m_groups;
    int m_height = 0;
};

} // namespace labwarden::board
