// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/jump_model.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListView;
class QSettings;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// Ctrl+K: one line to type into, and below it what it leads to. A panel over its parent, which it dims;
/// Escape, a click beside it, or the keyboard going elsewhere closes it, and the keyboard goes back to where
/// it was. The keyboard stays in the line: the arrows and the page keys choose, Enter goes.
class JumpPalette : public QWidget {
    Q_OBJECT
public:
    /// `store` and `settings` outlive it. What was used lately is kept in `settings` for each person.
    JumpPalette(const LabStore& store, QSettings& settings, QWidget* parent);

    /// What it can do besides going somewhere; in this order.
    void addAction(JumpAction action);
    void open();
    void close(bool giveBackKeyboard = true);
    bool isOpen() const { return isVisible(); }

Q_SIGNALS:
    void deviceChosen(const std::string& id);
    void runChosen(const std::string& id);
    void testCaseChosen(const std::string& id);
    void environmentChosen(const std::string& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    bool onKey(int key, Qt::KeyboardModifiers modifiers);
    void search();
    void move(int rows);
    void choose(int row);
    void announce();
    void layOut();
    void take(const QModelIndex& index);
    QString recentKey() const;
    QStringList recent() const;
    void remember(const JumpEntry& entry);

    const LabStore& m_store;
    QSettings& m_settings;
    JumpActions m_actions;
    JumpModel* m_model;
    QWidget* m_panel;
    QLineEdit* m_line;
    QListView* m_list;
    widgets::Label* m_nothing;
    widgets::Label* m_hint;
    QPointer<QWidget> m_before; ///< who had the keyboard
};

} // namespace labwarden::console
