// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QUndoStack;

namespace labwarden::widgets {
class Label;
class StateBadge;
} // namespace labwarden::widgets

namespace labwarden::console {

/// The head of an editor: what is open, how it stands, undo and redo, what else can be done with it, and the
/// way out.
class EditorHeader : public QWidget {
    Q_OBJECT
public:
    /// Object names are made of `what` is edited: "undoCaseToolButton" for "Case".
    explicit EditorHeader(const QString& what, QWidget* parent = nullptr);

    /// While it is asked for.
    void showLoading(const QString& name);

Q_SIGNALS:
    void undoRequested();
    void redoRequested();
    void closeRequested();

protected:
    /// "<name>ToolButton", between redo and the way out; disabled while loading.
    QToolButton* addTool(const QString& name, style::Icon icon, const QString& text);
    void showTitle(const QString& title, const QString& facts);
    /// Before undo.
    void addBefore(QWidget* widget);
    /// A third line, empty: none.
    void showNote(const QString& note);
    void showUndo(const QUndoStack& undo);
    /// Hidden until something is shown in it.
    widgets::StateBadge* badge() const { return m_badge; }

private:
    QString m_what;
    QHBoxLayout* m_layout;
    widgets::Label *m_title, *m_facts, *m_note;
    widgets::StateBadge* m_badge;
    QToolButton *m_undo = nullptr, *m_redo = nullptr, *m_close = nullptr;
    QList<QToolButton*> m_tools;
};

} // namespace labwarden::console
