// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/release_model.h"

#include "console/widgets/format.h"

#include <QGuiApplication>
#include <QPalette>

namespace labwarden::board {

using style::Icon;
using style::Token;
using Outcome = ReleaseItem::Outcome;

widgets::StateLook lookOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::waiting:
        return {Icon::circleDashed, Token::muted, ReleaseModel::tr("Not yet")};
    case Outcome::underWay:
        return {Icon::loaderCircle, Token::accent, ReleaseModel::tr("Releasing…")};
    case Outcome::released:
        return {Icon::circleCheck, Token::available, ReleaseModel::tr("Released")};
    case Outcome::hadEnded:
        return {Icon::circleMinus, Token::muted, ReleaseModel::tr("Had ended already")};
    case Outcome::failed:
        return {Icon::circleX, Token::failed, ReleaseModel::tr("Not released")};
    }
    return {};
}

void ReleaseModel::setPlan(std::vector<ReleaseItem> plan) {
    // Most of the time nothing is different; a table that is read should not jump.
    if (plan == rows())
        return;
    resetRows(std::move(plan));
}

void ReleaseModel::setOutcome(int row, Outcome outcome, const QString& why) {
    ReleaseItem item = at(row);
    item.outcome = outcome;
    item.why = why;
    replaceAt(row, std::move(item));
}

QString ReleaseModel::heading(int column) const {
    switch (column) {
    case RunColumn:
        return tr("Run");
    case HolderColumn:
        return tr("Started by");
    case SinceColumn:
        return tr("Holds since");
    case DevicesColumn:
        return tr("Devices");
    case OutcomeColumn:
        return tr("Released");
    default:
        return {};
    }
}

QString ReleaseModel::text(const ReleaseItem& item, int column) const {
    switch (column) {
    case RunColumn:
        return item.testCase.isEmpty() ? tr("#%1").arg(item.runNumber)
                                       : tr("#%1 %2").arg(item.runNumber).arg(item.testCase);
    case HolderColumn:
        return item.holder.isEmpty() ? QStringLiteral("–") : item.holder;
    case SinceColumn:
        return widgets::dateTimeText(item.since);
    case DevicesColumn:
        return item.devicesText();
    case OutcomeColumn:
        return lookOf(item.outcome).word;
    default:
        return {};
    }
}

QVariant ReleaseModel::cell(const ReleaseItem& item, int column, int role) const {
    const bool isOutcome = column == OutcomeColumn;
    switch (role) {
    case Qt::DisplayRole:
        return text(item, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return isOutcome && !item.why.isEmpty() ? tr("%1: %2").arg(text(item, column), item.why)
                                                : text(item, column);
    case Qt::DecorationRole:
        return isOutcome ? QVariant(style::icon(lookOf(item.outcome).icon, lookOf(item.outcome).colour))
                         : QVariant();
    case Qt::ForegroundRole: {
        const Token token = isOutcome && item.outcome == Outcome::failed    ? Token::failed
                            : column == RunColumn || column == HolderColumn ? Token::text
                                                                            : Token::secondary;
        return style::tokens(QGuiApplication::palette())[token];
    }
    default:
        return {};
    }
}

} // namespace labwarden::board
