// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/field_group.h"

#include <functional>
#include <type_traits>

class QToolButton;
class QVBoxLayout;

namespace labwarden::console {

/// What a RowList has to know of the list in the document.
struct RowKind {
    QString base;          ///< "/steps"
    QString what;          ///< one of them: "step"
    QString empty;         ///< what stands there while there is none
    bool isOrdered = true; ///< rows are moved; else their order says nothing
    std::function<int()> count;
    // `words` are the change for the undo menu.
    std::function<void(const QString& words, int from, int to)> move;
    std::function<void(const QString& words, int index)> duplicate; ///< the copy comes after it
    std::function<void(const QString& words, int index)> remove;
    std::function<FieldGroup*(int index, QWidget* parent)> makeGroup;
};

/// One row of a list in the form: a grip at its left, a menu at its right, the fields of `group` between.
class ListRow : public QWidget {
    Q_OBJECT
public:
    ListRow(FieldGroup* group, int index, const RowKind& kind, QWidget* parent);

    FieldGroup* group() const { return m_group; }
    QToolButton* menuButton() const { return m_menu; }
    QRect gripRect() const;

Q_SIGNALS:
    void menuRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    FieldGroup* m_group;
    QToolButton* m_menu;
    bool m_hasGrip;
};

/// The rows of a list in the document, in its order: dragged by their grips, moved with Alt+Up and Alt+Down,
/// copied with Ctrl+D, removed with Ctrl+Delete, from a menu too.
class RowList : public QWidget {
    Q_OBJECT
public:
    RowList(RowKind kind, QWidget* parent);

    void refresh();
    void showFaults();
    QWidget* fieldAt(const QString& pointer) const;
    /// Of the field that `focus` is or lies in; empty when it is in none.
    QString pointerOf(const QWidget* focus) const;
    /// `change` adds one at the end of the list; the keyboard goes there.
    template<class Document>
    void add(DraftOf<Document>& draft, const QString& what,
             const std::type_identity_t<std::function<void(Document&)>>& change) {
        draft.edit(m_kind.base, what, Draft::Kind::step, change);
        focusRow(count() - 1, {});
    }
    void move(int from, int to);
    void duplicate(int index);
    void remove(int index);
    /// Of the list itself.
    const QString& pointer() const { return m_kind.base; }
    int count() const { return static_cast<int>(m_rows.size()); }
    ListRow* row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    QList<QWidget*> tabStops() const;
    void setReadOnly(bool readOnly);

Q_SIGNALS:
    /// Rows came or went: who is reached by Tab has changed.
    void rowsChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void openMenu(int index);
    int rowOfFocus() const;
    QString pointer(int index) const;
    void focusRow(int index, const QString& rest);
    int gapAt(int y) const;
    bool dragEvent(ListRow* row, QEvent* event);

    RowKind m_kind;
    QVBoxLayout* m_layout;
    widgets::Label* m_empty;
    std::vector<ListRow*> m_rows;
    bool m_isReadOnly = false;
    int m_dragged = -1;
    int m_gap = -1; ///< where the dragged one would go: before the row of that number
};

} // namespace labwarden::console
