// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/fonts.h"
#include "console/style/tokens.h"

#include <QLabel>

namespace labwarden::widgets {

/// A text in one of the style's fonts and in a token's colour, in every theme.
class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(style::Text font = style::Text::body, style::Token colour = style::Token::text,
                   QWidget* parent = nullptr);
    Label(const QString& text, style::Text font, style::Token colour = style::Token::text,
          QWidget* parent = nullptr);

    void setColour(style::Token colour);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColour();

    style::Token m_colour;
    bool m_applying = false;
};

} // namespace labwarden::widgets
