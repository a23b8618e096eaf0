// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

class QSettings;

namespace labwarden::console {

enum class WatchKind { device, run };

/// What somebody wants to be told of one device or run.
struct Watch {
    WatchKind kind = WatchKind::device;
    std::string id;
    QString label;          ///< what it was called when last seen: the store may not know it any more
    bool changes = false;   ///< of a device: whenever its state changes; of a run: its end
    bool untilFree = false; ///< of a device: once, when it is available; then this goes
    bool operator==(const Watch&) const = default;
};

/// What the signed-in person watches, kept in the settings for each person at each server. It only remembers;
/// Watcher looks and tells. GUI thread only.
class WatchList : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    WatchList(const LabStore& store, QSettings& settings, QObject* parent = nullptr);

    /// The one that was added first comes first.
    const std::vector<Watch>& watches() const { return m_watches; }
    /// Null when nothing is wanted of it.
    const Watch* find(const std::string& id) const;
    bool isWatched(const std::string& id) const { return find(id) != nullptr; }
    bool tellsChanges(const std::string& id) const;
    bool waitsUntilFree(const std::string& id) const;

    // Each for many at once: one signal, one write. Nothing happens while nobody is signed in.
    void setChanges(WatchKind kind, const std::vector<std::string>& ids, bool wanted);
    void setUntilFree(const std::vector<std::string>& deviceIds, bool wanted);
    /// Nothing is wanted of these any more.
    void end(const std::vector<std::string>& ids);
    void endAll();

    /// Whether a run that is started here is watched by itself; true unless the person has said otherwise.
    bool watchesOwnRuns() const;
    void setWatchesOwnRuns(bool on);

Q_SIGNALS:
    /// Something else is wanted of these than before. After a change of person it names those of both.
    void changed(const std::vector<std::string>& ids);

private:
    void load();
    void save();
    void reindex();
    Watch& entry(WatchKind kind, const std::string& id);
    QString labelOf(WatchKind kind, const std::string& id) const;
    /// Takes out those of which nothing is wanted, and tells.
    void settle(std::vector<std::string> touched);
    QString settingsKey(const char* name) const;

    const LabStore& m_store;
    QSettings& m_settings;
    QString m_owner; ///< the settings' group of the person and server; empty while nobody is signed in
    std::vector<Watch> m_watches;
    std::unordered_map<std::string, std::size_t> m_index;
};

} // namespace labwarden::console
