// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_charts.h"
#include "console/board/panel/device_telemetry.h"
#include "console/board/panel/history_model.h"
#include "console/board/panel/metric_model.h"
#include "console/runs/run_inspector.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/fact_list.h"
#include "console/widgets/plot.h"
#include "tests/console/board/panel/panel_window.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QListView>
#include <QScrollBar>

#include <boost/json/value_from.hpp>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;

/// Takes what would have been opened in a browser.
class Browser : public QObject {
    Q_OBJECT
public:
    Browser() { QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(QStringLiteral("https")); }
    QUrl opened;
public Q_SLOTS:
    void open(const QUrl& url) { opened = url; }
};

class DevicePanelTest : public QObject, protected PanelWindow {
    Q_OBJECT

    widgets::Plot* plot(int number = 0) {
        return find<widgets::Plot>(qPrintable(QStringLiteral("device%1Plot").arg(number)), panel());
    }
    QListView* historyList() { return find<QListView>("historyListView", panel()); }
    HistoryModel* history() { return qobject_cast<HistoryModel*>(historyList()->model()); }
    QString fact(const char* caption) {
        const auto facts = find<widgets::FactList>("deviceFactList", panel())->facts();
        for (const auto& fact : facts)
            if (fact.first == QLatin1String(caption))
                return fact.second;
        return {};
    }
    int telemetryAsked(const char* key) { return asked(key, "/telemetry"); }
    QStringList metricsAsked(const char* key) {
        const auto* last = m_console->server.last("GET", path(key, "/telemetry"));
        return last ? last->query.allQueryItemValues(QStringLiteral("metric")) : QStringList();
    }
    std::chrono::milliseconds lengthAsked(const char* key) {
        const auto* last = m_console->server.last("GET", path(key, "/telemetry"));
        const auto time = [&](const char* name) {
            return Timestamp::parse(last->query.queryItemValue(QLatin1String(name)).toStdString());
        };
        return *time("to") - *time("from");
    }
    void openTelemetry(const char* key) {
        openDevice(key);
        openTab(DevicePanel::Telemetry);
        QTRY_VERIFY(panel()->findChild<widgets::Plot*>() && !plot()->isEmpty());
    }

private Q_SLOTS:
    void init() { make(); }
    void cleanup() { close(); }

    // --- opening and closing ---

    void enter_opens_a_device_again_goes_into_it_and_escape_closes_it() {
        open();
        openDevice("r07-u02");
        auto* tiles = m_window->findChild<TileView*>();
        QCOMPARE(keyboard::holder(), tiles); // one walks on
        QCOMPARE(badge(), QStringLiteral("Under test 67 %"));
        QTRY_VERIFY(
            text("stateReasonLabel").contains(QStringLiteral("Run 48213 of M. Keller is at step 4 of 6")));
        QCOMPARE(text("runStepLabel"), QStringLiteral("Step 4 of 6 · Load 80 % at 45 °C"));
        QTRY_VERIFY(text("runUntilLabel").startsWith(QStringLiteral("Ends by ")));
        keyboard::press(Qt::Key_Return);
        keyboard::awaitAt(find<QPushButton>("openRunPushButton", panel()));
        keyboard::press(Qt::Key_Escape);
        QVERIFY(panels().isEmpty());
        keyboard::awaitAt(tiles);
    }

    void another_device_takes_the_place_of_the_one_before() {
        open();
        openDevice("r07-u02");
        const auto* before = panel();
        openDevice("r07-u04");
        QCOMPARE(panels().size(), 1);
        QCOMPARE(panel(), before);
        QCOMPARE(badge(), QStringLiteral("Maintenance"));
        QTRY_COMPARE(text("stateReasonLabel"), QStringLiteral("Fan replacement. Said by J. Lindqvist."));
        QVERIFY(!find<QWidget>("runStrip", panel())->isVisible());
    }

