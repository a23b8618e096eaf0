// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of devices and runs in both themes, to be looked at. What it can hold by itself: nothing is empty,
// nothing fails.

#include "console/runs/start_run_dialog.h"
#include "console/shell/nav_bar.h"
#include "tests/console/support/console_fixture.h"

#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

/// Lets timers, answers and repaints come to rest.
void settle() {
    QTest::qWait(350);
}

void keep(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS", QDir::tempPath());
    QVERIFY(QDir().mkpath(folder));
    const QPixmap picture = widget.grab();
    QVERIFY(!picture.isNull());
    QVERIFY(picture.save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

QString themed(const char* name, style::ThemeMode mode) {
    return QLatin1String(name) +
           (mode == style::ThemeMode::dark ? QLatin1String("-dark") : QLatin1String("-light"));
}

} // namespace

class ScreenshotsTest : public QObject {
    Q_OBJECT

    static void themes() {
        QTest::addColumn<int>("mode");
        QTest::newRow("dark") << int(style::ThemeMode::dark);
        QTest::newRow("light") << int(style::ThemeMode::light);
    }
    static style::ThemeMode mode() {
        QFETCH(int, mode);
        return static_cast<style::ThemeMode>(mode);
    }
    static void open(ConsoleFixture& console, MainWindow& window) {
        window.resize(1440, 900);
        window.show();
        window.begin(console.goodPrefill());
        QTRY_VERIFY(console.store.runsLoaded());
        QTRY_VERIFY(console.store.environments().size() > 0);
        settle();
    }

private Q_SLOTS:
    void devices_and_runs_data() { themes(); }
    void devices_and_runs() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        keep(window, themed("devices", mode()));
        window.findChild<NavBar*>()->setCurrent(3);
        settle();
        keep(window, themed("runs", mode()));
    }

    void offline_data() { themes(); }
    void offline() {
        ConsoleFixture console(mode());
        console.sync.feed().setTiming(
            {.probeEvery = std::chrono::milliseconds(50), .offlineAfter = std::chrono::milliseconds(100)});
        MainWindow window(console.parts());
        open(console, window);
        console.server.goAway();
        QTRY_VERIFY(console.sync.feed().state().kind == FeedState::Kind::Offline);
        settle();
        keep(window, themed("devices-offline", mode()));
    }

    void question_data() { themes(); }
    void question() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        window.findChild<QPushButton*>(QStringLiteral("cancelRunPushButton"))->click();
        settle();
        auto* box = window.findChild<QDialog*>(QStringLiteral("questionDialog"));
        QVERIFY(box);
        keep(*box, themed("question", mode()));
        box->reject();
    }

    void running_run_data() { themes(); }
    void running_run() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        window.resize(1640, 1000);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-running", mode()));
        window.findChild<QTabBar*>(QStringLiteral("runTabBar"))->setCurrentIndex(1);
        settle();
        keep(window, themed("run-log", mode()));
        window.findChild<QTabBar*>(QStringLiteral("runTabBar"))->setCurrentIndex(2);
        settle();
        keep(window, themed("run-details", mode()));
    }

    void failed_run_data() { themes(); }
    void failed_run() {
        ConsoleFixture console(mode());
        console.lab.finish(48213, Outcome::failed);
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-failed", mode()));
    }

    void passed_run_data() { themes(); }
    void passed_run() {
        ConsoleFixture console(mode());
        console.lab.finish(48213, Outcome::passed);
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-passed", mode()));
    }

    void start_dialog_data() { themes(); }
    void start_dialog() {
        ConsoleFixture console(mode());
        console.signInDirectly();
        StartRunDialog dialog(console.api, console.store, console.sync,
                              {console.lab.byKey("r07-u05").id, console.lab.byKey("r07-u06").id});
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        settle();
        keep(dialog, themed("start-empty", mode()));
        auto* box = dialog.findChild<QComboBox*>(QStringLiteral("testCaseComboBox"));
        box->setCurrentIndex(box->findText(QStringLiteral("TC-1"), Qt::MatchStartsWith));
        dialog.findChild<QComboBox*>(QStringLiteral("environmentComboBox"))->setCurrentIndex(0);
        QTRY_VERIFY(dialog.findChild<QLineEdit*>(QStringLiteral("load_pctParameterLineEdit")));
        auto* load = dialog.findChild<QLineEdit*>(QStringLiteral("load_pctParameterLineEdit"));
        load->setText(QStringLiteral("180"));
        settle();
        keep(dialog, themed("start-faults", mode()));
    }

    void empty_lab_data() { themes(); }
    void empty_lab() {
        ConsoleFixture console(mode());
        console.lab.runs.clear();
        console.lab.devices.clear();
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin(console.goodPrefill());
        QTRY_VERIFY(console.store.runsLoaded());
        settle();
        keep(window, themed("devices-empty", mode()));
        window.findChild<NavBar*>()->setCurrent(3);
        settle();
        keep(window, themed("runs-empty", mode()));
    }
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
