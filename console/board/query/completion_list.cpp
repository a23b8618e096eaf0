// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/completion_list.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QPainter>

#include <algorithm>

namespace labwarden::board {

using style::Token;

namespace {

constexpr int padding = 12;
constexpr int countWidth = 48;

std::optional<widgets::StateLook> lookOf(DeviceConditions conditions) {
    for (const DeviceState state :
         {DeviceState::available, DeviceState::under_test, DeviceState::maintenance, DeviceState::offline})
        if (conditions.has(state))
            return widgets::lookOf(state);
    if (conditions.has(DeviceBadge::lastRunFailed))
        return widgets::lastRunFailedLook();
    if (conditions.has(DeviceBadge::flapping))
        return widgets::flappingLook();
    return widgets::StateLook{style::Icon::eyeOff, Token::muted, {}};
}

} // namespace

void CompletionModel::setItems(std::vector<QueryCompletion> items) {
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

int CompletionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant CompletionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const QueryCompletion& item = at(index.row());
    if (role == Qt::DisplayRole)
        return item.label;
    if (role != Qt::AccessibleTextRole)
        return {};
    QStringList parts{item.label};
    if (!item.detail.isEmpty())
        parts << item.detail;
    if (item.count)
        parts << (*item.count == 1 ? tr("1 device") : tr("%1 devices").arg(*item.count));
    return parts.join(QStringLiteral(", "));
}

CompletionDelegate::CompletionDelegate(const CompletionModel* model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

QSize CompletionDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {1, style::metrics::menuRowHeight};
}

void CompletionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const style::Tokens& t = style::tokens(option.palette);
    const QueryCompletion& item = m_model->at(index.row());
    if (option.state & QStyle::State_Selected)
        style::paintBox(*painter, option.rect, 4, t.mix(Token::raised, Token::accent, 0.22));
    else if (option.state & QStyle::State_MouseOver)
        style::paintBox(*painter, option.rect, 4, t.mix(Token::raised, Token::text, 0.06));
    QRect room = option.rect.adjusted(padding, 0, -padding, 0);
    const auto write = [&](const QString& text, style::Text face, Token colour, int width,
                           Qt::Alignment side) {
        painter->setFont(style::font(face));
        painter->setPen(t[colour]);
        const QString shown = painter->fontMetrics().elidedText(text, Qt::ElideRight, width);
        const QRect place = side & Qt::AlignRight
                                ? QRect(room.right() - width + 1, room.top(), width, room.height())
                                : QRect(room.left(), room.top(), width, room.height());
        painter->drawText(place, int(side | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
        return std::min(painter->fontMetrics().horizontalAdvance(shown), width);
    };
    if (item.look)
        if (const auto look = lookOf(*item.look)) {
            style::paintIcon(*painter, QRectF(room.left(), room.center().y() - 7, 14, 14), look->icon,
                             t[look->colour]);
            room.setLeft(room.left() + 22);
        }
    if (item.count) {
        write(widgets::countText(*item.count), style::Text::secondary,
              *item.count > 0 ? Token::secondary : Token::muted, countWidth, Qt::AlignRight);
        room.setRight(room.right() - countWidth - 8);
    }
    room.setLeft(room.left() + 12 +
                 write(item.label, style::Text::code, item.count == 0 ? Token::muted : Token::text,
                       room.width(), Qt::AlignLeft));
    if (!item.detail.isEmpty() && room.width() > 40)
        write(item.detail, style::Text::secondary, Token::muted, room.width(), Qt::AlignRight);
}

} // namespace labwarden::board
