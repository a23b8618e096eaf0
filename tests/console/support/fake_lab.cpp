// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_lab.h"

#include "common/domain/telemetry.h"
#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace labwarden::console::test {
namespace {

constexpr std::chrono::minutes minutes(int n) {
    return std::chrono::minutes(n);
}

template<class T>
boost::json::value listBody(const char* member, const std::vector<T>& items) {
    return {{member, boost::json::value_from(items)}, {"nextCursor", ""}};
}

Event event(EventPart part, const std::string& id, std::int64_t version, boost::json::value state) {
    return {part, id, version, state.is_null(), std::move(state)};
}

/// As the server looks for them, but in any place of a word.
bool hasWords(const TestCase& testCase, const QString& words) {
    const QString text = QString::fromStdString(
        testCase.key + ' ' + boost::json::serialize(boost::json::value_from(testCase.document)));
    const auto wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace

std::string uuid(int number) {
    char text[40];
    std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012x", static_cast<unsigned>(number));
    return text;
}

Device device(int number, const std::string& key) {
    Device d;
    d.id = uuid(number);
    d.key = key;
    d.name = key;
    d.type = "dc-dc";
    d.model = "DC-DC 48/12";
    d.serial = "SN-" + std::to_string(48000 + number);
    d.firmware = "2.4.1";
    d.location = {"Main", "Lab 2", "Rack 07", std::to_string(number)};
    d.tags = {"thermal"};
    d.version = 1;
    d.presence = {PresenceKind::mqtt, true, Timestamp::now() - minutes(300), 1};
    d.lease.since = Timestamp::now() - minutes(90);
    d.lease.version = 1;
    d.service.since = Timestamp::now() - minutes(900);
    d.service.version = 1;
    d.lastSeen = Timestamp::now();
    return d;
}

TestCase thermalCase(int number) {
    TestCase c;
    c.id = uuid(1000 + number);
    c.key = "TC-" + std::to_string(number);
    c.revision = 3;
    c.revisionId = uuid(1100 + number);
    c.version = 1;
    c.createdBy = "M. Keller";
    c.createdAt = Timestamp::now();
    auto& doc = c.document;
    doc.title = "Thermal soak 45 °C";
    doc.description = "Heats the chamber, loads the converter and watches its case.";
    doc.requirements = {"dc-dc", {"thermal"}};
    doc.parameters = {{"load_pct", ParameterType::number, "%", 80, 0.0, 100.0},
                      {"operator_note", ParameterType::text, "", "", {}, {}},
                      {"log_raw", ParameterType::boolean, "", false, {}, {}}};
    const auto step = [](const char* name, StepKind kind, double seconds) {
        Step s;
        s.name = name;
        s.kind = kind;
        s.durationSeconds = seconds;
        return s;
    };
    doc.steps = {step("Preflight checks", StepKind::wait, 42), step("Ramp to 45 °C", StepKind::measure, 370),
                 step("Hold 45 °C", StepKind::measure, 720),
                 step("Load 80 % at 45 °C", StepKind::measure, 720), step("Ramp down", StepKind::wait, 360)};
    doc.teardown = {step("Post checks", StepKind::wait, 120)};
    doc.criteria = {{"max(case_temp) < 78 °C", Severity::must, ""},
                    {"p95(voltage_ripple) <= 40 mV", Severity::must, ""},
                    {"count(errors) <= 0", Severity::must, ""},
                    {"mean(vbus) between 11.75 V and 12.25 V", Severity::should, ""}};
    return c;
}

TestCaseSummary summaryOf(const TestCase& testCase) {
    const auto& document = testCase.document;
    return {testCase.id,        testCase.key,       testCase.revision, document.title,
            document.folder,    document.tags,      document.owner,    document.status,
            testCase.changedBy, testCase.changedAt, testCase.version};
}

Environment environment(int number, const std::string& name) {
    Environment e;
    e.id = uuid(2000 + number);
    e.revision = 1;
    e.version = 1;
    e.createdBy = "M. Keller";
    e.createdAt = Timestamp::now();
    e.document.name = name;
    e.document.grafanaUrlTemplate = "https://grafana.example/d/device?var-device={device}";
    return e;
}

TestRun run(int number, const Device& on) {
    const auto testCase = thermalCase();
    TestRun r;
    r.id = uuid(100000 + number);
    r.number = number;
    r.state = RunState::running;
    r.testCaseId = testCase.id;
    r.testCaseKey = testCase.key;
    r.testCaseTitle = testCase.document.title;
    r.revision = testCase.revision;
    r.environmentId = uuid(2001);
    r.environmentName = "Thermal lab B";
    r.devices = {{on.id, on.key, on.name}};
    r.createdBy = "M. Keller";
    r.runner = "runner-1";
    r.progress = {"Load 80 % at 45 °C", 3, 6, 67};
    r.createdAt = Timestamp::now() - minutes(28);
    r.startedAt = Timestamp::now() - minutes(28);
    r.version = 5;
    return r;
}

Event eventOf(const TestRun& run) {
    return event(EventPart::run, run.id, run.version, boost::json::value_from(run));
}
Event eventOf(const std::string& deviceId, const Lease& lease) {
    return event(EventPart::lease, deviceId, lease.version, boost::json::value_from(lease));
}
Event eventOf(const std::string& deviceId, const Presence& presence) {
    return event(EventPart::presence, deviceId, presence.version, boost::json::value_from(presence));
}
Event eventOf(const DeviceFacts& facts) {
    return event(EventPart::device, facts.id, facts.version, boost::json::value_from(facts));
}
Event removal(EventPart part, const std::string& id, std::int64_t version) {
    return event(part, id, version, nullptr);
}

FakeLab::FakeLab(FakeServer& server) : account(server), m_server(server) {
    const char* models[] = {"DC-DC 48/12", "Edge gateway G4", "Motor drive MD-7"};
    const char* types[] = {"dc-dc", "gateway", "drive"};
    int number = 0;
    for (int rack = 7; rack <= 9; ++rack) {
        for (int slot = 1; slot <= 12; ++slot) {
            char key[16];
            std::snprintf(key, sizeof key, "r%02d-u%02d", rack, slot);
            auto d = device(++number, key);
            const int kind = ((slot - 1) / 4 + rack) % 3;
            d.model = models[kind];
            d.type = types[kind];
            char rackName[16];
            std::snprintf(rackName, sizeof rackName, "Rack %02d", rack);
            d.location = {"Main", "Lab 2", rackName, std::to_string(slot)};
            devices.push_back(std::move(d));
        }
    }
    byKey("r07-u04").service = {false, "Fan replacement", "J. Lindqvist", Timestamp::now() - minutes(200), 2};
    byKey("r08-u10").presence = {PresenceKind::mqtt, false, Timestamp::now() - minutes(14), 2};
    byKey("r09-u06").presence = {PresenceKind::mqtt, false, Timestamp::now() - minutes(700), 2};
    testCases = {thermalCase(1), thermalCase(2)};
    testCases[1].document.title = "Power-on self test";
    testCases[1].document.requirements = {};
    testCases[1].document.parameters.clear();
    environments = {environment(1, "Thermal lab B"), environment(2, "Bench 4")};

    const auto finished = [this](int runNumber, const char* key, Outcome outcome, const char* reason,
                                 int ago) {
        auto r = run(runNumber, byKey(key));
        r.state = RunState::finished;
        r.outcome = outcome;
        r.reason = reason;
        r.createdAt = r.startedAt.emplace(Timestamp::now() - minutes(ago + 21));
        r.finishedAt = Timestamp::now() - minutes(ago);
        r.progress.percent = 100;
        auto& lease = byKey(key).lease;
        lease.lastRunId = r.id;
        lease.lastOutcome = outcome;
        runs.push_back(r);
    };
    finished(48207, "r07-u01", Outcome::passed, "", 340);
    finished(48208, "r09-u02", Outcome::failed, "max(case_temp) < 78 °C: 83.4 °C", 250);
    finished(48210, "r07-u03", Outcome::cancelled, "Cancelled by M. Keller", 120);
    finished(48211, "r08-u05", Outcome::error, "The runner was lost.", 80);
    startOn("r07-u02", 48213);
    startOn("r08-u03", 48214);
    runs.back().state = RunState::queued;
    runs.back().startedAt.reset();
    runs.back().progress = {};
    serve();
}

Device& FakeLab::byKey(const std::string& key) {
    const auto at =
        std::find_if(devices.begin(), devices.end(), [&](const Device& d) { return d.key == key; });
    if (at == devices.end())
        throw std::logic_error("no device " + key);
    return *at;
}

std::string FakeLab::keyOf(const std::string& id) const {
    const auto at = std::find_if(devices.begin(), devices.end(), [&](const Device& d) { return d.id == id; });
    return at == devices.end() ? std::string() : at->key;
}

TestRun& FakeLab::startOn(const std::string& key, int number) {
    auto& on = byKey(key);
    runs.push_back(run(number, on));
    auto& started = runs.back();
    on.lease.runId = started.id;
    on.lease.runNumber = started.number;
    on.lease.holder = started.createdBy;
    on.lease.since = started.createdAt;
    on.lease.version += 1;
    TestRunDetail detail;
    static_cast<TestRun&>(detail) = started;
    detail.testCase = thermalCase().document;
    detail.environment = environments.front().document;
    detail.parameters = {{"load_pct", 80}};
    detail.grafanaUrl = "https://grafana.example/d/device?var-device=" + key;
    auto at = *started.startedAt;
    int index = 0;
    const double took[] = {42, 370, 720, 548};
    for (const auto& step : detail.testCase.steps) {
        RunStep line{index, step.name, step.kind, false, StepState::pending, {}, {}, {}};
        if (index < 4) {
            line.startedAt = at;
            at = at + std::chrono::seconds(static_cast<int>(took[index]));
            line.state = index < 3 ? StepState::passed : StepState::running;
            if (index < 3)
                line.finishedAt = at;
        }
        detail.timeline.push_back(line);
        ++index;
    }
    detail.timeline.push_back({index, "Post checks", StepKind::wait, true, StepState::pending, {}, {}, {}});
    for (int i = 0; i < 12; ++i)
        detail.log.push_back({*started.startedAt + std::chrono::seconds(i * 90),
                              "Chamber at " + std::to_string(24 + i * 2) + " °C"});
    details[started.id] = detail;
    return started;
}

TestRun& FakeLab::finish(int number, Outcome outcome) {
    const auto at =
        std::find_if(runs.begin(), runs.end(), [&](const TestRun& r) { return r.number == number; });
    if (at == runs.end())
        throw std::logic_error("no run " + std::to_string(number));
    at->state = RunState::finished;
    at->outcome = outcome;
    at->finishedAt = Timestamp::now();
    at->progress.percent = 100;
    at->version += 1;
    auto& lease = byKey(at->devices.front().key).lease;
    lease.runId.reset();
    lease.runNumber.reset();
    lease.holder.reset();
    lease.lastRunId = at->id;
    lease.lastOutcome = outcome;
    lease.version += 1;
    auto& detail = details[at->id];
    static_cast<TestRun&>(detail) = *at;
    for (auto& step : detail.timeline) {
        step.state = StepState::passed;
        step.startedAt = step.startedAt.value_or(*at->finishedAt);
        step.finishedAt = step.finishedAt.value_or(*at->finishedAt);
    }
    const auto result = [&](const char* criterion, const char* metric, double value, const char* unit,
                            const char* limit, bool passed) {
        RunResult r;
        r.device = at->devices.front().key;
        r.step = "Hold 45 °C";
        r.criterion = criterion;
        r.metric = metric;
        r.value = value;
        r.unit = unit;
        r.limit = limit;
        r.passed = passed;
        detail.results.push_back(r);
    };
    const bool met = outcome == Outcome::passed;
    result("max(case_temp) < 78 °C", "max(case_temp)", met ? 71.4 : 83.4, "°C", "< 78 °C", met);
    result("p95(voltage_ripple) <= 40 mV", "p95(voltage_ripple)", 38.9, "mV", "<= 40 mV", true);
    result("count(errors) <= 0", "count(errors)", 0, "", "<= 0", true);
    result("mean(vbus) between 11.75 V and 12.25 V", "mean(vbus)", 12.01, "V", "between 11.75 V and 12.25 V",
           true);
    return *at;
}

void FakeLab::tell(const std::vector<Event>& events) {
    cursor = "1-" + std::to_string(++m_told);
    m_server.answerParked(
        QStringLiteral("/api/v1/events"),
        FakeServer::Answer::json(
            {{"cursor", cursor}, {"reset", false}, {"events", boost::json::value_from(events)}}));
}

void FakeLab::serve() {
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;
    const auto get = [this](const char* path, std::function<Answer(const Request&)> handler) {
        m_server.on("GET", QString::fromLatin1(path), [this, handler](const Request& request) {
            if (!account.isSignedIn(request))
                return Answer::problem(401, "You are not signed in.");
            return handler(request);
        });
    };
    m_server.on("GET", QStringLiteral("/healthz"), [](const Request&) {
        return Answer::json({{"status", "ok"}});
    });
    get("/api/v1/devices", [this](const Request&) {
        return Answer::json({{"devices", boost::json::value_from(devices)}, {"cursor", cursor}});
    });
    get("/api/v1/test-cases", [this](const Request& request) {
        const auto words = request.query.queryItemValue(QStringLiteral("q"), QUrl::FullyDecoded);
        if (!words.isEmpty()) {
            std::vector<TestCaseSummary> fitting;
            for (const auto& each : testCases)
                if (hasWords(each, words))
                    fitting.push_back(summaryOf(each));
            return Answer::json({{"testCases", boost::json::value_from(fitting)}, {"nextCursor", nullptr}});
        }
        // One on each page, so that who reads the first alone does not have them all.
        const auto from = request.query.queryItemValue(QStringLiteral("cursor")).toUInt();
        std::vector<TestCaseSummary> page;
        if (from < testCases.size())
            page.push_back(summaryOf(testCases[from]));
        const bool more = from + 1 < testCases.size();
        return Answer::json({{"testCases", boost::json::value_from(page)},
                             {"nextCursor", more ? boost::json::value(std::to_string(from + 1)) : nullptr}});
    });
    get("/api/v1/test-cases/", [this](const Request& request) {
        const auto id = request.path.section(QLatin1Char('/'), -1).toStdString();
        const auto at = std::find_if(testCases.begin(), testCases.end(),
                                     [&](const TestCase& testCase) { return testCase.id == id; });
        return at == testCases.end() ? Answer::problem(404, "There is no such test case.")
                                     : Answer::json(boost::json::value_from(*at));
    });
    get("/api/v1/unregistered-devices",
        [this](const Request&) { return Answer::json(listBody("unregisteredDevices", unregistered)); });
    get("/api/v1/environments",
        [this](const Request&) { return Answer::json(listBody("environments", environments)); });
    get("/api/v1/test-runs", [this](const Request& request) {
        std::vector<TestRun> found;
        const auto state = request.query.queryItemValue(QStringLiteral("state"));
        std::copy_if(runs.rbegin(), runs.rend(), std::back_inserter(found),
                     [&](const TestRun& r) { return state.isEmpty() || r.state != RunState::finished; });
        return Answer::json(listBody("testRuns", found));
    });
    // Whatever is asked for is started, but for devices that are leased already.
    m_server.on("POST", QStringLiteral("/api/v1/test-runs"), [this](const Request& request) {
        const auto wanted = wire::readText<NewTestRun>(request.body.toStdString(), wire::people);
        if (!wanted)
            return Answer::problem(422, "The input has faults.");
        auto& started = startOn(keyOf(wanted.value.deviceIds.front()), nextNumber++);
        auto body = boost::json::value_from(started);
        body.as_object()["events"] = boost::json::value_from(std::vector{
            eventOf(started), eventOf(started.devices.front().id, byKey(started.devices.front().key).lease)});
        return Answer::json(body, 201);
    });
    get("/api/v1/test-runs/", [this](const Request& request) {
        const auto id = request.path.section(QLatin1Char('/'), -1).toStdString();
        const auto detail = details.find(id);
        if (detail != details.end())
            return Answer::json(boost::json::value_from(detail->second));
        const auto at = std::find_if(runs.begin(), runs.end(), [&](const TestRun& r) { return r.id == id; });
        if (at == runs.end())
            return Answer::problem(404, "There is no such run.");
        TestRunDetail bare;
        static_cast<TestRun&>(bare) = *at;
        bare.testCase = thermalCase().document;
        return Answer::json(boost::json::value_from(bare));
    });
    get("/api/v1/events", [this](const Request& request) {
        if (request.query.queryItemValue(QStringLiteral("wait")) == QStringLiteral("0"))
            return Answer::json({{"cursor", cursor}, {"reset", false}, {"events", boost::json::array()}});
        return Answer::parked();
    });
    get("/api/v1/telemetry/metrics", [](const Request&) {
        return Answer::json(boost::json::value{
            {"metrics", boost::json::array{{{"name", "case_temp"}, {"unit", "°C"}, {"devices", 30}},
                                           {{"name", "vbus"}, {"unit", "V"}, {"devices", 30}}}}});
    });
    get("/api/v1/telemetry/latest", [this](const Request& request) {
        const bool isVoltage =
            request.query.queryItemValue(QStringLiteral("metric")) == QLatin1String("vbus");
        std::vector<LatestValue> values;
        for (std::size_t i = 0; i < devices.size(); ++i)
            if (devices[i].presence.online)
                values.push_back({devices[i].id, Timestamp::now(),
                                  isVoltage ? 12 + 0.01 * static_cast<double>(i % 7)
                                            : 26 + static_cast<double>(i * 37 % 400) / 10,
                                  isVoltage ? "V" : "°C"});
        return Answer::json({{"values", boost::json::value_from(values)}});
    });
    get("/api/v1/devices/", [](const Request& request) {
        if (request.path.endsWith(QStringLiteral("/metrics")))
            return Answer::json(boost::json::value{
                {"metrics", boost::json::array{{{"name", "case_temp"}, {"unit", "°C"}, {"intervalMs", 1000}},
                                               {{"name", "vbus"}, {"unit", "V"}, {"intervalMs", 1000}}}}});
        const auto from =
            Timestamp::parse(request.query.queryItemValue(QStringLiteral("from")).toStdString());
        const auto to = Timestamp::parse(request.query.queryItemValue(QStringLiteral("to")).toStdString());
        const auto metric = request.query.queryItemValue(QStringLiteral("metric")).toStdString();
        if (!from || !to)
            return Answer::problem(422, "The range is not two times.");
        TelemetrySeries series{"", metric, metric == "vbus" ? "V" : "°C", {}};
        for (int i = 0; i <= 300; ++i) {
            const double share = i / 300.0;
            const double value = metric == "vbus"
                                     ? 12 + 0.05 * std::sin(i * 0.7)
                                     : 24 + 48 * share * share * (3 - 2 * share) + 0.5 * std::sin(i * 1.7);
            series.points.push_back(
                {Timestamp{from->ms +
                           static_cast<std::int64_t>(share * static_cast<double>(to->ms - from->ms))},
                 value});
        }
        return Answer::json(boost::json::value_from(series));
    });
}

} // namespace labwarden::console::test
