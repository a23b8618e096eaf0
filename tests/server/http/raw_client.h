// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace labwarden::test {

/// One answer as it came over the wire.
struct RawAnswer {
    int status = 0;
    std::map<std::string, std::string> headers; ///< lower-case names
    std::string body;
};

/// A plain socket that says exactly what it is told to, and reads answers one by one. One thread at a time.
class RawClient {
public:
    static constexpr std::chrono::seconds patience{10};

    /// Throws std::runtime_error when nobody listens. `receiveBuffer` 0: the system's default.
    explicit RawClient(std::uint16_t port, int receiveBuffer = 0);

    /// False when the other side no longer takes bytes.
    bool send(std::string_view bytes);
    /// The next whole answer, interim ones (100) too. Nothing: the connection ended or `limit` passed before
    /// it was whole.
    std::optional<RawAnswer> read(std::chrono::milliseconds limit = patience, bool hasBody = true);
    std::optional<RawAnswer> ask(std::string_view request) { return send(request) ? read() : std::nullopt; }
    /// GET with the headers that it needs, and `more` ("Name: value\r\n" lines).
    std::optional<RawAnswer> get(std::string_view path, std::string_view more = {});
    std::optional<RawAnswer> post(std::string_view path, std::string_view body, std::string_view more = {});
    /// True: the other side has ended the connection within `limit`. Bytes that come before are dropped.
    bool ended(std::chrono::milliseconds limit = patience);
    /// Reads and drops at most `count` bytes after a pause, as a slow reader does. False: the connection has
    /// ended.
    bool readSome(std::size_t count, std::chrono::milliseconds pause);
    /// Something, or the end, is there to be read.
    bool readable() const;
    void closeSending();
    /// Closes with a reset, as a killed process behind a firewall does.
    void reset();
    int fd() const { return m_fd.get(); }
    const std::string& unread() const { return m_buffer; }

private:
    bool fill(std::chrono::steady_clock::time_point deadline);

    http::UniqueFd m_fd;
    std::string m_buffer;
};

} // namespace labwarden::test
