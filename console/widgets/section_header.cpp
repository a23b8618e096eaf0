// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/section_header.h"

#include <QHBoxLayout>

namespace labwarden::widgets {

SectionHeader::SectionHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_title(new Label(title, style::Text::secondaryStrong))
    , m_note(new Label(style::Text::secondary, style::Token::muted)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(16);
    m_layout->addWidget(m_title);
    m_layout->addStretch();
    m_layout->addWidget(m_note);
    setAccessibleName(title);
}

void SectionHeader::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
}

void SectionHeader::setNote(const QString& note) {
    m_note->setText(note);
}

void SectionHeader::addBeside(QWidget* widget) {
    m_layout->insertWidget(m_layout->count() - 2, widget);
}

} // namespace labwarden::widgets
