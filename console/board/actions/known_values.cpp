// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/known_values.h"

#include <QCompleter>
#include <QLineEdit>

#include <algorithm>
#include <set>

namespace labwarden::board {
namespace {

/// Completes what stands behind the last comma.
class ListCompleter : public QCompleter {
public:
    ListCompleter(const QStringList& values, QLineEdit* line) : QCompleter(values, line), m_line(line) {}

    QString pathFromIndex(const QModelIndex& index) const override {
        const QString before = m_line->text();
        const qsizetype comma = before.lastIndexOf(QLatin1Char(','));
        return (comma < 0 ? QString() : before.left(comma) + QStringLiteral(", ")) +
               QCompleter::pathFromIndex(index);
    }
    QStringList splitPath(const QString& path) const override {
        return {path.mid(path.lastIndexOf(QLatin1Char(',')) + 1).trimmed()};
    }

private:
    QLineEdit* m_line;
};

void attach(QCompleter* completer, QLineEdit* line) {
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    line->setCompleter(completer);
}

QStringList sorted(const std::set<std::string>& values) {
    QStringList list;
    for (const auto& value : values)
        if (!value.empty())
            list << QString::fromStdString(value);
    list.sort(Qt::CaseInsensitive);
    return list;
}

} // namespace

KnownValues KnownValues::of(const console::LabStore& store) {
    std::set<std::string> types, models, sites, rooms, racks, owners, tags, capabilities;
    for (const auto& [id, device] : store.devices()) {
        types.insert(device.type);
        models.insert(device.model);
        sites.insert(device.location.site);
        rooms.insert(device.location.room);
        racks.insert(device.location.rack);
        owners.insert(device.owner);
        tags.insert(device.tags.begin(), device.tags.end());
        capabilities.insert(device.capabilities.begin(), device.capabilities.end());
    }
    return {sorted(types), sorted(models), sorted(sites), sorted(rooms),
            sorted(racks), sorted(owners), sorted(tags),  sorted(capabilities)};
}

void offerCompletion(QLineEdit* line, const QStringList& values) {
    attach(new QCompleter(values, line), line);
}

void offerListCompletion(QLineEdit* line, const QStringList& values) {
    attach(new ListCompleter(values, line), line);
}

std::vector<std::string> listOf(const QString& text) {
    std::vector<std::string> items;
    const QStringList parts = text.split(QLatin1Char(','));
    for (const QString& part : parts) {
        auto item = part.trimmed().toStdString();
        if (!item.empty() && std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(std::move(item));
    }
    return items;
}

QString textOfList(const std::vector<std::string>& items) {
    QStringList parts;
    for (const auto& item : items)
        parts << QString::fromStdString(item);
    return parts.join(QStringLiteral(", "));
}

} // namespace labwarden::board
