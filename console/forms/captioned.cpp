// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/captioned.h"

#include "console/widgets/label.h"

#include <QVBoxLayout>

namespace labwarden::console {

QWidget* captioned(const QString& caption, QWidget* field, QWidget* parent) {
    auto* box = new QWidget(parent);
    auto* label = new widgets::Label(caption, style::Text::secondary, style::Token::secondary, box);
    label->setBuddy(field);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(field);
    layout->addStretch(1);
    return box;
}

} // namespace labwarden::console
