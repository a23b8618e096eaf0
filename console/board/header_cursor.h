// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/group_layout.h"

#include <QObject>
#include <QString>

class QKeyEvent;

namespace labwarden::board {

class GroupedView;

/// The keyboard of a grouped view while it is on a group's header: how it gets there, what keys mean there,
/// and how it gets back to devices. The view's current device stays what it is meanwhile.
class HeaderCursor : public QObject {
    Q_OBJECT
public:
    explicit HeaderCursor(GroupedView* view);

    /// The group whose header has the keyboard; -1 when a device has it.
    int group() const;
    bool isOnHeader() const { return m_isOnHeader; }
    /// -1: back to the current device.
    void moveTo(int group);
    /// Of the header or the current device; group -1 when neither is there.
    BoardPosition position() const;
    /// Along which x of the content up and down go; -1: wherever they begin.
    int goalX() const { return m_goalX; }
    void setGoalX(int x) { m_goalX = x; }
    /// Groups are others now: a header that is gone has the keyboard no longer.
    void onArranged();
    /// Whether the key meant something for headers, which is done then.
    bool handle(const QKeyEvent& event);

Q_SIGNALS:
    /// The groups; -1 for none.
    void moved(int from, int to);
    /// By a key, or by a click on a header.
    void folded(int group);

private:
    bool handleOnHeader(const QKeyEvent& event);
    bool handleOnDevice(const QKeyEvent& event);
    bool stepTo(GroupLayout::Move move);
    void fold(int group, bool folded);

    GroupedView* m_view;
    QString m_key; ///< of the group whose header it is
    bool m_isOnHeader = false;
    int m_goalX = -1;
};

} // namespace labwarden::board
