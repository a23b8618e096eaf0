// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A console whose network is cut 50 times while other people work: at the end its store and its board are
// what the server says, and nothing of what the person has before them has moved.

#include "common/json/domain.h"
#include "console/board/tile_view.h"
#include "server/clients/mqtt.h"
#include "server/devices/messages.h"
#include "tests/e2e/support/console_case.h"
#include "tests/server/support/tcp_proxy.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>
#include <thread>

using namespace labwarden;
using namespace labwarden::test;
using console::FeedState;

namespace json = boost::json;

namespace {

constexpr int cuts = 50;
constexpr int racks = 3;
constexpr int devicesPerRack = 16;
constexpr int looksInARow = 5;
constexpr int heardDevices = 6; ///< of these, that an agent speaks for

std::string keyOf(int rack, int slot) {
    return "cut-" + std::to_string(rack) + "-" + std::to_string(100 + slot).substr(1);
}

/// Somebody who is never at rest: maintenance, runs, devices that come and go. Everything at the server
/// itself, not through the network that is cut.
class OtherPeople {
public:
    OtherPeople(const Lab& lab, std::vector<std::string> devices, std::string testCase,
                std::string environment, unsigned seed)
        : m_admin(lab, "admin")
        , m_devices(std::move(devices))
        , m_case(std::move(testCase))
        , m_environment(std::move(environment))
        , m_random(seed)
        , m_agents(settings(lab), {}) {
        m_agents.start();
        m_thread = std::jthread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                doSomething();
                std::this_thread::sleep_for(std::chrono::milliseconds(below(25)));
            }
        });
    }
    /// What they have begun is done then.
    void stop() {
        m_thread.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }
    /// Nothing stays at the broker.
    ~OtherPeople() {
        stop();
        for (int slot = 1; slot <= heardDevices; ++slot)
            m_agents.post(devices::topicOf(keyOf(1, slot), devices::Leaf::status), "", true);
    }
    OtherPeople(const OtherPeople&) = delete;
    OtherPeople& operator=(const OtherPeople&) = delete;
    int done() const { return m_done; }

private:
    static clients::MqttSettings settings(const Lab& lab) {
        clients::MqttSettings settings;
        settings.url = clients::Url::parse(lab.services().mqtt);
        settings.clientId = "agents-of-" + lab.schema();
        return settings;
    }
    unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(m_random); }
    /// What is refused, because a run holds the device or it is out of service, is refused.
    void doSomething() {
        const auto& id = m_devices[below(static_cast<unsigned>(m_devices.size()))];
        const auto text = [](const json::object& body) { return json::serialize(body); };
        switch (below(5)) {
        case 0:
            m_admin.send("POST", "/api/v1/devices/" + id + "/maintenance",
                         text({{"reason", "Fan " + std::to_string(m_done)}}));
            break;
        case 1:
            m_admin.send("DELETE", "/api/v1/devices/" + id + "/maintenance");
            break;
        case 2: {
            const auto answer = m_admin.send("POST", "/api/v1/test-runs",
                                             text({{"deviceIds", json::array{id}},
                                                   {"testCaseId", m_case},
                                                   {"environmentId", m_environment}}));
            if (answer.status == 201)
                m_runs.emplace_back(json::parse(answer.body).at("id").as_string());
            break;
        }
        case 3:
            if (!m_runs.empty()) {
                const auto at = m_runs.begin() + below(static_cast<unsigned>(m_runs.size()));
                m_admin.send("POST", "/api/v1/test-runs/" + *at + "/cancel", "{}");
                m_runs.erase(at);
            }
            break;
        default:
            m_agents.post(
                devices::topicOf(keyOf(1, 1 + static_cast<int>(below(heardDevices))), devices::Leaf::status),
                devices::statusPayload(
                    {.online = below(2) == 0, .heartbeat = std::chrono::minutes(5), .at = std::nullopt}),
                true);
        }
        ++m_done;
    }

    Person m_admin;
    std::vector<std::string> m_devices, m_runs;
    std::string m_case, m_environment;
    std::mt19937 m_random;
    clients::MqttClient m_agents;
    std::atomic<int> m_done = 0;
    std::jthread m_thread;
};

} // namespace

