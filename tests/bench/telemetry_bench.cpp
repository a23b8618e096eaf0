// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Telemetry from MQTT into InfluxDB: how many points a second, beside what the broker alone and InfluxDB
// alone take in the same run; then under a steady load with InfluxDB frozen (SIGSTOP) and with InfluxDB
// stopped and started again. Brings its own Mosquitto and InfluxDB on loopback. Ends with 1 when a point is
// not in InfluxDB at the end, or with another value. Everything shares the machine: devices, broker, server's
// part, InfluxDB. Usage: telemetry_bench [points of each measurement, 1000000] [points/s under outages,
// 20000] [outage s, 60]

#include "server/telemetry/ingest.h"
#include "tests/bench/telemetry_load.h"
#include "tests/bench/telemetry_services.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string>

#include <sys/resource.h>

using namespace labwarden;
using namespace labwarden::bench;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// So many messages may be on their way, well below what the broker queues.
constexpr std::uint64_t ahead = 2000;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

double ownCpuSeconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// InfluxDB alone: batches as the server writes them, made before, one after the other.
double influxAlone(Influx& influx, std::uint64_t points) {
    clients::InfluxClient client(influx.url("ceiling"));
    client.createDatabase();
    constexpr std::uint64_t batch = 5000;
    std::vector<std::string> batches;
    std::vector<std::uint64_t> next(TelemetryLoad::deviceCount);
    const std::int64_t start = Timestamp::now().ms;
    for (std::uint64_t made = 0, device = 0; made < points; ++device) {
        auto& n = next[device % next.size()];
        for (int i = 0; i < TelemetryLoad::pointsInMessage && made < points; ++i, ++made, ++n) {
            if (made % batch == 0)
                batches.emplace_back();
            batches.back() += "telemetry,device=bench-" + std::to_string(device % next.size()) +
                              " v=" + std::to_string(n) + " " +
                              std::to_string(start + static_cast<std::int64_t>(n)) + "\n";
        }
    }
    const auto begun = Clock::now();
    for (const auto& lines : batches)
        client.writeLines(lines);
    const double rate = static_cast<double>(points) / secondsSince(begun);
    client.dropDatabase();
    return rate;
}

/// The broker alone: the same messages to a client of the shared group that only counts them.
double brokerAlone(const Mosquitto& mosquitto, std::uint64_t points) {
    std::atomic<std::uint64_t> got = 0;
    clients::MqttSettings settings;
    settings.url = mosquitto.url();
    settings.clientId = "counter";
    clients::MqttClient counter(settings, {.message = [&](const clients::MqttMessage&) { ++got; }});
    counter.subscribe("$share/bench/" + devices::topicFilter(devices::Leaf::telemetry));
    counter.start();
    test::eventually([&] { return counter.connected(); });
    TelemetryLoad load(mosquitto.url());
    const auto begun = Clock::now();
    load.run(points, 0, [&](std::uint64_t sent) { return sent - got < ahead; });
    test::eventually([&] { return got == load.messages(); });
    return static_cast<double>(points) / secondsSince(begun);
}

telemetry::IngestSettings settingsFor(const Mosquitto& mosquitto, const Influx& influx,
                                      const std::string& database, const std::filesystem::path& spill) {
    telemetry::IngestSettings settings;
    settings.mqtt = mosquitto.url();
    settings.courier.influx = influx.url(database);
    settings.spill.directory = spill;
    return settings;
}

/// Ended once InfluxDB has all that was sent, or after `limit`.
bool allWritten(const telemetry::Ingest& ingest, const TelemetryLoad& load, std::chrono::seconds limit) {
    return test::eventually([&] { return ingest.status().courier.written >= load.points(); }, limit);
}

/// Nothing refused, dropped or given another time; else says so.
bool clean(const telemetry::IngestStatus& status) {
    const bool is = status.droppedPoints() == 0 && status.intake.dropped == 0 &&
                    status.intake.unreadable == 0 && status.intake.clockOff == 0;
    if (!is)
        std::printf("  LOST: %zu points dropped, %zu messages without room, %zu unreadable, %zu times off\n",
                    status.droppedPoints(), status.intake.dropped, status.intake.unreadable,
                    status.intake.clockOff);
    return is;
}

bool right(const TelemetryLoad& load, const clients::Url& influx) {
    const auto faults = load.faultsIn(influx);
    std::printf("  %zu points sent, %s\n", load.points(),
                faults.empty() ? "all of them in InfluxDB with their values" : ("LOST: " + faults).c_str());
    return faults.empty();
}

