// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"

#include <QWidget>

class QSettings;

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::console {

class CaseForm;
class CaseHelp;
class CaseTextView;

/// The two views of one draft: a form for everyday work and a text for experts. One is left at any time, and
/// the other is at the same place. Which one a person has chosen is remembered.
class CaseViews : public QWidget {
    Q_OBJECT
public:
    enum class View { form, text };

    /// All outlive it.
    CaseViews(CaseDraft& draft, CaseHelp& help, QSettings& settings, QWidget* parent = nullptr);

    View view() const { return m_view; }
    /// The keyboard goes with it where it is in the one that is left.
    void setView(View view);
    /// The other one, and the keyboard goes there wherever it is.
    void toggle();
    /// The keyboard and the eye go to what a pointer names.
    void lead(const QString& pointer);
    void focusFirst();
    void scrollToTop();
    void setReadOnly(bool readOnly);

    CaseForm* form() const { return m_form; }
    CaseTextView* text() const { return m_text; }

Q_SIGNALS:
    void viewChanged();

private:
    void change(View view, bool takesKeyboard);
    void showView();
    void showState();

    CaseDraft& m_draft;
    QSettings& m_settings;
    widgets::Notice* m_ahead; ///< the text says what the form cannot show
    CaseForm* m_form;
    CaseTextView* m_text;
    View m_view = View::form;
    bool m_isReadOnly = false;
};

} // namespace labwarden::console