    void a_link_opens_the_device_and_the_panel_gives_it_and_the_key() {
        open();
        m_window->openLink(QUrl(QStringLiteral("labwarden://device/r08-u10")));
        QTRY_COMPARE(panels().size(), 1);
        QCOMPARE(badge(), QStringLiteral("Offline"));
        keyboard::press(find<QToolButton>("copyDeviceLinkToolButton", panel()));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("labwarden://device/r08-u10"));
        keyboard::press(find<QToolButton>("copyKeyToolButton", panel()));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("r08-u10"));
        keyboard::press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("labwarden://device/r08-u10"));
    }

    void one_key_leads_to_the_run_of_the_device() {
        open();
        openDevice("r07-u02");
        keyboard::press(find<QPushButton>("openRunPushButton", panel()));
        auto* run = m_window->findChild<RunInspector*>();
        QTRY_VERIFY(run->isVisible());
        QCOMPARE(run->runId(), device("r07-u02").lease.runId);
        QCOMPARE(panels().size(), 1); // beside it
    }

    // --- facts and state ---

    void facts_notes_and_attributes_are_there_and_state_changes_show_at_once() {
        open();
        openDevice("r07-u05");
        QCOMPARE(fact("Location"), QStringLiteral("Main, Lab 2, Rack 07, slot 5"));
        QTRY_COMPARE(fact("asset tag"), QStringLiteral("LW-20418"));
        QVERIFY(fact("Presence").contains(QStringLiteral("last heard")));
        QTRY_COMPARE(text("deviceNotesLabel"),
                     QStringLiteral("Fan is loud above 60 °C; the bearing is ordered."));
        QCOMPARE(badge(), QStringLiteral("Available"));
        const int before = asked("r07-u05");
        const auto run = m_console->lab.startOn("r07-u05", 48250);
        m_console->lab.tell({eventOf(run), eventOf(device("r07-u05").id, device("r07-u05").lease)});
        QTRY_COMPARE(badge(), QStringLiteral("Under test 67 %"));
        QTRY_COMPARE(asked("r07-u05"), before + 1); // once for all that came
        QTRY_VERIFY(text("runUntilLabel").startsWith(QStringLiteral("Ends by ")));
        feedIsUp();
        auto further = run;
        further.progress.percent = 81;
        further.version += 1;
        m_console->lab.tell({eventOf(further)});
        QTRY_COMPARE(badge(), QStringLiteral("Under test 81 %"));
        QCOMPARE(asked("r07-u05"), before + 1); // the progress was known already
    }

    void a_failed_last_run_is_offered_and_opened() {
        open();
        openDevice("r09-u02");
        QVERIFY(find<QWidget>("runStrip", panel())->isVisible());
        QCOMPARE(find<widgets::StateBadge>("stripStateBadge", panel())->text(), QStringLiteral("Failed"));
    }

    void a_device_that_cannot_be_loaded_says_so_and_is_tried_again() {
        const auto answer = Answer::problem(503, "The lab's database does not answer.");
        refuse("GET", path("r07-u05"), answer);
        open();
        openDevice("r07-u05");
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("database does not answer")));
        QCOMPARE(fact("Serial"), QStringLiteral("SN-48005")); // what the board knows is there
        QVERIFY(!find<QPushButton>("editDevicePushButton", panel())->isEnabled());
        m_console->server.on("GET", path("r07-u05"), [this](const Request&) {
            return Answer::json(boost::json::value_from(m_console->devices.detail("r07-u05")));
        });
        keyboard::press(find<QPushButton>("noticeActionPushButton", find<QWidget>("deviceNotice", panel())));
        QTRY_VERIFY(notice("deviceNotice").isEmpty());
        QVERIFY(find<QPushButton>("editDevicePushButton", panel())->isEnabled());
    }

    void a_lost_connection_shows_and_goes() {
        m_console->sync.feed().setTiming(
            {.probeEvery = std::chrono::milliseconds(50), .offlineAfter = std::chrono::milliseconds(100)});
        open();
        openDevice("r07-u04");
        m_console->server.goAway();
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("No connection to the lab")));
        m_console->server.comeBack();
        QTRY_VERIFY(notice("deviceNotice").isEmpty());
    }

    void a_device_that_somebody_deletes_says_so_and_keeps_its_history() {
        m_console->devices.giveHistory("r07-u05", 2);
        open();
        openDevice("r07-u05");
        const auto id = device("r07-u05").id;
        feedIsUp();
        m_console->devices.remove("r07-u05");
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("has been deleted")));
        QCOMPARE(badge(), QStringLiteral("Deleted"));
        QVERIFY(!find<QPushButton>("editDevicePushButton", panel())->isVisible());
        openTab(DevicePanel::History);
        QTRY_VERIFY(history()->rowCount() > 0);
    }

    // --- telemetry ---

    void telemetry_shows_two_metrics_live_and_draws_the_limits_of_the_test() {
        open();
        openTelemetry("r07-u02");
        QCOMPARE(panel()->findChildren<widgets::Plot*>().size(), 2);
        QCOMPARE(metricsAsked("r07-u02"),
                 QStringList({QStringLiteral("case_temp"), QStringLiteral("ambient_temp")}));
        QCOMPARE(lengthAsked("r07-u02"), std::chrono::minutes(15));
        const int before = telemetryAsked("r07-u02");
        QTRY_VERIFY(telemetryAsked("r07-u02") > before); // live
        QTRY_COMPARE(
            m_console->server.count("GET", QStringLiteral("/api/v1/test-runs/") +
                                               QString::fromStdString(*device("r07-u02").lease.runId)),
            1); // its limits, once
        const auto red = [this] {
            const QImage image = plot()->grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == style::darkTokens()[style::Token::failed];
            return count;
        };
        QTRY_VERIFY(red() > 20);
    }

    void metrics_are_chosen_by_keyboard_and_remembered_for_such_devices() {
        open();
        openTelemetry("r07-u05");
        keyboard::press(find<QPushButton>("metricsPushButton", panel()));
        auto* list = find<QListView>("metricListView", panel());
        keyboard::awaitAt(list);
        keyboard::press(Qt::Key_End);
        keyboard::press(Qt::Key_Up); // fan speed
        keyboard::press(Qt::Key_Space);
        QTRY_COMPARE(metricsAsked("r07-u05").size(), 3);
        QCOMPARE(metricsAsked("r07-u05").last(), QStringLiteral("fan_speed"));
        QCOMPARE(find<QPushButton>("metricsPushButton", panel())->text(), QStringLiteral("Metrics · 3 of 6"));
        openDevice("r07-u06"); // of the same type
        QTRY_COMPARE(metricsAsked("r07-u06").size(), 3);
    }

    void keys_zoom_pan_and_go_back_to_now() {
        open();
        openTelemetry("r07-u05");
        auto* live = find<QPushButton>("liveChartPushButton", panel());
        QVERIFY(live->isChecked());
        keyboard::goTo(plot());
        keyboard::press(Qt::Key_Plus);
        QVERIFY(live->isChecked()); // around now
        QTRY_COMPARE(lengthAsked("r07-u05"), std::chrono::minutes(10));
        keyboard::press(Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(!live->isChecked());
        QTRY_VERIFY(lengthAsked("r07-u05") > std::chrono::minutes(10)); // with what lies beside it
        QVERIFY(text("chartNoteLabel").contains(QStringLiteral(" to ")));
        const auto shown = plot()->window();
        QCOMPARE(shown.length(), std::chrono::minutes(10));
        QCOMPARE(shown.to, m_console->clock.now() - std::chrono::milliseconds(150'000));
        const int before = telemetryAsked("r07-u05");
        QTRY_VERIFY(!plot()->isEmpty());
        QCOMPARE(telemetryAsked("r07-u05"), before); // nothing more is asked while it stands still
        keyboard::press(plot(), Qt::Key_0);
        QVERIFY(live->isChecked());
        QTRY_COMPARE(lengthAsked("r07-u05"), std::chrono::minutes(15));
    }

    void the_cursor_of_one_chart_is_in_all() {
        open();
        openTelemetry("r07-u05");
        keyboard::goTo(plot());
        keyboard::press(Qt::Key_Right);
        keyboard::press(Qt::Key_Left);
        QVERIFY(plot(0)->cursor().has_value());
        QCOMPARE(plot(1)->cursor(), plot(0)->cursor());
        QTRY_VERIFY(!plot(1)->isEmpty());
    }

    void a_range_is_chosen_and_remembered() {
        open();
        openTelemetry("r07-u05");
        keyboard::goTo(find<QComboBox>("chartRangeComboBox", panel()));
        keyboard::press(Qt::Key_Down);
        QTRY_COMPARE(lengthAsked("r07-u05"), std::chrono::hours(1));
        QCOMPARE(m_console->settings.value(QStringLiteral("panel/range")).toLongLong(), 3'600'000);
    }

    void telemetry_that_does_not_come_says_why_and_is_tried_again() {
        open();
        refuse("GET", path("r07-u05", "/metrics"), Answer::problem(503, "InfluxDB does not answer."));
        openDevice("r07-u05");
        openTab(DevicePanel::Telemetry);
        QTRY_VERIFY(notice("telemetryNotice").contains(QStringLiteral("InfluxDB does not answer")));
        m_console->server.on("GET", path("r07-u05", "/metrics"), [this](const Request&) {
            return Answer::json({{"metrics", boost::json::value_from(m_console->devices.metrics)}});
        });
        keyboard::press(
            find<QPushButton>("noticeActionPushButton", find<QWidget>("telemetryNotice", panel())));
        QTRY_VERIFY(panel()->findChild<widgets::Plot*>());
        QTRY_VERIFY(notice("telemetryNotice").isEmpty());
    }

    void a_device_without_metrics_says_so() {
        m_console->devices.metrics.clear();
        open();
        openDevice("r07-u05");
        openTab(DevicePanel::Telemetry);
        QTRY_COMPARE(find<widgets::EmptyState>("telemetryEmptyState", panel())->accessibleName(),
                     QStringLiteral("No metrics yet"));
    }

    // --- history ---

    void history_is_paged_and_a_run_is_opened_from_it() {
        m_console->devices.giveHistory("r07-u05", 12);
        open();
        openDevice("r07-u05");
        openTab(DevicePanel::History);
        QTRY_VERIFY(history()->rowCount() > m_console->devices.historyPage);
        QVERIFY(history()->at(0).isDay);
        const int before = history()->rowCount();
        const auto third = history()->at(3);
        keyboard::press(find<QPushButton>("loadOlderPushButton", panel()));
        QTRY_VERIFY(history()->rowCount() > before);
        QVERIFY(history()->at(3) == third); // nothing moved
        while (find<QPushButton>("loadOlderPushButton", panel())->isVisible()) {
            const int rows = history()->rowCount();
            keyboard::press(find<QPushButton>("loadOlderPushButton", panel()));
            QTRY_VERIFY(history()->rowCount() > rows ||
                        !find<QPushButton>("loadOlderPushButton", panel())->isVisible());
        }
        keyboard::goTo(historyList());
        keyboard::press(Qt::Key_Home);
        int row = historyList()->currentIndex().row();
        for (; row < history()->rowCount() && history()->at(row).runId.empty();
             row = historyList()->currentIndex().row())
            keyboard::press(Qt::Key_Down);
        const auto wanted = history()->at(row).runId;
        QVERIFY(!wanted.empty());
        keyboard::press(Qt::Key_Return);
        auto* run = m_window->findChild<RunInspector*>();
        QTRY_VERIFY(run->isVisible());
        QCOMPARE(run->runId(), wanted);
    }

    void history_of_one_kind_and_what_comes_meanwhile() {
        m_console->devices.giveHistory("r07-u05", 4);
        open();
        openDevice("r07-u05");
        openTab(DevicePanel::History);
        QTRY_VERIFY(history()->rowCount() > 0);
        keyboard::press(find<widgets::Chip>("maintenanceHistoryChip", panel()));
        QTRY_VERIFY(history()->rowCount() > 0 && history()->at(1).title == QStringLiteral("Back in service"));
        const int before = history()->rowCount();
        feedIsUp();
        auto& out = m_console->devices.remember("r07-u05", HistoryKind::service, "maintenance");
        out.reason = "Smells";
        auto& service = device("r07-u05").service;
        service = {false, "Smells", "Ada", Timestamp::now(), service.version + 1};
        m_console->lab.tell({{EventPart::service, device("r07-u05").id, service.version, false,
                              boost::json::value_from(service)}});
        QTRY_VERIFY(history()->rowCount() > before);
        QCOMPARE(history()->at(1).detail, QStringLiteral("Smells"));
    }

    void an_empty_history_and_one_that_does_not_come() {
        open();
        openDevice("r07-u05");
        openTab(DevicePanel::History);
        QTRY_COMPARE(find<widgets::EmptyState>("historyEmptyState", panel())->accessibleName(),
                     QStringLiteral("No history yet"));
        refuse("GET", path("r07-u06", "/history"), Answer::problem(503, "The database does not answer."));
        openDevice("r07-u06");
        QTRY_VERIFY(notice("historyNotice").contains(QStringLiteral("database does not answer")));
    }

    // --- utilisation ---

    void utilisation_has_shares_and_the_number_of_runs() {
        open();
        openDevice("r07-u05");
        openTab(DevicePanel::Utilisation);
        QTRY_COMPARE(text("utilisationRunsLabel"), QStringLiteral("27 runs"));
        QCOMPARE(find<QWidget>("utilisationBar", panel())->accessibleName(),
                 QStringLiteral("Under test 31 %, Available 58 %, Maintenance 8 %, Offline 3 %"));
        const auto* asked = m_console->server.last("GET", QStringLiteral("/api/v1/devices/utilisation"));
        const auto from = Timestamp::parse(asked->query.queryItemValue(QStringLiteral("from")).toStdString());
        QCOMPARE(*from, m_console->clock.now() - std::chrono::hours(24 * 7));
        m_console->devices.utilisation.runs = 1;
        keyboard::press(find<widgets::Chip>("dayUtilisationChip", panel()), Qt::Key_Space);
        QTRY_COMPARE(text("utilisationRunsLabel"), QStringLiteral("1 run"));
    }

    // --- Grafana ---

    void grafana_opens_for_the_time_that_is_looked_at() {
        Browser browser;
        open();
        openTelemetry("r07-u05");
        keyboard::press(plot(), Qt::Key_Left, Qt::ControlModifier);
        const auto window = plot()->window();
        auto* button = find<QPushButton>("deviceGrafanaPushButton", panel());
        QTRY_VERIFY(button->isVisible());
        keyboard::press(button);
        QTRY_COMPARE(browser.opened,
                     QUrl(QStringLiteral("https://grafana.example/d/device?var-device=r07-u05&from=%1&to=%2")
                              .arg(window.from.ms)
                              .arg(window.to.ms)));
    }

    void without_grafana_there_is_no_button() {
        m_console->devices.grafanaUrl.clear();
        open();
        openDevice("r07-u05");
        QTRY_VERIFY(asked("r07-u05", "/grafana-url") > 0);
        QTRY_COMPARE(fact("asset tag"), QStringLiteral("LW-20418"));
        QVERIFY(!find<QPushButton>("deviceGrafanaPushButton", panel())->isVisible());
    }

    // --- side by side ---

    void a_pinned_device_stays_beside_the_next_one() {
        open({1920, 1000});
        openDevice("r07-u02");
        keyboard::press(find<QToolButton>("pinToolButton", panel()));
        openDevice("r07-u04");
        QCOMPARE(panels().size(), 2);
        QCOMPARE(panels()[0]->deviceId(), device("r07-u02").id);
        QCOMPARE(panels()[1]->deviceId(), device("r07-u04").id);
        openDevice("r07-u05"); // takes the place that is not pinned
        QCOMPARE(panels().size(), 2);
        QVERIFY(panels()[0]->width() >= 380 && panels()[1]->width() >= 380);
        keyboard::press(find<QToolButton>("closePanelToolButton", panels()[0]));
        QCOMPARE(panels().size(), 1);
        QCOMPARE(panel()->deviceId(), device("r07-u05").id);
    }

    void where_there_is_no_room_the_others_are_behind_tabs() {
        open({1280, 720});
        openDevice("r07-u02");
        keyboard::press(find<QToolButton>("pinToolButton", panel()));
        openDevice("r07-u04");
        QCOMPARE(panels().size(), 1);
        auto* tabs = find<QTabBar>("sidePanelTabBar");
        QVERIFY(tabs->isVisible());
        QCOMPARE(tabs->count(), 2);
        QCOMPARE(tabs->tabText(1), QStringLiteral("r07-u04"));
        QCOMPARE(panel()->deviceId(), device("r07-u04").id);
        keyboard::goTo(tabs);
        keyboard::press(Qt::Key_Left);
        QCOMPARE(panel()->deviceId(), device("r07-u02").id);
        m_window->resize(1920, 1000);
        find<QWidget>("sidePanels")->resize(1000, 900); // as a person drags it
        QTRY_COMPARE(panels().size(), 2);
        QVERIFY(!tabs->isVisible());
    }

    void f6_goes_from_the_page_into_the_panels_and_back() {
        open({1920, 1000});
        openDevice("r07-u02");
        auto* tiles = m_window->findChild<TileView*>();
        keyboard::press(Qt::Key_F6);
        keyboard::awaitAt(find<QPushButton>("openRunPushButton", panel()));
        keyboard::press(Qt::Key_Return, Qt::NoModifier);
        keyboard::press(Qt::Key_F6);
        keyboard::press(Qt::Key_F6);
        keyboard::awaitAt(tiles);
    }

    void the_width_is_remembered() {
        m_console->settings.setValue(QStringLiteral("window/inspectorWidth"), 440);
        open({1440, 900});
        openDevice("r07-u02");
        QTRY_COMPARE(find<QWidget>("sidePanels")->width(), 440);
    }

    void panels_give_way_to_the_admin_page_and_come_back() {
        m_console->lab.permissions.push_back("users:read");
        open();
        openDevice("r07-u02");
        auto* nav = m_window->findChild<NavBar*>();
        nav->setCurrent(4);
        QVERIFY(panels().isEmpty());
        nav->setCurrent(0);
        QCOMPARE(panels().size(), 1);
    }

    void whatever_takes_the_keyboard_has_a_name_for_screen_readers() {
        m_console->devices.giveHistory("r07-u02", 3);
        open({1920, 1000});
        openDevice("r07-u02");
        for (int tab = DevicePanel::Overview; tab <= DevicePanel::Utilisation; ++tab) {
            panel()->setTab(static_cast<DevicePanel::Tab>(tab));
            const auto all = panel()->findChildren<QWidget*>();
            for (auto* widget : all) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                    continue;
                auto* described = QAccessible::queryAccessibleInterface(widget);
                QVERIFY(described);
                QVERIFY2(!described->text(QAccessible::Name).isEmpty(),
                         qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                                    widget->objectName()));
            }
        }
    }
};

QTEST_MAIN(DevicePanelTest)
#include "device_panel_test.moc"
