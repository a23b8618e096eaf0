// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_state_delegate.h"

#include "console/runs/run_table_model.h"
#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/widgets/state_look.h"

#include <QPainter>

namespace labwarden::console {

void RunStateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    const QString words = index.data(Qt::DisplayRole).toString();
    const auto* model = qobject_cast<const RunTableModel*>(index.model());
    if (!model)
        return;
    const auto& run = model->at(index.row());
    const auto look = widgets::lookOf(run.state, run.outcome);
    const bool mayDiffer = m_stale && run.state != RunState::finished; // an outcome stays
    const auto colour = style::tokens(option.palette)[mayDiffer ? style::Token::muted : look.colour];
    constexpr int icon = 14;
    const QRectF iconBox(option.rect.left() + 8, option.rect.center().y() - icon / 2.0 + 0.5, icon, icon);
    style::paintIcon(*painter, iconBox, look.icon, colour);
    painter->save();
    painter->setFont(style::font(style::Text::bodyMedium));
    painter->setPen(colour);
    const QRect textBox = option.rect.adjusted(8 + icon + 8, 0, -4, 0);
    painter->drawText(textBox, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(words, Qt::ElideRight, textBox.width()));
    painter->restore();
}

} // namespace labwarden::console
