// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"

#include <QWidget>

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

class CodeEdit;
class YamlHighlighter;

/// A test case as text, in the format of common/casetext; shows and changes a draft, as CaseForm does.
class CaseTextView : public QWidget {
    Q_OBJECT
public:
    /// The draft outlives it.
    explicit CaseTextView(CaseDraft& draft, QWidget* parent = nullptr);

    /// The keyboard and the eye go to what a pointer names.
    void lead(const QString& pointer);
    /// What the cursor is at.
    QString pointerOfCursor() const;
    void setReadOnly(bool readOnly);
    CodeEdit* code() const { return m_code; }

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void show();
    void showNotes();

    CaseDraft& m_draft;
    CodeEdit* m_code;
    YamlHighlighter* m_colours;
    widgets::Label* m_notes;
};

} // namespace labwarden::console
