// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/event.h"
#include "tests/e2e/support/lab.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::bench {

/// The facts of a device of which events tell.
enum class Fact { presence, lease, service };

/// What one server shows: its board when asked for, and a copy that is kept by following its event feed from
/// the start, as a console does. Any thread may call, but only one fetch().
class TruthBoard {
public:
    using Clock = std::chrono::steady_clock;
    struct Shown {
        Device device;
        std::string state; ///< as derived by the server
    };
    using Shelf = std::map<std::string, Shown>; ///< by key

    TruthBoard(const test::Lab& lab, int server, const std::string& token);
    ~TruthBoard();

    /// `GET /devices`; nothing when the server does not answer with a board. Throws what the feed was given
    /// that cannot be.
    std::optional<Shelf> fetch();
    /// Whether the copy has all these devices.
    bool knows(const std::vector<std::string>& keys) const;
    /// Whether the copy has the device so.
    bool shows(const std::string& key, bool online) const;
    /// When the copy last heard of this fact; the epoch: not since it was fetched anew.
    Clock::time_point heardAt(const std::string& key, Fact fact) const;
    /// One line for each device whose facts in the copy are not those of the board.
    std::vector<std::string> missedOf(const Shelf& shelf) const;

    struct Heard {
        std::int64_t events = 0;
        std::int64_t twice = 0; ///< the very same state again
        std::int64_t late = 0;  ///< an older one after a newer one, which its version tells
        std::int64_t resets = 0;
    };
    Heard heard() const;

private:
    struct Copy {
        Device device;
        std::array<Clock::time_point, 3> heardAt{};
    };
    void keepUp(const std::stop_token& stop);
    void follow(const std::stop_token& stop);
    /// From the beginning; the cursor from which to go on, empty when there is no board.
    std::string begin(test::Person& reader);
    void apply(const Event& event, Clock::time_point now);

    const test::Lab& m_lab;
    const int m_server;
    const std::string m_token;
    test::Person m_asker;
    mutable std::mutex m_mutex;               ///< guards what follows
    std::map<std::string, Copy> m_copies;     ///< by id
    std::map<std::string, std::string> m_ids; ///< by key
    std::set<std::string> m_delivered;        ///< part, id and version
    Heard m_heard;
    std::exception_ptr m_error; ///< that ended the thread
    std::jthread m_thread;
};

} // namespace labwarden::bench