class ReconnectTest : public ConsoleCase {
    Q_OBJECT

    /// Where the store is not what the server says; empty when nowhere.
    QString devicesThatDiffer(Person& person) const;
    QString runsThatDiffer(Person& person) const;
    board::TileView& tiles() const { return m_console->widget<board::TileView>("deviceTileView"); }

private Q_SLOTS:
    void fifty_cuts_lose_nothing_and_move_nothing();
};

QString ReconnectTest::devicesThatDiffer(Person& person) const {
    const auto answer = person.get("/api/v1/devices");
    const auto& list = answer.at("devices").as_array();
    QStringList found;
    for (const auto& entry : list) {
        const auto theirs = wire::read<Device>(entry, wire::server).value;
        const auto* ours = m_console->store.device(theirs.id);
        if (!ours || static_cast<const DeviceFacts&>(*ours) != theirs || ours->presence != theirs.presence ||
            ours->lease != theirs.lease || ours->service != theirs.service) {
            found << q(theirs.key);
            continue;
        }
        // What the person sees is that, too.
        const auto shown =
            m_console->tileState(q(theirs.key)).toLower().replace(QLatin1Char(' '), QLatin1Char('_'));
        if (!shown.startsWith(q(std::string(entry.at("state").as_string()))))
            found << q(theirs.key) + QStringLiteral(" shown as ") + shown;
    }
    if (m_console->store.devices().size() != list.size())
        found << QStringLiteral("%1 devices instead of %2")
                     .arg(m_console->store.devices().size())
                     .arg(list.size());
    return found.join(QStringLiteral(", "));
}

QString ReconnectTest::runsThatDiffer(Person& person) const {
    QStringList found;
    std::string cursor;
    do {
        const auto page =
            person.get("/api/v1/test-runs?limit=200" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& entry : page.at("testRuns").as_array()) {
            const auto theirs = wire::read<TestRun>(entry, wire::server).value;
            const auto* ours = m_console->store.run(theirs.id);
            if (!ours || ours->version != theirs.version || ours->state != theirs.state ||
                ours->outcome != theirs.outcome)
                found << QString::number(theirs.number);
        }
        const auto& next = page.at("nextCursor");
        cursor = next.is_string() ? std::string(next.as_string()) : std::string();
    } while (!cursor.empty());
    return found.join(QStringLiteral(", "));
}

