// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/watch_news.h"

#include "console/runs/run_words.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace labwarden::console {
namespace {

constexpr std::size_t mostAboutDevices = 3;
constexpr int mostNames = 3;
constexpr int mostOfAName = 36;

QString tr(const char* text) {
    return QCoreApplication::translate("WatchNews", text);
}

QString joined(const QStringList& parts) {
    QStringList filled = parts;
    filled.removeAll(QString());
    return filled.join(QStringLiteral(" · "));
}

/// A desktop cuts long titles off at the end, where it stands what has become of the device.
QString shortly(const QString& name) {
    return name.size() <= mostOfAName
               ? name
               : QStringLiteral("%1…%2").arg(name.left(mostOfAName / 2), name.right(mostOfAName / 2 - 1));
}

/// "r07-u01, r07-u02, r07-u03 and 11 more"
QString someOf(QStringList names) {
    names.sort(Qt::CaseInsensitive);
    if (names.size() <= mostNames + 1)
        return names.join(QStringLiteral(", "));
    const auto others = names.size() - mostNames;
    return tr("%1 and %2 more")
        .arg(names.mid(0, mostNames).join(QStringLiteral(", ")), widgets::countText(others));
}

enum class Turn { offline, back, available, underTest, maintenance, flapping };
constexpr std::array allTurns{Turn::offline,   Turn::back,        Turn::available,
                              Turn::underTest, Turn::maintenance, Turn::flapping};

Turn turnOf(const DeviceTurn& turn) {
    if (turn.flapping)
        return Turn::flapping;
    if (turn.now.state == DeviceState::offline)
        return Turn::offline;
    if (turn.before == DeviceState::offline)
        return Turn::back;
    switch (turn.now.state) {
    case DeviceState::under_test:
        return Turn::underTest;
    case DeviceState::maintenance:
        return Turn::maintenance;
    default:
        return Turn::available;
    }
}

QString titleOfOne(Turn turn) {
    switch (turn) {
    case Turn::offline:
        return tr("%1 is offline");
    case Turn::back:
        return tr("%1 is back");
    case Turn::available:
        return tr("%1 is available");
    case Turn::underTest:
        return tr("%1 is under test");
    case Turn::maintenance:
        return tr("%1 is in maintenance");
    case Turn::flapping:
        break;
    }
    return tr("%1 comes and goes");
}

QString titleOfMany(Turn turn) {
    switch (turn) {
    case Turn::offline:
        return tr("%1 devices went offline");
    case Turn::back:
        return tr("%1 devices are back");
    case Turn::available:
        return tr("%1 devices are available");
    case Turn::underTest:
        return tr("%1 devices are under test");
    case Turn::maintenance:
        return tr("%1 devices are in maintenance");
    case Turn::flapping:
        break;
    }
    return tr("%1 devices come and go");
}

QString shortOfMany(Turn turn) {
    switch (turn) {
    case Turn::offline:
        return tr("%1 offline");
    case Turn::back:
        return tr("%1 back");
    case Turn::available:
        return tr("%1 available");
    case Turn::underTest:
        return tr("%1 under test");
    case Turn::maintenance:
        return tr("%1 in maintenance");
    case Turn::flapping:
        break;
    }
    return tr("%1 coming and going");
}

/// What the tile says too: who has it, why it is out of service.
QString detailOf(const board::DeviceRow& row) {
    switch (row.state) {
    case DeviceState::under_test:
        return row.holder.isEmpty() ? tr("Run #%1").arg(row.runNumber)
                                    : tr("Run #%1, started by %2").arg(row.runNumber).arg(row.holder);
    case DeviceState::maintenance:
        return row.note;
    default:
        return row.lastRunFailed ? widgets::lastRunFailedLook().word : QString();
    }
}

News aboutDevice(const board::DeviceRow& row, const QString& title, Timestamp now) {
    const auto look = widgets::lookOf(row.state);
    return {look.icon,
            look.colour,
            title.arg(shortly(row.name)),
            joined({detailOf(row), row.location()}),
            WatchKind::device,
            row.id,
            now};
}

News ofOne(const DeviceTurn& turn, Timestamp now) {
    auto news = aboutDevice(turn.now, titleOfOne(turnOf(turn)), now);
    if (turnOf(turn) == Turn::back)
        news.text = joined({widgets::lookOf(turn.now.state).word, detailOf(turn.now), turn.now.location()});
    return news;
}

News ofMany(const std::vector<const DeviceTurn*>& turns, Timestamp now) {
    const auto look = widgets::lookOf(turns.front()->now.state);
    QStringList names;
    for (const auto* turn : turns)
        names << turn->now.name;
    return {look.icon,
            look.colour,
            titleOfMany(turnOf(*turns.front())).arg(widgets::countText(names.size())),
            someOf(names),
            WatchKind::device,
            {},
            now};
}

std::vector<News> ofTurns(const std::vector<DeviceTurn>& turns, Timestamp now) {
    std::vector<News> all;
    QStringList counts;
    for (const auto kind : allTurns) {
        std::vector<const DeviceTurn*> same;
        for (const auto& turn : turns)
            if (turnOf(turn) == kind)
                same.push_back(&turn);
        if (same.empty())
            continue;
        all.push_back(same.size() == 1 ? ofOne(*same.front(), now) : ofMany(same, now));
        counts << shortOfMany(kind).arg(widgets::countText(static_cast<qint64>(same.size())));
    }
    if (all.size() <= mostAboutDevices)
        return all;
    News one;
    one.title =
        tr("%1 watched devices have changed").arg(widgets::countText(static_cast<qint64>(turns.size())));
    one.text = counts.join(QStringLiteral(", "));
    one.at = now;
    return {one};
}

News ofFree(const std::vector<board::DeviceRow>& rows, Timestamp now) {
    auto news = aboutDevice(rows.front(), tr("%1 is free"), now);
    if (rows.size() == 1)
        return news;
    QStringList names;
    for (const auto& row : rows)
        names << row.name;
    news.title = tr("%1 devices are free").arg(widgets::countText(names.size()));
    news.text = someOf(names);
    news.id.clear();
    return news;
}

QString endOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return tr("Run #%1 passed");
    case Outcome::failed:
        return tr("Run #%1 failed");
    case Outcome::error:
        return tr("Run #%1 ended with an error");
    case Outcome::cancelled:
        return tr("Run #%1 was cancelled");
    case Outcome::timed_out:
        return tr("Run #%1 timed out");
    }
    return tr("Run #%1 has finished");
}

