// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/key_values.h"

#include "console/widgets/label.h"

#include <QGridLayout>

namespace labwarden::widgets {

KeyValues::KeyValues(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(20);
    m_layout->setVerticalSpacing(3);
}

int KeyValues::add(const QString& caption, const QString& value) {
    const int column = static_cast<int>(m_values.size());
    auto* text = new Label(style::Text::bodyMedium);
    text->setWordWrap(true); // in a narrow panel
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    // A long word is cut by its column instead of widening the page; the tool tip has all of it.
    text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_layout->addWidget(new Label(caption, style::Text::caption, style::Token::muted), 0, column);
    m_layout->addWidget(text, 1, column);
    m_layout->setColumnStretch(column, 1);
    m_values << text;
    m_captions << caption;
    setValue(column, value);
    return column;
}

void KeyValues::setValue(int column, const QString& value) {
    Label* text = m_values.at(column);
    if (text->text() == value)
        return;
    text->setText(value);
    text->setToolTip(value);
    text->setAccessibleName(QStringLiteral("%1: %2").arg(m_captions.at(column), value));
}

QString KeyValues::value(int column) const {
    return m_values.at(column)->text();
}

} // namespace labwarden::widgets
