// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/watch_list.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

constexpr QLatin1String kindField("kind"), idField("id"), labelField("label"), changesField("changes"),
    untilFreeField("untilFree"), runKind("run"), deviceKind("device");

QString ownerOf(const Session* session) {
    if (!session)
        return {};
    const auto server = QUrl::toPercentEncoding(session->server.toString(QUrl::RemoveUserInfo));
    return QStringLiteral("watching/%1/%2")
        .arg(QString::fromLatin1(server), QString::fromStdString(session->user.id));
}

QJsonObject toJson(const Watch& watch) {
    return {{kindField, watch.kind == WatchKind::run ? runKind : deviceKind},
            {idField, QString::fromStdString(watch.id)},
            {labelField, watch.label},
            {changesField, watch.changes},
            {untilFreeField, watch.untilFree}};
}

Watch fromJson(const QJsonObject& json) {
    return {json[kindField].toString() == runKind ? WatchKind::run : WatchKind::device,
            json[idField].toString().toStdString(), json[labelField].toString(), json[changesField].toBool(),
            json[untilFreeField].toBool()};
}

} // namespace

WatchList::WatchList(const LabStore& store, QSettings& settings, QObject* parent)
    : QObject(parent), m_store(store), m_settings(settings) {
    connect(&store, &LabStore::sessionChanged, this, &WatchList::load);
    load();
}

const Watch* WatchList::find(const std::string& id) const {
    const auto at = m_index.find(id);
    return at == m_index.end() ? nullptr : &m_watches[at->second];
}

bool WatchList::tellsChanges(const std::string& id) const {
    const auto* watch = find(id);
    return watch && watch->changes;
}

bool WatchList::waitsUntilFree(const std::string& id) const {
    const auto* watch = find(id);
    return watch && watch->untilFree;
}

void WatchList::setChanges(WatchKind kind, const std::vector<std::string>& ids, bool wanted) {
    for (const auto& id : ids)
        if (wanted || isWatched(id))
            entry(kind, id).changes = wanted;
    settle(ids);
}

void WatchList::setUntilFree(const std::vector<std::string>& deviceIds, bool wanted) {
    for (const auto& id : deviceIds)
        if (wanted || isWatched(id))
            entry(WatchKind::device, id).untilFree = wanted;
    settle(deviceIds);
}

void WatchList::end(const std::vector<std::string>& ids) {
    for (const auto& id : ids)
        if (const auto at = m_index.find(id); at != m_index.end())
            m_watches[at->second].changes = m_watches[at->second].untilFree = false;
    settle(ids);
}

void WatchList::endAll() {
    std::vector<std::string> ids;
    for (const auto& watch : m_watches)
        ids.push_back(watch.id);
    end(ids);
}

bool WatchList::watchesOwnRuns() const {
    return m_settings.value(settingsKey("ownRuns"), true).toBool();
}

void WatchList::setWatchesOwnRuns(bool on) {
    if (!m_owner.isEmpty())
        m_settings.setValue(settingsKey("ownRuns"), on);
}

void WatchList::load() {
    const QString owner = ownerOf(m_store.session());
    if (owner == m_owner)
        return; // the same person; what they may do is different
    std::vector<std::string> touched;
    for (const auto& watch : m_watches)
        touched.push_back(watch.id);
    m_owner = owner;
    m_watches.clear();
    m_index.clear();
    if (!m_owner.isEmpty()) {
        const auto kept = QJsonDocument::fromJson(m_settings.value(settingsKey("watches")).toByteArray());
        const auto entries = kept.array();
        for (const auto& value : entries)
            if (auto watch = fromJson(value.toObject()); !watch.id.empty() && !isWatched(watch.id)) {
                touched.push_back(watch.id);
                m_index[watch.id] = m_watches.size();
                m_watches.push_back(std::move(watch));
            }
    }
    if (!touched.empty())
        Q_EMIT changed(touched);
}

void WatchList::save() {
    QJsonArray entries;
    for (const auto& watch : m_watches)
        entries.append(toJson(watch));
    m_settings.setValue(settingsKey("watches"), QJsonDocument(entries).toJson(QJsonDocument::Compact));
}

void WatchList::reindex() {
    m_index.clear();
    for (std::size_t i = 0; i < m_watches.size(); ++i)
        m_index[m_watches[i].id] = i;
}

Watch& WatchList::entry(WatchKind kind, const std::string& id) {
    const auto [at, isNew] = m_index.try_emplace(id, m_watches.size());
    if (isNew)
        m_watches.push_back({kind, id, labelOf(kind, id)});
    return m_watches[at->second];
}

QString WatchList::labelOf(WatchKind kind, const std::string& id) const {
    if (kind == WatchKind::run) {
        const auto* run = m_store.run(id);
        return run ? QStringLiteral("#%1 %2").arg(run->number).arg(QString::fromStdString(run->testCaseTitle))
                   : QString();
    }
    const auto* device = m_store.device(id);
    return device ? QString::fromStdString(device->name.empty() ? device->key : device->name) : QString();
}

void WatchList::settle(std::vector<std::string> touched) {
    std::erase_if(m_watches, [](const Watch& watch) { return !watch.changes && !watch.untilFree; });
    if (m_owner.isEmpty())
        m_watches.clear(); // nobody wants it
    reindex();
    if (m_owner.isEmpty() || touched.empty())
        return;
    save();
    Q_EMIT changed(touched);
}

QString WatchList::settingsKey(const char* name) const {
    return QStringLiteral("%1/%2").arg(m_owner, QLatin1String(name));
}

} // namespace labwarden::console
