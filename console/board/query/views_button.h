// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/saved_views.h"

#include <QPushButton>

#include <functional>

class QMenu;

namespace labwarden::board {

/// The views of the person who is signed in, behind a button that bears the name of the one in use, with a
/// mark when something was changed since: to switch, save, rename, delete, and to open one at start.
class ViewsButton : public QPushButton {
    Q_OBJECT
public:
    /// `current` answers how the board is looked at now. `views` outlives it.
    ViewsButton(SavedViews& views, std::function<BoardLook()> current, QWidget* parent = nullptr);

    /// The view in use; empty for none.
    const QString& currentName() const { return m_name; }
    /// Uses it, or none when there is no such view; what is looked at is the caller's.
    void setCurrentName(const QString& name);
    bool isChanged() const;
    /// How the board is looked at may have changed.
    void refresh();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A view was chosen; an empty look is the board as a whole.
    void chosen(const labwarden::board::BoardLook& look);

protected:
    void initStyleOption(QStyleOptionButton* option) const override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void openMenu();
    void addViews(QMenu* menu);
    void addActions(QMenu* menu);
    void use(const SavedView& view);
    void askName(bool isRename);
    void askDelete();

    SavedViews& m_views;
    std::function<BoardLook()> m_current;
    QString m_name;
    mutable bool m_measuring = false;
};

} // namespace labwarden::board
