// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/jump_delegate.h"

#include "console/shell/jump_model.h"
#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int left = 12; ///< of what is in a row
constexpr int icon = style::metrics::icon;
constexpr int textLeft = left + icon + 12;
constexpr int stateIcon = 14;

struct Ink {
    Text text;
    Token colour;
};

/// Writes `text` into `room`, its marked letters in the accent and semibold; elided at the end. How wide it
/// came out.
int write(QPainter& painter, const QRect& room, const QString& text, const QList<int>& marks, Ink ink,
          const style::Tokens& tokens) {
    if (text.isEmpty() || room.width() <= 0)
        return 0;
    const QFont font = style::font(ink.text);
    const QFontMetrics metrics(font);
    // Marked letters are a little wider than they measure; the margin is for these.
    const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width() - marks.size());
    QTextLayout layout(shown, font);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat plain;
    plain.setForeground(tokens[ink.colour]);
    formats.append({0, static_cast<int>(shown.size()), plain});
    QTextCharFormat marked;
    marked.setForeground(tokens[Token::accent]);
    marked.setFontWeight(QFont::DemiBold);
    for (const int letter : marks)
        if (letter < shown.size() && shown[letter] == text[letter])
            formats.append({letter, 1, marked});
    layout.setFormats(formats);
    layout.beginLayout();
    auto line = layout.createLine();
    line.setLineWidth(room.width() + 100); // it fits: nothing is wrapped
    layout.endLayout();
    const qreal top = room.top() + (room.height() - line.height()) / 2.0;
    layout.draw(&painter, QPointF(room.left(), top));
    return static_cast<int>(line.naturalTextWidth());
}

} // namespace

void JumpDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const auto* model = qobject_cast<const JumpModel*>(index.model());
    if (!model)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto& tokens = style::tokens(option.palette);
    const QString name = index.data(Qt::DisplayRole).toString();
    if (index.data(JumpModel::HeadingRole).toBool()) {
        write(*painter, option.rect.adjusted(left, 8, -left, 0), name, {},
              {Text::captionStrong, Token::muted}, tokens);
        painter->restore();
        return;
    }
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen)
        style::paintBox(*painter, option.rect, style::metrics::radius,
                        tokens.mix(Token::surface, Token::accent, tokens.isDark() ? 0.16 : 0.12));
    else if (option.state & QStyle::State_MouseOver)
        style::paintBox(*painter, option.rect, style::metrics::radius, tokens[Token::raised]);

    const QRectF iconBox(option.rect.left() + left, option.rect.center().y() - icon / 2.0 + 0.5, icon, icon);
    style::paintIcon(*painter, iconBox, static_cast<style::Icon>(index.data(JumpModel::IconRole).toInt()),
                     tokens[chosen ? Token::accent : Token::secondary]);

    QRect room = option.rect.adjusted(textLeft, 0, -left, 0);
    if (const auto look = model->look(index.row())) {
        painter->setFont(style::font(Text::captionStrong));
        const int width = painter->fontMetrics().horizontalAdvance(look->word);
        painter->setPen(tokens[look->colour]);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, look->word);
        const QRectF stateBox(room.right() + 1 - width - 6 - stateIcon,
                              option.rect.center().y() - stateIcon / 2.0 + 0.5, stateIcon, stateIcon);
        style::paintIcon(*painter, stateBox, look->icon, tokens[look->colour]);
        room.setRight(static_cast<int>(stateBox.left()) - 12);
    } else if (const QString keys = index.data(JumpModel::KeysRole).toString(); !keys.isEmpty()) {
        painter->setFont(style::font(Text::caption));
        painter->setPen(tokens[Token::muted]);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, keys);
        room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(keys) - 12);
    }
    const QString detail = index.data(JumpModel::DetailRole).toString();
    const int detailLeast = detail.isEmpty() ? 0 : std::min(120, room.width() / 3);
    const int used = write(*painter, room.adjusted(0, 0, -detailLeast, 0), name,
                           index.data(JumpModel::NameMarksRole).value<QList<int>>(),
                           {Text::bodyMedium, Token::text}, tokens);
    write(*painter, room.adjusted(used + 12, 0, 0, 0), detail,
          index.data(JumpModel::DetailMarksRole).value<QList<int>>(),
          {Text::secondary, chosen ? Token::secondary : Token::muted}, tokens);
    painter->restore();
}

QSize JumpDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {option.rect.width(), index.data(JumpModel::HeadingRole).toBool() ? headingHeight : rowHeight};
}

} // namespace labwarden::console
