// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/framing.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace labwarden::http {
namespace {

using Step = Framing::Step;

/// What became of some bytes: "GET /path?query body" for each whole request, or "400" where it was refused.
std::vector<std::string> cut(std::string_view bytes, std::size_t pieceSize, std::size_t bodyLimit = 1000) {
    Framing framing({.head = 512, .target = 100});
    std::vector<std::string> found;
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, pieceSize);
        bytes.remove_prefix(piece.size());
        framing.append(piece);
        for (auto step = framing.next(); step != Step::NeedBytes; step = framing.next()) {
            if (step == Step::Refused) {
                found.push_back(std::to_string(framing.refusal().status));
                return found;
            }
            if (step == Step::HeadDone) {
                framing.allowBody(bodyLimit);
                continue;
            }
            const auto head = framing.takeHead();
            found.push_back(head.method + " " + head.path + "?" + head.query + " " + framing.takeBody());
        }
    }
    return found;
}

/// The same however the bytes are torn.
std::vector<std::string> cutAnyhow(std::string_view bytes) {
    const auto whole = cut(bytes, bytes.size());
    for (std::size_t size = 1; size < 20; ++size)
        EXPECT_EQ(cut(bytes, size), whole) << "torn into pieces of " << size;
    return whole;
}

std::string withHeader(std::string_view line) {
    return "GET / HTTP/1.1\r\nHost: lab\r\n" + std::string(line) + "\r\n\r\n";
}
std::string withLine(std::string_view line) {
    return std::string(line) + "\r\nHost: lab\r\n\r\n";
}

TEST(Framing, cuts_pipelined_requests_however_they_are_torn) {
    EXPECT_EQ(cutAnyhow("GET /a?x=1 HTTP/1.1\r\nHost: lab\r\n\r\n"
                        "\r\nPOST /b HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\n\r\nhello"
                        "PUT /c HTTP/1.0\r\nContent-Length: 000\r\n\r\n"
                        "DELETE http://lab:80/d?y HTTP/1.1\r\nhost: lab\r\n\r\n"
                        "OPTIONS * HTTP/1.1\r\nHost: lab\r\n\r\n"),
              (std::vector<std::string>{"GET /a?x=1 ", "POST /b? hello", "PUT /c? ", "DELETE /d?y ",
                                        "OPTIONS *? "}));
}

struct Case {
    const char* what;
    std::string bytes;
    int status;
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.what;
}

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, with_the_status_that_says_why) {
    EXPECT_EQ(cutAnyhow(GetParam().bytes), std::vector{std::to_string(GetParam().status)});
}

INSTANTIATE_TEST_SUITE_P(
    Requests, Refused,
    testing::Values(
        Case{"bare line feed", "GET / HTTP/1.1\nHost: lab\n\n", 400},
        Case{"bare return", "GET / HTTP/1.1\rHost: lab\r\n\r\n", 400},
        Case{"return at the end of a field", withHeader("Accept: a\r\r\n"), 400},
        Case{"NUL", std::string("GET / HTTP/1.1\r\nHost: l\0b\r\n\r\n", 28), 400},
        Case{"control character", withHeader("X-Any: \x01"), 400},
        Case{"TLS to a plain port", "\x16\x03\x01\x02", 400},
        Case{"no target", withLine("GET HTTP/1.1"), 400}, Case{"no version", withLine("GET /"), 400},
        Case{"two spaces", withLine("GET  / HTTP/1.1"), 400},
        Case{"a space in the target", withLine("GET /a b HTTP/1.1"), 400},
        Case{"a fragment", withLine("GET /a#b HTTP/1.1"), 400},
        Case{"a target that is no path", withLine("GET a HTTP/1.1"), 400},
        Case{"another scheme", withLine("GET ftp://lab/a HTTP/1.1"), 400},
        Case{"an asterisk with GET", withLine("GET * HTTP/1.1"), 400},
        Case{"a method that is no token", withLine("G(T / HTTP/1.1"), 400},
        Case{"an unknown method", withLine("BREW / HTTP/1.1"), 501},
        Case{"CONNECT", withLine("CONNECT lab:80 HTTP/1.1"), 501},
        Case{"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\n", 505},
        Case{"a word for a version", withLine("GET / HTTP/1.x"), 400},
        Case{"no host", "GET / HTTP/1.1\r\n\r\n", 400}, Case{"two hosts", withHeader("Host: other"), 400},
        Case{"a space before the colon", withHeader("Accept : a"), 400},
        Case{"no colon", withHeader("Accept"), 400}, Case{"no name", withHeader(": a"), 400},
        Case{"a folded line", withHeader("Accept: a\r\n b"), 400},
        Case{"chunked", withHeader("Transfer-Encoding: chunked"), 411},
        Case{"chunked and a length", withHeader("Content-Length: 3\r\nTransfer-Encoding: chunked"), 411},
        Case{"two lengths", withHeader("Content-Length: 3\r\nContent-Length: 3"), 400},
        Case{"a list of lengths", withHeader("Content-Length: 3, 3"), 400},
        Case{"a signed length", withHeader("Content-Length: +3"), 400},
        Case{"a hexadecimal length", withHeader("Content-Length: 0x3"), 400},
        Case{"an empty length", withHeader("Content-Length:"), 400},
        Case{"a length beyond any number", withHeader("Content-Length: 99999999999999999999999999"), 413},
        Case{"a length beyond the limit", withHeader("Content-Length: 1001"), 413},
        Case{"two tokens", withHeader("Authorization: Bearer a\r\nAuthorization: Bearer b"), 400},
        Case{"letters beyond ASCII in a header that is read", withHeader("Idempotency-Key: \xc3\xa4"), 400},
        Case{"an encoded body", withHeader("Content-Encoding: gzip"), 415},
        Case{"another expectation", withHeader("Expect: the worst"), 417},
        Case{"a long target", withLine("GET /" + std::string(100, 'a') + " HTTP/1.1"), 414},
        Case{"a target without end", "GET /" + std::string(600, '/'), 414},
        Case{"a large head", withHeader("X-Any: " + std::string(500, 'a')), 431}));