bool whole(const Mosquitto& mosquitto, Influx& influx, const Folder& folder, std::uint64_t points,
           double influxRate, double brokerRate) {
    telemetry::Ingest ingest(settingsFor(mosquitto, influx, "whole", folder.path / "spill-whole"));
    ingest.start();
    test::eventually([&] { return ingest.mqttConnected() && ingest.influxReachable(); });
    TelemetryLoad load(mosquitto.url());
    const double cpu = ownCpuSeconds();
    const auto begun = Clock::now();
    load.run(points, 0, [&](std::uint64_t sent) { return sent - ingest.status().intake.messages < ahead; });
    const bool all = allWritten(ingest, load, 120s);
    const double seconds = secondsSince(begun), rate = static_cast<double>(points) / seconds;
    std::printf("MQTT to InfluxDB: %.0f points/s; %.2f of InfluxDB alone, %.2f of the broker alone; devices "
                "and server %.2f cores; %zu points by way of the disk\n",
                rate, rate / influxRate, rate / brokerRate, (ownCpuSeconds() - cpu) / seconds,
                ingest.status().courier.replayed);
    const bool good = clean(ingest.status());
    return right(load, influx.url("whole")) && all && good;
}

/// A steady load, in the middle of which InfluxDB is away for a while.
bool outage(const Mosquitto& mosquitto, Influx& influx, const Folder& folder, const std::string& name,
            double rate, std::chrono::seconds away, const std::function<void()>& go,
            const std::function<void()>& comeBack) {
    telemetry::Ingest ingest(settingsFor(mosquitto, influx, name, folder.path / ("spill-" + name)));
    ingest.start();
    test::eventually([&] { return ingest.mqttConnected() && ingest.influxReachable(); });
    TelemetryLoad load(mosquitto.url());
    const auto length = away + 20s;
    auto sending = std::async(std::launch::async, [&] {
        load.run(static_cast<std::uint64_t>(rate * static_cast<double>(length.count())), rate,
                 [&](std::uint64_t sent) { return sent - ingest.status().intake.messages < ahead; });
    });
    std::this_thread::sleep_for(10s);
    go();
    std::this_thread::sleep_for(away);
    const auto waiting = ingest.status();
    comeBack();
    const auto back = Clock::now();
    const bool drained =
        test::eventually([&] { return ingest.influxReachable() && ingest.status().spill.points == 0; }, 300s);
    const double seconds = secondsSince(back);
    sending.get();
    const bool all = allWritten(ingest, load, 120s);
    const auto status = ingest.status();
    std::printf("%s for %lld s under %.0f points/s: %.1f MB (%zu points) on disk and %zu points in memory "
                "before it was back; written %.1f s after\n",
                name.c_str(), static_cast<long long>(away.count()), rate,
                static_cast<double>(waiting.spill.bytes) / 1e6, waiting.spill.points, waiting.backlog.points,
                seconds);
    const bool good = clean(status);
    return right(load, influx.url(name)) && all && drained && good;
}

} // namespace

int main(int argc, char** argv) {
    const auto number = [&](int index, int otherwise) {
        return argc > index ? std::atoi(argv[index]) : otherwise;
    };
    const auto points = static_cast<std::uint64_t>(number(1, 1'000'000));
    const double rate = number(2, 20'000);
    const std::chrono::seconds away(number(3, 60));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    spdlog::set_level(spdlog::level::err);
    spdlog::default_logger()->set_level(spdlog::level::err);

    const Folder folder;
    const Mosquitto mosquitto(folder.path);
    Influx influx(folder.path);
    const double influxRate = influxAlone(influx, points);
    std::printf("InfluxDB alone: %.0f points/s in batches of 5,000\n", influxRate);
    const double brokerRate = brokerAlone(mosquitto, points);
    std::printf("broker alone: %.0f points/s, %.0f messages/s\n", brokerRate,
                brokerRate / TelemetryLoad::pointsInMessage);
    bool good = whole(mosquitto, influx, folder, points, influxRate, brokerRate);
    if (away.count() > 0) {
        good = outage(
                   mosquitto, influx, folder, "frozen", rate, away, [&] { influx.freeze(); },
                   [&] { influx.thaw(); }) &&
               good;
        good = outage(
                   mosquitto, influx, folder, "stopped", rate, away, [&] { influx.stop(); },
                   [&] { influx.start(); }) &&
               good;
    }
    std::puts(good ? "nothing was lost" : "POINTS WERE LOST");
    return good ? 0 : 1;
}
