// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_model.h"

#include "console/admin/audit_words.h"
#include "console/style/fonts.h"
#include "console/widgets/format.h"

#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPalette>

namespace labwarden::console {
namespace {

using style::Token;

constexpr int icon = 14;
constexpr int gap = 8;

} // namespace

QString auditTimeText(Timestamp at) {
    const auto day = QDateTime::fromMSecsSinceEpoch(at.ms).date();
    return QLocale().toString(day, QLocale::ShortFormat) + QStringLiteral("  ") + widgets::timeText(at);
}

void AuditModel::setFetcher(std::function<bool()> hasOlder, std::function<void()> fetchOlder) {
    m_hasOlder = std::move(hasOlder);
    m_fetchOlder = std::move(fetchOlder);
}

bool AuditModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_hasOlder && m_hasOlder();
}

void AuditModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid() && m_fetchOlder)
        m_fetchOlder();
}

QString AuditModel::heading(int column) const {
    switch (column) {
    case When:
        return tr("When");
    case Who:
        return tr("Who");
    case What:
        return tr("What");
    case From:
        return tr("From");
    default:
        return {};
    }
}

QVariant AuditModel::cell(const AuditEntry& entry, int column, int role) const {
    if (role == Qt::ForegroundRole) {
        const auto& tokens = style::tokens(QGuiApplication::palette());
        return column == What || column == Who ? tokens[Token::text] : tokens[Token::secondary];
    }
    if (role == Qt::ToolTipRole && column == What)
        return actionText(entry);
    if (role == Qt::ToolTipRole && column == Who)
        return actorText(entry);
    if (role == Qt::AccessibleTextRole && column == What)
        return QStringLiteral("%1 %2").arg(actorText(entry), actionText(entry));
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case When:
        return auditTimeText(entry.at);
    case Who:
        return actorText(entry);
    case What:
        return actionText(entry);
    case From:
        return entry.address.empty() ? QStringLiteral("–") : QString::fromStdString(entry.address);
    default:
        return {};
    }
}

void AuditActionDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->text.clear(); // written below, behind the picture
}

void AuditActionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    const auto* model = qobject_cast<const AuditModel*>(index.model());
    if (!model)
        return;
    const auto look = lookOf(model->at(index.row()));
    const auto& tokens = style::tokens(option.palette);
    const QRectF iconBox(option.rect.left() + 6, option.rect.center().y() - icon / 2.0 + 0.5, icon, icon);
    style::paintIcon(*painter, iconBox, look.icon, tokens[look.colour]);
    painter->save();
    painter->setFont(style::font(style::Text::body));
    painter->setPen(tokens[look.colour == Token::secondary ? Token::text : look.colour]);
    const QRect room = option.rect.adjusted(6 + icon + gap, 0, -4, 0);
    painter->drawText(
        room, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace labwarden::console
