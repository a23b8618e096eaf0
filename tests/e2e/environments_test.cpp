// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Environments page against the real server: made with a secret, changed without touching it, tested, by
// two people at the same time, deleted.

#include "console/environments/environment_editor.h"
#include "console/environments/environments_page.h"
#include "tests/e2e/support/console_case.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

namespace {

const QString secret = QStringLiteral("nobody reads this");

} // namespace

class EnvironmentsTest : public ConsoleCase {
    Q_OBJECT
    std::unique_ptr<Person> m_admin;

    void open() {
        startOffice();
        m_admin = std::make_unique<Person>(*m_lab, "admin");
        m_console = std::make_unique<ConsoleProgram>();
        QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("admin")));
        QVERIFY(m_console->press("page2NavButton"));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
    }
    static console::EnvironmentEditor& editor(ConsoleProgram& console) {
        return *console.widget<console::EnvironmentsPage>("environmentsPage").editor();
    }
    json::object onServer(const std::string& id) { return m_admin->get("/api/v1/environments/" + id); }
    void make() {
        QVERIFY(m_console->press("newEnvironmentPushButton"));
        QVERIFY(m_console->type("environmentNameLineEdit", QStringLiteral("Chamber 2")));
        QVERIFY(m_console->type("runnerQueueLineEdit", QStringLiteral("thermal")));
        QVERIFY(m_console->press("addVariablePushButton"));
        QVERIFY(m_console->type("variableNameLineEdit", QStringLiteral("API_TOKEN")));
        QVERIFY(m_console->press("variableSecretCheckBox"));
        QVERIFY(m_console->type("secretValuePasswordEdit", secret));
        QVERIFY(m_console->press("addDefaultPushButton"));
        QVERIFY(m_console->type("defaultNameLineEdit", QStringLiteral("load_pct")));
        QVERIFY(m_console->type("defaultValueLineEdit", QStringLiteral("80")));
        QVERIFY(m_console->press("saveEnvironmentPushButton"));
        QTRY_VERIFY2_WITH_TIMEOUT(!editor(*m_console).environmentId().empty(),
                                  qPrintable(m_console->words("environmentNotice")), soon);
    }

private Q_SLOTS:
    void a_secret_is_sealed_kept_by_other_changes_and_read_by_nobody();
    void connections_are_tested_by_the_server();
    void of_two_who_change_it_the_second_is_shown_what_differs_and_overwrites_nothing();
};

void EnvironmentsTest::a_secret_is_sealed_kept_by_other_changes_and_read_by_nobody() {
    open();
    make();
    const std::string id = editor(*m_console).environmentId();
    auto saved = onServer(id);
    const auto& variable = saved.at("document").at("variables").at(0);
    QCOMPARE(json::serialize(variable), std::string(R"({"name":"API_TOKEN","value":"","secret":true})"));
    QCOMPARE(saved.at("document").at("defaultParameters").at("load_pct").to_number<double>(), 80.0);
    QVERIFY(!editor(*m_console).isDirty());
    QCOMPARE(m_console->text("storedSecretBadge"), QStringLiteral("Stored, not readable"));

    QVERIFY(m_console->type("runnerQueueLineEdit", QString()));
    auto* message = editor(*m_console).findChild<QLineEdit*>(QStringLiteral("revisionMessageLineEdit"));
    QVERIFY(m_console->focus(*message));
    QTest::keyClicks(message, QStringLiteral("to the common queue"));
    QVERIFY(m_console->press("saveEnvironmentPushButton"));
    QTRY_COMPARE_WITH_TIMEOUT(onServer(id).at("revision").as_int64(), 2, soon);
    QCOMPARE(onServer(id).at("message").as_string(), json::string("to the common queue"));
    QTRY_VERIFY_WITH_TIMEOUT(!editor(*m_console).isDirty(), soon);
    QVERIFY(m_console->isShown("storedSecretBadge"));

    // Under another name it is another secret, and the server's words say what it wants.
    QVERIFY(m_console->type("variableNameLineEdit", QStringLiteral("OTHER_TOKEN")));
    QVERIFY(m_console->isShown("secretValuePasswordEdit"));
    QVERIFY(!m_console->widget<QPushButton>("saveEnvironmentPushButton").isEnabled());
    QVERIFY(m_console->type("variableNameLineEdit", QStringLiteral("API_TOKEN")));
    QVERIFY(!editor(*m_console).isDirty());

    QVERIFY(m_console->press("environmentHistoryToolButton"));
    const auto history = m_console->dialog("historyDialog");
    QVERIFY(history);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("comparisonLabel"), QStringLiteral("From revision 1 to 2"),
                              soon);
    history->reject();

    QVERIFY(m_console->press("deleteEnvironmentToolButton"));
    QVERIFY(m_console->agree());
    QTRY_VERIFY_WITH_TIMEOUT(m_console->words("environmentsNotice").contains(QStringLiteral("was deleted")),
                             soon);
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->store.environment(id), soon);
    m_admin->get("/api/v1/environments/" + id, 404);
}

void EnvironmentsTest::connections_are_tested_by_the_server() {
    open();
    make();
    QVERIFY(
        m_console->type("grafanaTemplateLineEdit", q(m_lab->url()) + QStringLiteral("/healthz?d={device}")));
    QVERIFY(m_console->press("testConnectionPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("grafanaCheckBadge"), soon);
    QCOMPARE(m_console->text("grafanaCheckBadge"), QStringLiteral("Works"));
    QVERIFY(m_console->text("telemetryCheckLabel").startsWith(QStringLiteral("InfluxDB answers")));
    QVERIFY(m_console->type("grafanaTemplateLineEdit", QStringLiteral("http://127.0.0.1:9/d")));
    QVERIFY(!m_console->isShown("grafanaCheckBadge"));
    QVERIFY(m_console->press("testConnectionPushButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("grafanaCheckBadge"), QStringLiteral("Does not work"), soon);
}

void EnvironmentsTest::of_two_who_change_it_the_second_is_shown_what_differs_and_overwrites_nothing() {
    open();
    make();
    const std::string id = editor(*m_console).environmentId();
    QVERIFY(m_console->type("environmentNameLineEdit", QStringLiteral("Mine")));
    auto document = onServer(id).at("document").as_object();
    document["name"] = "Theirs";
    document["description"] = "By somebody else";
    m_admin->put("/api/v1/environments/" + id, {{"document", document}, {"message", ""}}, 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->words("environmentNotice").contains(QStringLiteral("Somebody else")),
                             soon);
    QVERIFY(m_console->press("saveEnvironmentPushButton"));
    const auto difference = m_console->dialog("differenceDialog");
    QVERIFY(difference);
    QVERIFY(m_console->press(*difference->findChild<QRadioButton*>(QStringLiteral("mine0RadioButton"))));
    QVERIFY(m_console->press(*difference->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"))));
    QTRY_COMPARE_WITH_TIMEOUT(onServer(id).at("revision").as_int64(), 3, soon);
    const auto now = onServer(id).at("document").as_object();
    QCOMPARE(now.at("name").as_string(), json::string("Mine"));
    QCOMPARE(now.at("description").as_string(), json::string("By somebody else"));
}

QTEST_MAIN(EnvironmentsTest)
#include "environments_test.moc"
