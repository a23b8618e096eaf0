// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/environment.h"
#include "common/domain/event.h"
#include "common/domain/session.h"
#include "common/domain/test_case.h"
#include "common/domain/test_run.h"
#include "common/domain/unregistered_device.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace labwarden::console {

/// Who is signed in, and where.
struct Session {
    QUrl server;
    UserInfo user;
    std::string serverVersion;
};

/// What has changed since the last such report. An id that the store no longer knows has been removed.
struct StoreChanges {
    std::vector<std::string> devices; ///< ids, each once, in no order
    std::vector<std::string> runs;
    bool testCases = false;
    bool environments = false;
    bool unregistered = false;
    bool empty() const {
        return devices.empty() && runs.empty() && !testCases && !environments && !unregistered;
    }
};

/// The lab as the console knows it: plain structs, changed by the server's answers and events only. Every
/// part carries a version and the higher one wins, so it does not matter whether an answer or its event comes
/// first. GUI thread only.
///
/// References and pointers handed out stay good until control returns to the event loop.
class LabStore : public QObject {
    Q_OBJECT
public:
    explicit LabStore(QObject* parent = nullptr);

    // --- session ---
    /// Null when nobody is signed in.
    const Session* session() const { return m_session ? &*m_session : nullptr; }
    /// Whether the signed-in person holds a permission, e.g. "runs:start". False when nobody is signed in.
    bool may(std::string_view permission) const;
    /// Signs a person in; the lab's contents stay when it is the same person on the same server, else they
    /// go.
    void setSession(Session session);
    /// What the signed-in person is called and may do is different now. Somebody else's is passed over.
    void updateUser(UserInfo user);
    /// Forgets the person and everything of the lab; emits sessionChanged() and reset().
    void clear();

    // --- reading ---
    /// False until the first board has arrived: an empty lab and one not yet loaded look different.
    bool devicesLoaded() const { return m_devicesLoaded; }
    bool runsLoaded() const { return m_runsLoaded; }
    /// By id, in no order; every one has its facts.
    const std::unordered_map<std::string, Device>& devices() const { return m_devices; }
    const Device* device(const std::string& id) const;
    const Device* deviceByKey(std::string_view key) const;
    /// By id, in no order: all active runs and the recent ones that were loaded.
    const std::unordered_map<std::string, TestRun>& runs() const { return m_runs; }
    const TestRun* run(const std::string& id) const;
    /// Runs that are not finished.
    int activeRunCount() const;
    /// Without their documents, which LabApi::testCase() fetches.
    const std::unordered_map<std::string, TestCaseSummary>& testCases() const { return m_testCases; }
    const TestCaseSummary* testCase(const std::string& id) const;
    const std::unordered_map<std::string, Environment>& environments() const { return m_environments; }
    const Environment* environment(const std::string& id) const;
    /// Devices that speak and that nobody has registered, refused ones too.
    const std::unordered_map<std::string, UnregisteredDevice>& unregistered() const { return m_unregistered; }

    // --- changing: called with what the server has answered ---
    /// The whole board is as given. Emits reset() the first time, afterwards reports the differences only.
    void replaceDevices(std::vector<Device> devices);
    void replaceTestCases(std::vector<TestCaseSummary> cases);
    void replaceEnvironments(std::vector<Environment> environments);
    void replaceUnregistered(std::vector<UnregisteredDevice> devices);
    /// Active runs not among these are dropped; finished ones stay, they do not change any more.
    void replaceRuns(std::vector<TestRun> runs);
    /// Adds or updates, the higher version wins.
    void mergeRuns(std::vector<TestRun> runs);
    /// Whose doing events tell of: anybody's, or that of the person at this console.
    enum class Source { feed, ownChange };
    /// Events of a bundle or of a write's answer, in any order. An event that cannot be read is left out.
    void merge(const std::vector<Event>& events, Source source = Source::ownChange);

Q_SIGNALS:
    /// At most once per 100 ms.
    void changed(const labwarden::console::StoreChanges& changes);
    /// Everything is different: read anew.
    void reset();
    void sessionChanged();
    /// What the person at this console has just changed themself, before changed() reports it.
    void changedHere(const std::vector<labwarden::Event>& events);

private:
    template<class T>
    void replaceWhole(std::unordered_map<std::string, T>& map, std::vector<T> items);
    template<class T>
    void mergeWhole(std::unordered_map<std::string, T>& map, const Event& event, bool& changed);
    void mergeDevicePart(const Event& event);
    void mergeRun(TestRun run);
    void noteDevice(const std::string& id);
    void noteRun(const std::string& id);
    void schedule();
    void report();

    std::optional<Session> m_session;
    std::unordered_map<std::string, Device> m_devices;
    std::unordered_map<std::string, Device> m_incomplete; ///< parts that came before their device's facts
    std::unordered_map<std::string, TestRun> m_runs;
    std::unordered_map<std::string, TestCaseSummary> m_testCases;
    std::unordered_map<std::string, Environment> m_environments;
    std::unordered_map<std::string, UnregisteredDevice> m_unregistered;
    std::unordered_map<std::string, std::int64_t>
        m_tombstones; ///< id of anything deleted -> version of the deletion
    std::unordered_set<std::string> m_changedDevices, m_changedRuns;
    bool m_testCasesChanged = false;
    bool m_environmentsChanged = false;
    bool m_unregisteredChanged = false;
    bool m_devicesLoaded = false;
    bool m_runsLoaded = false;
    QTimer m_batch;
};

} // namespace labwarden::console
