// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/lab_sync.h"
#include "tests/console/support/fake_lab.h"
#include "tests/console/support/fake_server.h"

#include <QSignalSpy>
#include <QTest>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;
using FeedKind = FeedState::Kind;

namespace {

const QString eventsPath = QStringLiteral("/api/v1/events");
const QString devicesPath = QStringLiteral("/api/v1/devices");

EventFeed::Timing quick() {
    using std::chrono::milliseconds;
    return {milliseconds(5'000), milliseconds(5'000), milliseconds(5),  milliseconds(20),
            milliseconds(20),    milliseconds(200),   milliseconds(150)};
}

} // namespace

class FeedTest : public QObject {
    Q_OBJECT
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<FakeLab> m_lab;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LabApi> m_api;
    std::unique_ptr<LabStore> m_store;
    std::unique_ptr<LabSync> m_sync;

    EventFeed& feed() { return m_sync->feed(); }
    Event leaseEvent(int number, std::int64_t version) {
        Lease lease;
        lease.runNumber = number;
        lease.runId = uuid(number);
        lease.version = version;
        return eventOf(uuid(1), lease);
    }
    std::int64_t leaseVersion() { return m_store->device(uuid(1))->lease.version; }

private Q_SLOTS:
    void init() {
        m_server = std::make_unique<FakeServer>();
        m_lab = std::make_unique<FakeLab>(*m_server);
        m_client = std::make_unique<ApiClient>();
        m_client->setServer(m_server->url());
        m_client->setToken("token-1");
        m_api = std::make_unique<LabApi>(*m_client);
        m_store = std::make_unique<LabStore>();
        m_sync = std::make_unique<LabSync>(*m_api, *m_store);
        feed().setTiming(quick());
        m_sync->start();
        QTRY_COMPARE(m_server->parked(eventsPath), 1);
    }
    void cleanup() {
        m_sync.reset();
        m_server.reset();
    }

    void everything_is_loaded_and_the_feed_is_live() {
        QTRY_COMPARE(m_store->environments().size(), m_lab->environments.size());
        QTRY_COMPARE(m_store->testCases().size(), m_lab->testCases.size());
        QTRY_COMPARE(m_store->runs().size(), m_lab->runs.size());
        QCOMPARE(m_store->devices().size(), m_lab->devices.size());
        QVERIFY(feed().state().kind == FeedKind::Live);
        QVERIFY(feed().state().delayMs >= 0);
    }

    void the_feed_begins_when_everything_is_loaded() {
        m_sync->stop();
        const QString runs = QStringLiteral("/api/v1/test-runs");
        m_server->on("GET", runs, [](const Request&) { return Answer::parked(); });
        const int polls = m_server->count("GET", eventsPath);
        m_sync->start();
        QTRY_COMPARE(m_server->parked(runs), 1);
        QCOMPARE(m_server->count("GET", eventsPath), polls);
        m_server->answerParked(runs, Answer::problem(403, "You are not allowed to do this."));
        QTRY_COMPARE(m_server->count("GET", eventsPath),
                     polls + 2); // the board is worth following without them
        QVERIFY(feed().state().kind == FeedKind::Live);
    }

    void a_part_that_fails_is_loaded_again_and_said_until_then() {
        QSignalSpy problems(m_sync.get(), &LabSync::loadProblem);
        m_sync->stop();
        int asked = 0;
        m_server->on("GET", QStringLiteral("/api/v1/environments"), [&](const Request&) {
            return ++asked == 1
                       ? Answer::problem(503, "PostgreSQL is down.")
                       : Answer::json({{"environments", boost::json::array()}, {"nextCursor", nullptr}});
        });
        m_sync->start();
        QTRY_COMPARE(asked, 2);
        QVERIFY(problems[0][0].toString().contains(QStringLiteral("PostgreSQL is down.")));
        QTRY_VERIFY(problems.last()[0].toString().isEmpty());
    }

    void events_reach_the_store_and_the_next_poll_goes_on_from_their_cursor() {
        m_lab->tell({leaseEvent(7, 5)});
        QTRY_COMPARE(leaseVersion(), std::int64_t(5));
        QTRY_COMPARE(m_server->parked(eventsPath), 1);
        QCOMPARE(
            m_server->last("GET", eventsPath)->query.queryItemValue(QStringLiteral("after")).toStdString(),
            m_lab->cursor);
    }

