// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/form_field.h"

#include "console/widgets/focus_lead.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QVBoxLayout>

namespace labwarden::widgets {

FormField::FormField(const QString& caption, QWidget* editor, QWidget* parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_fault(new Label(style::Text::secondary, style::Token::failed, this)) {
    auto* label = new Label(caption, style::Text::secondary, style::Token::secondary, this);
    label->setBuddy(editor);
    editor->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
    m_fault->setObjectName(editor->objectName() + QStringLiteral("Fault"));
    m_fault->setTextFormat(Qt::PlainText); // the words may be the server's
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(editor);
    layout->addWidget(m_fault);
    leadFocus(this, editor);
}

void FormField::setFault(const QString& words) {
    const QString text = sentenceText(words);
    m_fault->setText(text);
    m_fault->setVisible(!text.isEmpty());
    m_editor->setAccessibleDescription(text);
}

bool FormField::hasFault() const {
    return !m_fault->text().isEmpty();
}

} // namespace labwarden::widgets
