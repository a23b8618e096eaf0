// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/arrangement.h"
#include "console/board/device_model.h"
#include "tests/console/board/board_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

namespace {

QStringList titles(const std::vector<DeviceGroup>& groups) {
    QStringList all;
    for (const DeviceGroup& group : groups)
        all << QStringLiteral("%1 (%2)").arg(group.title).arg(group.rows.size());
    return all;
}

} // namespace

class DeviceModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_are_ordered_by_the_numbers_in_them() {
        QVERIFY(naturalKey(QStringLiteral("r2-u10")) < naturalKey(QStringLiteral("R10-u2")));
        QVERIFY(naturalKey(QStringLiteral("psu9")) < naturalKey(QStringLiteral("psu10")));
        QCOMPARE(naturalKey(QStringLiteral("A7")), naturalKey(QStringLiteral("a07")));
    }

    void a_row_says_what_holds_the_device() {
        Device d = device(7, 1);
        const TestRun run = putUnderTest(d, 66.6);
        const DeviceRow row = rowOf(d, &run);
        QCOMPARE(row.state, DeviceState::under_test);
        QCOMPARE(row.percent, 67);
        QCOMPARE(row.runId, run.id);
        QVERIFY(describe(row).contains(QStringLiteral("M. Keller")));
        QCOMPARE(rowOf(d, nullptr).percent, -1);
    }

    void a_device_without_agent_is_available_and_unmonitored() {
        Device d = device(7, 1);
        d.presence = {};
        const DeviceRow row = rowOf(d, nullptr);
        QCOMPARE(row.state, DeviceState::available);
        QVERIFY(row.unmonitored);
    }

    void a_rack_is_named_once() {
        QCOMPARE(rackTitle(QStringLiteral("07")), QStringLiteral("Rack 07"));
        QCOMPARE(rackTitle(QStringLiteral("Rack 07")), QStringLiteral("Rack 07"));
        QCOMPARE(rackTitle(QStringLiteral("this machine")), QStringLiteral("this machine"));
    }

    void the_model_follows_the_store_as_a_model_must() {
        console::LabStore store;
        DeviceModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Lab all = lab(4);
        fill(store, all);
        QCOMPARE(model.rowCount(), 72);
        QCOMPARE(model.counts().total, 72);
        QCOMPARE(model.counts().available + model.counts().underTest + model.counts().maintenance +
                     model.counts().offline,
                 72);

        all.devices.push_back(device(99, 1));
        all.devices.erase(all.devices.begin() + 10, all.devices.begin() + 20);
        store.replaceDevices(all.devices);
        QTRY_COMPARE(model.rowCount(), 63);
        QVERIFY(model.rowOfDevice(all.devices.back().id) >= 0);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowOfDevice(model.at(row).id), row);
        QCOMPARE(model.counts().total, 63);

        store.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.counts().total, 0);
    }

    void neighbours_that_change_together_are_told_together() {
        console::LabStore store;
        Lab all = lab(1);
        fill(store, all);
        DeviceModel model(store);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        std::vector<Event> events;
        for (const int row : {3, 4, 5, 9})
            for (Device& d : all.devices)
                if (d.id == model.at(row).id) {
                    d.lease.lastOutcome = d.lease.lastOutcome ? std::nullopt : std::optional(Outcome::failed);
                    events.push_back(leaseEvent(d));
                }
        store.merge(events);
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(changed[0][0].toModelIndex().row(), 3);
        QCOMPARE(changed[0][1].toModelIndex().row(), 5);
        QCOMPARE(changed[1][0].toModelIndex().row(), 9);
    }

    void a_change_that_nobody_can_see_is_not_told() {
        console::LabStore store;
        Lab all = lab(1);
        fill(store, all);
        DeviceModel model(store);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reported(&store, &console::LabStore::changed);
        store.merge({leaseEvent(all.devices.front())}); // a version, and nothing else
        QTRY_COMPARE(reported.count(), 1);
        QCOMPARE(changed.count(), 0);
    }

    void progress_of_a_run_reaches_its_device() {
        console::LabStore store;
        Lab all;
        all.devices = {device(7, 1)};
        all.runs = {putUnderTest(all.devices[0], 10)};
        fill(store, all);
        DeviceModel model(store);
        QCOMPARE(model.at(0).percent, 10);
        all.runs[0].progress.percent = 55;
        ++all.runs[0].version;
        store.mergeRuns(all.runs);
        QTRY_COMPARE(model.at(0).percent, 55);
    }

    void devices_are_put_together_by_rack_type_state_and_tag() {
        console::LabStore store;
        Lab all;
        for (const int rack : {10, 9})
            for (const int unit : {2, 1, 10})
                all.devices.push_back(device(rack, unit));
        all.devices[0].location.rack.clear();
        takeOffline(all.devices[1]);
        fill(store, all);
        const DeviceModel model(store);
        const auto by = [&](Grouping grouping) {
            return titles(arrange(model.devices(), model.order(), grouping, {}));
        };
        QCOMPARE(by(Grouping::rack),
                 QStringList({QStringLiteral("Rack 09 (3)"), QStringLiteral("Rack 10 (2)"),
                              QStringLiteral("No rack (1)")}));
        QCOMPARE(by(Grouping::state),
                 QStringList({QStringLiteral("Offline (1)"), QStringLiteral("Available (5)")}));
        QCOMPARE(by(Grouping::tag),
                 QStringList({QStringLiteral("endurance (4)"), QStringLiteral("thermal (2)")}));
        const auto racks = arrange(model.devices(), model.order(), Grouping::rack, {});
        QCOMPARE(model.at(racks[0].rows[0]).name, QStringLiteral("r09-u01"));
        QCOMPARE(model.at(racks[0].rows[2]).name, QStringLiteral("r09-u10"));
    }

    void racks_of_one_name_in_two_rooms_are_told_apart() {
        console::LabStore store;
        Lab all;
        all.devices = {device(7, 1), device(7, 2)};
        all.devices[1].location.room = "Lab C";
        fill(store, all);
        const DeviceModel model(store);
        const auto groups = arrange(model.devices(), model.order(), Grouping::rack, {});
        QCOMPARE(groups.size(), std::size_t(2));
        QCOMPARE(groups[0].note, QStringLiteral("Berlin, Lab B"));
        QCOMPARE(groups[1].note, QStringLiteral("Berlin, Lab C"));
    }

    void a_device_that_comes_and_goes_says_so_until_it_has_been_quiet() {
        struct : console::Clock {
            Timestamp at = then;
            Timestamp now() const override { return at; }
        } clock;
        Lab some = lab(1);
        some.devices[3].presence.flappingUntil = then + std::chrono::milliseconds(50);
        console::LabStore store;
        DeviceModel model(store);
        model.setClock(clock);
        fill(store, some);
        const int row = model.rowOfDevice(some.devices[3].id);
        QVERIFY(model.at(row).flapping);
        QCOMPARE(model.counts().flapping, 1);
        QVERIFY(describe(model.at(row)).contains(QStringLiteral("flapping")));
        QVERIFY(model.index(row, DeviceModel::StateColumn)
                    .data()
                    .toString()
                    .endsWith(QStringLiteral("flapping")));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        clock.at = then + std::chrono::minutes(1);
        QTRY_COMPARE(changed.count(), 1); // though nothing was told
        QVERIFY(!model.at(row).flapping);
        QCOMPARE(model.counts().flapping, 0);
    }

    void a_filter_wants_every_word_somewhere() {
        const DeviceRow row = rowOf(device(7, 3), nullptr); // an edge gateway, thermal, in Lab B
        const auto accepts = [&](const char* text) {
            DeviceFilter filter;
            filter.query = DeviceQuery::parse(QLatin1String(text));
            return filter.accepts(row);
        };
        QVERIFY(accepts(""));
        QVERIFY(accepts("U03 gateway"));
        QVERIFY(accepts("thermal  lab"));
        QVERIFY(accepts("rack 07"));
        QVERIFY(!accepts("u03 converter"));
    }

    void a_filter_by_state_leaves_the_others_out() {
        Device d = device(7, 1);
        letLastRunFail(d);
        DeviceFilter filter;
        filter.state = DeviceState::offline;
        QVERIFY(!filter.accepts(rowOf(d, nullptr)));
        takeOffline(d);
        QVERIFY(filter.accepts(rowOf(d, nullptr)));
        filter = {};
        filter.lastRunFailed = true;
        QVERIFY(filter.accepts(rowOf(d, nullptr)));
        QVERIFY(!filter.accepts(rowOf(device(7, 2), nullptr)));
    }
};

QTEST_MAIN(DeviceModelTest)
#include "device_model_test.moc"
