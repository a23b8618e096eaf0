// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/saved_views.h"

#include "console/board/device_row.h"
#include "console/board/query/device_query.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QUrl>

#include <algorithm>

namespace labwarden::board {

namespace {

constexpr std::size_t mostViews = 200; ///< nobody has more; a broken file may

const QString viewsMember = QStringLiteral("views");
const QString startMember = QStringLiteral("start");
const QString nameMember = QStringLiteral("name");

struct Member {
    QString name;
    QString BoardLook::*value;
};
const Member lookMembers[] = {
    {QStringLiteral("query"), &BoardLook::query},       {QStringLiteral("chip"), &BoardLook::chip},
    {QStringLiteral("grouping"), &BoardLook::grouping}, {QStringLiteral("view"), &BoardLook::view},
    {QStringLiteral("columns"), &BoardLook::columns},   {QStringLiteral("sort"), &BoardLook::sort}};

QString asName(const QString& text) {
    return text.simplified().left(SavedViews::longestName).trimmed();
}

bool isSameName(const QString& a, const QString& b) {
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString meaning(const QString& text) {
    const DeviceQuery query = DeviceQuery::parse(text.simplified());
    return query.faults().empty() ? query.canonical() : text.simplified();
}

} // namespace

bool BoardLook::isSame(const BoardLook& other) const {
    const auto isSameOrOpen = [](const QString& a, const QString& b) {
        return a == b || a.isEmpty() || b.isEmpty();
    };
    if (view == QLatin1String("table") &&
        !(isSameOrOpen(columns, other.columns) && isSameOrOpen(sort, other.sort)))
        return false;
    return chip == other.chip && grouping == other.grouping && view == other.view &&
           (query == other.query || meaning(query) == meaning(other.query));
}

SavedViews::SavedViews(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

void SavedViews::setPerson(const QString& server, const QString& user) {
    // Neither an address nor an id has a blank in it.
    const QString person = server + QLatin1Char(' ') + user;
    const QString key = person.size() == 1 ? QString()
                                           : QStringLiteral("board/savedViews/") +
                                                 QString::fromLatin1(QUrl::toPercentEncoding(person));
    if (key == m_key)
        return;
    m_key = key;
    load();
    Q_EMIT changed();
}

void SavedViews::load() {
    m_views.clear();
    m_start.clear();
    if (m_key.isEmpty())
        return;
    const QJsonObject kept = QJsonDocument::fromJson(m_settings.value(m_key).toString().toUtf8()).object();
    const QJsonArray views = kept.value(viewsMember).toArray();
    for (const QJsonValue& value : views) {
        const QJsonObject object = value.toObject();
        SavedView view;
        view.name = asName(object.value(nameMember).toString());
        for (const Member& member : lookMembers)
            view.look.*member.value = object.value(member.name).toString();
        if (!view.name.isEmpty() && !find(view.name) && m_views.size() < mostViews)
            m_views.push_back(std::move(view));
    }
    m_start = kept.value(startMember).toString();
    std::sort(m_views.begin(), m_views.end(),
              [](const SavedView& a, const SavedView& b) { return naturalKey(a.name) < naturalKey(b.name); });
}

void SavedViews::store() {
    std::sort(m_views.begin(), m_views.end(),
              [](const SavedView& a, const SavedView& b) { return naturalKey(a.name) < naturalKey(b.name); });
    if (!m_key.isEmpty()) {
        QJsonArray views;
        for (const SavedView& view : m_views) {
            QJsonObject object{{nameMember, view.name}};
            for (const Member& member : lookMembers)
                object.insert(member.name, view.look.*member.value);
            views.append(object);
        }
        const QJsonObject kept{{viewsMember, views}, {startMember, m_start}};
        m_settings.setValue(m_key, QString::fromUtf8(QJsonDocument(kept).toJson(QJsonDocument::Compact)));
    }
    Q_EMIT changed();
}

std::vector<SavedView>::iterator SavedViews::at(const QString& name) {
    return std::find_if(m_views.begin(), m_views.end(),
                        [&](const SavedView& view) { return isSameName(view.name, name); });
}

const SavedView* SavedViews::find(const QString& name) const {
    const auto it = std::find_if(m_views.begin(), m_views.end(),
                                 [&](const SavedView& view) { return isSameName(view.name, name); });
    return it == m_views.end() ? nullptr : &*it;
}

bool SavedViews::save(const QString& name, const BoardLook& look) {
    const QString plain = asName(name);
    if (plain.isEmpty())
        return false;
    if (const auto it = at(plain); it != m_views.end())
        *it = {plain, look};
    else
        m_views.push_back({plain, look});
    store();
    return true;
}

bool SavedViews::rename(const QString& from, const QString& to) {
    const QString plain = asName(to);
    const auto it = at(from);
    const SavedView* other = find(plain);
    if (plain.isEmpty() || it == m_views.end() || (other && other != &*it))
        return false;
    if (isSameName(m_start, it->name))
        m_start = plain;
    it->name = plain;
    store();
    return true;
}

void SavedViews::remove(const QString& name) {
    const auto it = at(name);
    if (it == m_views.end())
        return;
    if (isSameName(m_start, it->name))
        m_start.clear();
    m_views.erase(it);
    store();
}

void SavedViews::setStart(const QString& name) {
    m_start = name;
    store();
}

} // namespace labwarden::board
