// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/connection_tests.h"

#include "common/domain/grafana_link.h"
#include "server/clients/http_client.h"
#include "server/clients/influx.h"
#include "server/clients/telemetry_reader.h"
#include "server/environments/environments.h"
#include "server/errors.h"

#include <spdlog/spdlog.h>

namespace labwarden::environments {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes window{1};
constexpr std::size_t largestPage = 4 << 20;

clients::HttpSettings httpSettings(std::chrono::milliseconds deadline) {
    return {.connectTimeout = deadline / 2, .totalTimeout = deadline, .maxAnswer = largestPage};
}

std::string ago(std::chrono::milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    if (seconds < 120)
        return std::to_string(std::max<long long>(seconds, 0)) + " s";
    if (seconds < 120 * 60)
        return std::to_string(seconds / 60) + " min";
    return seconds < 48 * 3600 ? std::to_string(seconds / 3600) + " h"
                               : std::to_string(seconds / 86'400) + " days";
}

ConnectionCheck answered(const std::string& where, int status) {
    const std::string answer = where + " answers with status " + std::to_string(status);
    if (status >= 200 && status < 300)
        return {true, answer + "."};
    if (status >= 300 && status < 400)
        return {true, answer + ", a redirect, which was not followed: it may ask people to sign in."};
    if (status == 401 || status == 403)
        return {true, answer + ": it asks people to sign in."};
    return {false, answer + "."};
}

} // namespace

/// One test's place among those under way; Throttled when there is none.
class ConnectionTests::Turn {
public:
    Turn(ConnectionTests& tests, const std::string& user) : m_tests(tests) {
        const std::lock_guard lock(tests.m_mutex);
        const auto now = Clock::now();
        std::erase_if(tests.m_recent, [&](const auto& each) { return each.second.back() + window <= now; });
        auto& mine = tests.m_recent[user];
        while (!mine.empty() && mine.front() + window <= now)
            mine.pop_front();
        if (mine.size() >= tests.m_settings.perMinute)
            throw Throttled(PublicText("You have tested connections often just now. Wait a little."),
                            std::chrono::ceil<std::chrono::seconds>(mine.front() + window - now));
        if (tests.m_underWay >= tests.m_settings.atOnce) {
            if (mine.empty())
                tests.m_recent.erase(user);
            throw Throttled(PublicText("Others are testing connections just now. Try again in a moment."),
                            std::chrono::seconds(2));
        }
        mine.push_back(now);
        ++tests.m_underWay;
    }
    ~Turn() {
        const std::lock_guard lock(m_tests.m_mutex);
        --m_tests.m_underWay;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    ConnectionTests& m_tests;
};

ConnectionTests::ConnectionTests(Environments& environments, clients::Url influx)
    : ConnectionTests(environments, std::move(influx), Settings{}) {}

ConnectionTests::ConnectionTests(Environments& environments, clients::Url influx, Settings settings)
    : m_environments(environments), m_influx(std::move(influx)), m_settings(settings) {
    clients::InfluxClient{m_influx}; // is it one?
}

ConnectionReport ConnectionTests::run(const identity::Caller& caller, const ConnectionTest& test) {
    if (test.id)
        m_environments.get(*test.id);
    const Turn turn(*this, caller.userId.empty() ? caller.username : caller.userId);
    return {.telemetry = telemetry(), .grafana = grafana(test.document)};
}

ConnectionCheck ConnectionTests::telemetry() const {
    clients::InfluxClient influx(m_influx, httpSettings(m_settings.deadline));
    try {
        const auto newest = clients::TelemetryReader(influx).newest();
        if (!newest)
            return {false, "InfluxDB answers, but has no telemetry: no device has sent any yet."};
        return {true, "InfluxDB answers; its newest value is " + ago(Timestamp::now() - *newest) + " old."};
    } catch (const Unavailable&) {
        return {false, "InfluxDB does not answer this server."};
    } catch (const clients::InfluxRejected& e) {
        spdlog::warn("test of an environment's connections: {}", e.what());
        return {false, "InfluxDB refuses this server: its user, password or database are not right."};
    }
}

ConnectionCheck ConnectionTests::grafana(const EnvironmentDocument& document) const {
    if (document.grafanaUrlTemplate.empty())
        return {true, "There is no link: runs in this environment lead to no dashboard."};
    const std::string link =
        grafanaLink(document, {.device = "example-device", .from = "now-1h", .to = "now", .run = "1"});
    std::string where;
    try {
        where = clients::Url::parse(link).origin();
    } catch (const std::invalid_argument& e) {
        return {false, "The link cannot be used: " + std::string(e.what()) + "."};
    }
    clients::HttpClient client(httpSettings(m_settings.deadline));
    const auto result = client.get(link);
    switch (result.failure) {
    case clients::HttpFailure::None:
        return answered(where, result.status);
    case clients::HttpFailure::TooLarge:
        return {true, where + " answers."};
    case clients::HttpFailure::Unreachable:
        return {false, where + " cannot be reached from this server."};
    case clients::HttpFailure::Timeout:
        return {false, where + " did not answer in time."};
    case clients::HttpFailure::Broken:
        break;
    }
    return {false, where + " did not answer as a web server does."};
}

} // namespace labwarden::environments
