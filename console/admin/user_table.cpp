// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_table.h"

#include "console/style/fonts.h"
#include "console/style/painting.h"

#include <QHeaderView>
#include <QPainter>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;

constexpr int padding = 6; ///< of the style, left of a cell's text
constexpr int chipHeight = 20;
constexpr int chipPadding = 8;
constexpr int chipGap = 4;
constexpr int iconSize = 14;

struct ColumnWidth {
    int column, width;
};
constexpr ColumnWidth widths[] = {{UserTableModel::Name, 190},   {UserTableModel::Username, 140},
                                  {UserTableModel::Mail, 210},   {UserTableModel::Roles, 210},
                                  {UserTableModel::Status, 166}, {UserTableModel::LastLogin, 150}};

const User* userOf(const QModelIndex& index) {
    const auto* proxy = qobject_cast<const UserProxy*>(index.model());
    return proxy ? &proxy->at(index) : nullptr;
}

} // namespace

UserTable::UserTable(UserTableModel* users, QSettings& settings, QWidget* parent)
    : QTableView(parent), m_users(users), m_proxy(new UserProxy(users, this)) {
    setObjectName(QStringLiteral("userTableView"));
    setAccessibleName(tr("Users"));
    setModel(m_proxy);
    widgets::setUpTable(this);
    widgets::offerCopy(this);
    setItemDelegate(new UserCellDelegate(this));
    setItemDelegateForColumn(UserTableModel::Roles, new RoleChipsDelegate(this));
    setItemDelegateForColumn(UserTableModel::Status, new UserStatusDelegate(this));
    auto* columns = horizontalHeader();
    columns->setStretchLastSection(false);
    for (const auto& [column, width] : widths)
        columns->resizeSection(column, width);
    columns->setSectionResizeMode(UserTableModel::Name, QHeaderView::Stretch);
    sortByColumn(UserTableModel::Name, Qt::AscendingOrder);
    widgets::rememberColumns(this, settings, QStringLiteral("users"));
    sortByColumn(columns->sortIndicatorSection(), columns->sortIndicatorOrder()); // as it was remembered
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &UserTable::choiceChanged);
}

std::vector<User> UserTable::chosen() const {
    auto rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.row() < b.row(); });
    std::vector<User> users;
    users.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows)
        users.push_back(m_proxy->at(row));
    return users;
}

int UserTable::chosenCount() const {
    int count = 0;
    for (const auto& range : selectionModel()->selection())
        count += range.height();
    return count;
}

void UserTable::choose(const std::vector<std::string>& userIds) {
    QItemSelection selection;
    QModelIndex first;
    for (const auto& id : userIds) {
        const int row = m_users->rowOf(id);
        const auto index = row < 0 ? QModelIndex() : m_proxy->mapFromSource(m_users->index(row, 0));
        if (!index.isValid())
            continue;
        selection.select(index, index);
        if (!first.isValid())
            first = index;
    }
    if (first.isValid())
        selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (first.isValid())
        scrollTo(first);
}

/// A narrow table leaves out what the editor says anyway, rather than hide its end behind a scroll bar.
void UserTable::fitColumns() {
    auto* columns = horizontalHeader();
    int needed = 0;
    for (const auto& [column, width] : widths) {
        columns->showSection(column);
        needed += column == UserTableModel::Name ? width : columns->sectionSize(column);
    }
    for (const int column : {UserTableModel::Mail, UserTableModel::LastLogin, UserTableModel::Username}) {
        if (needed <= viewport()->width())
            break;
        needed -= columns->sectionSize(column);
        columns->hideSection(column);
    }
}

void UserTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

// --- delegates ---

void UserCellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    const auto& t = style::tokens(option->palette);
    const bool isName = index.column() == UserTableModel::Name;
    const auto* user = userOf(index);
    const bool chosen = option->state & QStyle::State_Selected; // on that ground only `text` is read well
    const Token token = chosen || (isName && !(user && user->disabled)) ? Token::text
                        : user && user->disabled                        ? Token::muted
                                                                        : Token::secondary;
    for (const auto role : {QPalette::Text, QPalette::HighlightedText})
        option->palette.setColor(role, t[token]);
    if (isName)
        option->font = style::font(Text::bodyMedium);
}

void UserStatusDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->text.clear(); // painted here
}

void UserStatusDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    const auto* user = userOf(index);
    if (!user)
        return;
    const auto status = statusOf(*user);
    const auto look = lookOf(status);
    const auto& t = style::tokens(option.palette);
    const QRectF icon(option.rect.left() + padding, option.rect.center().y() - iconSize / 2.0 + 0.5, iconSize,
                      iconSize);
    style::paintIcon(*painter, icon, look.icon, t[look.colour]);
    painter->save();
    painter->setFont(style::font(status == UserStatus::active ? Text::body : Text::bodyMedium));
    painter->setPen(t[option.state & QStyle::State_Selected ? Token::text
                      : status == UserStatus::active        ? Token::secondary
                                                            : look.colour]);
    const QRect room = option.rect.adjusted(padding + iconSize + 7, 0, -4, 0);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(look.word, Qt::ElideRight, room.width()));
    painter->restore();
}

void RoleChipsDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->text.clear(); // painted here
}

void RoleChipsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    RowDelegate::paint(painter, option, index);
    const QStringList roles = index.data().toStringList();
    const auto& t = style::tokens(option.palette);
    const auto* user = userOf(index);
    const bool pale = user && user->disabled;
    painter->save();
    painter->setFont(style::font(Text::secondary));
    const auto metrics = painter->fontMetrics();
    const auto restText = [](qsizetype count) { return QStringLiteral("+%1").arg(count); };
    int x = option.rect.left() + padding;
    const int end = option.rect.right() - padding;
    const int top = option.rect.center().y() - chipHeight / 2 + 1;
    const Token rest = option.state & QStyle::State_Selected ? Token::text : Token::muted;
    for (qsizetype i = 0; i < roles.size(); ++i) {
        const qsizetype after = roles.size() - i - 1;
        const int reserve = after > 0 ? metrics.horizontalAdvance(restText(after)) + chipGap : 0;
        int width = metrics.horizontalAdvance(roles[i]) + 2 * chipPadding;
        // The first one is shown in any case, cut off if it must be.
        if (x + width + reserve > end && i > 0) {
            painter->setPen(t[rest]);
            painter->drawText(QRect(x, option.rect.top(), end - x + padding, option.rect.height()),
                              Qt::AlignVCenter | Qt::AlignLeft, restText(roles.size() - i));
            break;
        }
        width = std::min(width, end - reserve - x);
        const QRect chip(x, top, width, chipHeight);
        style::paintBox(*painter, chip, chipHeight / 2.0, t[Token::raised], t[Token::border]);
        painter->setPen(t[pale ? Token::muted : Token::secondary]);
        painter->drawText(chip, Qt::AlignCenter,
                          metrics.elidedText(roles[i], Qt::ElideRight, width - 2 * chipPadding + 2));
        x += width + chipGap;
    }
    if (roles.isEmpty()) {
        painter->setPen(t[Token::muted]);
        painter->drawText(option.rect.adjusted(padding, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          QStringLiteral("–"));
    }
    painter->restore();
}

} // namespace labwarden::console
