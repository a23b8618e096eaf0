// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/api_key_model.h"

#include "console/admin/api_key_state.h"
#include "console/style/fonts.h"
#include "console/style/painting.h"
#include "console/widgets/format.h"

#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPalette>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString dayText(Timestamp at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at.ms).date(), QLocale::ShortFormat);
}

QStringList scopesOf(const ApiKey& key) {
    QStringList scopes;
    for (const auto& scope : key.scopes)
        scopes << q(scope);
    return scopes;
}

} // namespace

void ApiKeyModel::setKeys(std::vector<ApiKey> keys) {
    const auto now = m_clock.now();
    const auto rank = [&](const ApiKey& key) {
        const auto state = keyStateOf(key, now);
        return state == KeyState::revoked ? 2 : state == KeyState::expired ? 1 : 0;
    };
    std::sort(keys.begin(), keys.end(), [&](const ApiKey& a, const ApiKey& b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        const int byName = q(a.name).localeAwareCompare(q(b.name));
        return byName != 0 ? byName < 0 : a.id < b.id;
    });
    resetRows(std::move(keys));
}

int ApiKeyModel::rowOf(const std::string& id) const {
    const auto at =
        std::find_if(rows().begin(), rows().end(), [&](const ApiKey& key) { return key.id == id; });
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

QString ApiKeyModel::heading(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case Scopes:
        return tr("May do");
    case Expires:
        return tr("Expires");
    case LastUsed:
        return tr("Last used");
    case MadeBy:
        return tr("Made by");
    case Made:
        return tr("Made");
    default:
        return {};
    }
}

QVariant ApiKeyModel::cell(const ApiKey& key, int column, int role) const {
    const auto state = keyStateOf(key, m_clock.now());
    const bool isOver = state == KeyState::expired || state == KeyState::revoked;
    switch (role) {
    case Qt::ForegroundRole: {
        const auto& tokens = style::tokens(QGuiApplication::palette());
        return tokens[isOver ? Token::muted : column == Name ? Token::text : Token::secondary];
    }
    case Qt::FontRole:
        return column == Name ? style::font(Text::bodyMedium) : style::font(Text::body);
    case Qt::ToolTipRole:
        if (column == Name)
            return q(key.name);
        if (column == Scopes)
            return scopesOf(key).join(QLatin1Char('\n'));
        if (column == Expires)
            return widgets::dateTimeText(key.expiresAt);
        if (column == State && key.endedAt)
            return tr("Revoked %1").arg(widgets::dateTimeText(*key.endedAt));
        return {};
    case Qt::AccessibleTextRole:
        if (column == Name)
            return QStringLiteral("%1, %2").arg(q(key.name), lookOf(key, m_clock.now()).word);
        [[fallthrough]];
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Name:
        return q(key.name);
    case State:
        return lookOf(key, m_clock.now()).word;
    case Scopes:
        return scopesOf(key).join(QLatin1String(", "));
    case Expires:
        return dayText(key.expiresAt);
    case LastUsed:
        return key.lastUsedAt ? widgets::dateTimeText(*key.lastUsedAt) : tr("Never");
    case MadeBy:
        return q(key.createdBy);
    case Made:
        return dayText(key.createdAt);
    default:
        return {};
    }
}

void ApiKeyStateDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->text.clear();
}

void ApiKeyStateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    const auto* model = qobject_cast<const ApiKeyModel*>(index.model());
    if (!model)
        return;
    const auto look = lookOf(model->at(index.row()), model->clock().now());
    const auto colour = style::tokens(option.palette)[look.colour];
    constexpr int icon = 14;
    style::paintIcon(*painter,
                     QRectF(option.rect.left() + 6, option.rect.center().y() - icon / 2.0 + 0.5, icon, icon),
                     look.icon, colour);
    painter->save();
    painter->setFont(style::font(Text::bodyMedium));
    painter->setPen(colour);
    const QRect room = option.rect.adjusted(6 + icon + 8, 0, -4, 0);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(look.word, Qt::ElideRight, room.width()));
    painter->restore();
}

void ChipListDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->text.clear();
}

void ChipListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    constexpr int height = 20, padding = 7, gap = 4;
    const auto& tokens = style::tokens(option.palette);
    const auto words = index.data().toString().split(QLatin1String(", "), Qt::SkipEmptyParts);
    painter->save();
    painter->setFont(style::font(Text::caption));
    const auto metrics = painter->fontMetrics();
    const auto widthOf = [&](const QString& word) { return metrics.horizontalAdvance(word) + 2 * padding; };
    const QRect room = option.rect.adjusted(6, 0, -6, -1);
    int x = room.left();
    const auto chip = [&](const QString& word) {
        const QRectF box(x, room.center().y() - height / 2.0 + 0.5, widthOf(word), height);
        style::paintBox(*painter, box, height / 2.0, tokens[Token::raised], tokens[Token::border]);
        painter->setPen(tokens[Token::secondary]);
        painter->drawText(box, Qt::AlignCenter, word);
        x += static_cast<int>(box.width()) + gap;
    };
    for (qsizetype i = 0; i < words.size(); ++i) {
        const auto left = words.size() - i - 1;
        const int rest = left > 0 ? widthOf(QStringLiteral("+%1").arg(left)) + gap : 0;
        if (x + widthOf(words[i]) + rest > room.right() + 1) {
            chip(QStringLiteral("+%1").arg(left + 1));
            break;
        }
        chip(words[i]);
    }
    painter->restore();
}

} // namespace labwarden::console