Head headOf(std::string_view bytes) {
    Framing framing({});
    framing.append(bytes);
    EXPECT_EQ(framing.next(), Step::HeadDone);
    return framing.takeHead();
}

TEST(Framing, passes_known_headers_on_and_drops_all_others) {
    const auto head = headOf("GET / HTTP/1.1\r\nHost: lab\r\nX-Evil: 1\r\nACCEPT:  a \r\nCookie: "
                             "c\r\naccept:b\r\nX-Request-Id: 7\r\n\r\n");
    EXPECT_EQ(head.headers,
              (std::vector<std::pair<std::string, std::string>>{{"accept", "a, b"}, {"x-request-id", "7"}}));
}

TEST(Framing, reads_what_the_client_wants_of_the_connection) {
    EXPECT_TRUE(headOf(withHeader("X: 1")).keepAlive);
    EXPECT_FALSE(headOf(withHeader("Connection: Upgrade, Close")).keepAlive);
    EXPECT_FALSE(headOf("GET / HTTP/1.0\r\n\r\n").keepAlive);
    EXPECT_TRUE(headOf("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keepAlive);
    EXPECT_TRUE(headOf(withHeader("Expect: 100-Continue\r\nContent-Length: 3")).expectContinue);
}

TEST(Framing, takes_a_head_of_just_the_limit_and_a_body_of_just_the_limit) {
    const std::string begin = "GET / HTTP/1.1\r\nHost: lab\r\nX: ", end = "\r\n\r\n";
    const auto filled = begin + std::string(512 - begin.size() - end.size(), 'a') + end;
    ASSERT_EQ(filled.size(), 512u);
    EXPECT_EQ(cutAnyhow(filled), std::vector<std::string>{"GET /? "});
    EXPECT_EQ(cutAnyhow(withHeader("Content-Length: 1000") + std::string(1000, 'b')),
              std::vector{"GET /? " + std::string(1000, 'b')});
}

TEST(Framing, tells_what_it_is_waiting_for) {
    Framing framing({});
    EXPECT_FALSE(framing.inHead() || framing.inBody());
    framing.append("P");
    EXPECT_EQ(framing.next(), Step::NeedBytes);
    EXPECT_TRUE(framing.inHead());
    framing.append("OST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 3\r\n\r\nab");
    EXPECT_EQ(framing.next(), Step::HeadDone);
    framing.allowBody(10);
    EXPECT_EQ(framing.next(), Step::NeedBytes);
    EXPECT_TRUE(framing.inBody());
    EXPECT_EQ(framing.bodyReceived(), 2u);
    framing.append("cGET");
    EXPECT_EQ(framing.next(), Step::Whole);
    EXPECT_EQ(framing.takeBody(), "abc");
    EXPECT_EQ(framing.buffered(), 3u);
}

TEST(Framing, stays_refused) {
    Framing framing({});
    framing.append("\n");
    EXPECT_EQ(framing.next(), Step::Refused);
    framing.append(withHeader("X: 1"));
    EXPECT_EQ(framing.next(), Step::Refused);
    EXPECT_EQ(framing.buffered(), 0u);
}

} // namespace
} // namespace labwarden::http
