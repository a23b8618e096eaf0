// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/lab_store.h"
#include "tests/console/support/fake_lab.h"

#include <QSignalSpy>
#include <QTest>

#include <boost/json/value_from.hpp>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

Lease leaseOf(int runNumber, std::int64_t version) {
    Lease lease;
    lease.runId = uuid(runNumber);
    lease.runNumber = runNumber;
    lease.holder = "M. Keller";
    lease.version = version;
    return lease;
}

Session sessionOf(const char* userId) {
    Session session;
    session.server = QUrl(QStringLiteral("http://lab.example:8080"));
    session.user.id = userId;
    session.user.permissions = {"devices:read", "runs:start"};
    return session;
}

} // namespace

class StoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_first_board_is_a_reset_and_a_later_one_reports_differences_only() {
        LabStore store;
        QSignalSpy resets(&store, &LabStore::reset);
        QSignalSpy changes(&store, &LabStore::changed);
        QVERIFY(!store.devicesLoaded());
        auto board = std::vector{device(1, "a"), device(2, "b"), device(3, "c")};
        store.replaceDevices(board);
        QVERIFY(store.devicesLoaded());
        QCOMPARE(resets.count(), 1);

        board[1].service.inService = false;
        board[1].service.version = 2;
        board.erase(board.begin());
        store.replaceDevices(board);
        QTRY_COMPARE(changes.count(), 1);
        QCOMPARE(resets.count(), 1);
        auto ids = changes[0][0].value<StoreChanges>().devices;
        std::sort(ids.begin(), ids.end());
        QCOMPARE(ids, (std::vector<std::string>{uuid(1), uuid(2)}));
        QVERIFY(!store.device(uuid(1)));
        QVERIFY(!store.device(uuid(2))->service.inService);
    }

    void a_lower_version_arriving_later_changes_nothing() {
        LabStore store;
        store.replaceDevices({device(1, "a")});
        store.merge({eventOf(uuid(1), leaseOf(7, 5))});
        store.merge({eventOf(uuid(1), leaseOf(6, 4)), eventOf(uuid(1), leaseOf(8, 5))});
        QCOMPARE(store.device(uuid(1))->lease.runNumber.value(), std::int64_t(7));
        store.merge({eventOf(uuid(1), leaseOf(9, 6))});
        QCOMPARE(store.device(uuid(1))->lease.runNumber.value(), std::int64_t(9));
    }

    void the_parts_of_a_device_have_versions_of_their_own() {
        LabStore store;
        store.replaceDevices({device(1, "a")});
        Presence gone{PresenceKind::mqtt, false, {}, 2};
        store.merge({eventOf(uuid(1), leaseOf(7, 50)), eventOf(uuid(1), gone)});
        QVERIFY(!store.device(uuid(1))->presence.online);
        QCOMPARE(store.device(uuid(1))->lease.version, std::int64_t(50));
    }

    void every_order_of_the_same_events_ends_in_the_same_lab() {
        DeviceFacts renamed = device(1, "a");
        renamed.name = "renamed";
        renamed.version = 3;
        std::vector<Event> events{eventOf(uuid(1), leaseOf(7, 2)), eventOf(uuid(1), leaseOf(8, 3)),
                                  eventOf(uuid(1), Presence{PresenceKind::mqtt, false, {}, 2}),
                                  eventOf(renamed), removal(EventPart::device, uuid(2), 4)};
        std::vector<std::size_t> order{0, 1, 2, 3, 4};
        do {
            LabStore store;
            store.replaceDevices({device(1, "a"), device(2, "b")});
            for (const auto i : order)
                store.merge({events[i]});
            QCOMPARE(store.devices().size(), std::size_t(1));
            const auto* d = store.device(uuid(1));
            QCOMPARE(d->name, std::string("renamed"));
            QCOMPARE(d->lease.runNumber.value(), std::int64_t(8));
            QVERIFY(!d->presence.online);
        } while (std::next_permutation(order.begin(), order.end()));
    }

    void parts_that_come_before_their_device_wait_for_it() {
        LabStore store;
        store.replaceDevices({});
        store.merge({eventOf(uuid(5), leaseOf(7, 2))});
        QVERIFY(store.devices().empty());
        store.merge({eventOf(static_cast<const DeviceFacts&>(device(5, "new")))});
        QCOMPARE(store.device(uuid(5))->lease.runNumber.value(), std::int64_t(7));
    }

    void a_removed_device_stays_away_until_a_newer_version_of_it_comes() {
        LabStore store;
        store.replaceDevices({device(1, "a")});
        store.merge({removal(EventPart::device, uuid(1), 4)});
        QVERIFY(!store.device(uuid(1)));
        DeviceFacts facts = device(1, "a");
        facts.version = 3;
        store.merge({eventOf(facts), eventOf(uuid(1), leaseOf(7, 9))});
        QVERIFY(!store.device(uuid(1)));
        facts.version = 5;
        store.merge({eventOf(facts)});
        QVERIFY(store.device(uuid(1)));
    }

    void a_deletion_that_the_feed_repeats_holds_against_an_older_board() {
        LabStore store;
        store.replaceDevices({device(1, "a"), device(2, "b")});
        store.merge({removal(EventPart::device, uuid(1), 4)});
        store.replaceDevices({device(1, "a"), device(2, "b")});
        QVERIFY(store.device(uuid(1)));
        store.merge({eventOf(uuid(1), leaseOf(7, 2)), removal(EventPart::device, uuid(1), 4)});
        QVERIFY(!store.device(uuid(1)));
    }

    void a_list_that_is_older_than_an_event_undoes_nothing() {
        LabStore store;
        auto newer = summaryOf(thermalCase(1));
        newer.version = 2;
        newer.title = "Renamed";
        store.merge({{EventPart::test_case, newer.id, 2, false, boost::json::value_from(newer)},
                     removal(EventPart::test_case, thermalCase(2).id, 5)});
        store.replaceTestCases(
            {summaryOf(thermalCase(1)), summaryOf(thermalCase(2)), summaryOf(thermalCase(3))});
        QCOMPARE(store.testCases().size(), std::size_t(2));
        QCOMPARE(store.testCase(newer.id)->title, std::string("Renamed"));
    }

    void changes_are_collected_and_each_id_is_named_once() {
        LabStore store;
        store.replaceDevices({device(1, "a"), device(2, "b")});
        QSignalSpy changes(&store, &LabStore::changed);
        for (int version = 2; version < 12; ++version)
            store.merge(
                {eventOf(uuid(1), leaseOf(version, version)), eventOf(uuid(2), leaseOf(version, version))});
        QCOMPARE(changes.count(), 0);
        QTRY_COMPARE(changes.count(), 1);
        QCOMPARE(changes[0][0].value<StoreChanges>().devices.size(), std::size_t(2));
    }

    void reloaded_runs_drop_vanished_active_ones_and_keep_finished_ones() {
        LabStore store;
        auto done = run(1, device(1, "a"));
        done.state = RunState::finished;
        done.outcome = Outcome::passed;
        store.mergeRuns({done, run(2, device(1, "a"))});
        store.replaceRuns({run(3, device(2, "b"))});
        QVERIFY(store.run(done.id));
        QVERIFY(!store.run(uuid(100002)));
        QCOMPARE(store.activeRunCount(), 1);
    }

    void an_event_of_an_unknown_kind_or_shape_is_left_out() {
        LabStore store;
        store.replaceDevices({device(1, "a")});
        Event broken = eventOf(uuid(1), leaseOf(7, 2));
        broken.state = "nonsense";
        store.merge({broken});
        QCOMPARE(store.device(uuid(1))->lease.version, std::int64_t(1));
    }

    void permissions_are_those_of_the_signed_in_person() {
        LabStore store;
        QVERIFY(!store.may("runs:start"));
        store.setSession(sessionOf("one"));
        QVERIFY(store.may("runs:start"));
        QVERIFY(!store.may("users:write"));
    }

    void the_same_person_signing_in_again_finds_the_lab_as_it_was() {
        LabStore store;
        store.setSession(sessionOf("one"));
        store.replaceDevices({device(1, "a")});
        store.setSession(sessionOf("one"));
        QVERIFY(store.device(uuid(1)));
        store.setSession(sessionOf("two"));
        QVERIFY(!store.device(uuid(1)));
        QVERIFY(!store.devicesLoaded());
    }
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
