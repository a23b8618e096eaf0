// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is watched and what is told of it, on a store without a window.

#include "console/shell/watcher.h"

#include "console/shell/watch_model.h"
#include "tests/console/board/board_fixture.h"
#include "tests/console/support/fake_lab.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using labwarden::board::test::fill;
using labwarden::board::test::lab;
using labwarden::console::test::eventOf;

namespace {

class StandingClock : public Clock {
public:
    Timestamp now() const override { return board::test::then; }
};

constexpr Watcher::Timing quick{std::chrono::milliseconds(60), std::chrono::milliseconds(240)};
/// Longer than anything that is collected takes to come.
constexpr int quiet = 400;

} // namespace

class WatcherTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    StandingClock m_clock;
    board::test::Lab m_lab;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<LabStore> m_store;
    std::unique_ptr<WatchList> m_list;
    std::unique_ptr<Watcher> m_watcher;
    QStringList m_titles;
    QStringList m_texts;

    void begin() {
        m_list = std::make_unique<WatchList>(*m_store, *m_settings);
        m_watcher = std::make_unique<Watcher>(*m_store, *m_list, m_clock);
        m_watcher->setTiming(quick);
        connect(m_watcher.get(), &Watcher::told, this, [this](const News& news) {
            m_titles << news.title;
            m_texts << news.text;
        });
    }
    Device& available(int nth = 0) {
        for (auto& device : m_lab.devices)
            if (deviceState(device.presence, device.lease, device.service) == DeviceState::available &&
                !device.lease.lastOutcome && device.presence.kind == PresenceKind::mqtt && nth-- == 0)
                return device;
        throw std::logic_error("no such device");
    }
    static Event offline(Device& device) {
        board::test::takeOffline(device);
        device.presence.version += 1;
        return eventOf(device.id, device.presence);
    }
    static Event online(Device& device) {
        device.presence.online = true;
        device.presence.version += 1;
        return eventOf(device.id, device.presence);
    }
    static Event maintenance(Device& device, bool begins) {
        device.service.inService = !begins;
        device.service.reason = begins ? "Fan" : "";
        device.service.version += 1;
        return {EventPart::service, device.id, device.service.version, false,
                boost::json::value_from(device.service)};
    }
    void byOthers(const std::vector<Event>& events) { m_store->merge(events, LabStore::Source::feed); }
    void byMe(const std::vector<Event>& events) { m_store->merge(events); }
    /// Until the store has told everybody.
    void reported() {
        QSignalSpy changed(m_store.get(), &LabStore::changed);
        QVERIFY(changed.wait());
    }
    /// The board's own runs lack what an event has to carry.
    TestRun runningRun(int number = 48100) {
        const auto run = console::test::run(number, available());
        m_store->mergeRuns({run});
        return run;
    }
    void watch(const std::vector<std::string>& ids) { m_list->setChanges(WatchKind::device, ids, true); }

