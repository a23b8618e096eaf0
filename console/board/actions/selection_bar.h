// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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
    explicit SelectionBar(std::vector<QAction*> actions, QWidget* parent = nullptr);

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
    void follow(std::size_t at);
    void arrange();
    void openMore();

    std::vector<QAction*> m_actions;
    std::vector<QPushButton*> m_buttons; ///< one for each action
    widgets::Label* m_count;
    QPushButton *m_selectAll, *m_more, *m_clear;
    QMenu* m_menu;
    bool m_canSelectAll = false;
};

} // namespace labwarden::board
