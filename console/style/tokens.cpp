// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/tokens.h"

#include <QPalette>
#include <QWidget>

#include <cmath>

namespace labwarden::style {

const Tokens& darkTokens() {
    static const Tokens table = [] {
        Tokens t;
        t.m_dark = true;
        const auto set = [&t](Token token, QRgb rgb) { t.m_rgb[static_cast<int>(token)] = 0xff000000 | rgb; };
        set(Token::bg, 0x0e1116);
        set(Token::surface, 0x14181e);
        set(Token::raised, 0x1a1f27);
        set(Token::border, 0x2a313c);
        set(Token::text, 0xe7eaef);
        set(Token::secondary, 0x9ba5b4);
        set(Token::muted, 0x8490a0);
        set(Token::accent, 0x6496f1);
        set(Token::filled, 0x3a6bd6);
        set(Token::onFilled, 0xffffff);
        set(Token::available, 0x43b581);
        set(Token::underTest, 0x6496f1);
        set(Token::failed, 0xe9747c);
        set(Token::warning, 0xd8a343);
        set(Token::offline, 0x838e9d);
        return t;
    }();
    return table;
}

const Tokens& lightTokens() {
    static const Tokens table = [] {
        Tokens t;
        const auto set = [&t](Token token, QRgb rgb) { t.m_rgb[static_cast<int>(token)] = 0xff000000 | rgb; };
        set(Token::bg, 0xf4f5f7);
        set(Token::surface, 0xffffff);
        set(Token::raised, 0xf0f2f5);
        set(Token::border, 0xdfe3e9);
        set(Token::text, 0x1a1f27);
        set(Token::secondary, 0x586273);
        set(Token::muted, 0x616b7c);
        set(Token::accent, 0x2b60cf);
        set(Token::filled, 0x2f66d8);
        set(Token::onFilled, 0xffffff);
        set(Token::available, 0x177549);
        set(Token::underTest, 0x2b60cf);
        set(Token::failed, 0xbf3540);
        set(Token::warning, 0x8a5b00);
        set(Token::offline, 0x616b7c);
        return t;
    }();
    return table;
}

QColor Tokens::mix(Token ground, Token top, qreal share) const {
    const QColor g = (*this)[ground];
    const QColor t = (*this)[top];
    const auto blend = [share](int a, int b) {
        return static_cast<int>(std::lround(a * (1 - share) + b * share));
    };
    return {blend(g.red(), t.red()), blend(g.green(), t.green()), blend(g.blue(), t.blue())};
}

const Tokens& tokens(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

const Tokens& tokens(const QWidget* widget) {
    return tokens(widget->palette());
}

QPalette paletteOf(const Tokens& t) {
    QPalette p;
    p.setColor(QPalette::Window, t[Token::bg]);
    p.setColor(QPalette::WindowText, t[Token::text]);
    p.setColor(QPalette::Base, t[Token::surface]);
    p.setColor(QPalette::AlternateBase, t[Token::raised]);
    p.setColor(QPalette::Text, t[Token::text]);
    p.setColor(QPalette::Button, t[Token::surface]);
    p.setColor(QPalette::ButtonText, t[Token::text]);
    p.setColor(QPalette::BrightText, t[Token::failed]);
    p.setColor(QPalette::PlaceholderText, t[Token::muted]);
    p.setColor(QPalette::ToolTipBase, t[Token::raised]);
    p.setColor(QPalette::ToolTipText, t[Token::text]);
    p.setColor(QPalette::Highlight, t.mix(Token::surface, Token::accent, t.isDark() ? 0.30 : 0.20));
    p.setColor(QPalette::HighlightedText, t[Token::text]);
    p.setColor(QPalette::Link, t[Token::accent]);
    p.setColor(QPalette::LinkVisited, t[Token::accent]);
    p.setColor(QPalette::Light, t[Token::raised]);
    p.setColor(QPalette::Midlight, t[Token::raised]);
    p.setColor(QPalette::Mid, t[Token::border]);
    p.setColor(QPalette::Dark, t[Token::border]);
    p.setColor(QPalette::Shadow, t[Token::border]);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t[Token::muted]);
    return p;
}

} // namespace labwarden::style
