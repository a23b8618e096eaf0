// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of a device's panel and of its editing, in every state, to be looked at.

#include "console/board/panel/device_editor.h"
#include "console/board/panel/history_model.h"
#include "console/widgets/plot.h"
#include "tests/console/board/panel/panel_window.h"
#include "tests/console/support/pictures.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QRadioButton>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;

class PanelPicturesTest : public QObject, protected PanelWindow {
    Q_OBJECT

    void openLooks() {
        make(pictures::mode());
        name("r07-u05", "converter5", 10);
        name("r07-u06", "dc-dc-converter-of-the-third-generation-in-the-thermal-chamber-", 80);
    }
    /// A name of so many characters.
    void name(const char* key, std::string words, std::size_t length) {
        while (words.size() < length)
            words += static_cast<char>('a' + words.size() % 26);
        device(key).name = words.substr(0, length);
    }
    void keep(const char* name) { pictures::keep(m_window.get(), name); }
    void openIn(const char* key, DevicePanel::Tab tab) {
        openDevice(key);
        panel()->setTab(tab);
    }
    void chartsAreDrawn() {
        QTRY_VERIFY(panel()->findChild<widgets::Plot*>());
        QTRY_VERIFY(!panel()->findChild<widgets::Plot*>()->isEmpty());
    }
    void edit(const char* key) {
        openDevice(key);
        QTRY_VERIFY(find<QPushButton>("editDevicePushButton", panel())->isEnabled());
        find<QPushButton>("editDevicePushButton", panel())->click();
        QTRY_VERIFY(m_window->findChild<DeviceEditor*>());
    }
    DeviceEditor* editor() { return m_window->findChild<DeviceEditor*>(); }

private Q_SLOTS:
    void cleanup() { close(); }

    void overview_data() { pictures::looks(); }
    void overview() {
        openLooks();
        device("r07-u06").presence.flappingUntil = Timestamp::now() + std::chrono::minutes(1);
        device("r07-u08").presence = {};
        device("r07-u08").presence.since = Timestamp::now() - std::chrono::hours(50);
        open(pictures::size());
        for (const auto& [key, picture] :
             {std::pair("r07-u02", "device-under-test"), std::pair("r07-u04", "device-maintenance"),
              std::pair("r08-u10", "device-offline"), std::pair("r07-u05", "device-name-10"),
              std::pair("r07-u06", "device-name-80"), std::pair("r07-u08", "device-unmonitored"),
              std::pair("r09-u02", "device-failed")}) {
            openDevice(key);
            QTRY_VERIFY(!text("deviceNotesLabel").isEmpty());
            QTRY_VERIFY(find<QPushButton>("deviceGrafanaPushButton", panel())->isVisible());
            keep(picture);
        }
    }

    void telemetry_data() { pictures::looks(); }
    void telemetry() {
        openLooks();
        m_console->devices.silence = {0.55, 0.7};
        open(pictures::size());
        openIn("r07-u02", DevicePanel::Telemetry);
        chartsAreDrawn();
        keep("device-telemetry");
        m_console->settings.setValue(QStringLiteral("panel/metrics/dc-dc"),
                                     QStringList({QStringLiteral("case_temp"), QStringLiteral("ambient_temp"),
                                                  QStringLiteral("vbus")}));
        find<QCheckBox>("byUnitCheckBox", panel())->setChecked(true);
        openDevice("r07-u05");
        chartsAreDrawn();
        find<QPushButton>("metricsPushButton", panel())->click();
        auto* plot = panel()->findChild<widgets::Plot*>();
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(plot, Qt::Key_Right);
        QTest::keyClick(plot, Qt::Key_Left);
        chartsAreDrawn();
        keep("device-telemetry-moved");
    }

