// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_views.h"

#include "console/style/metrics.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_text_view.h"
#include "console/widgets/notice.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

const QLatin1String viewKey("testCases/view");
const QLatin1String textWord("text"), formWord("form");

} // namespace

CaseViews::CaseViews(CaseDraft& draft, CaseHelp& help, QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_settings(settings)
    , m_ahead(new widgets::Notice(this))
    , m_form(new CaseForm(draft, help, this))
    , m_text(new CaseTextView(draft, this)) {
    m_ahead->setObjectName(QStringLiteral("caseTextAheadNotice"));
    m_ahead->setContentsMargins(style::metrics::pageMargin, 12, style::metrics::pageMargin, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_ahead);
    layout->addWidget(m_form, 1);
    layout->addWidget(m_text, 1);
    if (m_settings.value(viewKey).toString() == textWord)
        m_view = View::text;
    connect(&m_draft, &CaseDraft::changed, this, &CaseViews::showState);
    connect(m_ahead, &widgets::Notice::actionTriggered, this, [this] { setView(View::text); });
    showView();
}

void CaseViews::setView(View view) {
    if (view != m_view)
        change(view, isVisible() && isAncestorOf(window()->focusWidget()));
}

void CaseViews::toggle() {
    change(m_view == View::text ? View::form : View::text, true);
}

void CaseViews::change(View view, bool takesKeyboard) {
    m_draft.endTyping();
    const QString place = m_view == View::text ? m_text->pointerOfCursor() : m_form->pointerOfFocus();
    m_view = view;
    m_settings.setValue(viewKey, view == View::text ? textWord : formWord);
    showView();
    Q_EMIT viewChanged();
    if (takesKeyboard && view == View::form && m_draft.isTextAhead())
        m_ahead->findChild<QPushButton*>()->setFocus(); // nothing else of it takes the keyboard
    else if (takesKeyboard)
        lead(place);
}

void CaseViews::showView() {
    m_form->setVisible(m_view == View::form);
    m_text->setVisible(m_view == View::text);
    showState();
}

void CaseViews::showState() {
    const bool isAhead = m_draft.isTextAhead();
    m_form->setReadOnly(m_isReadOnly || isAhead);
    m_text->setReadOnly(m_isReadOnly);
    if (!isAhead || m_view == View::text) {
        m_ahead->clear();
        return;
    }
    m_ahead->say(
        style::Icon::fileText, style::Token::warning,
        tr("The text says what the form cannot show, so the form shows what was there before."),
        tr("Nothing of it is lost. Mend what is marked in the text, and the form goes on from there."));
    m_ahead->offer(tr("Show the text"));
}

void CaseViews::lead(const QString& pointer) {
    if (m_draft.isTextAhead())
        setView(View::text); // what is wrong is wrong there
    if (m_view == View::text)
        m_text->lead(pointer);
    else if (m_form->fieldAt(pointer))
        m_form->lead(pointer);
    else
        m_form->focusFirst();
}

void CaseViews::focusFirst() {
    lead(QStringLiteral("/title"));
}

void CaseViews::scrollToTop() {
    m_form->verticalScrollBar()->setValue(0);
}

void CaseViews::setReadOnly(bool readOnly) {
    m_isReadOnly = readOnly;
    showState();
}

} // namespace labwarden::console
