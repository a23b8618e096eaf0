// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_painting.h"
#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace labwarden::style {

namespace {

constexpr int menuPadding = 12;
constexpr int menuIconColumn = 24;

void paintTab(const QStyleOptionTab& tab, QPainter& painter) {
    const Tokens& t = tokens(tab.palette);
    const bool selected = tab.state & QStyle::State_Selected;
    const bool hovered = tab.state & QStyle::State_MouseOver && tab.state & QStyle::State_Enabled;
    painter.setPen(t[!(tab.state & QStyle::State_Enabled) ? Token::muted
                     : selected || hovered                ? Token::text
                                                          : Token::secondary]);
    painter.setFont(font(selected ? Text::bodyStrong : Text::bodyMedium));
    painter.drawText(tab.rect, Qt::AlignCenter | Qt::TextShowMnemonic, tab.text);
    if (selected)
        paintBox(painter, QRectF(tab.rect.left() + 4, tab.rect.bottom() - 1, tab.rect.width() - 8, 2), 1,
                 t[Token::accent]);
    if (tab.state & QStyle::State_HasFocus && tab.state & QStyle::State_KeyboardFocusChange)
        paintFocusRing(painter, QRectF(tab.rect).adjusted(1, 4, -1, -5), metrics::radius, t);
}

void paintHeaderGround(const QStyleOptionHeader& header, QPainter& painter) {
    const Tokens& t = tokens(header.palette);
    painter.fillRect(header.rect, t[Token::bg]);
    if (header.orientation == Qt::Horizontal)
        painter.fillRect(QRect(header.rect.left(), header.rect.bottom(), header.rect.width(), 1),
                         t[Token::border]);
}

void paintHeaderLabel(const QStyleOptionHeader& header, QPainter& painter) {
    const Tokens& t = tokens(header.palette);
    const bool sorted = header.sortIndicator != QStyleOptionHeader::None;
    painter.setPen(t[sorted ? Token::text : Token::secondary]);
    painter.setFont(font(sorted ? Text::secondaryStrong : Text::secondary));
    const QRect room = header.rect.adjusted(0, 0, sorted ? -18 : 0, 0);
    const QString text = painter.fontMetrics().elidedText(header.text, Qt::ElideRight, room.width());
    painter.drawText(room, static_cast<int>(header.textAlignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                     text);
}

void paintMenuItem(const QStyleOptionMenuItem& item, QPainter& painter) {
    const Tokens& t = tokens(item.palette);
    if (item.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(item.rect.left() + 8, item.rect.center().y(), item.rect.width() - 16, 1,
                         t[Token::border]);
        return;
    }
    const bool enabled = item.state & QStyle::State_Enabled;
    if (item.state & QStyle::State_Selected && enabled)
        paintBox(painter, item.rect, 4, t.mix(Token::raised, Token::accent, 0.22));
    QRect rest = item.rect.adjusted(menuPadding, 0, -menuPadding, 0);
    const QRect mark(rest.left(), rest.center().y() - 7, metrics::icon, metrics::icon);
    if (item.checkType != QStyleOptionMenuItem::NotCheckable && item.checked)
        paintIcon(painter, mark, Icon::check, t[Token::accent]);
    else if (!item.icon.isNull())
        item.icon.paint(&painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    if (item.maxIconWidth > 0 || item.menuHasCheckableItems)
        rest.setLeft(rest.left() + menuIconColumn);
    painter.setFont(item.font);
    const QStringList parts = item.text.split(QLatin1Char('\t'));
    painter.setPen(t[enabled ? Token::text : Token::muted]);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine,
                     parts.first());
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
        paintIcon(painter, QRectF(rest.right() - 13, rest.center().y() - 6, 14, 14), Icon::chevronRight,
                  t[Token::secondary]);
    } else if (parts.size() > 1) {
        painter.setPen(t[Token::muted]);
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, parts.at(1));
    }
}

void paintMenuBarItem(const QStyleOptionMenuItem& item, QPainter& painter) {
    const Tokens& t = tokens(item.palette);
    painter.fillRect(item.rect, t[item.state & QStyle::State_Selected ? Token::raised : Token::bg]);
    painter.setPen(t[Token::text]);
    painter.drawText(item.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, item.text);
}

} // namespace

QSize menuItemSize(const QStyleOption* option, const QSize& fusion) {
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
        return {fusion.width(), 9};
    return {fusion.width() + 2 * menuPadding, std::max(fusion.height(), metrics::menuRowHeight)};
}

bool paintNavigation(QStyle::ControlElement element, const QStyleOption& option, QPainter& painter,
                     const QWidget* widget) {
    switch (element) {
    case QStyle::CE_TabBarTab:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(&option)) {
            painter.save();
            paintTab(*tab, painter);
            painter.restore();
            return true;
        }
        return false;
    case QStyle::CE_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option)) {
            paintHeaderGround(*header, painter);
            return true;
        }
        return false;
    case QStyle::CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option)) {
            painter.save();
            paintHeaderLabel(*header, painter);
            painter.restore();
            return true;
        }
        return false;
    case QStyle::CE_HeaderEmptyArea:
        painter.fillRect(option.rect, tokens(option.palette)[Token::bg]);
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                         tokens(option.palette)[Token::border]);
        return true;
    case QStyle::CE_MenuItem:
        // A combo box's list uses menu items too, in some styles; ours are real item views.
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(&option); item && widget) {
            painter.save();
            paintMenuItem(*item, painter);
            painter.restore();
            return true;
        }
        return false;
    case QStyle::CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(&option)) {
            paintMenuBarItem(*item, painter);
            return true;
        }
        return false;
    case QStyle::CE_MenuBarEmptyArea:
        painter.fillRect(option.rect, tokens(option.palette)[Token::bg]);
        return true;
    case QStyle::CE_Splitter: {
        // A hairline in the middle of however wide a handle there is to grasp.
        const QRect& r = option.rect;
        const QColor line = tokens(option.palette)[Token::border];
        if (option.state & QStyle::State_Horizontal)
            painter.fillRect(r.center().x(), r.top(), 1, r.height(), line);
        else
            painter.fillRect(r.left(), r.center().y(), r.width(), 1, line);
        return true;
    }
    default:
        return false;
    }
}

} // namespace labwarden::style