    void history_data() { pictures::looks(); }
    void history() {
        openLooks();
        m_console->devices.giveHistory("r07-u06", 9);
        auto& updated = m_console->devices.remember("r07-u06", HistoryKind::device, "updated");
        updated.by = "Ada Lovelace";
        updated.changes = {{"name", {{"old", "r07-u06"}, {"new", device("r07-u06").name}}}};
        open(pictures::size());
        openIn("r07-u06", DevicePanel::History);
        auto* list = find<QListView>("historyListView", panel());
        QTRY_VERIFY(list->model()->rowCount() > 10);
        list->setCurrentIndex(list->model()->index(3, 0));
        list->setFocus();
        keep("device-history");
        openDevice("r07-u05");
        QTRY_VERIFY(find<QWidget>("historyEmptyState", panel())->isVisible());
        keep("device-history-empty");
    }

    void utilisation_data() { pictures::looks(); }
    void utilisation() {
        openLooks();
        open(pictures::size());
        openIn("r07-u05", DevicePanel::Utilisation);
        QTRY_COMPARE(text("utilisationRunsLabel"), QStringLiteral("27 runs"));
        keep("device-utilisation");
    }

    void side_by_side_data() { pictures::looks(); }
    void side_by_side() {
        openLooks();
        open(pictures::size());
        openDevice("r07-u06");
        find<QToolButton>("pinToolButton", panel())->click();
        openIn("r07-u02", DevicePanel::Telemetry);
        chartsAreDrawn();
        keep("device-two");
        panel()->setTab(DevicePanel::Overview);
        QTRY_VERIFY(find<QPushButton>("openRunPushButton", panel())->isVisible());
        find<QPushButton>("openRunPushButton", panel())->click();
        QTRY_VERIFY(find<QWidget>("runInspector")->isVisible());
        QTRY_VERIFY(!find<QWidget>("criteriaList")->findChildren<QWidget*>().isEmpty());
        QTRY_VERIFY(!find<widgets::Plot>("telemetryPlot")->isEmpty());
        keep("device-two-and-run");
    }

    void trouble_data() { pictures::looks(); }
    void trouble() {
        openLooks();
        refuse("GET", path("r07-u05"),
               Answer::problem(503, "The lab's database does not answer.", "It is tried again."));
        open(pictures::size());
        openDevice("r07-u05");
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("does not answer")));
        keep("device-trouble");
        openDevice("r07-u02");
        QTRY_VERIFY(!text("deviceNotesLabel").isEmpty());
        m_console->sync.feed().setTiming(
            {.probeEvery = std::chrono::milliseconds(50), .offlineAfter = std::chrono::milliseconds(100)});
        m_console->server.goAway();
        QTRY_VERIFY(m_console->sync.feed().state().kind == FeedState::Kind::Offline);
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("No connection")));
        keep("device-stale");
    }

    void editing_data() { pictures::looks(); }
    void editing() {
        openLooks();
        open(pictures::size());
        refuse("PUT", path("r07-u06"),
               faultsAnswer({{"/serial", "is taken by r07-u05"},
                             {"/tags/0", "must not be longer than 64 characters"}}));
        edit("r07-u06");
        pictures::keep(editor(), "device-edit");
        find<QLineEdit>("deviceSerialLineEdit", editor())->setText(QStringLiteral("SN-48005"));
        find<QPushButton>("saveDevicePushButton", editor())->click();
        QTRY_VERIFY(find<QWidget>("deviceSerialLineEditFault", editor())->isVisible());
        pictures::keep(editor(), "device-edit-faults");
        m_console->server.on("PUT", path("r07-u06"), [](const Request&) { return staleAnswer(); });
        auto theirs = m_console->devices.description("r07-u06");
        theirs.serial = "SN-99999";
        theirs.tags.push_back("rack-7");
        theirs.name = "Theirs";
        feedIsUp();
        m_console->devices.change("r07-u06", theirs);
        QTRY_VERIFY(find<QWidget>("deviceEditNotice", editor())->isVisible());
        pictures::keep(editor(), "device-edit-changed");
        find<QPushButton>("saveDevicePushButton", editor())->click();
        QTRY_VERIFY(editor()->findChild<QDialog*>(QStringLiteral("differenceDialog")));
        pictures::keep(find<QDialog>("differenceDialog", editor()), "device-edit-difference");
    }
};

QTEST_MAIN(PanelPicturesTest)
#include "panel_pictures_test.moc"