void ReconnectTest::fifty_cuts_lose_nothing_and_move_nothing() {
    const char* given = std::getenv("LABWARDEN_TEST_SEED");
    const unsigned seed =
        given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    qInfo("LABWARDEN_TEST_SEED=%u", seed);
    std::mt19937 random(seed);
    const auto between = [&random](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };

    startLab({.runner = false, .agent = false});
    Person admin(*m_lab, "admin");
    std::vector<std::string> ids;
    for (int rack = 1; rack <= racks; ++rack)
        for (int slot = 1; slot <= devicesPerRack; ++slot) {
            const auto key = keyOf(rack, slot);
            const auto made = admin.post("/api/v1/devices",
                                         {{"key", key},
                                          {"name", key},
                                          {"type", "host"},
                                          {"location", json::object{{"site", ""},
                                                                    {"room", ""},
                                                                    {"rack", "Rack " + std::to_string(rack)},
                                                                    {"slot", std::to_string(slot)}}}});
            ids.push_back(std::string(made.at("id").as_string()));
        }
    const auto environment = admin.addEnvironment("Bench");
    const auto testCase = admin.addTestCase("Waits", {"count(load1) > 0"}, 600);

    TcpProxy network("127.0.0.1", portOf(m_lab->url()));
    m_console = std::make_unique<ConsoleProgram>();
    m_console->window.resize(1100, 640);
    auto& feed = m_console->sync.feed();
    console::EventFeed::Timing timing;
    timing.firstBackoff = std::chrono::milliseconds(40);
    timing.longestBackoff = std::chrono::milliseconds(300);
    timing.probeEvery = std::chrono::milliseconds(400);
    timing.probeTimeout = std::chrono::milliseconds(2'000);
    feed.setTiming(timing);
    QVERIFY(signIn(*m_console, q(withPort(m_lab->url(), network.port())), QStringLiteral("viewer")));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->store.devices().size(), ids.size(), soon);
    QTRY_VERIFY_WITH_TIMEOUT(feed.state().kind == FeedState::Kind::Live, soon);

    // Two devices are selected, the middle rack is folded, and the board is scrolled.
    QTRY_COMPARE_WITH_TIMEOUT(tiles().groups()->count(), racks, soon);
    tiles().groups()->setFolded(1, true);
    m_console->clickTile(q(keyOf(3, 2)));
    QTest::keyClick(&tiles(), Qt::Key_Right, Qt::ShiftModifier);
    const auto selected = m_console->selectedTiles();
    QCOMPARE(selected.size(), 2);
    auto* scroll = tiles().verticalScrollBar();
    QVERIFY(scroll->maximum() > 40);
    scroll->setValue(scroll->maximum() / 2);
    const int place = scroll->value();

    int lost = 0;
    connect(&feed, &console::EventFeed::stateChanged, this,
            [&lost](const FeedState& state) { lost += state.kind == FeedState::Kind::Reconnecting; });
    OtherPeople others(*m_lab, ids, testCase, environment, seed + 1);
    QElapsedTimer took;
    took.start();
    for (int cut = 1; cut <= cuts; ++cut) {
        // Now and then in the midst of coming back, and of loading everything anew.
        if (cut % 3 != 0) {
            QTRY_VERIFY_WITH_TIMEOUT(feed.state().kind == FeedState::Kind::Live, soon);
            QTRY_COMPARE(scroll->value(), place); // the bar that says "lost" has given back its room
        }
        if (cut % 5 == 0 && cut < cuts / 2) // that would heal what the later cuts have lost
            m_console->sync.reload();
        const int before = others.done();
        QTest::qWait(between(0, 250));
        network.cut();
        QTest::qWait(between(20, 220));
        QTRY_VERIFY_WITH_TIMEOUT(others.done() > before, soon); // there was something to miss
        network.restore();
        QCOMPARE(m_console->selectedTiles(), selected);
        QVERIFY(tiles().groups()->isFolded(1));
    }
    QTRY_VERIFY_WITH_TIMEOUT(feed.state().kind == FeedState::Kind::Live, soon);
    QTest::qWait(200); // others go on a little while it is live again
    others.stop();
    qInfo("%d cuts, seen %d times, %d changes, %lld ms", cuts, lost, others.done(),
          static_cast<long long>(took.elapsed()));
    QVERIFY2(lost > cuts / 2, "the cuts were not felt");

    // What the agents have said last may still be on its way to the server: equal, and staying so.
    QString differing;
    int equal = 0;
    const auto comesToRest = [&] {
        differing = devicesThatDiffer(admin) + runsThatDiffer(admin);
        equal = differing.isEmpty() ? equal + 1 : 0;
        return equal == looksInARow;
    };
    QVERIFY2(QTest::qWaitFor(comesToRest, soon), qPrintable(differing));
    QCOMPARE(m_console->selectedTiles(), selected);
    QTRY_COMPARE(scroll->value(), place);
    QVERIFY(tiles().groups()->isFolded(1));
    QVERIFY(!tiles().groups()->isFolded(0));
    QVERIFY(m_console->feedText().startsWith(QLatin1String("Live")));
}

QTEST_MAIN(ReconnectTest)
#include "reconnect_test.moc"
