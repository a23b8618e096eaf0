// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/mqtt.h"

#include "server/clients/backoff.h"
#include "server/clients/mqtt_library.h"

#include <mosquittopp.h>
#include <spdlog/spdlog.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

namespace labwarden::clients {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int atLeastOnce = 1;
/// How long stop() waits for acknowledgements that are still to come.
constexpr auto farewell = 500ms;

} // namespace

MqttLibrary::MqttLibrary() {
    mosqpp::lib_init();
}
MqttLibrary::~MqttLibrary() {
    mosqpp::lib_cleanup();
}

class MqttClient::Impl : private MqttLibrary, private mosqpp::mosquittopp {
public:
    Impl(MqttSettings settings, MqttCallbacks callbacks)
        : mosqpp::mosquittopp(settings.clientId.c_str(), true)
        , m_settings(std::move(settings))
        , m_callbacks(std::move(callbacks))
        , m_backoff(m_settings.firstRetry, m_settings.longestRetry)
        , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        if (m_wake < 0)
            throw std::system_error(errno, std::generic_category(), "eventfd");
        threaded_set(true);
        if (!m_settings.url.username.empty())
            username_pw_set(m_settings.url.username.c_str(), m_settings.url.password.c_str());
        if (const auto& will = m_settings.will)
            will_set(will->topic.c_str(), static_cast<int>(will->payload.size()), will->payload.data(),
                     atLeastOnce, will->retain);
    }

    ~Impl() override {
        halt();
        ::close(m_wake);
    }

    void launch() {
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }

    void halt() {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_changed.notify_all();
        wake();
        if (m_thread.joinable())
            m_thread.join();
    }

    void want(const std::string& filter) {
        const std::lock_guard lock(m_mutex);
        if (std::ranges::find(m_filters, filter) != m_filters.end())
            return;
        m_filters.push_back(filter);
        if (m_accepted) {
            ask(filter);
            wake();
        }
    }

    /// The message's id at the broker; nothing when it could not be queued. With the lock held the
    /// acknowledgement cannot overtake the return of the id: only the loop's thread hears it, and it takes
    /// the lock first.
    std::optional<int> enqueue(const std::string& topic, const std::string& payload, bool retain) {
        if (!m_connectedSince || m_stopping ||
            m_unacknowledged.size() >= static_cast<std::size_t>(queueLimit))
            return std::nullopt;
        int id = 0;
        if (mosqpp::mosquittopp::publish(&id, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                                         atLeastOnce, retain) != MOSQ_ERR_SUCCESS)
            return std::nullopt;
        m_unacknowledged.insert(id);
        wake();
        return id;
    }

    bool publishAndWait(const std::string& topic, const std::string& payload, bool retain,
                        std::chrono::milliseconds deadline) {
        std::unique_lock lock(m_mutex);
        const auto id = enqueue(topic, payload, retain);
        if (!id)
            return false;
        m_changed.wait_for(lock, deadline, [&] { return m_stopped || !m_unacknowledged.contains(*id); });
        return !m_unacknowledged.contains(*id);
    }

    bool post(const std::string& topic, const std::string& payload, bool retain) {
        const std::lock_guard lock(m_mutex);
        return enqueue(topic, payload, retain).has_value();
    }

    std::optional<Clock::time_point> connectedSince() const {
        const std::lock_guard lock(m_mutex);
        return m_connectedSince;
    }

