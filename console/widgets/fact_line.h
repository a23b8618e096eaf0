// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"
#include "console/style/tokens.h"

#include <QWidget>

namespace labwarden::widgets {

class Label;

/// One thing that a person should know before they go on: an icon in its colour and a sentence, in as many
/// lines as it needs. Hidden while the sentence is empty.
class FactLine : public QWidget {
    Q_OBJECT
public:
    explicit FactLine(QWidget* parent = nullptr);

    void say(style::Icon icon, style::Token colour, const QString& words);
    QString words() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    style::Icon m_icon = style::Icon::info;
    style::Token m_colour = style::Token::secondary;
    Label* m_words;
};

} // namespace labwarden::widgets