News ofEnded(const std::vector<TestRun>& runs, Timestamp now) {
    const auto& first = runs.front();
    const auto lookOf = [](const TestRun& run) { return widgets::lookOf(run.state, run.outcome); };
    if (runs.size() == 1) {
        const QString title = first.outcome ? endOf(*first.outcome) : tr("Run #%1 has finished");
        const QString what =
            tr("%1 on %2").arg(QString::fromStdString(first.testCaseTitle), devicesText(first));
        return {lookOf(first).icon,
                lookOf(first).colour,
                title.arg(first.number),
                joined({what, QString::fromStdString(first.reason)}),
                WatchKind::run,
                first.id,
                now};
    }
    // The worst of them gives the look.
    constexpr std::array worstFirst{Outcome::error, Outcome::failed, Outcome::timed_out, Outcome::cancelled,
                                    Outcome::passed};
    QStringList counts;
    News news;
    news.kind = WatchKind::run;
    news.at = now;
    for (const auto outcome : worstFirst) {
        const auto count =
            std::count_if(runs.begin(), runs.end(), [&](const TestRun& r) { return r.outcome == outcome; });
        if (count == 0)
            continue;
        const auto look = widgets::lookOf(RunState::finished, outcome);
        if (counts.isEmpty()) {
            news.icon = look.icon;
            news.colour = look.colour;
        }
        counts << tr("%1 %2").arg(widgets::countText(count), look.word.toLower());
    }
    news.title = tr("%1 runs have finished").arg(widgets::countText(static_cast<qint64>(runs.size())));
    news.text = counts.join(QStringLiteral(", "));
    return news;
}

News ofRemoved(const std::vector<Watch>& removed, Timestamp now) {
    News news;
    news.icon = style::Icon::trash2;
    news.colour = style::Token::offline;
    news.at = now;
    QStringList names;
    for (const auto& watch : removed)
        names << watch.label;
    news.title = names.size() == 1
                     ? tr("%1 was removed from the lab").arg(names.front())
                     : tr("%1 devices were removed from the lab").arg(widgets::countText(names.size()));
    news.text = names.size() == 1 ? QString() : someOf(names);
    return news;
}

} // namespace

std::vector<News> newsOf(const WatchHarvest& harvest, Timestamp now) {
    std::vector<News> all;
    if (!harvest.free.empty())
        all.push_back(ofFree(harvest.free, now));
    if (!harvest.ended.empty())
        all.push_back(ofEnded(harvest.ended, now));
    const auto turns = ofTurns(harvest.turns, now);
    all.insert(all.end(), turns.begin(), turns.end());
    if (!harvest.removed.empty())
        all.push_back(ofRemoved(harvest.removed, now));
    return all;
}

} // namespace labwarden::console
