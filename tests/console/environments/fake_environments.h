// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/environment_check.h"
#include "tests/console/support/fake_lab.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console::test {

/// The environments of a FakeLab behind its server, with revisions and secrets: created, saved, deleted,
/// tested. Whoever signs in may write them. Changes the lab, answers with the events, and tells them through
/// the feed.
class FakeEnvironments {
public:
    FakeEnvironments(FakeLab& lab, FakeServer& server);

    /// The next writes are refused so.
    void refuse(const FakeServer::Answer& answer) { m_refusal = answer; }
    void letPass() { m_refusal.reset(); }
    /// What somebody else saves; the event is told.
    void saveAs(const std::string& who, const std::string& id,
                const std::function<void(EnvironmentDocument&)>& change, const std::string& message = {});
    void remove(std::string id);
    Environment& byId(const std::string& id);
    Environment& byName(const std::string& name);

    std::map<std::string, std::vector<Environment>> revisions; ///< by id, oldest first
    std::map<std::string, std::string> secrets;                ///< values by "<id> <variable>"
    ConnectionReport report{{true, "InfluxDB answers; its newest value is 2 s old."},
                            {true, "https://grafana.example answers."}};
    bool parksTests = false; ///< a test of connections waits until it is answered

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    void on(const char* method, const char* path, std::function<Answer(const Request&)> handler);
    Answer create(const Request& request);
    Answer save(const Request& request);
    Answer get(const Request& request);
    Answer erase(const Request& request);
    Answer test(const Request& request);
    std::vector<Fault> faultsOfSecrets(const EnvironmentDocument& document, const std::string& id,
                                       const std::string& at) const;
    Event store(Environment& environment, EnvironmentDocument document, const std::string& who,
                const std::string& message);

    FakeLab& m_lab;
    FakeServer& m_server;
    std::optional<Answer> m_refusal;
    int m_next = 2500;
};

} // namespace labwarden::console::test
