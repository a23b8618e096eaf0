// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/message_box.h"
#include "tests/console/environments/environments_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;

class EnvironmentsPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void anEnvironmentIsFoundOpenedChangedAndSavedByKeyboard() {
        EnvironmentsWindow w;
        w.open();
        keyboard::press(Qt::Key_F, Qt::ControlModifier);
        keyboard::type(w.find<QLineEdit>("environmentSearchField"), QStringLiteral("chamber"));
        QTRY_COMPARE(w.page()->shown()->rowCount(), 1);
        keyboard::press(Qt::Key_Return);
        QVERIFY(w.page()->table()->hasFocus());
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(w.editor()->environmentId(), w.first());
        keyboard::type(w.field("/name"), QStringLiteral("Thermal lab C"));
        keyboard::type(w.find<QLineEdit>("revisionMessageLineEdit"), QStringLiteral("moved"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!w.editor()->isDirty());
        const auto& saved = w.environments.byId(w.first());
        QCOMPARE(saved.document.name, std::string("Thermal lab C"));
        QCOMPARE(saved.message, std::string("moved"));
        QTRY_COMPARE(w.console->store.environment(w.first())->document.name, std::string("Thermal lab C"));
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!w.editor()->isOpen());
        QVERIFY(w.page()->table()->hasFocus());
    }

    void aNewOneIsWrittenWithEveryKindOfFieldAndCreated() {
        EnvironmentsWindow w;
        w.open();
        keyboard::press(w.find<QPushButton>("newEnvironmentPushButton"));
        QTRY_VERIFY(w.editor()->isOpen());
        QTRY_VERIFY(w.field("/name")->hasFocus());
        keyboard::write(w.field("/name"), QStringLiteral("Bench 5"));
        keyboard::write(w.field("/description"), QStringLiteral("Small things"));
        keyboard::write(w.field("/runnerQueue"), QStringLiteral("bench"));
        QVERIFY(w.find<QLabel>("queueNameLabel")->text().contains(QStringLiteral("test-jobs.bench")));
        auto* variables = w.editor()->form()->variables();
        keyboard::press(w.find<QPushButton>("addVariablePushButton"));
        keyboard::type(w.inRow(variables, 0, "variableNameLineEdit"), QStringLiteral("PORT"));
        keyboard::write(w.inRow(variables, 0, "variableValueLineEdit"), QStringLiteral("5025"));
        keyboard::press(w.find<QPushButton>("addVariablePushButton"));
        keyboard::type(w.inRow(variables, 1, "variableNameLineEdit"), QStringLiteral("TOKEN"));
        keyboard::press(w.inRow(variables, 1, "variableSecretCheckBox"));
        auto* secret = w.inRow<QLineEdit>(variables, 1, "secretValuePasswordEdit");
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        QVERIFY(!w.find<QPushButton>("saveEnvironmentPushButton")->isEnabled()); // it needs a value
        keyboard::write(secret, QStringLiteral("s3cret-value"));
        auto* parameters = w.editor()->form()->parameters();
        keyboard::press(w.find<QPushButton>("addDefaultPushButton"));
        keyboard::type(w.inRow(parameters, 0, "defaultNameLineEdit"), QStringLiteral("load_pct"));
        keyboard::type(w.inRow(parameters, 0, "defaultValueLineEdit"), QStringLiteral("75"));
        keyboard::press(w.find<QPushButton>("addDefaultPushButton"));
        keyboard::type(w.inRow(parameters, 1, "defaultNameLineEdit"), QStringLiteral("log_raw"));
        keyboard::goTo(w.inRow(parameters, 1, "defaultTypeComboBox"));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keyboard::goTo(w.inRow(parameters, 1, "defaultYesNoComboBox"));
        keyboard::press(Qt::Key_Up);
        keyboard::write(w.field("/grafanaUrlTemplate"),
                        QStringLiteral("https://grafana.example/d?d={device}&p={var.PORT}"));
        keyboard::press(w.find<QPushButton>("saveEnvironmentPushButton"));
        QTRY_VERIFY2(!w.editor()->environmentId().empty(), qPrintable(w.editorNotice()->words()));
        const auto& made = w.environments.byName("Bench 5");
        QCOMPARE(made.document.description, std::string("Small things"));
        QCOMPARE(made.document.runnerQueue, std::string("bench"));
        QCOMPARE(made.document.variables.size(), 2u);
        QCOMPARE(made.document.variables[0].value, std::string("5025"));
        QVERIFY(made.document.variables[1].secret);
        QCOMPARE(w.environments.secrets.at(made.id + " TOKEN"), std::string("s3cret-value"));
        QCOMPARE(made.document.defaultParameters.at("load_pct").as_int64(), 75);
        QCOMPARE(made.document.defaultParameters.at("log_raw").as_bool(), true);
        // Saved, the secret is nowhere in the console.
        QTRY_VERIFY(!w.editor()->isDirty());
        QVERIFY(!holdsSecrets(w.editor()->draft().document()));
        QVERIFY(!w.editor()->draft().undoStack().canUndo());
        QVERIFY(secret->text().isEmpty());
        QTRY_COMPARE(w.page()->shown()->at(w.page()->table()->currentIndex()).id, made.id);
    }

    void aStoredSecretIsKeptUntilItIsReplaced() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        auto* variables = w.editor()->form()->variables();
        auto* replace = w.inRow<QPushButton>(variables, 2, "replaceSecretPushButton");
        auto* secret = w.inRow<QLineEdit>(variables, 2, "secretValuePasswordEdit");
        QVERIFY(replace->isVisible() && !secret->isVisible());
        QVERIFY(w.inRow(variables, 2, "storedSecretBadge")->isVisible());
        keyboard::type(w.field("/description"), QStringLiteral("Other"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.environments.byId(w.first()).revision, 2);
        QCOMPARE(w.environments.secrets.at(w.first() + " API_TOKEN"), std::string("stored-token"));
        QTRY_VERIFY(!w.editor()->isDirty());
        keyboard::press(replace);
        QTRY_VERIFY(secret->hasFocus());
        keyboard::write(secret, QStringLiteral("brand-new"));
        QVERIFY(w.editor()->isDirty());
        auto* keep = w.inRow<QPushButton>(variables, 2, "keepSecretPushButton");
        keyboard::press(keep);
        QVERIFY(!w.editor()->isDirty() && replace->hasFocus());
        keyboard::press(replace);
        keyboard::write(secret, QStringLiteral("brand-new"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.environments.secrets.at(w.first() + " API_TOKEN"), std::string("brand-new"));
        QTRY_VERIFY(!w.editor()->isDirty() && replace->isVisible());
        QVERIFY(secret->text().isEmpty());
    }

    void whatIsWrongIsShownWhereItIsAllAtOnce() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::type(w.field("/name"), QString());
        keyboard::press(Qt::Key_Backspace);
        keyboard::type(w.field("/variables/0/name"), QStringLiteral("2nd"));
        keyboard::type(w.field("/parameters/0/text"), QStringLiteral("much"));
        QCOMPARE(w.editor()->draft().faults().size(), 4u); // and the link, which names the variable
        for (const char* pointer :
             {"/name", "/variables/0/name", "/parameters/0/text", "/grafanaUrlTemplate"})
            QVERIFY2(!w.field(pointer)->accessibleDescription().isEmpty(), pointer);
        QVERIFY(!w.find<QPushButton>("openPreviewPushButton")->isEnabled());
        keyboard::press(Qt::Key_F8);
        QTRY_VERIFY(w.field("/name")->hasFocus());
        while (w.editor()->draft().undoStack().canUndo())
            keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!w.editor()->isDirty());
        QVERIFY(w.field("/name")->accessibleDescription().isEmpty());
        keyboard::press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(w.editor()->isDirty());
    }

    void whatTheServerFindsWrongIsShownAtItsField() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        w.environments.refuse(
            faultsAnswer({{"/document/variables/2/secret", "cannot be kept: this server has no key"},
                          {"/document/defaultParameters/log_raw", "is not known here"}}));
        keyboard::type(w.field("/name"), QStringLiteral("Other"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.editor()->draft().faults().size(), 2u);
        QTRY_VERIFY(w.field("/variables/2/secret")->hasFocus());
        QVERIFY(w.field("/variables/2/secret")->accessibleDescription().contains(QStringLiteral("no key")));
        QVERIFY(w.editor()->isDirty());
        w.environments.refuse(FakeServer::Answer::problem(409, "There is an environment of that name."));
        keyboard::press(w.field("/variables/2/secret")); // settled by a change
        keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        keyboard::goTo(w.inRow(w.editor()->form()->parameters(), 1, "defaultYesNoComboBox"));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(w.editorNotice()->words().contains(QStringLiteral("of that name")));
        w.environments.letPass();
    }

    void whatSomebodyElseHasSavedIsMergedAndNothingIsLost() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::type(w.field("/name"), QStringLiteral("Mine"));
        w.environments.saveAs("J. Lindqvist", w.first(), [](EnvironmentDocument& document) {
            document.name = "Theirs";
            document.variables[0].value = "chamber-9";
        });
        QTRY_VERIFY(w.editorNotice()->words().contains(QStringLiteral("Somebody else")));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        auto* dialog = w.dialog("differenceDialog");
        auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"));
        QVERIFY(!save->isEnabled());
        keyboard::press(dialog->findChild<QWidget*>(QStringLiteral("mine0RadioButton")));
        keyboard::press(save);
        QTRY_COMPARE(w.environments.byId(w.first()).revision, 3);
        QCOMPARE(w.environments.byId(w.first()).document.name, std::string("Mine"));
        QCOMPARE(w.environments.byId(w.first()).document.variables[0].value, std::string("chamber-9"));
        QTRY_VERIFY(!w.editor()->isDirty());
    }

    void anOldRevisionIsComparedAndBroughtBack() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::type(w.field("/variables/0/value"), QStringLiteral("chamber-3"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!w.editor()->isDirty());
        keyboard::press(w.find("environmentHistoryToolButton"));
        auto* dialog = w.dialog("historyDialog");
        auto* title = dialog->findChild<QLabel*>(QStringLiteral("comparisonLabel"));
        QTRY_COMPARE(title->text(), QStringLiteral("From revision 1 to 2"));
        QCOMPARE(EnvironmentsWindow::linesOf(dialog),
                 QStringList({QStringLiteral("Variable CHAMBER"), QString::fromUtf8("− chamber-2"),
                              QStringLiteral("+ chamber-3")}));
        keyboard::press(dialog->findChild<QWidget*>(QStringLiteral("revisionsListWidget")), Qt::Key_Down);
        auto* restore = dialog->findChild<QPushButton*>(QStringLiteral("restoreRevisionPushButton"));
        QTRY_VERIFY(restore->isEnabled());
        keyboard::press(restore);
        QTRY_VERIFY(w.editor()->isDirty());
        QCOMPARE(w.environments.byId(w.first()).revision, 2); // nothing is saved by it
        keyboard::press(w.find("saveEnvironmentPushButton"));
        QTRY_COMPARE(w.environments.byId(w.first()).revision, 3);
        QCOMPARE(w.environments.byId(w.first()).document.variables[0].value, std::string("chamber-2"));
        QCOMPARE(w.environments.byId(w.first()).message, std::string("Back to revision 1"));
        QCOMPARE(w.environments.secrets.at(w.first() + " API_TOKEN"), std::string("stored-token"));
    }

    void twoAreCompared() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::press(w.find("compareEnvironmentToolButton"));
        auto* dialog = w.dialog("compareDialog");
        const auto lines = EnvironmentsWindow::linesOf(dialog);
        QVERIFY(lines.contains(QStringLiteral("Name")));
        QVERIFY(lines.contains(QStringLiteral("+ Bench 4")));
        QVERIFY(lines.contains(QStringLiteral("Variable API_TOKEN")));
        QVERIFY(lines.contains(QString::fromUtf8("− secret")));
        keyboard::press(w.find("closeComparePushButton"));
        QTRY_VERIFY(!w.window->findChild<QDialog*>(QStringLiteral("compareDialog")));
    }

    void aCopyHasEverythingButTheSecrets() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::press(w.find("copyEnvironmentToolButton"));
        QTRY_VERIFY(w.editor()->isOpen() && w.editor()->environmentId().empty());
        QVERIFY(w.editorNotice()->words().contains(QStringLiteral("copy of Thermal lab B")));
        QVERIFY(w.find<QLabel>("noticeDetailLabel")->text().contains(QStringLiteral("not copied")));
        QCOMPARE(w.editor()->draft().document().name, std::string("Thermal lab B copy"));
        QCOMPARE(w.editor()->draft().faults().size(), 1u);
        keyboard::press(Qt::Key_F8);
        auto* secret = w.inRow(w.editor()->form()->variables(), 2, "secretValuePasswordEdit");
        QTRY_VERIFY(secret->hasFocus());
        keyboard::write(secret, QStringLiteral("another"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!w.editor()->environmentId().empty());
        const auto& made = w.environments.byName("Thermal lab B copy");
        QCOMPARE(made.document.variables.size(), 3u);
        QCOMPARE(w.environments.secrets.at(made.id + " API_TOKEN"), std::string("another"));
        QCOMPARE(w.environments.secrets.at(w.first() + " API_TOKEN"), std::string("stored-token"));
    }

    void connectionsAreTested() {
        EnvironmentsWindow w;
        w.environments.report.grafana = {false, "https://grafana.example does not answer."};
        w.open();
        w.openEnvironment(w.first());
        auto* test = w.find<QPushButton>("testConnectionPushButton");
        keyboard::press(test);
        QTRY_COMPARE(w.find<QLabel>("telemetryCheckLabel")->text(),
                     QStringLiteral("InfluxDB answers; its newest value is 2 s old."));
        QCOMPARE(w.find<QLabel>("grafanaCheckLabel")->text(),
                 QStringLiteral("https://grafana.example does not answer."));
        QVERIFY(w.find("grafanaCheckBadge")->accessibleName().contains(QStringLiteral("Does not work")));
        QTRY_VERIFY(test->hasFocus());
        const auto* sent = w.server().last("POST", QStringLiteral("/api/v1/environments/test-connection"));
        QVERIFY(sent->body.contains(w.first().c_str()));
        keyboard::type(w.field("/description"), QStringLiteral("Other")); // what was found is not of this one
        QVERIFY(!w.find("telemetryCheckLabel")->isVisible());
    }

    void aTestOfConnectionsIsCancelledOrFails() {
        EnvironmentsWindow w;
        w.environments.parksTests = true;
        w.open();
        w.openEnvironment(w.first());
        auto* test = w.find<QPushButton>("testConnectionPushButton");
        keyboard::press(test);
        auto* cancel = w.find<QPushButton>("cancelTestPushButton");
        QTRY_VERIFY(cancel->hasFocus());
        keyboard::press(Qt::Key_Space);
        QTRY_VERIFY(test->hasFocus() && !cancel->isVisible());
        QVERIFY(w.find<QLabel>("connectionHintLabel")->text().contains(QStringLiteral("Cancelled")));
        w.environments.refuse(
            FakeServer::Answer::problem(429, "You have tested connections often just now. Wait a little."));
        keyboard::press(test);
        QTRY_VERIFY(w.find<widgets::Notice>("connectionNotice")->words().contains(QStringLiteral("often")));
        w.environments.letPass();
        keyboard::type(w.field("/name"), QStringLiteral("x"));
        keyboard::press(Qt::Key_Backspace);
        keyboard::press(test);
        QVERIFY(w.find<QLabel>("connectionHintLabel")->text().contains(QStringLiteral("First mend")));
    }

    void theLinkIsSeenAsItIsWritten() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        auto* link = w.find<QLabel>("linkPreviewLabel");
        QVERIFY(link->text().startsWith(QStringLiteral(
            "https://grafana.example/d/device?var-device=r07-u01&var-chamber=chamber-2&from=")));
        keyboard::type(w.find("previewDeviceLineEdit"), QStringLiteral("r08-u03"));
        keyboard::press(Qt::Key_Return); // what is offered is closed
        QVERIFY(link->text().contains(QStringLiteral("var-device=r08-u03")));
        keyboard::type(w.field("/variables/0/value"), QStringLiteral("a b"));
        QVERIFY(link->text().contains(QStringLiteral("var-chamber=a%20b")));
        QVERIFY(w.find<QPushButton>("openPreviewPushButton")->isEnabled());
    }

    void deletingIsRefusedWhileItIsUsedAndElseDoneOnceAsked() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.second());
        const std::string id = w.second();
        w.environments.refuse(FakeServer::Answer::problem(
            409, "It is in use.", "Run 12 of M. Keller takes place in it and has not ended."));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(w.find("deleteEnvironmentToolButton"));
        QTRY_COMPARE(w.notice()->words(), QStringLiteral("Bench 4 was not deleted."));
        QVERIFY(w.notice()
                    ->findChild<QLabel*>(QStringLiteral("noticeDetailLabel"))
                    ->text()
                    .contains(QStringLiteral("Run 12 of M. Keller")));
        QVERIFY(w.editor()->isOpen());
        w.environments.letPass();
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(w.find("deleteEnvironmentToolButton"));
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Delete Bench 4?"));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(w.find("deleteEnvironmentToolButton"));
        QTRY_COMPARE(w.notice()->words(), QStringLiteral("Bench 4 was deleted."));
        QVERIFY(!w.editor()->isOpen());
        QTRY_VERIFY(!w.page()->shown()->indexOf(id).isValid());
    }

    void ctrlKOpensOneAndMakesANewOne() {
        EnvironmentsWindow w;
        w.open();
        keyboard::press(Qt::Key_1, Qt::ControlModifier);
        const auto choose = [&](const QString& words) {
            keyboard::press(Qt::Key_K, Qt::ControlModifier);
            auto* line = w.find<QLineEdit>("jumpLineEdit");
            QTRY_VERIFY(line->hasFocus());
            keyboard::type(line, words);
            keyboard::press(Qt::Key_Return);
        };
        choose(QStringLiteral("bench 4"));
        QTRY_COMPARE(w.editor()->environmentId(), w.second());
        QVERIFY(w.page()->isVisible());
        choose(QStringLiteral("new environment"));
        QTRY_VERIFY(w.editor()->isOpen() && w.editor()->environmentId().empty());
    }

    void leavingWithSomethingUnsavedAsks() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::type(w.field("/name"), QStringLiteral("Other"));
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(Qt::Key_Escape);
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Discard what is not saved?"));
        QVERIFY(w.editor()->isOpen());
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        w.page()->openEnvironment(w.second());
        QTRY_COMPARE(w.editor()->environmentId(), w.second());
        QVERIFY(!w.editor()->isDirty());
    }

    void whatIsInNoFileIsNotLostByClosingTheWindowOrSigningOut() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.first());
        keyboard::type(w.field("/name"), QStringLiteral("Other"));
        keyboard::press(Qt::Key_1, Qt::ControlModifier); // going elsewhere loses nothing
        for (int i = 0; i < 2; ++i) {
            MessageBox::setNextAnswer(MessageBox::Answer::no);
            if (i == 0)
                w.window->close();
            else
                Q_EMIT w.window->findChild<NavBar*>()->signOutRequested();
            QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Discard what is not saved?"));
            QVERIFY(w.window->isVisible() && w.page()->isVisible() && w.editor()->isDirty());
        }
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        w.window->close();
        QTRY_VERIFY(!w.window->isVisible());
    }

    void whatIsWrittenStaysWhenItIsDeletedByAnother() {
        EnvironmentsWindow w;
        w.open();
        w.openEnvironment(w.second());
        keyboard::type(w.field("/name"), QStringLiteral("Kept"));
        w.environments.remove(w.second());
        QTRY_VERIFY(w.editorNotice()->words().contains(QStringLiteral("deleted")));
        QVERIFY(w.editor()->isOpen());
        QCOMPARE(static_cast<QLineEdit*>(w.field("/name"))->text(), QStringLiteral("Kept"));
        QVERIFY(!w.find<QPushButton>("saveEnvironmentPushButton")->isEnabled());
    }

    void whoMayNotWriteReadsAndWhoMayNotReadHasNoPage() {
        {
            EnvironmentsWindow w;
            std::erase(w.lab().permissions, "environments:write");
            w.open();
            QVERIFY(!w.find<QPushButton>("newEnvironmentPushButton")->isVisible());
            w.openEnvironment(w.first());
            QVERIFY(w.editorNotice()->words().contains(QStringLiteral("may read")));
            QVERIFY(!w.field("/name")->isEnabled());
            QVERIFY(!w.find("deleteEnvironmentToolButton")->isEnabled());
        }
        ConsoleFixture console;
        std::erase(console.lab.permissions, "environments:read");
        MainWindow window(console.parts());
        window.show();
        window.begin(console.goodPrefill());
        QTRY_VERIFY(window.findChild<QWidget*>(QStringLiteral("page0NavButton"))->isVisible());
        QVERIFY(!window.findChild<QWidget*>(QStringLiteral("page2NavButton"))->isVisible());
    }
};

QTEST_MAIN(EnvironmentsPageTest)
#include "environments_page_test.moc"
