// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/unique_fd.h"

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace labwarden::http {

/// The listening socket and its thread. Own, since Pistache's listener cannot stop accepting while its
/// workers go on, which a shutdown without lost requests asks for. Methods are called from the thread that
/// made it.
class Acceptor {
public:
    /// Called on the acceptor's thread with each new socket (non-blocking) and the address of the other side.
    using Taker = std::function<void(UniqueFd socket, std::string remote)>;

    /// Listens; throws std::runtime_error naming address, port and reason.
    Acceptor(const std::string& address, std::uint16_t port, Taker taker);
    ~Acceptor(); ///< stop()

    std::uint16_t port() const { return m_port; }
    /// Takes every connection whose handshake had begun, then refuses the rest. Takes about 50 ms.
    void stop();

private:
    void run();
    void acceptAll();
    bool acceptOne();

    Taker m_taker;
    UniqueFd m_socket, m_stop;
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

} // namespace labwarden::http
