// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/icons.h"

#include <QFont>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

#include <algorithm>

namespace labwarden::style {

namespace {

// Paints on demand instead of holding pixmaps: that is what makes it sharp everywhere and follow the theme.
class GlyphEngine final : public QIconEngine {
public:
    GlyphEngine(Icon icon, Token colour) : m_icon(icon), m_colour(colour) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const Token colour = mode == QIcon::Disabled ? Token::muted : m_colour;
        paintIcon(*painter, rect, m_icon, tokens(QGuiApplication::palette())[colour]);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new GlyphEngine(*this); }

private:
    Icon m_icon;
    Token m_colour;
};

} // namespace

QIcon icon(Icon icon, Token colour) {
    return QIcon(new GlyphEngine(icon, colour));
}

void paintIcon(QPainter& painter, const QRectF& rect, Icon icon, const QColor& colour) {
    QFont font(QStringLiteral("lucide"));
    // The glyphs fill their em square exactly, so the pixel size is the icon's size.
    font.setPixelSize(std::max(1, static_cast<int>(std::min(rect.width(), rect.height()))));
    font.setStyleStrategy(QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoFontMerging));
    font.setHintingPreference(QFont::PreferNoHinting);
    const QFont oldFont = painter.font();
    const QPen oldPen = painter.pen();
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, QString(QChar(static_cast<char16_t>(icon))));
    painter.setPen(oldPen);
    painter.setFont(oldFont);
}

QIcon applicationIcon() {
    QIcon icon;
    for (const int size : {16, 32, 48, 128, 256})
        icon.addFile(QStringLiteral(":/labwarden/icons/labwarden-%1.png").arg(size));
    return icon;
}

} // namespace labwarden::style
