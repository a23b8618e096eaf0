// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/history_delegate.h"

#include "console/board/panel/history_layout.h"
#include "console/board/panel/history_model.h"
#include "console/style/fonts.h"
#include "console/style/painting.h"
#include "console/widgets/text_wrap.h"

#include <QListView>
#include <QPainter>

namespace labwarden::board {
namespace {

using style::Text;
using style::Token;

constexpr int inset = 8; ///< of the ground of what is chosen, from the edges

const HistoryRow& rowOf(const QModelIndex& index) {
    return static_cast<const HistoryModel*>(index.model())->at(index.row());
}

} // namespace

HistoryDelegate::HistoryDelegate(QListView* view) : QStyledItemDelegate(view), m_view(view) {}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const int width = m_view->viewport()->width();
    return {width, layOut(rowOf(index), width).height};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const HistoryRow& row = rowOf(index);
    const HistoryLayout layout = layOut(row, option.rect.width());
    const style::Tokens& t = style::tokens(option.palette);
    painter->save();
    painter->translate(option.rect.topLeft());
    const auto write = [&](const QRect& rect, Text font, Token colour, const QString& text, int flags) {
        painter->setFont(style::font(font));
        painter->setPen(t[colour]);
        painter->drawText(rect, flags, text);
    };
    const auto elided = [&](const QString& text, Text font) {
        return QFontMetrics(style::font(font)).elidedText(text, Qt::ElideRight, layout.title.width());
    };
    constexpr int oneLine = Qt::AlignLeft | Qt::AlignVCenter;
    if (row.isDay) {
        write(layout.title, Text::secondaryStrong, Token::secondary, elided(row.title, Text::secondaryStrong),
              oneLine);
        painter->restore();
        return;
    }
    const QRect ground = QRect(0, 0, option.rect.width(), layout.height).adjusted(inset, 1, -inset, -1);
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool hasKeyboard = option.state & QStyle::State_HasFocus;
    const bool isLifted = isChosen || option.state & QStyle::State_MouseOver;
    if (isLifted)
        style::paintBox(*painter, ground, 6, t[Token::raised]);
    // The line goes on to the neighbours of the same day.
    const auto* model = index.model();
    const auto joins = [&](int other) {
        return other >= 0 && other < model->rowCount() && !rowOf(model->index(other, 0)).isDay;
    };
    painter->setPen(t[Token::border]);
    if (joins(index.row() - 1))
        painter->drawLine(layout.axis, 0, layout.axis, layout.icon.top() - 3);
    if (joins(index.row() + 1))
        painter->drawLine(layout.axis, layout.icon.bottom() + 4, layout.axis, layout.height);
    style::paintIcon(*painter, layout.icon, row.icon, t[row.colour]);
    write(layout.time, Text::secondary, Token::muted, row.time, Qt::AlignRight | Qt::AlignVCenter);
    const bool isException = row.colour == Token::failed || row.colour == Token::warning;
    write(layout.title, Text::bodyMedium, isException ? row.colour : Token::text,
          elided(row.title, Text::bodyMedium), oneLine);
    painter->setPen(t[Token::secondary]);
    widgets::paintWrapped(*painter, layout.detail, row.detail, style::font(Text::secondary));
    widgets::paintWrapped(*painter, layout.lines, row.lines.join(QLatin1Char('\n')),
                          style::font(Text::secondary));
    if (!row.runId.empty()) {
        const QRect arrow(layout.title.right() - 14, layout.title.top() + 2, 14, 14);
        if (isLifted)
            style::paintIcon(*painter, arrow, style::Icon::chevronRight, t[Token::secondary]);
    }
    if (hasKeyboard)
        style::paintFocusRing(*painter, ground, 6, t);
    painter->restore();
}

} // namespace labwarden::board
