// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/document_form.h"
#include "console/testcases/case_draft.h"

namespace labwarden::console {

class CaseHelp;

/// A test case as a form, from its title to its attachments; shows and changes a draft.
class CaseForm : public DocumentForm {
    Q_OBJECT
public:
    /// Both outlive it.
    CaseForm(CaseDraft& draft, CaseHelp& help, QWidget* parent = nullptr);

    void focusFirst();

    RowList* parameters() const { return m_parameters; }
    RowList* steps() const { return m_steps; }
    RowList* criteria() const { return m_criteria; }
    RowList* teardown() const { return m_teardown; }

Q_SIGNALS:
    void attachRequested();
    /// By their places in the document.
    void openAttachmentRequested(int index);
    void saveAttachmentRequested(int index);

private:
    void addLists();
    void addAttachments();

    CaseDraft& m_draft;
    CaseHelp& m_help;
    RowList *m_parameters = nullptr, *m_steps = nullptr, *m_criteria = nullptr, *m_teardown = nullptr;
};

} // namespace labwarden::console
