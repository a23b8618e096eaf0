// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::http {

/// Why bytes are not a request, as the client may read it. The connection ends after such an answer, since
/// nobody knows where the next request would begin.
struct Refusal {
    int status;
    std::string_view detail;
};

/// The head of one request, checked. Values are plain ASCII without control characters.
struct Head {
    std::string method; ///< GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS
    std::string path;   ///< begins with "/", without query, still percent-encoded; "*" only with OPTIONS
    std::string query;  ///< what follows "?", still percent-encoded
    bool http10 = false;
    bool keepAlive = true;       ///< what the client asks for
    bool expectContinue = false; ///< the client waits for "100 Continue" before it sends the body
    std::size_t contentLength = 0;
    std::vector<std::pair<std::string, std::string>>
        headers; ///< known ones only, lower-case names, each once
};

/// Cuts the bytes of one connection into whole requests. It knows no socket, no route and no clock, so it can
/// be tested and fuzzed alone; one thread at a time. It is strict where leniency lets two programs read the
/// same bytes in two ways (RFC 9112 §11): CRLF only, no folded lines, no chunked bodies, one numeric
/// Content-Length.
///
/// Drive it with append(), then next() until it says NeedBytes. After HeadDone say what the body may weigh
/// with allowBody(); after Whole take it with takeHead() and takeBody(). After Refused it stays refused.
class Framing {
public:
    struct Limits {
        std::size_t head = 8192;   ///< bytes of request line and headers
        std::size_t target = 2048; ///< bytes of the request target
    };
    enum class Step { NeedBytes, HeadDone, Whole, Refused };

    explicit Framing(Limits limits) : m_limits(limits) {}

    void append(std::string_view bytes);
    Step next();

    const Head& head() const { return m_head; } ///< valid from HeadDone to takeHead()
    /// A body longer than this is refused with 413 by the next next().
    void allowBody(std::size_t limit);
    Head takeHead() { return std::exchange(m_head, {}); }
    std::string takeBody() { return std::exchange(m_body, {}); }
    const Refusal& refusal() const { return m_refusal; } ///< valid after Refused

    /// Some of a request is here, but not all: a deadline should run.
    bool inHead() const { return m_state == State::Head && !m_buffer.empty(); }
    bool inBody() const { return m_state == State::Body; }
    /// Bytes held that belong to no finished request.
    std::size_t buffered() const { return m_buffer.size() + m_body.size(); }
    std::size_t bodyReceived() const { return m_body.size(); }

private:
    enum class State { Head, AwaitLimit, Body, Refused };

    Step refuse(int status, std::string_view detail);
    Step scanHead();
    bool parseHead(std::string_view head);
    bool parseRequestLine(std::string_view line);
    bool parseTarget(std::string_view target);
    bool parseVersion(std::string_view version);
    bool parseField(std::string_view line);
    bool parseContentLength(std::string_view value);
    bool keepField(std::string name, std::string_view value);
    bool fail(int status, std::string_view detail);

    Limits m_limits;
    State m_state = State::Head;
    std::string m_buffer;      ///< bytes of a head, or of requests that come after
    std::size_t m_scanned = 0; ///< bytes of m_buffer that are known to be harmless
    bool m_sawLineEnd = false; ///< the request line is complete
    std::string m_body;
    std::size_t m_bodyLimit = 0;
    Head m_head;
    bool m_hasHost = false, m_hasLength = false;
    Refusal m_refusal{0, {}};
};

} // namespace labwarden::http
