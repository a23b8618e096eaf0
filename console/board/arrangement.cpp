// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/arrangement.h"

#include "console/widgets/state_look.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <map>

namespace labwarden::board {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Board", text);
}

constexpr QChar separator(0x1f);

QString firstTag(const DeviceRow& row) {
    return row.tagList.value(0);
}

QString titleOf(const DeviceRow& row, Grouping grouping) {
    switch (grouping) {
    case Grouping::rack:
        return row.rack.isEmpty() ? tr("No rack") : rackTitle(row.rack);
    case Grouping::type:
        return row.type.isEmpty() ? tr("No type") : row.type;
    case Grouping::state:
        return widgets::lookOf(row.state).word;
    case Grouping::tag:
        return row.tags.isEmpty() ? tr("No tag") : firstTag(row);
    case Grouping::room:
        return row.place.isEmpty() ? tr("No room") : row.place;
    }
    return {};
}

// Cheaper than comparing keys, which have to be made; devices that are neighbours by name often are in one.
bool surelyOfOneGroup(const DeviceRow& a, const DeviceRow& b, Grouping grouping) {
    switch (grouping) {
    case Grouping::rack:
        return a.rack == b.rack && a.place == b.place;
    case Grouping::type:
        return a.type == b.type;
    case Grouping::state:
        return a.state == b.state;
    case Grouping::tag:
        return a.tags == b.tags;
    case Grouping::room:
        return a.place == b.place;
    }
    return false;
}

} // namespace

void StateCounts::add(const DeviceRow& row, int sign) {
    total += sign;
    lastRunFailed += row.lastRunFailed ? sign : 0;
    flapping += row.flapping ? sign : 0;
    switch (row.state) {
    case DeviceState::available:
        available += sign;
        failedAndAvailable += row.lastRunFailed ? sign : 0;
        break;
    case DeviceState::under_test:
        underTest += sign;
        break;
    case DeviceState::maintenance:
        maintenance += sign;
        break;
    case DeviceState::offline:
        offline += sign;
        break;
    }
}

std::vector<widgets::Share> StateCounts::shares() const {
    using style::Token;
    return {{Token::underTest, underTest, tr("under test")},
            {Token::available, available - failedAndAvailable, tr("available")},
            {Token::warning, maintenance, tr("in maintenance")},
            {Token::failed, failedAndAvailable, tr("last run failed")},
            {Token::offline, offline, tr("offline")}};
}

QString groupKey(const DeviceRow& row, Grouping grouping) {
    switch (grouping) {
    case Grouping::rack:
        return row.rack.isEmpty() ? QString() : row.rack + separator + row.place;
    case Grouping::type:
        return row.type;
    case Grouping::state:
        return QString::number(static_cast<int>(row.state));
    case Grouping::tag:
        return firstTag(row);
    case Grouping::room:
        return row.place;
    }
    return {};
}

std::vector<DeviceGroup> arrange(const std::vector<DeviceRow>& rows, const std::vector<int>& order,
                                 Grouping grouping, const DeviceFilter& filter) {
    std::vector<DeviceGroup> groups;
    QHash<QString, std::size_t> known;
    const DeviceRow* before = nullptr; ///< the one that was put into `last`
    std::size_t last = 0;
    for (const int index : order) {
        const DeviceRow& row = rows[static_cast<std::size_t>(index)];
        if (!filter.accepts(row))
            continue;
        if (before && surelyOfOneGroup(*before, row, grouping)) {
            groups[last].rows.push_back(index);
            continue;
        }
        const QString key = groupKey(row, grouping);
        auto it = known.constFind(key);
        if (it == known.constEnd()) {
            it = known.insert(key, groups.size());
            groups.push_back(
                {key, titleOf(row, grouping), grouping == Grouping::rack ? row.place : QString(), {}});
        }
        groups[*it].rows.push_back(index);
        last = *it;
        before = &row;
    }
    // The place is only worth its room where two racks bear the same name.
    std::map<QString, int> titles;
    for (const DeviceGroup& group : groups)
        ++titles[group.title];
    for (DeviceGroup& group : groups)
        if (titles[group.title] < 2)
            group.note.clear();
    // Under test first, then what needs a hand, then the rest: the order of DeviceState is that of its rules.
    static const QHash<QString, int> states{{QStringLiteral("1"), 0},
                                            {QStringLiteral("2"), 1},
                                            {QStringLiteral("3"), 2},
                                            {QStringLiteral("0"), 3}};
    std::vector<std::pair<std::pair<int, QString>, std::size_t>> ranks;
    ranks.reserve(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const DeviceGroup& group = groups[i];
        if (grouping == Grouping::state)
            ranks.push_back({{states.value(group.key, 4), QString()}, i});
        else
            ranks.push_back(
                {{group.key.isEmpty() ? 1 : 0, naturalKey(group.title + separator + group.note)}, i});
    }
    std::sort(ranks.begin(), ranks.end());
    std::vector<DeviceGroup> sorted;
    sorted.reserve(groups.size());
    for (const auto& [rank, i] : ranks)
        sorted.push_back(std::move(groups[i]));
    return sorted;
}

} // namespace labwarden::board
