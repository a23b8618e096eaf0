// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/attribute_model.h"
#include "console/board/panel/chart_plan.h"
#include "console/board/panel/chart_time.h"
#include "console/board/panel/device_edit.h"
#include "console/board/panel/device_utilisation.h"
#include "console/board/panel/device_words.h"
#include "console/board/panel/history_layout.h"
#include "console/board/panel/history_model.h"
#include "console/board/panel/history_rows.h"
#include "console/board/panel/metric_model.h"
#include "console/shell/side_panels.h"
#include "console/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace labwarden;
using namespace labwarden::board;
using namespace std::chrono_literals;
using widgets::Side;
using widgets::TimeSpan;

namespace {

constexpr Timestamp noon{1772366400000}; // 2026-03-01T12:00:00Z

HistoryEntry entry(std::int64_t id, Timestamp at, HistoryKind kind, const char* change) {
    HistoryEntry entry;
    entry.id = id;
    entry.at = at;
    entry.kind = kind;
    entry.change = change;
    return entry;
}

HistoryEntry runEntry(std::int64_t id, Timestamp at, const char* change, std::optional<Outcome> outcome) {
    auto made = entry(id, at, HistoryKind::lease, change);
    made.run = HistoryRun{"run-7", 7, "TC-1", outcome};
    return made;
}

QStringList titles(const std::vector<HistoryRow>& rows) {
    QStringList titles;
    for (const auto& row : rows)
        titles << row.title;
    return titles;
}

DeviceDescription described() {
    DeviceDescription d;
    d.name = "r07-u01";
    d.firmware = "2.4.1";
    d.location = {"Main", "Lab 2", "Rack 07", "1"};
    d.tags = {"thermal"};
    d.attributes = {{"asset tag", "LW-1"}};
    return d;
}

QMap<QString, Side> suggestions(const std::vector<DeviceDifference>& differences) {
    QMap<QString, Side> found;
    for (const auto& difference : differences)
        found[QString::fromStdString(difference.caption)] = difference.suggestion();
    return found;
}

} // namespace

/// The parts of a device's panel that are values and models: no window, no server.
class PanelValuesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<style::Theme> m_theme;

