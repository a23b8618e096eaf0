// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_matrix_headers.h"

#include "console/admin/role_matrix_model.h"
#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int headerHeight = 60;
constexpr int nameWidth = 144;
constexpr int gap = 8;
constexpr int least = 60; ///< of room for what a permission means

void write(QPainter& painter, const QRect& rect, Text text, const QColor& colour, Qt::Alignment alignment,
           const QString& words) {
    painter.setFont(style::font(text));
    painter.setPen(colour);
    painter.drawText(rect, alignment | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(words, Qt::ElideRight, rect.width()));
}

} // namespace

RoleHeader::RoleHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsMovable(false);
    setSectionsClickable(true);
    setHighlightSections(false);
}

void RoleHeader::setCurrent(int column) {
    m_current = column;
    viewport()->update();
}

QSize RoleHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), headerHeight};
}

void RoleHeader::paintSection(QPainter* painter, const QRect& rect, int column) const {
    const auto& t = style::tokens(this);
    painter->save();
    painter->fillRect(rect, t[column == m_current ? Token::raised : Token::bg]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t[Token::border]);
    const auto heading = [&](int role) { return model()->headerData(column, Qt::Horizontal, role); };
    const QRect name = rect.adjusted(6, 10, -6, -rect.height() / 2 + 2);
    write(*painter, name, Text::bodyStrong, t[Token::text], Qt::AlignHCenter,
          heading(Qt::DisplayRole).toString());

    const auto count = heading(RoleMatrixModel::UserCountRole).toLongLong();
    const bool builtIn = heading(RoleMatrixModel::BuiltInRole).toBool();
    const bool draft = heading(RoleMatrixModel::DraftRole).toBool();
    QString words = count == 1 ? tr("1 person") : tr("%1 people").arg(count);
    if (builtIn)
        words = tr("Built in") + QStringLiteral(" · ") + QString::number(count);
    if (draft)
        words = tr("Not saved");
    const auto colour = t[draft ? Token::accent : Token::muted];
    QRect below = rect.adjusted(6, rect.height() / 2 + 1, -6, -8);
    painter->setFont(style::font(Text::caption));
    constexpr int icon = 12;
    const bool marked = builtIn || draft;
    const int wordsWidth = std::min(painter->fontMetrics().horizontalAdvance(words) + 1,
                                    below.width() - (marked ? icon + 4 : 0));
    int x = below.center().x() - (wordsWidth + (marked ? icon + 4 : 0)) / 2;
    if (marked) {
        style::paintIcon(*painter, QRectF(x, below.center().y() - icon / 2.0 + 0.5, icon, icon),
                         draft ? style::Icon::pencil : style::Icon::lock, colour);
        x += icon + 4;
    }
    write(*painter, QRect(x, below.top(), wordsWidth, below.height()), Text::caption, colour, Qt::AlignLeft,
          words);
    painter->restore();
}

PermissionHeader::PermissionHeader(QWidget* parent) : QHeaderView(Qt::Vertical, parent) {
    setSectionsMovable(false);
    setSectionsClickable(false);
    setHighlightSections(false);
    setSectionResizeMode(QHeaderView::Fixed);
}

void PermissionHeader::setCurrent(int row) {
    m_current = row;
    viewport()->update();
}

void PermissionHeader::setWide(int width) {
    if (m_width == width)
        return;
    m_width = width;
    updateGeometry();
    Q_EMIT geometriesChanged();
}

void PermissionHeader::paintSection(QPainter* painter, const QRect& rect, int row) const {
    const auto& t = style::tokens(this);
    painter->save();
    const bool isArea = model()->headerData(row, Qt::Vertical, RoleMatrixModel::AreaRole).toBool();
    const QString name = model()->headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
    painter->fillRect(rect, t[!isArea && row == m_current ? Token::raised : Token::bg]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t[Token::border]);
    QRect room = rect.adjusted(style::metrics::pageMargin, 0, -gap, 0);
    if (isArea) {
        room.setTop(room.top() + 8);
        write(*painter, room, Text::captionStrong, t[Token::secondary], Qt::AlignLeft, name);
    } else {
        QRect first = room;
        painter->setFont(style::font(Text::code));
        first.setWidth(std::max(nameWidth, painter->fontMetrics().horizontalAdvance(name) + 1));
        write(*painter, first, Text::code, t[Token::text], Qt::AlignLeft, name);
        room.setLeft(first.right() + gap);
        if (room.width() < least)
            room.setWidth(0); // a few letters say nothing
        write(*painter, room, Text::secondary, t[Token::secondary], Qt::AlignLeft,
              model()->headerData(row, Qt::Vertical, Qt::StatusTipRole).toString());
    }
    painter->restore();
}

} // namespace labwarden::console
