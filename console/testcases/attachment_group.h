// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_fields.h"

class QToolButton;

namespace labwarden::console {

/// One file beside the case: its name, how large it is, and the ways to look at it.
class AttachmentGroup : public CaseFields {
    Q_OBJECT
public:
    AttachmentGroup(CaseDraft& draft, int index, QWidget* parent);

    void refresh() override;
    QList<QWidget*> tabStops() const override;
    /// Who may not write may still look at it.
    void setReadOnly(bool readOnly) override;

Q_SIGNALS:
    void openRequested(int index);
    void saveRequested(int index);

private:
    int m_index;
    QLineEdit* m_name;
    widgets::Label* m_facts;
    QToolButton *m_open, *m_save;
};

} // namespace labwarden::console
