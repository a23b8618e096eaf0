// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"
#include "console/board/query/saved_views.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QAction;
class QMenu;
class QPushButton;
class QToolButton;

namespace labwarden::widgets {
class Chip;
class Label;
class SegmentSwitch;
} // namespace labwarden::widgets

namespace labwarden::board {

class QueryField;

/// What stands above the devices: title, text filter, the views, the button that starts a run; below it the
/// states with their counts, and the grouping, or for the table its columns. It decides nothing: it says what
/// the person wants.
class BoardHeader : public QWidget {
    Q_OBJECT
public:
    enum View { Tiles, Heat, Table };

    explicit BoardHeader(QWidget* parent = nullptr);

    DeviceFilter filter() const;
    void clearFilter();
    QueryField* queryField() const { return m_search; }
    /// The chip that the person has chosen, as a word; empty for all devices, and while the query says which
    /// states are to be seen.
    QString chipWord() const;
    /// All of the filter, the grouping and the view at once; emits what has changed.
    BoardLook look() const;
    void setLook(const BoardLook& look);
    /// Puts a widget beside the title.
    void addBesideTitle(QWidget* widget);
    Grouping grouping() const;
    void setGrouping(Grouping grouping);
    View view() const;
    void setView(View view);
    /// Whether the button folds or unfolds all groups.
    void setAllFolded(bool folded);
    /// Of the button that stands where the grouping does while the table is shown.
    void setColumnsMenu(QMenu* menu);
    /// None while they are not known.
    void setCounts(const std::optional<StateCounts>& counts);
    /// Puts a choice before the grouping; it then belongs to the header.
    void addBeforeGrouping(QWidget* choice);
    /// Puts a button before the one that starts a run; it then belongs to the header.
    void addTool(QWidget* tool);
    /// What the button does that starts a run; it can be pressed while the action is enabled, and has its
    /// tool tip. The action outlives the header.
    void setStartAction(QAction* action);

Q_SIGNALS:
    void filterChanged();
    void groupingChanged();
    void viewChanged();
    /// All groups shall be folded, or unfolded.
    void foldAllRequested(bool folded);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLayout* makeTop();
    QLayout* makeChips();
    void followQuery();
    void chooseChip(int chip);
    void showChips();
    QWidget* makeGrouping();
    void showTools();

    QueryField* m_search;
    widgets::SegmentSwitch* m_view;
    QPushButton* m_start;
    QHBoxLayout *m_top = nullptr, *m_second = nullptr;
    widgets::Label* m_title = nullptr;
    widgets::Label* m_groupBy = nullptr;
    QComboBox* m_grouping;
    QToolButton* m_foldAll;
    QPushButton* m_columns;
    QWidget* m_groupingTools = nullptr;
    QWidget* m_beforeGrouping = nullptr;
    bool m_allFolded = false;
    QButtonGroup* m_chips;
    QList<widgets::Chip*> m_chipList;
    int m_chosen = 0; ///< the chip, unless the query says which states are to be seen
};

} // namespace labwarden::board
