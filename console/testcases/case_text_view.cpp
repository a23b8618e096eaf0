// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_text_view.h"

#include "console/style/metrics.h"
#include "console/testcases/code_edit.h"
#include "console/testcases/yaml_highlighter.h"
#include "console/testcases/yaml_lines.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Token;

/// Letters before a place that is counted in bytes, and the other way round.
int lettersAt(const std::string& utf8, std::size_t bytes) {
    return static_cast<int>(
        QString::fromUtf8(utf8.data(), static_cast<qsizetype>(std::min(bytes, utf8.size()))).size());
}

std::size_t bytesAt(const QString& text, int letters) {
    return static_cast<std::size_t>(text.left(letters).toUtf8().size());
}

} // namespace

CaseTextView::CaseTextView(CaseDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_code(new CodeEdit(this))
    , m_colours(new YamlHighlighter(m_code->document(), this))
    , m_notes(new widgets::Label(style::Text::secondary, Token::secondary, this)) {
    setObjectName(QStringLiteral("caseTextView"));
    m_code->setObjectName(QStringLiteral("caseCodeEdit"));
    m_code->setAccessibleName(tr("Test case as text"));
    m_code->setAccessibleDescription(tr("Tab indents, Ctrl+Tab leaves."));
    m_notes->setObjectName(QStringLiteral("caseTextNotesLabel"));
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(style::metrics::pageMargin, 6, style::metrics::pageMargin, 6);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_code, 1);
    layout->addWidget(m_notes);
    setFocusProxy(m_code);
    connect(m_code, &CodeEdit::codeEdited, this, [this] {
        const QString text = m_code->toPlainText();
        m_draft.editText(text.toStdString(), bytesAt(text, m_code->textCursor().position()));
    });
    connect(m_code, &CodeEdit::typingEnded, &m_draft, &CaseDraft::endTyping);
    connect(&m_draft, &CaseDraft::changed, this, &CaseTextView::show);
}

void CaseTextView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    show();
}

/// Out of sight nothing is read and coloured.
void CaseTextView::show() {
    if (!isVisible())
        return;
    const std::string& text = m_draft.text();
    m_code->setCode(QString::fromStdString(text));
    std::vector<CodeEdit::Mark> marks;
    for (const auto& fault : m_draft.textFaults())
        marks.push_back({lettersAt(text, fault.range.begin.offset), lettersAt(text, fault.range.end.offset),
                         widgets::sentenceText(QString::fromStdString(fault.message))});
    m_code->setMarks(std::move(marks));
    showNotes();
}

/// What is in the text and will not be in the case.
void CaseTextView::showNotes() {
    QStringList notes;
    if (hasYamlComment(QString::fromStdString(m_draft.writtenText())))
        notes << tr("Comments are not stored with the case; the description is.");
    if (m_draft.places().find("/key"))
        notes << tr("The key is given by the server; the one in the text has no effect.");
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

void CaseTextView::lead(const QString& pointer) {
    const std::string wanted = pointer.toStdString();
    const auto faults = m_draft.textFaults();
    const auto fault = std::find_if(faults.begin(), faults.end(),
                                    [&](const casetext::TextFault& f) { return f.pointer == wanted; });
    const auto range = fault == faults.end() ? m_draft.places().placeOf(wanted) : fault->range;
    m_code->goTo(lettersAt(m_draft.text(), range.begin.offset));
    m_code->setFocus(Qt::OtherFocusReason);
}

QString CaseTextView::pointerOfCursor() const {
    const QString text = m_code->toPlainText();
    return QString::fromStdString(m_draft.places().pointerAt(bytesAt(text, m_code->textCursor().position())));
}

void CaseTextView::setReadOnly(bool readOnly) {
    m_code->setTextInteractionFlags(readOnly ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                             : Qt::TextEditorInteraction);
}

void CaseTextView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_colours->rehighlight();
}

} // namespace labwarden::console
