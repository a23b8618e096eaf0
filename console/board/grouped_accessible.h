// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/group_layout.h"

#include <QAccessibleWidget>
#include <QHash>

namespace labwarden::board {

class GroupedView;

/// A grouped view as screen readers see it: a list of headers, each a button that is expanded or collapsed,
/// and of the devices that the filter shows, in reading order. Qt has an interface for its own item views
/// only. Items are made when they are asked for.
class GroupedAccessible : public QAccessibleWidget {
public:
    explicit GroupedAccessible(GroupedView* view);
    ~GroupedAccessible() override;

    /// Makes Qt use it for every GroupedView; more than once is harmless.
    static void install();

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;
    int indexOfChild(const QAccessibleInterface* child) const override;

    /// The number of a header or device among the children; -1 when it is not there.
    int childOf(BoardPosition position) const;
    /// Forgets the items made so far: others are shown now, or in another order.
    void forgetItems();

private:
    GroupedView* view() const;
    std::optional<BoardPosition> positionOf(int child) const;

    mutable QHash<int, QAccessible::Id> m_items; ///< by place in reading order
};

} // namespace labwarden::board
