// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/presence.h"

#include "server/clients/bounded_queue.h"
#include "server/clients/mqtt.h"
#include "server/clients/once_a_minute.h"
#include "server/devices/presence_book.h"
#include "server/devices/presence_store.h"
#include "server/errors.h"
#include "server/event_sink.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>

namespace labwarden::devices {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t inboundLimit = 20'000;  ///< messages
constexpr std::size_t maxMetaWaiting = 5'000; ///< devices whose meta waits for PostgreSQL
constexpr auto dampedPause = 5s;              ///< after which the return of a flapping device is said again
constexpr std::size_t wordsAtOnce = 500; ///< in one statement: a large lab must not run into its time limit

std::string randomClientId() {
    return "labwardend-presence-" + std::to_string(std::random_device{}());
}

} // namespace

class PresenceWatch::Impl {
public:
    Impl(PresenceSettings settings, storage::Database& database, storage::Redis& redis, EventSink& sink)
        : m_settings(std::move(settings))
        , m_store(database, redis)
        , m_sink(sink)
        , m_inbound(inboundLimit)
        , m_book(m_settings.lostAfterHeartbeats, m_settings.goodbyeGrace)
        , m_mqtt(mqttSettings(),
                 {.connected = [this] { m_reconnected = true; },
                  .lost = [this](const std::string& why) { mqttLost(why); },
                  .message = [this](clients::MqttMessage m) { m_inbound.push(std::move(m)); }}) {
        m_mqtt.subscribe(topicFilter(Leaf::status));
        m_mqtt.subscribe(topicFilter(Leaf::meta));
    }
    ~Impl() { stop(); }

    void start() {
        if (m_worker.joinable())
            return;
        m_worker = std::thread([this] { run(); });
        m_mqtt.start();
    }

    void stop() {
        m_mqtt.stop();
        m_stopping = true;
        m_inbound.close();
        if (m_worker.joinable())
            m_worker.join();
    }

    void seen(const std::string& key, Timestamp at) {
        const std::lock_guard lock(m_mutex);
        m_lastSeen[key] = at;
    }

    PresenceCounters counters() const {
        const std::lock_guard lock(m_mutex);
        PresenceCounters counted = m_counters;
        counted.dropped = m_inbound.dropped();
        return counted;
    }
    bool mqttConnected() const { return m_mqtt.connected(); }

private:
    clients::MqttSettings mqttSettings() const {
        clients::MqttSettings settings;
        settings.url = m_settings.mqtt;
        settings.clientId = m_settings.clientId.empty() ? randomClientId() : m_settings.clientId;
        return settings;
    }

    void mqttLost(const std::string& why) {
        if (const auto times = m_mqttLog.count())
            spdlog::warn("Presence: MQTT is not available: {} ({} times)", why, *times);
    }

    void run() {
        auto nextLastSeen = Clock::now();
        while (!m_stopping) {
            // What has come is read before silence is judged: time spent waiting for PostgreSQL is not the
            // devices' silence.
            for (const auto& message : m_inbound.takeAll(m_settings.tick))
                take(message);
            if (m_reconnected.exchange(false))
                m_expectAll = true;
            expectPresent();
            judge();
            writePresence();
            writeMeta();
            if (Clock::now() >= nextLastSeen) {
                writeLastSeen();
                nextLastSeen = Clock::now() + m_settings.lastSeenEvery;
            }
        }
    }

    void take(const clients::MqttMessage& message) {
        std::string why = "the topic is none of a device";
        const auto topic = parseTopic(message.topic);
        // An empty retained payload is how MQTT forgets what was retained: nothing is said with it.
        if (topic && message.payload.empty())
            return;
        bool readable = false;
        if (topic && topic->leaf == Leaf::status) {
            if (const auto status = readStatus(message.payload, why)) {
                m_book.heard(topic->key, *status, message.retained, message.arrivedAt, Clock::now());
                readable = true;
            }
        } else if (topic && topic->leaf == Leaf::meta) {
            if (auto metrics = readMeta(message.payload, why)) {
                takeMeta(topic->key, std::move(*metrics));
                readable = true;
            }
        }
        const std::lock_guard lock(m_mutex);
        ++m_counters.messages;
        if (readable && !message.retained) {
            m_lastSeen[topic->key] = message.arrivedAt;
        } else if (!readable) {
            ++m_counters.unreadable;
            if (const auto times = m_unreadableLog.count())
                spdlog::warn("Presence: {} unreadable messages, the last from {}: {}", *times,
                             topic ? topic->key : "?", why);
        }
    }

    void takeMeta(const std::string& key, std::vector<Metric> metrics) {
        std::string text = metaPayload(metrics);
        const auto written = m_writtenMeta.find(key);
        if (written != m_writtenMeta.end() && written->second == text)
            return;
        if (m_meta.size() < maxMetaWaiting || m_meta.contains(key))
            m_meta.insert_or_assign(key, Meta{std::move(metrics), std::move(text)});
    }

    /// After each connect: whoever PostgreSQL takes for online has to be heard, or is lost.
    void expectPresent() {
        if (!m_expectAll)
            return;
        if (const auto present = m_store.present()) {
            for (const auto& device : *present) {
                m_book.expect(device.key, Clock::now());
                m_ids.insert_or_assign(device.key, device.id);
            }
            m_expectAll = false;
        }
    }

