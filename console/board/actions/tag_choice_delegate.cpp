// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/tag_choice_delegate.h"

#include "console/board/actions/tag_choice_model.h"
#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/tokens.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int margin = 12;

} // namespace

QSize TagChoiceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), style::metrics::controlHeight};
}

void TagChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const style::Tokens& t = style::tokens(option.palette);
    const QString note = index.data(TagChoiceModel::NoteRole).toString();
    const QFont font = style::font(style::Text::secondary);
    const QRect row = option.rect.adjusted(margin, 0, -margin, 0);
    // The tag may be long; the note keeps its room, up to half of the row.
    const int noteWidth = std::min(QFontMetrics(font).horizontalAdvance(note), row.width() / 2);

    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    item.features &= ~(QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasCheckIndicator);
    const QWidget* widget = option.widget;
    QStyle* style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);

    QStyleOptionViewItem box = option;
    initStyleOption(&box, index);
    box.rect = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &box, widget);
    box.state &= ~QStyle::State_HasFocus;
    const auto state = static_cast<Qt::CheckState>(index.data(Qt::CheckStateRole).toInt());
    box.state &= ~(QStyle::State_On | QStyle::State_Off | QStyle::State_NoChange);
    box.state |= state == Qt::Checked     ? QStyle::State_On
                 : state == Qt::Unchecked ? QStyle::State_Off
                                          : QStyle::State_NoChange;
    style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter, widget);

    const bool isChanged = index.data(TagChoiceModel::ChangedRole).toBool();
    const int left = box.rect.right() + 9;
    const QRect text(left, row.top(), row.right() - noteWidth - 12 - left, row.height());
    painter->setFont(style::font(isChanged ? style::Text::bodyStrong : style::Text::body));
    painter->setPen(t[style::Token::text]);
    painter->drawText(
        text, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->setFont(font);
    painter->setPen(t[isChanged ? style::Token::accent : style::Token::muted]);
    painter->drawText(QRect(row.right() - noteWidth, row.top(), noteWidth + 1, row.height()),
                      Qt::AlignVCenter | Qt::AlignRight,
                      QFontMetrics(font).elidedText(note, Qt::ElideRight, noteWidth + 1));
}

} // namespace labwarden::board
