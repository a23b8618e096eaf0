// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/history_rows.h"

#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <boost/json/serialize.hpp>

#include <map>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;

/// When runs took the device, by run.
using Beginnings = std::map<std::string, Timestamp>;

QString tr(const char* text) {
    return QCoreApplication::translate("HistoryRows", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

void look(HistoryRow& row, Icon icon, Token colour, const QString& title) {
    row.icon = icon;
    row.colour = colour;
    row.title = title;
}

void look(HistoryRow& row, const widgets::StateLook& state) {
    look(row, state.icon, state.colour, state.word);
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

/// A value of a description; lists and objects in one line.
QString valueText(const boost::json::value& value) {
    if (const auto* text = value.if_string())
        return text->empty() ? tr("nothing") : q(std::string(*text));
    QStringList parts;
    if (const auto* array = value.if_array()) {
        for (const auto& entry : *array)
            parts << valueText(entry);
    } else if (const auto* object = value.if_object()) {
        for (const auto& [name, entry] : *object)
            if (!entry.is_string() || !entry.get_string().empty())
                parts << QStringLiteral("%1: %2").arg(q(std::string(name)), valueText(entry));
    } else if (!value.is_null()) {
        return q(boost::json::serialize(value));
    }
    return parts.isEmpty() ? tr("nothing") : parts.join(QStringLiteral(", "));
}

QStringList changeLines(const boost::json::value& changes) {
    QStringList lines;
    const auto* fields = changes.if_object();
    if (!fields)
        return lines;
    for (const auto& [name, change] : *fields) {
        const auto* sides = change.if_object();
        const auto side = [&](const char* which) {
            const auto* value = sides ? sides->if_contains(which) : nullptr;
            return valueText(value ? *value : boost::json::value());
        };
        lines << QStringLiteral("%1: %2 → %3").arg(q(std::string(name)), side("old"), side("new"));
    }
    return lines;
}

void describe(HistoryRow& row, const HistoryEntry& entry) {
    row.detail = joined({q(entry.by), q(entry.reason)});
    if (entry.change == "created") {
        look(row, Icon::plus, Token::secondary, tr("Registered"));
    } else if (entry.change == "deleted") {
        look(row, Icon::trash2, Token::offline, tr("Deleted"));
    } else {
        look(row, Icon::pencil, Token::secondary, tr("Changed"));
        row.lines = changeLines(entry.changes);
    }
}

void describeRun(HistoryRow& row, const HistoryEntry& entry, const Beginnings& beginnings) {
    const HistoryRun run = entry.run.value_or(HistoryRun());
    const QString name = entry.run ? tr("Run #%1").arg(run.number) : tr("Run");
    row.runId = run.id;
    if (entry.change == "taken") {
        look(row, Icon::play, Token::underTest, tr("%1 · Started").arg(name));
        row.detail = joined({q(run.testCaseKey), q(entry.by), q(entry.reason)});
        return;
    }
    if (run.outcome) {
        look(row, widgets::lookOf(RunState::finished, run.outcome));
        row.title = QStringLiteral("%1 · %2").arg(name, row.title);
    } else {
        look(row, Icon::circleStop, Token::secondary, tr("%1 · Gave it back").arg(name));
    }
    const auto began = beginnings.find(run.id);
    const QString took = began == beginnings.end()
                             ? QString()
                             : tr("took %1").arg(widgets::durationText(entry.at - began->second));
    row.detail = joined({q(run.testCaseKey), took, q(entry.by), q(entry.reason)});
}

HistoryRow rowOf(const HistoryEntry& entry, const Beginnings& beginnings) {
    HistoryRow row;
    row.id = entry.id;
    row.time = QDateTime::fromMSecsSinceEpoch(entry.at.ms).time().toString(QStringLiteral("HH:mm"));
    row.detail = joined({q(entry.by), q(entry.reason)});
    switch (entry.kind) {
    case HistoryKind::device:
        describe(row, entry);
        break;
    case HistoryKind::lease:
        describeRun(row, entry, beginnings);
        break;
    case HistoryKind::service:
        if (entry.change == "maintenance") {
            look(row, widgets::lookOf(DeviceState::maintenance));
            row.detail = joined({q(entry.reason), q(entry.by)});
        } else {
            look(row, Icon::circleCheck, Token::available, tr("Back in service"));
        }
        break;
    case HistoryKind::presence:
        if (entry.change == "offline")
            look(row, widgets::lookOf(DeviceState::offline));
        else
            look(row, Icon::plug, Token::secondary, tr("Online"));
        break;
    }
    return row;
}

HistoryRow headingOf(const QDate& day, const QDate& today) {
    HistoryRow row;
    row.id = -day.toJulianDay();
    row.isDay = true;
    const auto ago = day.daysTo(today);
    row.title = ago == 0   ? tr("Today")
                : ago == 1 ? tr("Yesterday")
                           : QLocale().toString(day, QStringLiteral("ddd, d MMM yyyy"));
    return row;
}

} // namespace

QString HistoryRow::text() const {
    return joined(QStringList{time, title, detail} + lines);
}

std::vector<HistoryRow> historyRows(const std::vector<HistoryEntry>& entries, Timestamp now) {
    Beginnings beginnings;
    for (const auto& entry : entries)
        if (entry.kind == HistoryKind::lease && entry.change == "taken" && entry.run)
            beginnings.emplace(entry.run->id, entry.at);
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.ms).date();
    std::vector<HistoryRow> rows;
    QDate day;
    for (const auto& entry : entries) {
        const QDate date = QDateTime::fromMSecsSinceEpoch(entry.at.ms).date();
        if (date != day)
            rows.push_back(headingOf(date, today));
        day = date;
        rows.push_back(rowOf(entry, beginnings));
    }
    return rows;
}

} // namespace labwarden::board
