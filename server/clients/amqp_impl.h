// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/amqp.h"

#include <amqp.h>
#include <amqp_framing.h>

#include <functional>
#include <string>

namespace labwarden::clients {

/// What AmqpConnection and the two classes made of it share: the library's state, and one way to fail. For
/// the .cpp files of this client alone.
class AmqpConnection::Impl {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr amqp_channel_t work = 1; ///< everything but looking at queues
    static constexpr amqp_channel_t look =
        2; ///< a declaration that is refused closes its channel, so those that may be have their own

    Impl(const Url& url, AmqpSettings settings);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// Ends this object: the caller is told that the broker is not available, the log is told why.
    [[noreturn]] void die(const std::string& why);
    void requireAlive() const;
    /// The reply of the last synchronous call is good, or the object dies.
    void requireReply(const char* call);
    void requireReply(const char* call, const amqp_rpc_reply_t& reply);
    void requireStatus(const char* call, int status);
    void openLook();
    /// The broker's code when it has refused the last call on the look channel, and so closed it; 0: it has
    /// not.
    int lookRefused(const amqp_rpc_reply_t& reply);

    /// Reads one frame and gives it to onFrame; false when none comes by `deadline`. Sends and answers
    /// heartbeats. A close from the broker kills.
    bool pump(Clock::time_point deadline);
    /// Whether the socket takes data by `deadline`; the library itself would wait for ever on a broker that
    /// has stopped reading.
    bool writable(Clock::time_point deadline) const;

    amqp_connection_state_t connection = nullptr;
    AmqpSettings settings;
    bool dead = false;
    bool looking = false; ///< the look channel is open
    std::function<void(const amqp_frame_t&)>
        onFrame; ///< frames of the work channel; what they point to dies with the call

private:
    void open(const Url& url);
};

inline amqp_bytes_t bytes(const std::string& text) {
    return {text.size(), const_cast<char*>(text.data())};
}
inline std::string text(const amqp_bytes_t& b) {
    return {static_cast<const char*>(b.bytes), b.len};
}

timeval asTimeval(std::chrono::milliseconds d);

} // namespace labwarden::clients
