// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/board/board_answer.h"
#include "server/board/snapshot.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <random>

using namespace labwarden;
using namespace labwarden::board;

namespace {

std::string idOf(int device) {
    return "00000000-0000-4000-8000-00000000000" + std::to_string(device);
}

Device deviceOf(int number, std::int64_t version) {
    Device device;
    device.id = idOf(number);
    device.key = "dev-" + std::to_string(number);
    device.name = "version " + std::to_string(version);
    device.DeviceFacts::version = version;
    device.presence.version = device.lease.version = device.service.version = 1;
    return device;
}

template<class Part>
Event eventOf(EventPart part, int device, const Part& state) {
    return {.part = part,
            .id = idOf(device),
            .version = state.version,
            .deleted = false,
            .state = boost::json::value_from(state)};
}

Event leaseEvent(int device, std::int64_t version, std::optional<std::string> runId) {
    Lease lease;
    lease.runId = std::move(runId);
    lease.version = version;
    return eventOf(EventPart::lease, device, lease);
}

boost::json::value shown(Snapshot& snapshot) {
    return boost::json::parse(*snapshot.rendered()->plain());
}

std::string unzipped(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

http::Request requestWith(std::vector<std::pair<std::string, std::string>> headers) {
    http::Request request;
    request.headers = std::move(headers);
    return request;
}

std::string headerOf(const http::Response& response, std::string_view name) {
    const auto found =
        std::ranges::find(response.headers, name, [](const auto& header) { return header.first; });
    return found == response.headers.end() ? "" : found->second;
}

const std::string run = "01900000-0000-7000-8000-000000000001";

} // namespace

TEST(TheSnapshot, shows_devices_by_key_with_their_derived_state) {
    Snapshot snapshot;
    snapshot.load(snapshot.beginLoad(), {deviceOf(2, 1), deviceOf(1, 1)});
    snapshot.apply({leaseEvent(2, 2, run)});
    const boost::json::value board = shown(snapshot);
    ASSERT_EQ(board.at("devices").as_array().size(), 2u);
    EXPECT_EQ(board.at("devices").at(0).at("key"), "dev-1");
    EXPECT_EQ(board.at("devices").at(0).at("state"), "available");
    EXPECT_EQ(board.at("devices").at(1).at("state"), "under_test");
    EXPECT_EQ(board.at("devices").at(1).at("currentRunId"), boost::json::value(run));
}

TEST(TheSnapshot, is_not_made_anew_while_nothing_changes) {
    Snapshot snapshot;
    snapshot.load(snapshot.beginLoad(), {deviceOf(1, 1)});
    const auto first = snapshot.rendered();
    EXPECT_EQ(snapshot.rendered(), first);
    snapshot.load(snapshot.beginLoad(), {deviceOf(1, 1)});
    EXPECT_EQ(snapshot.rendered(), first);
    snapshot.apply({leaseEvent(1, 1, run)}); // already known
    EXPECT_EQ(snapshot.rendered(), first);
    snapshot.apply({leaseEvent(1, 2, run)});
    EXPECT_NE(snapshot.rendered(), first);
    EXPECT_NE(snapshot.rendered()->plainTag(), first->plainTag());
}

TEST(TheSnapshot, comes_to_the_same_in_whatever_order_events_arrive) {
    std::mt19937 random(1);
    std::vector<Event> events;
    for (int device = 1; device <= 3; ++device)
        for (std::int64_t version = 1; version <= 5; ++version) {
            events.push_back(eventOf(EventPart::device, device,
                                     static_cast<const DeviceFacts&>(deviceOf(device, version))));
            events.push_back(leaseEvent(device, version, version % 2 ? std::optional(run) : std::nullopt));
            Presence presence;
            presence.online = version % 2;
            presence.version = version;
            events.push_back(eventOf(EventPart::presence, device, presence));
        }
    events.push_back({.part = EventPart::device, .id = idOf(3), .version = 6, .deleted = true, .state = {}});
    std::string expected;
    for (int round = 0; round < 50; ++round) {
        Snapshot snapshot;
        for (const Event& event : events)
            snapshot.apply({event});
        const std::string body = *snapshot.rendered()->plain();
        if (expected.empty())
            expected = body;
        EXPECT_EQ(body, expected);
        std::ranges::shuffle(events, random);
    }
    EXPECT_EQ(boost::json::parse(expected).at("devices").as_array().size(), 2u)
        << "a tombstone is not overtaken";
}

TEST(TheSnapshot, keeps_what_is_newer_than_a_look_at_the_database) {
    Snapshot snapshot;
    snapshot.load(snapshot.beginLoad(), {deviceOf(1, 1), deviceOf(2, 1)});
    const std::uint64_t begun = snapshot.beginLoad();
    snapshot.apply({leaseEvent(1, 5, run),
                    eventOf(EventPart::device, 3, static_cast<const DeviceFacts&>(deviceOf(3, 1)))});
    snapshot.load(
        begun, {deviceOf(1, 1)}); // looked before the lease was taken and device 3 was registered; 2 is gone
    const boost::json::value board = shown(snapshot);
    ASSERT_EQ(board.at("devices").as_array().size(), 2u);
    EXPECT_EQ(board.at("devices").at(0).at("state"), "under_test");
    EXPECT_EQ(board.at("devices").at(1).at("key"), "dev-3");
}

TEST(TheBoardsAnswer, is_unpacked_for_those_who_do_not_ask_for_gzip) {
    Snapshot snapshot;
    snapshot.load(snapshot.beginLoad(), {deviceOf(1, 1)});
    const auto rendered = snapshot.rendered();
    for (const char* accepted : {"", "identity", "br", "gzip;q=0", "gzip; q=0.0"})
        EXPECT_EQ(boardAnswer(requestWith({{"accept-encoding", accepted}}), *rendered).body,
                  rendered->plain())
            << accepted;
    for (const char* accepted : {"gzip", "deflate, gzip", "gzip;q=0.5", "*"}) {
        const http::Response response = boardAnswer(requestWith({{"accept-encoding", accepted}}), *rendered);
        EXPECT_EQ(headerOf(response, "Content-Encoding"), "gzip") << accepted;
        EXPECT_EQ(headerOf(response, "Vary"), "Accept-Encoding");
        EXPECT_EQ(unzipped(*response.body), *rendered->plain());
    }
}

TEST(TheBoardsAnswer, is_304_for_those_who_have_it_in_that_encoding) {
    Snapshot snapshot;
    snapshot.load(snapshot.beginLoad(), {deviceOf(1, 1)});
    const auto rendered = snapshot.rendered();
    const std::string tag = headerOf(boardAnswer(requestWith({}), *rendered), "ETag");
    EXPECT_EQ(boardAnswer(requestWith({{"if-none-match", tag}}), *rendered).status, 304);
    EXPECT_EQ(boardAnswer(requestWith({{"if-none-match", "\"other\", W/" + tag}}), *rendered).status, 304);
    EXPECT_EQ(
        boardAnswer(requestWith({{"if-none-match", tag}, {"accept-encoding", "gzip"}}), *rendered).status,
        200);
    EXPECT_EQ(boardAnswer(requestWith({{"if-none-match", "\"other\""}}), *rendered).status, 200);
    snapshot.apply({leaseEvent(1, 2, run)});
    EXPECT_EQ(boardAnswer(requestWith({{"if-none-match", tag}}), *snapshot.rendered()).status, 200);
}