private:
    void run() {
        bool first = true;
        while (!stopping()) {
            const auto& url = m_settings.url;
            m_refusal.clear();
            const int tried = first ? connect_async(url.host.c_str(), url.port,
                                                    static_cast<int>(m_settings.keepAlive.count()))
                                    : reconnect_async();
            // A name that cannot be resolved fails the first call before the host is remembered.
            first = first && tried == MOSQ_ERR_INVAL;
            const std::string why = tried == MOSQ_ERR_SUCCESS ? serve() : describe(tried);
            {
                const std::lock_guard lock(m_mutex);
                m_accepted = false;
                m_connectedSince.reset();
            }
            if (stopping())
                break;
            if (m_callbacks.lost)
                m_callbacks.lost(why);
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, m_backoff.next(), [&] { return m_stopping; });
        }
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        m_changed.notify_all();
    }

    /// Runs the network until the connection is gone or stop() is called; says why it ended.
    std::string serve() {
        const auto begun = Clock::now();
        std::optional<Clock::time_point> leaving;
        auto nextMisc = begun;
        for (;;) {
            const auto now = Clock::now();
            const bool up = connectedSince().has_value();
            if (!up && now - begun > m_settings.connectTimeout) {
                hangUp();
                return "no answer in time";
            }
            if (stopping()) {
                if (!leaving)
                    leaving = now + farewell;
                if (!up || allAcknowledged() || now > *leaving) {
                    hangUp();
                    return "stopped";
                }
            }
            const int fd = socket();
            if (fd < 0)
                return m_refusal.empty() ? "connection lost" : m_refusal;

            // Not mosquitto_loop(): it uses select(), which cannot take the descriptors above 1023 of a busy
            // server.
            pollfd ready[2] = {{fd, static_cast<short>(POLLIN | (want_write() ? POLLOUT : 0)), 0},
                               {m_wake, POLLIN, 0}};
            ::poll(ready, 2, leaving ? 20 : 500);
            drainWake();
            int result = MOSQ_ERR_SUCCESS;
            if (ready[0].revents & (POLLIN | POLLERR | POLLHUP))
                result = loop_read();
            if (result == MOSQ_ERR_SUCCESS && (ready[0].revents & POLLOUT || want_write()))
                result = loop_write();
            if (result == MOSQ_ERR_SUCCESS && now >= nextMisc) {
                result = loop_misc();
                nextMisc = now + 500ms;
            }
            if (result != MOSQ_ERR_SUCCESS)
                return m_refusal.empty() ? describe(result) : m_refusal;
        }
    }

    /// Says goodbye, so that the broker does not send the will.
    void hangUp() {
        disconnect();
        for (const auto end = Clock::now() + farewell; socket() >= 0 && want_write() && Clock::now() < end;) {
            pollfd ready{socket(), POLLOUT, 0};
            ::poll(&ready, 1, 50);
            if (loop_write() != MOSQ_ERR_SUCCESS)
                return;
        }
    }

    static std::string describe(int error) {
        return error == MOSQ_ERR_ERRNO ? std::generic_category().message(errno) : mosqpp::strerror(error);
    }

    void on_connect(int refusal) override {
        if (refusal != 0) {
            m_refusal = mosqpp::connack_string(refusal);
            return;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_accepted = true;
            m_asked.clear();
            m_backoff.reset();
            for (const auto& filter : m_filters)
                ask(filter);
        }
        settle();
    }

    /// With the lock held.
    void ask(const std::string& filter) {
        int id = 0;
        if (subscribe(&id, filter.c_str(), atLeastOnce) == MOSQ_ERR_SUCCESS)
            m_asked.insert(id);
    }

    /// Connected is who is also heard: a message that comes before the broker has taken the subscriptions
    /// would be missed.
    void settle() {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_accepted || m_connectedSince || !m_asked.empty())
                return;
            m_connectedSince = Clock::now();
        }
        if (m_callbacks.connected)
            m_callbacks.connected();
    }

    void on_publish(int id) override {
        const std::lock_guard lock(m_mutex);
        m_unacknowledged.erase(id);
        m_changed.notify_all();
    }

    void on_subscribe(int id, int count, const int* granted) override {
        if (count > 0 && granted[0] > 2)
            spdlog::warn("MQTT: the broker refused a subscription of {}", m_settings.clientId);
        {
            const std::lock_guard lock(m_mutex);
            m_asked.erase(id);
        }
        settle();
    }

    void on_message(const mosquitto_message* message) override {
        if (m_callbacks.message)
            m_callbacks.message({.topic = message->topic,
                                 .payload = {static_cast<const char*>(message->payload),
                                             static_cast<std::size_t>(message->payloadlen)},
                                 .retained = message->retain,
                                 .arrivedAt = Timestamp::now()});
    }

    void wake() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
    }
    void drainWake() {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_wake, &count, sizeof count);
    }
    bool stopping() const {
        const std::lock_guard lock(m_mutex);
        return m_stopping;
    }
    bool allAcknowledged() const {
        const std::lock_guard lock(m_mutex);
        return m_unacknowledged.empty();
    }

    const MqttSettings m_settings;
    const MqttCallbacks m_callbacks;
    Backoff m_backoff;
    std::string m_refusal; ///< the loop's thread alone
    const int m_wake;
    std::thread m_thread;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false, m_stopped = false;
    bool m_accepted = false; ///< by the broker; its word on the subscriptions may still be missing
    std::optional<Clock::time_point> m_connectedSince;
    std::vector<std::string> m_filters;
    std::set<int> m_asked;          ///< ids of subscriptions without the broker's word
    std::set<int> m_unacknowledged; ///< the library sends them again after a reconnect
};

MqttClient::MqttClient(MqttSettings settings, MqttCallbacks callbacks) {
    if (settings.url.scheme != "mqtt")
        throw std::invalid_argument("an MQTT URL begins with mqtt://");
    m_impl = std::make_unique<Impl>(std::move(settings), std::move(callbacks));
}
MqttClient::~MqttClient() = default;
void MqttClient::start() {
    m_impl->launch();
}
void MqttClient::stop() {
    m_impl->halt();
}
void MqttClient::subscribe(const std::string& filter) {
    m_impl->want(filter);
}
bool MqttClient::publish(const std::string& topic, const std::string& payload, bool retain,
                         std::chrono::milliseconds deadline) {
    return m_impl->publishAndWait(topic, payload, retain, deadline);
}
bool MqttClient::post(const std::string& topic, const std::string& payload, bool retain) {
    return m_impl->post(topic, payload, retain);
}
bool MqttClient::connected() const {
    return m_impl->connectedSince().has_value();
}
std::optional<std::chrono::steady_clock::time_point> MqttClient::connectedSince() const {
    return m_impl->connectedSince();
}

} // namespace labwarden::clients
