// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/connection.h"
#include "server/http/task_queue.h"
#include "server/http/unique_fd.h"

#include <pistache/peer.h>
#include <pistache/tcp.h>
#include <pistache/transport.h>

#include <memory>
#include <string>
#include <vector>

namespace labwarden::http {

/// What Pistache calls for the bytes of a peer: hands them to the peer's Connection, and lets no exception
/// back.
class InputHandler : public Pistache::Tcp::Handler {
    PROTOTYPE_OF(Pistache::Tcp::Handler, InputHandler)

public:
    explicit InputHandler(std::shared_ptr<std::vector<std::shared_ptr<Connection>>> lingering)
        : m_lingering(std::move(lingering)) {}
    void onInput(const char* buffer, std::size_t length,
                 const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
    void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;

private:
    std::shared_ptr<std::vector<std::shared_ptr<Connection>>> m_lingering;
};

/// One I/O thread: Pistache's transport (it holds the peers, reads them and closes them) with a queue of
/// tasks from other threads and a clock tick. Pistache's HTTP layer above it is not used: its parser and its
/// write queue are what this folder contains, and its timeouts would hit parked answers.
class Worker : public Pistache::Tcp::Transport {
public:
    explicit Worker(std::shared_ptr<TaskQueue> tasks = std::make_shared<TaskQueue>());

    const std::shared_ptr<TaskQueue>& tasks() const { return m_tasks; }

    /// Any thread. From here on the socket belongs to Pistache, on this worker's thread alone.
    void take(UniqueFd socket, std::shared_ptr<Connection> connection);
    /// Worker's thread: ends and closes every connection.
    void closeAll();

    void registerPoller(Pistache::Polling::Epoll& poller) override;
    void onReady(const Pistache::Aio::FdSet& ready) override;
    std::shared_ptr<Pistache::Aio::Handler> clone() const override;

private:
    using Lingering = std::vector<std::shared_ptr<Connection>>;
    Worker(std::shared_ptr<TaskQueue> tasks, std::shared_ptr<Lingering> lingering);
    void tick();

    std::shared_ptr<TaskQueue> m_tasks;
    std::shared_ptr<Lingering>
        m_lingering; ///< clients that have closed their side and may still read an answer
    UniqueFd m_clock;
};

} // namespace labwarden::http
