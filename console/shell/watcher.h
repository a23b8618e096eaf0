// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/shell/watch_news.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <unordered_map>
#include <unordered_set>

namespace labwarden::console {

/// Looks at what the person watches and tells what becomes of it: a device that goes offline, comes back, is
/// taken or freed, a run that ends. What happens within some seconds is told together, and while it goes on
/// happening the seconds become more; what has been undone by then is not told. Nothing is told of what the
/// store had when it was loaded, with two exceptions that were asked for: a device that one waits for and
/// that is free, and a run that one watches and that has ended meanwhile. Nothing is told of what the person
/// has just done themself. GUI thread only.
class Watcher : public QObject {
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds collect{2'000};
        std::chrono::milliseconds longest{30'000}; ///< to collect while there is no end of it
    };
    /// All outlive it.
    Watcher(LabStore& store, WatchList& list, const Clock& clock, QObject* parent = nullptr);
    void setTiming(const Timing& timing);

Q_SIGNALS:
    void told(const labwarden::console::News& news);
    /// A run is watched that the store does not have: it has ended while nobody looked.
    void runMissing(const std::string& runId);

private:
    /// A device as it was when it was last looked at.
    struct Seen {
        DeviceState state = DeviceState::available;
        std::int64_t presence = 0, lease = 0, service = 0; ///< versions
    };
    static Seen seenOf(const Device& device);
    void begin();
    void onListChanged(const std::vector<std::string>& ids);
    void onStoreChanged(const StoreChanges& changes);
    void noteOwn(const std::vector<Event>& events);
    void lookAtDevice(const std::string& id);
    void lookAtRun(const std::string& id);
    void lookAtRuns();
    bool isOwn(const std::string& id, const Seen& before, const Seen& now) const;
    bool isOwnEnd(const TestRun& run) const;
    void collect();
    void tell();
    WatchHarvest harvest();

    LabStore& m_store;
    WatchList& m_list;
    const Clock& m_clock;
    Timing m_timing;
    QTimer m_collect, m_calm;
    std::chrono::milliseconds m_window;
    std::unordered_map<std::string, Seen> m_seen;
    std::unordered_map<std::string, Seen> m_turned; ///< as they were when they were last told
    std::unordered_set<std::string> m_free, m_ended;
    std::vector<Watch> m_removed;
    std::unordered_map<std::string, std::int64_t>
        m_own;                                  ///< part and id -> newest version of one's own making
    std::unordered_set<std::string> m_flapping; ///< told so
    std::unordered_set<std::string> m_missing;  ///< runs that were asked for
    bool m_hasLookedAtRuns = false;
};

} // namespace labwarden::console
