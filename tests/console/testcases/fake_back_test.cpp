// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/testcases/fake_back_test.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_devices.h"

#include <boost/json/value_from.hpp>

namespace labwarden::console::test {

using namespace std::chrono_literals;

FakeBackTest::FakeBackTest(FakeLab& lab, FakeServer& server, const Clock& clock)
    : m_lab(lab), m_server(server), m_clock(clock) {
    server.on("POST", QLatin1String(path),
              [this](const FakeServer::Request& request) { return answer(request); });
}

void FakeBackTest::sends(const std::string& key, const std::string& metric, const std::string& unit,
                         Value value) {
    m_sources[{m_lab.byKey(key).id, metric}] = {unit, std::move(value)};
}

void FakeBackTest::release() {
    const bool isLive = m_held == Kind::live;
    m_held.reset();
    m_server.answerParked(QLatin1String(path), judged(isLive ? askedLive.back() : asked.back()));
}

FakeServer::Answer FakeBackTest::answer(const FakeServer::Request& request) {
    if (!m_lab.account.isSignedIn(request))
        return FakeServer::Answer::problem(401, "You are not signed in.");
    const auto read = wire::readText<BackTestRequest>(request.body.toStdString(), wire::people);
    if (!read)
        return faultsAnswer(read.faults);
    const auto kind = read.value.from ? Kind::ofSpan : Kind::live;
    (read.value.from ? asked : askedLive).push_back(read.value);
    if (m_refusal)
        return *m_refusal;
    return m_held == kind ? FakeServer::Answer::parked() : judged(read.value);
}

FakeServer::Answer FakeBackTest::judged(const BackTestRequest& request) const {
    const auto span = spanToRead(request, m_clock.now(), 1s);
    std::vector<MetricSamples> telemetry;
    for (const auto& metric : metricsOf(request)) {
        MetricSamples samples{.metric = metric, .samples = {}, .unit = {}};
        const auto source = m_sources.find({request.deviceId, metric});
        if (source != m_sources.end()) {
            samples.unit = source->second.unit;
            samples.interval = 1s;
            for (Timestamp at{(span.from.ms + 999) / 1000 * 1000}; at <= span.to; at = at + 1s)
                if (const auto value = source->second.value(at))
                    samples.samples.push_back({at, *value});
        }
        telemetry.push_back(std::move(samples));
    }
    auto answer = answerOf(request, telemetry, m_clock.now());
    answer.device = m_lab.keyOf(request.deviceId);
    return FakeServer::Answer::json(boost::json::value_from(answer));
}

} // namespace labwarden::console::test