    void a_lost_connection_shows_at_once_and_resumes_from_the_cursor_with_nothing_missed() {
        m_lab->tell({leaseEvent(7, 5)});
        QTRY_COMPARE(leaseVersion(), std::int64_t(5));
        const auto cursorBefore = m_lab->cursor;
        QTRY_COMPARE(m_server->parked(eventsPath), 1);

        m_server->goAway();
        QTRY_VERIFY(feed().state().kind == FeedKind::Reconnecting);
        QTRY_VERIFY(feed().state().kind == FeedKind::Offline);
        QVERIFY(feed().state().since.isValid());

        // While it was away the lab has changed; what the server answers depends on the cursor it is asked
        // with.
        m_server->on("GET", eventsPath, [this, cursorBefore](const Request& request) {
            if (request.query.queryItemValue(QStringLiteral("after")).toStdString() != cursorBefore)
                return Answer::parked();
            return Answer::json({{"cursor", "1-99"},
                                 {"reset", false},
                                 {"events", boost::json::value_from(std::vector{leaseEvent(9, 6)})}});
        });
        m_server->comeBack();
        QTRY_COMPARE(leaseVersion(), std::int64_t(6));
        QVERIFY(feed().state().kind == FeedKind::Live);
        QCOMPARE(m_server->count("GET", devicesPath), 1);
    }

    void a_reset_loads_everything_anew_without_the_board_going_empty() {
        QSignalSpy resets(m_store.get(), &LabStore::reset);
        QSignalSpy changes(m_store.get(), &LabStore::changed);
        QTRY_VERIFY(m_store->runsLoaded());
        m_lab->byKey("r07-u01").service = {false, "Calibration", "Ada", Timestamp::now(), 9};
        m_lab->cursor = "2-1";
        m_server->answerParked(
            eventsPath, Answer::json({{"cursor", "2-1"}, {"reset", true}, {"events", boost::json::array()}}));
        QTRY_COMPARE(m_server->count("GET", devicesPath), 2);
        QTRY_VERIFY(!m_store->device(uuid(1))->service.inService);
        QTRY_COMPARE(m_server->parked(eventsPath), 1);
        QCOMPARE(m_server->last("GET", eventsPath)->query.queryItemValue(QStringLiteral("after")),
                 QStringLiteral("2-1"));
        QCOMPARE(resets.count(), 0);
        // What the first loading brought may have been reported before or after the spies came.
        std::vector<std::string> changedDevices;
        const auto reported = [&] {
            for (; !changes.isEmpty(); changes.removeFirst())
                for (const auto& id : changes.first()[0].value<StoreChanges>().devices)
                    changedDevices.push_back(id);
            return !changedDevices.empty();
        };
        QTRY_VERIFY(reported());
        QCOMPARE(changedDevices, std::vector{uuid(1)});
    }

    void a_busy_server_is_asked_again() {
        int refused = 0;
        m_server->on("GET", eventsPath, [&](const Request&) {
            return ++refused < 3 ? Answer::problem(503, "Redis is down.") : Answer::parked();
        });
        m_server->answerParked(eventsPath, Answer::problem(503, "Redis is down."));
        QTRY_VERIFY(feed().state().kind == FeedKind::Reconnecting);
        QTRY_COMPARE(m_server->parked(eventsPath), 1);
        QCOMPARE(refused, 3);
    }

    void an_ended_session_stops_the_feed_and_is_told() {
        QSignalSpy ended(m_sync.get(), &LabSync::sessionEnded);
        m_server->answerParked(eventsPath, Answer::problem(401, "You are not signed in."));
        QTRY_COMPARE(ended.count(), 1);
        QVERIFY(feed().state().kind == FeedKind::Stopped);
    }

    void a_dead_connection_is_noticed_by_the_probe_while_the_poll_is_open() {
        QVERIFY(feed().state().kind == FeedKind::Live);
        m_server->on("GET", QStringLiteral("/healthz"), [](const Request&) { return Answer::parked(); });
        m_server->on("GET", eventsPath, [](const Request&) { return Answer::parked(); });
        QTRY_VERIFY(feed().state().kind != FeedKind::Live);
    }

    void a_first_load_that_fails_is_tried_again() {
        m_sync->stop();
        m_server->goAway();
        QSignalSpy problems(m_sync.get(), &LabSync::loadProblem);
        m_sync->start();
        QTRY_VERIFY(!problems.isEmpty());
        QVERIFY(!problems[0][0].toString().isEmpty());
        m_server->comeBack();
        QTRY_VERIFY(feed().state().kind == FeedKind::Live);
        QVERIFY(problems.last()[0].toString().isEmpty());
    }

    void a_writes_answer_is_merged_before_its_event_comes() {
        auto started = run(99, m_lab->devices.front());
        RunChange change{started, {leaseEvent(99, 8)}};
        m_sync->accept(change);
        QVERIFY(m_store->run(started.id));
        QCOMPARE(leaseVersion(), std::int64_t(8));
        m_lab->tell({leaseEvent(98, 7)});
        QTRY_COMPARE(m_server->count("GET", eventsPath), 3);
        QCOMPARE(leaseVersion(), std::int64_t(8));
    }
};

QTEST_GUILESS_MAIN(FeedTest)
#include "feed_test.moc"
