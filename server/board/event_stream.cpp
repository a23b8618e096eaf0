// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/event_stream.h"

#include "server/errors.h"
#include "server/storage/redis.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace labwarden::board {

namespace {

using storage::RedisReply;

constexpr const char* eventField = "event";
constexpr int readCount = 1000;

// KEYS: epoch, stream. ARGV: what an epoch of this Redis process begins with, a new epoch. The stream is
// never empty, so that its first entry tells whether a reader was overtaken by trimming.
constexpr const char* epochScript = R"lua(
local epoch = redis.call('GET', KEYS[1])
if epoch and string.sub(epoch, 1, #ARGV[1]) == ARGV[1] and redis.call('EXISTS', KEYS[2]) == 1 then
    return epoch
end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
redis.call('XADD', KEYS[2], '*', 'epoch', ARGV[2])
return ARGV[2]
)lua";

/// A word of this Redis process: after a restart some of the last writes may be missing, whatever the epoch
/// says.
std::string processWord(const std::string& info) {
    const std::string name = "run_id:";
    const std::size_t at = info.find(name);
    return at == std::string::npos ? std::string("0") : info.substr(at + name.size(), 8);
}

std::string randomWord() {
    std::array<unsigned char, 6> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * bytes.size() + 1> hex;
    return sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
}

/// [[id, [field, value, …]], …]
std::vector<StreamedEvent> entriesOf(const RedisReply& reply) {
    std::vector<StreamedEvent> entries;
    for (const RedisReply& item : reply.items) {
        const std::optional<StreamId> id = StreamId::parse(item.items.at(0).text);
        if (!id)
            continue;
        StreamedEvent entry{*id, nullptr};
        const std::vector<RedisReply>& fields = item.items.at(1).items;
        for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
            if (fields[i].text == eventField)
                entry.json = std::make_shared<const std::string>(fields[i + 1].text);
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace

EventStream::EventStream(const BoardSettings& settings, storage::Redis& redis)
    : m_settings(settings)
    , m_redis(redis)
    , m_stream(redis.prefix() + "events")
    , m_epoch(redis.prefix() + "epoch")
    , m_lastSeen(redis.prefix() + "lastSeen") {}

StreamStart EventStream::begin() {
    const std::string process = processWord(m_redis.command({"INFO", "server"}).text);
    StreamStart start;
    start.epoch =
        m_redis.command({"EVAL", epochScript, "2", m_epoch, m_stream, process, process + randomWord()}).text;
    start.recent = entriesOf(
        m_redis.command({"XREVRANGE", m_stream, "+", "-", "COUNT", std::to_string(m_settings.recentEvents)},
                        std::chrono::seconds(5)));
    if (start.recent.empty()) // wiped between the two
        throw Unavailable("redis", PublicText("The event feed is starting."));
    std::ranges::reverse(start.recent);
    start.last = start.recent.back().id;
    start.floor = start.recent.front().id;
    return start;
}

StreamRead EventStream::read(const std::string& epoch, StreamId last) {
    const std::vector<RedisReply> replies =
        m_redis.pipeline({{"XREAD", "COUNT", std::to_string(readCount), "BLOCK",
                           std::to_string(m_settings.readWait.count()), "STREAMS", m_stream, last.text()},
                          {"GET", m_epoch},
                          {"XRANGE", m_stream, "-", "+", "COUNT", "1"}},
                         m_settings.readWait + std::chrono::seconds(2));
    StreamRead read;
    const std::vector<StreamedEvent> first = entriesOf(replies.at(2));
    // The epoch is looked at after the stream: what was read is then of that epoch, or is thrown away.
    read.lost = replies.at(1).text != epoch || first.empty() || first.front().id > last;
    if (!read.lost && replies.at(0).kind == RedisReply::Kind::Array && !replies.at(0).items.empty())
        read.events = entriesOf(replies.at(0).items.at(0).items.at(1));
    return read;
}

void EventStream::append(const std::vector<std::string>& events) {
    std::vector<std::vector<std::string>> commands;
    commands.reserve(events.size());
    for (const std::string& event : events)
        commands.push_back({"XADD", m_stream, "MAXLEN", "~", std::to_string(m_settings.streamLength), "*",
                            eventField, event});
    m_redis.pipeline(commands, std::chrono::seconds(3));
}

std::unordered_map<std::string, std::int64_t> EventStream::lastSeen() {
    const RedisReply reply = m_redis.command({"HGETALL", m_lastSeen}, std::chrono::seconds(2));
    std::unordered_map<std::string, std::int64_t> seen;
    for (std::size_t i = 0; i + 1 < reply.items.size(); i += 2) {
        const std::string& ms = reply.items[i + 1].text;
        std::int64_t value = 0;
        if (std::from_chars(ms.data(), ms.data() + ms.size(), value).ec == std::errc())
            seen[reply.items[i].text] = value;
    }
    return seen;
}

} // namespace labwarden::board