private Q_SLOTS:
    void initTestCase() {
        qputenv("TZ", "UTC");
        tzset();
        m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark);
    }

    // --- time of the charts ---

    void charts_are_live_until_they_are_moved_away_from_now() {
        const ChartTime live(15min);
        QVERIFY(live.isLive());
        QCOMPARE(live.at(noon), (TimeSpan{noon - 15min, noon}));
        const auto moved = ChartTime::of({noon - 20min, noon - 5min}, noon);
        QVERIFY(!moved.isLive());
        QCOMPARE(moved.at(noon + 1h), (TimeSpan{noon - 20min, noon - 5min})); // stands still
        QVERIFY(moved.live().isLive());
        QCOMPARE(moved.live().length(), 15min);
    }

    void charts_never_show_the_future() {
        const auto beyond = ChartTime::of({noon - 5min, noon + 10min}, noon);
        QVERIFY(beyond.isLive());
        QCOMPARE(beyond.at(noon), (TimeSpan{noon - 15min, noon}));
    }

    void what_ends_as_good_as_now_is_live() {
        QVERIFY(ChartTime::of({noon - 10min, noon - 1s}, noon).isLive());
        QVERIFY(!ChartTime::of({noon - 10min, noon - 10s}, noon).isLive());
        QVERIFY(!ChartTime::standing({noon - 10min, noon}).isLive());
    }

    // --- charts ---

    void each_metric_has_a_chart_or_each_unit() {
        const std::vector<Metric> chosen{{"case_temp", "°C"}, {"vbus", "V"}, {"ambient", "°C"}};
        const auto apart = planCharts(chosen, false);
        QCOMPARE(apart.size(), std::size_t(3));
        const auto together = planCharts(chosen, true);
        QCOMPARE(together.size(), std::size_t(2));
        QCOMPARE(together[0].metrics.size(), std::size_t(2));
        QCOMPARE(together[0].metrics[1].name, std::string("ambient"));
        QVERIFY(planCharts({}, true).empty());
    }

    void a_chart_has_no_more_lines_than_can_be_told_apart() {
        std::vector<Metric> many;
        for (int i = 0; i < 6; ++i)
            many.push_back({"m" + std::to_string(i), "V"});
        const auto charts = planCharts(many, true);
        QCOMPARE(charts.size(), std::size_t(2));
        QCOMPARE(charts[0].metrics.size(), mostLines);
        QSet<int> colours;
        for (std::size_t i = 0; i < mostLines; ++i)
            colours << int(lineColour(i));
        QCOMPARE(colours.size(), qsizetype(mostLines));
    }

    void metrics_are_checked_up_to_a_number_and_the_others_say_why_not() {
        MetricModel model(2);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setMetrics({{"a", "V"}, {"b", ""}, {"c", "A"}});
        QSignalSpy chosen(&model, &MetricModel::chosenChanged);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("A (V)"));
        QVERIFY(model.setData(model.index(2), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(model.chosen()[0].name, std::string("c")); // as they were chosen
        QVERIFY(!model.setData(model.index(1), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(!(model.flags(model.index(1)) & Qt::ItemIsEnabled));
        QVERIFY(model.index(1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("At most 2")));
        QVERIFY(model.setData(model.index(2), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(model.flags(model.index(1)) & Qt::ItemIsEnabled);
        model.setMetrics({{"b", ""}});
        QCOMPARE(model.chosen().size(), std::size_t(0)); // waits until it is there again
        model.setMetrics({{"a", "V"}});
        QCOMPARE(model.chosen().size(), std::size_t(1));
    }

    // --- history ---

    void entries_stand_below_their_days_newest_first() {
        const auto rows = historyRows({runEntry(9, noon - 1h, "taken", {}),
                                       entry(8, noon - 20h, HistoryKind::presence, "online"),
                                       entry(7, noon - 21h, HistoryKind::presence, "offline"),
                                       entry(6, noon - 240h, HistoryKind::device, "created")},
                                      noon);
        QCOMPARE(titles(rows), QStringList({QStringLiteral("Today"), QStringLiteral("Run #7 · Started"),
                                            QStringLiteral("Yesterday"), QStringLiteral("Online"),
                                            QStringLiteral("Offline"), QStringLiteral("Thu, 19 Feb 2026"),
                                            QStringLiteral("Registered")}));
        QCOMPARE(rows[1].time, QStringLiteral("11:00"));
        QCOMPARE(rows[1].runId, std::string("run-7"));
    }

    void a_run_says_what_it_came_to_and_how_long_it_took() {
        auto freed = runEntry(9, noon, "freed", Outcome::failed);
        freed.reason = "max(case_temp) < 78 °C: 83.4 °C";
        const auto rows = historyRows({freed, runEntry(8, noon - 27min, "taken", {})}, noon);
        QCOMPARE(rows[1].title, QStringLiteral("Run #7 · Failed"));
        QVERIFY(rows[1].icon == style::Icon::circleX && rows[1].colour == style::Token::failed);
        QCOMPARE(rows[1].detail, QStringLiteral("TC-1 · took 27 m 00 s · max(case_temp) < 78 °C: 83.4 °C"));
        QCOMPARE(historyRows({freed}, noon)[1].detail,
                 QStringLiteral("TC-1 · max(case_temp) < 78 °C: 83.4 °C")); // not known how long
    }

    void changes_say_old_and_new() {
        auto updated = entry(5, noon, HistoryKind::device, "updated");
        updated.by = "Ada Lovelace";
        updated.changes = {
            {"firmware", {{"old", "2.4.0"}, {"new", "2.4.1"}}},
            {"owner", {{"old", ""}, {"new", "Team B"}}},
            {"tags", {{"old", boost::json::array{"a"}}, {"new", boost::json::array{"a", "b"}}}},
            {"location", {{"old", {{"rack", "7"}, {"slot", ""}}}, {"new", {{"rack", "8"}}}}}};
        const auto row = historyRows({updated}, noon)[1];
        QCOMPARE(row.title, QStringLiteral("Changed"));
        QCOMPARE(row.detail, QStringLiteral("Ada Lovelace"));
        QCOMPARE(
            row.lines,
            QStringList({QStringLiteral("firmware: 2.4.0 → 2.4.1"), QStringLiteral("owner: nothing → Team B"),
                         QStringLiteral("tags: a → a, b"), QStringLiteral("location: rack: 7 → rack: 8")}));
        updated.changes = "something new"; // of a later server
        QVERIFY(historyRows({updated}, noon)[1].lines.isEmpty());
    }

    void the_list_is_a_sound_model_and_puts_in_what_comes() {
        HistoryModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<HistoryEntry> entries{runEntry(9, noon - 1h, "freed", Outcome::passed),
                                          entry(8, noon - 2h, HistoryKind::presence, "online")};
        model.setRows(historyRows(entries, noon));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QPersistentModelIndex passed(model.index(1));
        entries.push_back(runEntry(7, noon - 3h, "taken", {}));
        entries.push_back(entry(6, noon - 30h, HistoryKind::presence, "offline"));
        model.setRows(historyRows(entries, noon)); // older ones
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(passed.row(), 1);
        QCOMPARE(changed.count(), 1); // it is known now how long the run took
        QVERIFY(passed.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("took 2 h 00 m")));
        entries.insert(entries.begin(), runEntry(10, noon, "taken", {}));
        model.setRows(historyRows(entries, noon)); // a newer one
        QCOMPARE(passed.row(), 2);
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(removed.count(), 0);
        QCOMPARE(reset.count(), 0);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void a_line_is_as_high_as_its_words_need() {
        HistoryRow row;
        row.id = 1;
        row.title = QStringLiteral("Maintenance");
        const auto bare = layOut(row, 400);
        QVERIFY(bare.detail.isEmpty());
        QCOMPARE(bare.icon.center().x() + 1, bare.axis);
        QVERIFY(bare.time.right() < bare.icon.left() && bare.icon.right() < bare.title.left());
        QVERIFY(bare.title.bottom() < bare.height);
        row.detail = QStringLiteral("Fan replacement · J. Lindqvist");
        const auto one = layOut(row, 400);
        QVERIFY(one.detail.top() > one.title.bottom() && one.detail.bottom() < one.height);
        row.detail = row.detail.repeated(6);
        const auto many = layOut(row, 400);
        QVERIFY(many.height > one.height);
        QVERIFY(layOut(row, 800).height < many.height);
        row.detail = QString(300, QLatin1Char('x')); // no blank to break at
        QVERIFY(layOut(row, 400).detail.height() > 2 * one.detail.height());
        QVERIFY(layOut(row, 400).detail.right() <= 400);
        row.lines = {QStringLiteral("firmware: 2.4.0 → 2.4.1"), QStringLiteral("tags: a → b")};
        const auto changed = layOut(row, 400);
        QVERIFY(changed.lines.top() > changed.detail.bottom() && changed.lines.bottom() < changed.height);
        row.isDay = true;
        QCOMPARE(layOut(row, 400).height, layOut(row, 40).height);
    }

    // --- utilisation ---

    void shares_of_time_have_percents_that_hide_nothing() {
        DeviceUtilisation used;
        used.seconds = 86'400;
        used.available = 0.5;
        used.underTest = 0.4976;
        used.offline = 0.0024;
        const auto shares = timeShares(used);
        QCOMPARE(shares.size(), std::size_t(4));
        QCOMPARE(shares[0].look.word, QStringLiteral("Under test"));
        QCOMPARE(shares[0].percent, QStringLiteral("50 %"));
        QCOMPARE(shares[1].time, 12h);
        QCOMPARE(shares[2].percent, QStringLiteral("0 %"));
        QCOMPARE(shares[3].percent, QStringLiteral("< 1 %"));
    }

    // --- words ---

    void a_run_that_holds_a_device_says_its_step_and_until_when() {
        HoldingRun run;
        run.state = RunState::dispatched;
        QCOMPARE(stepText(run), QStringLiteral("Waits for a runner"));
        QCOMPARE(untilText(run, noon), QString());
        run.state = RunState::running;
        run.progress = {"Hold 45 °C", 2, 6, 40};
        run.until = noon + 47min;
        QCOMPARE(stepText(run), QStringLiteral("Step 3 of 6 · Hold 45 °C"));
        QCOMPARE(untilText(run, noon), QStringLiteral("Ends by 12:47 at most · in 47 m 00 s"));
        QCOMPARE(untilText(run, noon + 1h), QStringLiteral("Was to end by 12:47"));
    }

    void flapping_and_unmonitored_devices_say_so() {
        DeviceDetail device;
        device.presence.kind = PresenceKind::mqtt;
        QVERIFY(remarksOf(device, noon).isEmpty());
        device.presence.flappingUntil = noon + 1min;
        QCOMPARE(remarksOf(device, noon).size(), 1);
        QVERIFY(remarksOf(device, noon + 2min).isEmpty()); // past
        device.presence.kind = PresenceKind::none;
        QCOMPARE(remarksOf(device, noon)[1].look.word, QStringLiteral("Unmonitored"));
    }

    void facts_that_are_empty_are_left_out() {
        DeviceDetail device;
        device.key = "k";
        device.location.rack = "07";
        QStringList captions;
        const auto facts = factsOf(device, noon);
        for (const auto& fact : facts)
            captions << fact.first;
        QCOMPARE(captions, QStringList({QStringLiteral("Key"), QStringLiteral("Location"),
                                        QStringLiteral("Presence")}));
        QCOMPARE(facts[1].second, QStringLiteral("Rack 07"));
    }

    // --- two people at one device ---

    void only_what_one_side_changed_is_chosen_beforehand() {
        const auto base = described();
        auto mine = base, theirs = base;
        mine.firmware = "2.5.0";
        mine.tags = {"thermal", "gpu"};
        mine.notes = "mine";
        theirs.notes = "theirs";
        theirs.owner = "Team B";
        theirs.attributes["asset tag"] = "LW-2";
        const auto found = differences(base, mine, theirs);
        const auto sides = suggestions(found);
        QCOMPARE(sides.size(), 5);
        QVERIFY(sides[QStringLiteral("Firmware")] == Side::mine);
        QVERIFY(sides[QStringLiteral("Tag gpu")] == Side::mine);
        QVERIFY(sides[QStringLiteral("Notes")] == Side::open);
        QVERIFY(sides[QStringLiteral("Owner")] == Side::theirs);
        QVERIFY(sides[QStringLiteral("asset tag")] == Side::theirs);
        QVERIFY(isSame(merged(mine, theirs, found, std::vector<Side>(5, Side::mine)), mine));
        QVERIFY(isSame(merged(mine, theirs, found, std::vector<Side>(5, Side::theirs)), theirs));
        QCOMPARE(changedFields(base, mine), QStringLiteral("firmware, notes, tags"));
    }

    void the_order_of_tags_means_nothing() {
        auto a = described(), b = described();
        a.tags = {"x", "y"};
        b.tags = {"y", "x"};
        QVERIFY(isSame(a, b));
        QVERIFY(differences(a, a, b).empty());
    }

    void attributes_are_edited_in_a_sound_model() {
        AttributeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAttributes({{"a", "1"}, {"b", "2"}});
        QSignalSpy edited(&model, &AttributeModel::edited);
        QCOMPARE(model.rowCount(), 3); // one more to be written into
        QVERIFY(model.setData(model.index(2, 0), QStringLiteral("c"), Qt::EditRole));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.fault(), QStringLiteral("“c” has no value."));
        QVERIFY(model.setData(model.index(2, 1), QStringLiteral(" 3 "), Qt::EditRole));
        QVERIFY(model.fault().isEmpty());
        model.remove(0);
        QCOMPARE(model.attributes(), (std::map<std::string, std::string>{{"b", "2"}, {"c", "3"}}));
        QVERIFY(model.setData(model.index(0, 0), QStringLiteral("c"), Qt::EditRole));
        QCOMPARE(model.fault(), QStringLiteral("“c” is there twice."));
        QCOMPARE(edited.count(), 4);
        QVERIFY(model.setData(model.index(2, 0), QString(), Qt::EditRole)); // nothing is no attribute
        QCOMPARE(model.rowCount(), 3);
    }

    // --- side by side ---

    void as_many_panels_are_side_by_side_as_have_room() {
        using console::panelsAbreast;
        QCOMPARE(panelsAbreast(680, 3), 1);
        QCOMPARE(panelsAbreast(760, 3), 2);
        QCOMPARE(panelsAbreast(1400, 3), 3);
        QCOMPARE(panelsAbreast(1400, 1), 1);
        QCOMPARE(panelsAbreast(100, 2), 1); // never none
        QCOMPARE(panelsAbreast(1400, 0), 1);
    }
};

QTEST_MAIN(PanelValuesTest)
#include "panel_values_test.moc"
