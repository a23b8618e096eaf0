// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace labwarden::board {

class TileView;

/// The tiles as screen readers see them: a list of what the filter shows, in reading order. Qt has an
/// interface for its own item views only. Items are made when they are asked for.
class TileListAccessible : public QAccessibleWidget {
public:
    explicit TileListAccessible(TileView* view);
    ~TileListAccessible() override;

    /// Makes Qt use it for every TileView; more than once is harmless.
    static void install();

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;
    int indexOfChild(const QAccessibleInterface* child) const override;

    /// Forgets the items made so far: other tiles are shown now, or in another order.
    void forgetItems();

private:
    TileView* view() const;

    mutable QHash<int, QAccessible::Id> m_items; ///< by place in reading order
};

} // namespace labwarden::board
