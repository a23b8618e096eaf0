// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/row_list.h"

#include <QScrollArea>

class QPushButton;
class QVBoxLayout;

namespace labwarden::console {

/// A draft's document as a form: groups of fields and lists of rows below each other, in one order for the
/// eye and for Tab. Follows the draft, and leads to where undo has changed something.
class DocumentForm : public QScrollArea {
    Q_OBJECT
public:
    /// The keyboard and the eye go to what a pointer names.
    void lead(const QString& pointer);
    /// Null when nothing in the form stands for it.
    QWidget* fieldAt(const QString& pointer) const;
    /// Of the field that has the keyboard or had it last.
    QString pointerOfFocus() const;
    void setReadOnly(bool readOnly);
    /// Puts `bar` above a list; it stays in use while nothing can be changed.
    void addBar(RowList* list, QWidget* bar, const QList<QWidget*>& tabStops);

protected:
    /// The draft outlives it. Whoever derives adds the parts and ends with complete().
    DocumentForm(Draft& draft, QWidget* parent);

    QWidget* content() const { return m_content; }
    void addGroup(const QString& title, FieldGroup* group);
    /// Without `add` nothing can be added by hand. Object names are made of `name`.
    RowList* addList(const QString& title, const char* name, RowKind kind, const QString& addText,
                     std::function<void(RowList*)> add);
    /// The button that adds to the list at that pointer; null when nothing does.
    QPushButton* adder(const QString& pointer) const;
    void complete();

    void resizeEvent(QResizeEvent* event) override;

private:
    void show();
    void orderTabs();

    Draft& m_draft;
    QWidget* m_content;
    QVBoxLayout* m_layout;
    struct Part {
        QPushButton* add = nullptr;
        FieldGroup* group = nullptr;
        RowList* list = nullptr;
        QList<QWidget*> barStops = {};
    };
    std::vector<Part> m_parts;
};

} // namespace labwarden::console
