// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/label.h"

#include <QEvent>

namespace labwarden::widgets {

Label::Label(style::Text font, style::Token colour, QWidget* parent) : QLabel(parent), m_colour(colour) {
    setFont(style::font(font));
    // Server texts are shown as they are, never read as markup.
    setTextFormat(Qt::PlainText);
    applyColour();
}

Label::Label(const QString& text, style::Text font, style::Token colour, QWidget* parent)
    : Label(font, colour, parent) {
    setText(text);
}

void Label::setColour(style::Token colour) {
    m_colour = colour;
    applyColour();
}

void Label::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_applying)
        applyColour();
}

void Label::applyColour() {
    m_applying = true;
    // Only the text is set; everything else stays inherited and tells which theme is on.
    QPalette own;
    own.setColor(QPalette::WindowText, style::tokens(this)[m_colour]);
    setPalette(own);
    m_applying = false;
}

} // namespace labwarden::widgets