private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_settings->clear();
        m_store = std::make_unique<LabStore>();
        m_lab = lab(2);
        begin();
        fill(*m_store, m_lab);
        m_titles.clear();
        m_texts.clear();
    }
    void cleanup() {
        m_watcher.reset();
        m_list.reset();
        m_store.reset();
    }

    void loading_the_lab_tells_nothing_and_loading_it_again_neither() {
        std::vector<std::string> all;
        for (const auto& device : m_lab.devices)
            all.push_back(device.id);
        watch(all);
        m_store->replaceDevices(m_lab.devices);
        Q_EMIT m_store->reset();
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void a_device_that_goes_offline_and_comes_back_is_told() {
        auto& device = available();
        watch({device.id});
        byOthers({offline(device)});
        QTRY_COMPARE(m_titles,
                     QStringList{QString::fromStdString(device.name) + QStringLiteral(" is offline")});
        byOthers({online(device)});
        QTRY_COMPARE(m_titles.size(), 2);
        QCOMPARE(m_titles.last(), QString::fromStdString(device.name) + QStringLiteral(" is back"));
        QVERIFY2(m_texts.last().startsWith(QStringLiteral("Available")), qPrintable(m_texts.last()));
    }

    void maintenance_and_tests_are_told_with_who_and_why() {
        auto& device = available();
        watch({device.id});
        byOthers({maintenance(device, true)});
        QTRY_COMPARE(m_titles.size(), 1);
        QVERIFY(m_titles.last().endsWith(QStringLiteral("is in maintenance")));
        QVERIFY2(m_texts.last().startsWith(QStringLiteral("Fan")), qPrintable(m_texts.last()));
        byOthers({maintenance(device, false)});
        QTRY_COMPARE(m_titles.size(), 2);
        QVERIFY(m_titles.last().endsWith(QStringLiteral("is available")));
        board::test::putUnderTest(device, 10);
        byOthers({eventOf(device.id, device.lease)});
        QTRY_COMPARE(m_titles.size(), 3);
        QVERIFY(m_titles.last().endsWith(QStringLiteral("is under test")));
        QVERIFY2(m_texts.last().contains(QStringLiteral("started by")), qPrintable(m_texts.last()));
    }

    void what_is_not_watched_is_not_told() {
        byOthers({offline(available())});
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void many_at_once_are_told_together() {
        std::vector<std::string> ids;
        std::vector<Event> events;
        for (int i = 0; i < 14; ++i) {
            auto& device = available();
            ids.push_back(device.id);
            events.push_back(offline(device));
        }
        watch(ids);
        byOthers(events);
        QTRY_COMPARE(m_titles, QStringList{QStringLiteral("14 devices went offline")});
        QVERIFY2(m_texts.last().endsWith(QStringLiteral("and 11 more")), qPrintable(m_texts.last()));
        QTest::qWait(quiet);
        QCOMPARE(m_titles.size(), 1);
    }

    void a_storm_of_every_kind_is_one_news() {
        std::vector<std::string> ids;
        std::vector<Event> events;
        for (auto& device : m_lab.devices) {
            ids.push_back(device.id);
            const auto state = deviceState(device.presence, device.lease, device.service);
            if (state == DeviceState::offline)
                events.push_back(online(device));
            else if (state == DeviceState::maintenance)
                events.push_back(maintenance(device, false));
            else if (events.size() % 3 == 0)
                events.push_back(maintenance(device, true));
            else
                events.push_back(offline(device));
        }
        watch(ids);
        byOthers(events);
        QTRY_COMPARE(m_titles.size(), 1);
        QVERIFY2(m_titles.first().endsWith(QStringLiteral("watched devices have changed")),
                 qPrintable(m_titles.first()));
        QVERIFY2(m_texts.first().contains(QStringLiteral(" offline, ")), qPrintable(m_texts.first()));
    }

    void what_goes_on_happening_is_told_less_often() {
        auto& device = available();
        watch({device.id});
        m_watcher->setTiming({std::chrono::milliseconds(200), std::chrono::milliseconds(800)});
        // Each change undoes the one before, but only after it was told.
        QElapsedTimer since;
        since.start();
        qint64 first = 0, last = 0;
        for (int i = 1; i <= 4; ++i) {
            byOthers({i % 2 ? maintenance(device, true) : maintenance(device, false)});
            const auto from = since.elapsed();
            QTRY_COMPARE(m_titles.size(), i);
            (i == 1 ? first : last) = since.elapsed() - from;
        }
        QVERIFY2(last > first + 200, qPrintable(QStringLiteral("%1 and %2 ms").arg(first).arg(last)));
    }

    void what_was_undone_before_it_was_told_is_not_told() {
        auto& device = available();
        watch({device.id});
        m_watcher->setTiming({std::chrono::milliseconds(300), std::chrono::milliseconds(600)});
        byOthers({offline(device)});
        reported();
        byOthers({online(device)});
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void ones_own_doing_is_not_told_and_what_follows_is() {
        auto& device = available();
        watch({device.id});
        byMe({maintenance(device, true)});
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
        byOthers({offline(device)});
        QTRY_COMPARE(m_titles.size(), 1);
        QVERIFY(m_titles.last().endsWith(QStringLiteral("is offline")));
    }

    void ones_own_doing_is_not_told_when_the_feed_is_faster_than_the_answer() {
        auto& device = available();
        watch({device.id});
        const auto event = maintenance(device, true);
        m_watcher->setTiming({std::chrono::milliseconds(300), std::chrono::milliseconds(600)});
        byOthers({event});
        reported();
        byMe({event});
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void a_device_that_comes_and_goes_is_told_once() {
        auto& device = available();
        watch({device.id});
        for (int i = 0; i < 3; ++i) {
            device.presence.flappingUntil = m_clock.now() + std::chrono::minutes(1);
            byOthers({offline(device)});
            reported();
            QTest::qWait(quiet); // it would be told by then
            byOthers({online(device)});
            reported();
            QTest::qWait(quiet); // it would be told by then
        }
        QCOMPARE(m_titles,
                 QStringList{QString::fromStdString(device.name) + QStringLiteral(" comes and goes")});
        device.presence.flappingUntil.reset();
        byOthers({offline(device)});
        QTRY_COMPARE(m_titles.size(), 2);
        QVERIFY(m_titles.last().endsWith(QStringLiteral("is offline")));
    }

    void that_it_is_free_is_told_once_and_then_no_more() {
        auto& device = available();
        byOthers({maintenance(device, true)});
        reported();
        m_list->setUntilFree({device.id}, true);
        QVERIFY(m_list->waitsUntilFree(device.id));
        byOthers({maintenance(device, false)});
        QTRY_COMPARE(m_titles, QStringList{QString::fromStdString(device.name) + QStringLiteral(" is free")});
        QVERIFY(!m_list->isWatched(device.id));
        byOthers({maintenance(device, true)});
        reported();
        byOthers({maintenance(device, false)});
        QTest::qWait(quiet);
        QCOMPARE(m_titles.size(), 1);
    }

    void one_that_is_taken_again_at_once_is_still_waited_for() {
        auto& device = available();
        byOthers({maintenance(device, true)});
        reported();
        m_list->setUntilFree({device.id}, true);
        m_watcher->setTiming({std::chrono::milliseconds(300), std::chrono::milliseconds(600)});
        byOthers({maintenance(device, false)});
        reported();
        board::test::putUnderTest(device, 1);
        byOthers({eventOf(device.id, device.lease)});
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
        QVERIFY(m_list->waitsUntilFree(device.id));
    }

    void freeing_it_oneself_ends_the_wait_without_a_word() {
        auto& device = available();
        byOthers({maintenance(device, true)});
        reported();
        m_list->setUntilFree({device.id}, true);
        byMe({maintenance(device, false)});
        QTRY_VERIFY(!m_list->isWatched(device.id));
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void what_one_waited_for_while_the_console_was_closed_is_told() {
        auto& device = available();
        byOthers({maintenance(device, true)});
        reported();
        m_list->setUntilFree({device.id}, true);
        m_watcher.reset();
        m_list.reset();
        m_store = std::make_unique<LabStore>();
        begin();
        maintenance(device, false);
        fill(*m_store, m_lab);
        QTRY_COMPARE(m_titles, QStringList{QString::fromStdString(device.name) + QStringLiteral(" is free")});
    }

    void a_run_is_told_with_its_outcome_and_watched_no_more() {
        auto run = runningRun();
        m_list->setChanges(WatchKind::run, {run.id}, true);
        run.state = RunState::finished;
        run.outcome = Outcome::failed;
        run.reason = "max(case_temp) < 78 °C: 83.4 °C";
        run.version += 1;
        byOthers({eventOf(run)});
        QTRY_COMPARE(m_titles, QStringList{QStringLiteral("Run #%1 failed").arg(run.number)});
        QVERIFY2(m_texts.last().endsWith(QStringLiteral("83.4 °C")), qPrintable(m_texts.last()));
        QVERIFY(!m_list->isWatched(run.id));
    }

    void several_runs_that_end_together_are_counted() {
        std::vector<std::string> ids;
        std::vector<Event> events;
        for (std::size_t i = 0; i < 3; ++i) {
            auto run = runningRun(48100 + static_cast<int>(i));
            ids.push_back(run.id);
            run.state = RunState::finished;
            run.outcome = i == 0 ? Outcome::failed : Outcome::passed;
            run.version += 1;
            events.push_back(eventOf(run));
        }
        m_list->setChanges(WatchKind::run, ids, true);
        byOthers(events);
        QTRY_COMPARE(m_titles, QStringList{QStringLiteral("3 runs have finished")});
        QCOMPARE(m_texts.last(), QStringLiteral("1 failed, 2 passed"));
    }

    void a_run_that_one_has_cancelled_is_not_told() {
        auto run = runningRun();
        m_list->setChanges(WatchKind::run, {run.id}, true);
        run.cancelRequested = true;
        run.version += 1;
        byMe({eventOf(run)});
        run.state = RunState::finished;
        run.outcome = Outcome::cancelled;
        run.version += 1;
        byOthers({eventOf(run)});
        QTRY_VERIFY(!m_list->isWatched(run.id));
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void a_run_that_one_has_ended_by_force_is_not_told() {
        auto run = runningRun();
        m_list->setChanges(WatchKind::run, {run.id}, true);
        run.state = RunState::finished;
        run.outcome = Outcome::error;
        run.version += 1;
        byMe({eventOf(run)});
        QTRY_VERIFY(!m_list->isWatched(run.id));
        QTest::qWait(quiet);
        QCOMPARE(m_titles, QStringList());
    }

    void a_watched_run_that_is_not_there_any_more_is_asked_for() {
        QSignalSpy missing(m_watcher.get(), &Watcher::runMissing);
        m_list->setChanges(WatchKind::run, {console::test::uuid(4711)}, true);
        m_store->replaceRuns(m_lab.runs);
        QTRY_COMPARE(missing.count(), 1);
        QTest::qWait(quiet);
        QCOMPARE(missing.count(), 1);
    }

    void a_device_that_leaves_the_lab_is_told_and_watched_no_more() {
        auto& device = available();
        watch({device.id});
        byOthers({console::test::removal(EventPart::device, device.id, device.version + 1)});
        QTRY_COMPARE(m_titles, QStringList{QString::fromStdString(device.name) +
                                           QStringLiteral(" was removed from the lab")});
        QVERIFY(!m_list->isWatched(device.id));
    }

    void the_list_is_of_one_person_at_one_server() {
        auto& device = available();
        watch({device.id});
        const auto session = *m_store->session();
        Session other = session;
        other.user.id = console::test::uuid(77);
        m_store->setSession(other);
        QVERIFY(m_list->watches().empty());
        m_list->setWatchesOwnRuns(false);
        m_store->setSession(session);
        QVERIFY(m_list->tellsChanges(device.id));
        QCOMPARE(m_list->watches().front().label, QString::fromStdString(device.name));
        QVERIFY(m_list->watchesOwnRuns());
        Session elsewhere = session;
        elsewhere.server = QUrl(QStringLiteral("https://other.example"));
        m_store->setSession(elsewhere);
        QVERIFY(m_list->watches().empty());
        m_store->clear();
        watch({device.id});
        QVERIFY(m_list->watches().empty());
    }

    void the_list_as_a_model_is_in_order() {
        WatchModel model(*m_store, *m_list);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto& device = available();
        watch({device.id, available(1).id});
        m_list->setUntilFree({m_lab.runs.front().devices.front().id}, true);
        m_list->setChanges(WatchKind::run, {m_lab.runs.front().id}, true);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0, WatchModel::State).data().toString(), QStringLiteral("Available"));
        QCOMPARE(model.index(2, WatchModel::Wanted).data().toString(),
                 QStringLiteral("Once, when it is free"));
        byOthers({offline(device)});
        QTRY_COMPARE(model.index(0, WatchModel::State).data().toString(), QStringLiteral("Offline"));
        m_list->end({device.id});
        QCOMPARE(model.rowCount(), 3);
        m_list->endAll();
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(WatcherTest)
#include "watcher_test.moc"
