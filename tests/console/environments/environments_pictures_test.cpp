// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/environments/environments_window.h"
#include "tests/console/support/pictures.h"

#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

/// Pictures of the page's states, to be looked at.
class EnvironmentsPicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void list_data() { pictures::looks(); }
    void list() {
        EnvironmentsWindow w(pictures::mode());
        w.lab().environments.push_back(environment(3, "Endurance hall, north wing, with a rather long name"));
        w.open(pictures::size());
        pictures::keep(w.window.get(), "environments");
        keyboard::type(w.find<QLineEdit>("environmentSearchField"), QStringLiteral("nothing of this kind"));
        pictures::keep(w.window.get(), "environments-none");
    }

    void empty_data() { pictures::looks(); }
    void empty() {
        EnvironmentsWindow w(pictures::mode());
        w.lab().environments.clear();
        w.open(pictures::size());
        pictures::keep(w.window.get(), "environments-empty");
    }

    void editor_data() { pictures::looks(); }
    void editor() {
        EnvironmentsWindow w(pictures::mode());
        w.open(pictures::size());
        w.openEnvironment(w.first());
        pictures::keep(w.window.get(), "environment");
        w.environments.report.grafana = {false, "https://grafana.example does not answer within 5 s."};
        w.environments.parksTests = true;
        keyboard::press(w.find<QPushButton>("testConnectionPushButton"));
        QTRY_COMPARE(w.server().parked(QStringLiteral("/api/v1/environments/test-connection")), 1);
        pictures::keep(w.window.get(), "environment-testing");
        w.environments.parksTests = false;
        keyboard::press(w.find<QPushButton>("cancelTestPushButton"));
        keyboard::press(w.find<QPushButton>("testConnectionPushButton"));
        QTRY_VERIFY(w.find<QLabel>("grafanaCheckLabel")->isVisible());
        auto* bar = w.editor()->form()->verticalScrollBar();
        bar->setValue(bar->maximum());
        pictures::keep(w.window.get(), "environment-connections");
        bar->setValue(0);
        keyboard::press(w.inRow(w.editor()->form()->variables(), 2, "replaceSecretPushButton"));
        keyboard::write(w.inRow(w.editor()->form()->variables(), 2, "secretValuePasswordEdit"),
                        QStringLiteral("abc"));
        keyboard::type(w.field("/variables/0/name"), QStringLiteral("2nd"));
        keyboard::type(w.field("/parameters/0/text"), QStringLiteral("much"));
        keyboard::type(w.field("/runnerQueue"), QStringLiteral("Hot Queue"));
        pictures::keep(w.window.get(), "environment-faults");
    }

    void dialogs_data() { pictures::looks(); }
    void dialogs() {
        EnvironmentsWindow w(pictures::mode());
        w.open(pictures::size());
        w.environments.saveAs(
            "J. Lindqvist", w.first(),
            [](EnvironmentDocument& document) {
                document.variables[0].value = "chamber-3";
                document.variables.push_back({"PORT", "5025", false});
                document.defaultParameters.erase("operator_note");
            },
            "Moved to the new chamber");
        QTRY_COMPARE(w.console->store.environment(w.first())->revision, 2);
        w.openEnvironment(w.first());
        keyboard::press(w.find("environmentHistoryToolButton"));
        auto* history = w.dialog("historyDialog");
        QTRY_VERIFY(!history->findChild<QLabel*>(QStringLiteral("comparisonLabel"))->text().isEmpty());
        pictures::keep(history, "environment-history");
        history->reject();
        QTRY_VERIFY(!w.window->findChild<QDialog*>(QStringLiteral("historyDialog")));
        keyboard::press(w.find("compareEnvironmentToolButton"));
        auto* compare = w.dialog("compareDialog");
        pictures::keep(compare, "environment-compare");
        compare->reject();
        QTRY_VERIFY(!w.window->findChild<QDialog*>(QStringLiteral("compareDialog")));
        keyboard::type(w.field("/name"), QStringLiteral("Thermal lab, hall B"));
        keyboard::type(w.field("/variables/0/value"), QStringLiteral("chamber-4"));
        w.environments.saveAs("J. Lindqvist", w.first(), [](EnvironmentDocument& document) {
            document.name = "Thermal lab B2";
            document.runnerQueue.clear();
        });
        QTRY_VERIFY(!w.editorNotice()->words().isEmpty());
        pictures::keep(w.window.get(), "environment-changed-meanwhile");
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        auto* difference = w.dialog("differenceDialog");
        pictures::keep(difference, "environment-conflict");
        difference->reject();
    }

    void copy_data() { pictures::looks(); }
    void copy() {
        EnvironmentsWindow w(pictures::mode());
        w.open(pictures::size());
        w.openEnvironment(w.first());
        keyboard::press(w.find("copyEnvironmentToolButton"));
        QTRY_VERIFY(w.editor()->environmentId().empty());
        pictures::keep(w.window.get(), "environment-copy");
    }
};

QTEST_MAIN(EnvironmentsPicturesTest)
#include "environments_pictures_test.moc"