    void judge() {
        const auto now = Clock::now();
        // Dropped messages may have been heartbeats: then the wait starts anew.
        if (const auto dropped = m_inbound.dropped(); dropped != m_droppedBefore) {
            m_droppedBefore = dropped;
            m_lastDrop = now;
        }
        auto listening = m_mqtt.connectedSince();
        if (listening && m_lastDrop)
            listening = std::max(*listening, *m_lastDrop);
        const std::size_t lost = m_book.judge(listening, now);
        const std::lock_guard lock(m_mutex);
        m_counters.lost += lost;
    }

    void writePresence() {
        const auto words = m_book.unwritten();
        for (std::size_t begin = 0; begin < words.size(); begin += wordsAtOnce) {
            const auto count = std::min(wordsAtOnce, words.size() - begin);
            if (!writePresence({words.begin() + static_cast<std::ptrdiff_t>(begin),
                                words.begin() + static_cast<std::ptrdiff_t>(begin + count)}))
                return; // PostgreSQL is away: the words wait, and newer ones replace them
        }
    }

    bool writePresence(const std::vector<PresenceBook::Word>& words) {
        const auto answer = m_store.setPresence(words);
        if (!answer)
            return false;
        std::vector<PresenceBook::Word> strangers;
        for (const auto& word : words) {
            const auto id = answer->ids.find(word.key);
            const bool known = id != answer->ids.end();
            if (answer->damped.contains(word.key))
                m_book.later(word, Clock::now() + dampedPause);
            else
                m_book.written(word, known);
            if (known) {
                m_ids.insert_or_assign(word.key, id->second);
                // Registered after it had said what it measures, which it says but once.
                if (auto early = m_unknownMeta.extract(word.key))
                    m_meta.insert(std::move(early));
            } else {
                countUnknown();
                strangers.push_back(word);
            }
        }
        if (!answer->events.empty())
            m_sink.committed(answer->events);
        // Should PostgreSQL go away in between: they say it again with their next heartbeat.
        if (const auto events = strangers.empty() ? std::nullopt : m_store.hearUnregistered(strangers);
            events && !events->empty())
            m_sink.committed(*events);
        return true;
    }

    void writeMeta() {
        while (!m_meta.empty()) {
            const auto first = m_meta.begin();
            const auto known = m_store.setMetrics(first->first, first->second.metrics);
            if (!known)
                return;
            if (*known) {
                m_unknownMeta.erase(first->first);
                m_writtenMeta.insert_or_assign(first->first, std::move(first->second.text));
            } else {
                countUnknown();
                if (m_unknownMeta.size() < maxMetaWaiting || m_unknownMeta.contains(first->first))
                    m_unknownMeta.insert_or_assign(first->first, std::move(first->second));
            }
            m_meta.erase(first);
        }
    }

    void writeLastSeen() {
        std::unordered_map<std::string, Timestamp> seen;
        {
            const std::lock_guard lock(m_mutex);
            seen = std::exchange(m_lastSeen, {});
        }
        std::vector<PresenceStore::Seen> known;
        for (const auto& [key, at] : seen)
            if (const auto id = m_ids.find(key); id != m_ids.end())
                known.push_back({id->second, at});
        m_store.setLastSeen(known); // Redis away: the next second has newer ones
    }

    void countUnknown() {
        const std::lock_guard lock(m_mutex);
        ++m_counters.unknownKeys;
    }

    struct Meta {
        std::vector<Metric> metrics;
        std::string text;
    };

    const PresenceSettings m_settings;
    PresenceStore m_store;
    EventSink& m_sink;
    clients::BoundedQueue<clients::MqttMessage> m_inbound;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_reconnected = false;
    clients::OnceAMinute m_mqttLog; ///< the MQTT client's thread alone

    mutable std::mutex m_mutex;
    PresenceCounters m_counters;
    std::unordered_map<std::string, Timestamp> m_lastSeen; ///< by key, since the last write

    // The worker's thread alone:
    PresenceBook m_book;
    std::unordered_map<std::string, std::string> m_ids;  ///< by key
    std::unordered_map<std::string, Meta> m_meta;        ///< by key, to write
    std::unordered_map<std::string, Meta> m_unknownMeta; ///< by key, of devices that are not registered yet
    std::unordered_map<std::string, std::string> m_writtenMeta;
    bool m_expectAll = true;
    std::uint64_t m_droppedBefore = 0;
    std::optional<Clock::time_point> m_lastDrop;
    clients::OnceAMinute m_unreadableLog;
    std::thread m_worker;

    clients::MqttClient m_mqtt; ///< last: its thread uses what stands above
};

PresenceWatch::PresenceWatch(PresenceSettings settings, storage::Database& database, storage::Redis& redis,
                             EventSink& sink)
    : m_impl(std::make_unique<Impl>(std::move(settings), database, redis, sink)) {}
PresenceWatch::~PresenceWatch() = default;
void PresenceWatch::start() {
    m_impl->start();
}
void PresenceWatch::stop() {
    m_impl->stop();
}
void PresenceWatch::seen(const std::string& deviceKey, Timestamp at) {
    m_impl->seen(deviceKey, at);
}
PresenceCounters PresenceWatch::counters() const {
    return m_impl->counters();
}
bool PresenceWatch::mqttConnected() const {
    return m_impl->mqttConnected();
}

} // namespace labwarden::devices
