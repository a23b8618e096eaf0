// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_draft.h"
#include "console/environments/environment_parts.h"
#include "console/forms/document_form.h"

namespace labwarden::console {

class ConnectionSection;

/// An environment as a form; shows and changes a draft.
class EnvironmentForm : public DocumentForm {
    Q_OBJECT
public:
    /// The draft, and what `parts` refer to, outlive it.
    EnvironmentForm(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent = nullptr);

    void focusFirst();
    RowList* variables() const { return m_variables; }
    RowList* parameters() const { return m_parameters; }
    ConnectionSection* connection() const { return m_connection; }

private:
    void addVariables();
    void addParameters();

    EnvironmentDraft& m_draft;
    RowList *m_variables = nullptr, *m_parameters = nullptr;
    ConnectionSection* m_connection;
};

} // namespace labwarden::console
