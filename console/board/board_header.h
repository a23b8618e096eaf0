// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QPushButton;

namespace labwarden::widgets {
class Chip;
class SearchField;
class SegmentSwitch;
} // namespace labwarden::widgets

namespace labwarden::board {

/// What stands above the devices: title, text filter, tiles or table, the button that starts a run; below it
/// the states with their counts, and the grouping. It decides nothing: it says what the person wants.
class BoardHeader : public QWidget {
    Q_OBJECT
public:
    enum View { Tiles, Table };

    explicit BoardHeader(QWidget* parent = nullptr);

    DeviceFilter filter() const;
    void clearFilter();
    Grouping grouping() const;
    void setGrouping(Grouping grouping);
    View view() const;
    void setView(View view);
    /// None while they are not known.
    void setCounts(const std::optional<StateCounts>& counts);
    /// Puts a button before the one that starts a run; it then belongs to the header.
    void addTool(QWidget* tool);
    /// Why a run can't be started, or what starting one would do, as the button's tool tip.
    void setStartable(bool startable, const QString& reason);

Q_SIGNALS:
    void filterChanged();
    void groupingChanged();
    void viewChanged();
    void startRequested();

private:
    QLayout* makeTop();
    QLayout* makeChips();

    widgets::SearchField* m_search;
    widgets::SegmentSwitch* m_view;
    QPushButton* m_start;
    QHBoxLayout* m_top = nullptr;
    QComboBox* m_grouping;
    QButtonGroup* m_chips;
    QList<widgets::Chip*> m_chipList;
};

} // namespace labwarden::board
