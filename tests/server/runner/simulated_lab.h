// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"

#include <boost/json/value.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace labwarden::test {

/// A simulated labwardend: a few lines of HTTP/1.1 that play the server's side of the runner protocol,
/// remember all they are told and answer as a test says. (The real server with the real runner is tested in
/// tests/e2e.)
class SimulatedLab {
public:
    SimulatedLab();
    ~SimulatedLab();
    SimulatedLab(const SimulatedLab&) = delete;
    SimulatedLab& operator=(const SimulatedLab&) = delete;

    std::string callbackUrl(const std::string& runId) const;

    // What it answers. Any thread, any time.
    void answerWith(const std::string& request,
                    int status);       ///< request: claim, progress, callback; 200 is the usual
    void setRemaining(double seconds); ///< from now on; at first 60
    void setSecrets(boost::json::object secrets);
    void cancel();
    void pause(bool on);
    /// Connections end without an answer.
    void silence(bool on);

    // What it was told.
    int asked(const std::string& request) const; ///< how often, answered or not
    std::vector<Claim> claims() const;
    std::vector<Callback> callbacks() const;  ///< those that were answered 200
    std::vector<Progress> progresses() const; ///< likewise
    bool sawToken(const std::string& token) const;
    /// All log lines so far, callbacks included.
    std::vector<std::string> log() const;
    /// The state of each step as last told.
    std::map<std::string, StepState> steps() const;
    /// Waits until that many callbacks have been answered.
    bool finished(std::size_t count = 1, std::chrono::milliseconds limit = std::chrono::seconds(15));

private:
    struct Answer {
        int status = 200;
        std::string body;
    };
    void serve();
    void talk(int socket);
    double remaining() const;
    Answer answer(const std::string& run, const std::string& request, const std::string& token,
                  const std::string& body);

    int m_listener = -1;
    std::uint16_t m_port = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_end = false, m_silent = false, m_cancel = false, m_pause = false;
    std::chrono::steady_clock::time_point m_deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(60);
    boost::json::object m_secrets;
    std::map<std::string, int> m_status, m_asked;
    std::map<std::string, std::string> m_claimedBy; ///< run to claim
    std::vector<std::string> m_tokens;
    std::vector<Claim> m_claims;
    std::vector<Progress> m_progresses;
    std::vector<Callback> m_callbacks;
    std::list<int> m_sockets;
    std::list<std::jthread> m_talks;
    std::jthread m_thread;
};

} // namespace labwarden::test
