// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/device_choice_delegate.h"

#include "console/runs/device_choice_model.h"
#include "console/style/fonts.h"
#include "console/style/tokens.h"

#include <QApplication>
#include <QPainter>

namespace labwarden::console {
namespace {

constexpr int rowHeight = 32;
constexpr int gap = 8;
constexpr int keyWidth = 96;

} // namespace

using style::Token;

void DeviceChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                                 const QModelIndex& index) const {
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    option.text.clear(); // the style paints ground and check box, the words are painted here
    const auto* widget = option.widget;
    auto* styleOf = widget ? widget->style() : QApplication::style();
    styleOf->drawControl(QStyle::CE_ItemViewItem, &option, painter, widget);

    const auto& tokens = style::tokens(option.palette);
    const QString why = index.data(DeviceChoiceModel::WhyNotRole).toString();
    const bool isChosen = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    const QRect check = styleOf->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, widget);
    QRect box = option.rect.adjusted(check.right() - option.rect.left() + gap, 0, -gap, 0);

    painter->save();
    const auto draw = [&](const QRect& rect, style::Text text, Token token, Qt::Alignment alignment,
                          const QString& words) {
        painter->setFont(style::font(text));
        painter->setPen(tokens[token]);
        painter->drawText(rect, alignment | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(words, Qt::ElideRight, rect.width()));
    };
    const bool usable = why.isEmpty();
    const QString key = index.data(DeviceChoiceModel::KeyRole).toString();
    const int keyNeeds = QFontMetrics(style::font(style::Text::bodyMedium)).horizontalAdvance(key) + gap;
    QRect keyBox(box.left(), box.top(), std::min(std::max(keyWidth, keyNeeds), box.width()), box.height());
    draw(keyBox, style::Text::bodyMedium, usable ? Token::text : Token::muted, Qt::AlignLeft, key);
    box.setLeft(keyBox.right() + gap);
    const QString right = usable ? index.data(DeviceChoiceModel::PlaceRole).toString() : why;
    const int rightNeeds = QFontMetrics(style::font(style::Text::secondary)).horizontalAdvance(right) + 2;
    const QRect rightBox(box.right() - std::min(rightNeeds, box.width()), box.top(),
                         std::min(rightNeeds, box.width()), box.height());
    draw(rightBox, style::Text::secondary,
         usable     ? Token::muted
         : isChosen ? Token::failed
                    : Token::muted,
         Qt::AlignRight, right);
    box.setRight(rightBox.left() - gap);
    if (box.width() > 24)
        draw(box, style::Text::secondary, usable ? Token::secondary : Token::muted, Qt::AlignLeft,
             index.data(DeviceChoiceModel::ModelRole).toString());
    painter->restore();
}

QSize DeviceChoiceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, rowHeight};
}

} // namespace labwarden::console
