// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

class QPalette;
class QWidget;

namespace labwarden::style {

/// What a colour is for. Code names a token, never a colour.
enum class Token {
    bg,        ///< ground of the window
    surface,   ///< tiles, inputs, panels
    raised,    ///< hovered rows, selected tabs of a switch, menus
    border,    ///< hairlines
    text,      ///< what is read first
    secondary, ///< what is read next
    muted,     ///< captions, hints, disabled text
    accent,    ///< the one accent: links, focus, selection
    filled,    ///< ground of a primary button
    onFilled,  ///< text on `filled`
    available, ///< available, passed
    underTest,
    failed,  ///< failed, error, dangerous actions
    warning, ///< maintenance, warning
    offline, ///< offline, cancelled
};
inline constexpr int tokenCount = static_cast<int>(Token::offline) + 1;

/// One theme: a colour for each token. A plain value; every thread may use it.
class Tokens {
public:
    QColor operator[](Token token) const { return QColor(m_rgb[static_cast<int>(token)]); }
    /// `surface` with a breath of `token`: the ground of tiles, chips and badges that are exceptions.
    /// All texts that stand on it keep their contrast.
    QColor tint(Token token) const { return mix(Token::surface, token, 0.09); }
    /// The hairline around such a ground.
    QColor tintBorder(Token token) const { return mix(Token::surface, token, 0.42); }
    /// `share` (0 to 1) of `top` over `ground`, opaque.
    QColor mix(Token ground, Token top, qreal share) const;
    bool isDark() const { return m_dark; }

private:
    friend const Tokens& darkTokens();
    friend const Tokens& lightTokens();

    bool m_dark = false;
    QRgb m_rgb[tokenCount] = {};
};

const Tokens& darkTokens();
const Tokens& lightTokens();

/// The theme that `palette` was made from: painting code asks the palette it paints with, there is no global
/// theme.
const Tokens& tokens(const QPalette& palette);
const Tokens& tokens(const QWidget* widget);

/// A theme as Qt's own widgets understand it.
QPalette paletteOf(const Tokens& tokens);

} // namespace labwarden::style
