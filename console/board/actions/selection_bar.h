// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/control_style.h"

#include <QWidget>

#include <vector>

class QAction;
class QMenu;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

/// What can be done with the selected devices, below the board. Its buttons are what their actions are; those
/// that find no room are in a menu behind the last one. Hidden while nothing is selected.
class SelectionBar : public QWidget {
    Q_OBJECT
public:
    /// The actions outlive it.
    explicit SelectionBar(const std::vector<QAction*>& actions, QWidget* parent = nullptr);
    /// One more, behind the others, which is the first to go into the menu; it outlives the bar, too.
    void add(QAction* action);

    /// `matching`: devices that could be selected; with a filter those that match it.
    void setCounts(int selected, int matching, bool isFiltered);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

Q_SIGNALS:
    void selectAllRequested();
    void clearRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QPushButton* makeButton(const QString& name, style::ButtonRole role);
    void follow(std::size_t at);
    void arrange();
    void openMore();

    std::vector<QAction*> m_actions;
    std::vector<QPushButton*> m_buttons; ///< one for each action
    widgets::Label* m_count;
    QPushButton *m_selectAll, *m_more, *m_clear;
    QMenu* m_menu;
    std::size_t m_first = 0; ///< so many of the actions were there from the start
    bool m_canSelectAll = false;
};

} // namespace labwarden::board
