// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/row_list.h"

#include <QScrollArea>

class QPushButton;
class QVBoxLayout;

namespace labwarden::console {

class CaseHelp;

/// A test case as a form, from its title to its attachments; shows and changes a draft.
class CaseForm : public QScrollArea {
    Q_OBJECT
public:
    /// Both outlive it.
    CaseForm(CaseDraft& draft, CaseHelp& help, QWidget* parent = nullptr);

    /// The keyboard and the eye go to what a pointer names.
    void lead(const QString& pointer);
    /// Null when nothing in the form stands for it.
    QWidget* fieldAt(const QString& pointer) const;
    void focusFirst();
    /// Of the field that has the keyboard or had it last.
    QString pointerOfFocus() const;
    void setReadOnly(bool readOnly);

    RowList* parameters() const { return m_parameters; }
    RowList* steps() const { return m_steps; }
    RowList* criteria() const { return m_criteria; }
    RowList* teardown() const { return m_teardown; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void show();
    void addGroup(const QString& title, FieldGroup* group);
    RowList* addList(const QString& title, const char* name, RowKind kind, const QString& addText,
                     std::function<void(RowList*)> add);
    void addLists();
    void addAttachments();
    void orderTabs();

    CaseDraft& m_draft;
    CaseHelp& m_help;
    QWidget* m_content;
    QVBoxLayout* m_layout;
    struct Part {
        QPushButton* add = nullptr;
        FieldGroup* group = nullptr;
        RowList* list = nullptr;
    };
    std::vector<Part> m_parts;
    RowList *m_parameters = nullptr, *m_steps = nullptr, *m_criteria = nullptr, *m_teardown = nullptr;
};

} // namespace labwarden::console
