// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/tag_choice_model.h"

#include "console/board/actions/words.h"
#include "console/widgets/format.h"

#include <algorithm>

namespace labwarden::board {

using Wish = TagWish::Wish;
using widgets::countText;

void TagChoiceModel::setDevices(const std::vector<const Device*>& devices) {
    auto now = tagsOf(devices);
    for (const TagWish& known : m_wishes) {
        const auto at =
            std::find_if(now.begin(), now.end(), [&](const TagWish& tag) { return tag.tag == known.tag; });
        if (at != now.end())
            at->wish = known.wish;
        else if (known.wish == Wish::all) // by hand, and nobody has it yet
            now.push_back({known.tag, 0, Wish::all});
    }
    m_devices = static_cast<int>(devices.size());
    if (now == m_wishes)
        return;
    const bool sameTags = std::equal(now.begin(), now.end(), m_wishes.begin(), m_wishes.end(),
                                     [](const TagWish& a, const TagWish& b) { return a.tag == b.tag; });
    if (sameTags) {
        m_wishes = std::move(now);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    } else {
        beginResetModel();
        m_wishes = std::move(now);
        endResetModel();
    }
    Q_EMIT changed();
}

int TagChoiceModel::add(const std::string& tag) {
    const auto at =
        std::find_if(m_wishes.begin(), m_wishes.end(), [&](const TagWish& wish) { return wish.tag == tag; });
    const int row = static_cast<int>(at - m_wishes.begin());
    if (at == m_wishes.end()) {
        beginInsertRows({}, row, row);
        m_wishes.push_back({tag, 0, Wish::all});
        endInsertRows();
    } else {
        at->wish = at->on == m_devices ? Wish::keep : Wish::all;
        Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT changed();
    return row;
}

int TagChoiceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_wishes.size());
}

Qt::CheckState TagChoiceModel::stateOf(const TagWish& wish) const {
    switch (wish.wish) {
    case Wish::all:
        return Qt::Checked;
    case Wish::none:
        return Qt::Unchecked;
    case Wish::keep:
        break;
    }
    return wish.on == m_devices ? Qt::Checked : Qt::PartiallyChecked;
}

QString TagChoiceModel::noteOf(const TagWish& wish) const {
    const QString total = countText(m_devices);
    switch (wish.wish) {
    case Wish::all:
        return wish.on == 0 ? tr("new on %1").arg(devicesText(m_devices))
                            : tr("on %1, will be on all %2").arg(countText(wish.on), total);
    case Wish::none:
        return tr("will be removed from %1").arg(devicesText(wish.on));
    case Wish::keep:
        break;
    }
    if (m_devices == 1)
        return {};
    return wish.on == m_devices ? tr("on all %1").arg(total)
                                : tr("on %1 of %2").arg(countText(wish.on), total);
}

QVariant TagChoiceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TagWish& wish = m_wishes[static_cast<std::size_t>(index.row())];
    const QString tag = QString::fromStdString(wish.tag);
    switch (role) {
    case Qt::DisplayRole:
        return tag;
    case Qt::CheckStateRole:
        return int(stateOf(wish));
    case NoteRole:
        return noteOf(wish);
    case ChangedRole:
        return wish.wish != Wish::keep;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return noteOf(wish).isEmpty() ? tag : tr("%1, %2").arg(tag, noteOf(wish));
    default:
        return {};
    }
}

bool TagChoiceModel::setData(const QModelIndex& index, const QVariant&, int role) {
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    TagWish& wish = m_wishes[static_cast<std::size_t>(index.row())];
    const bool onAll = wish.on == m_devices;
    if (wish.on == 0) { // added by hand: taking it back takes the row away
        beginRemoveRows({}, index.row(), index.row());
        m_wishes.erase(m_wishes.begin() + index.row());
        endRemoveRows();
    } else {
        switch (wish.wish) {
        case Wish::keep:
            wish.wish = onAll ? Wish::none : Wish::all;
            break;
        case Wish::all:
            wish.wish = Wish::none;
            break;
        case Wish::none:
            wish.wish = Wish::keep;
            break;
        }
        Q_EMIT dataChanged(index, index);
    }
    Q_EMIT changed();
    return true;
}

Qt::ItemFlags TagChoiceModel::flags(const QModelIndex& index) const {
    return index.isValid()
               ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren
               : Qt::NoItemFlags;
}

} // namespace labwarden::board
