// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an admin gives and takes in the console holds at once, also on a server that the console does not
// speak with: roles, API keys, sessions.

#include "tests/e2e/support/admin_tab.h"
#include "tests/e2e/support/console_case.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

class AccessTest : public ConsoleCase {
    Q_OBJECT
    std::unique_ptr<Person> m_admin;

    /// The admin's console at the first of two servers.
    void open() {
        startOffice(2);
        m_admin = std::make_unique<Person>(*m_lab, "admin");
    }
    void openTab(const char* section) {
        m_console = std::make_unique<ConsoleProgram>();
        QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("admin")));
        QVERIFY(AdminTab(*m_console).open(section));
    }
    json::object role(const std::string& name) {
        const auto answer = m_admin->get("/api/v1/roles");
        for (const auto& role : answer.at("roles").as_array())
            if (role.at("name").as_string() == name)
                return role.as_object();
        return {};
    }

private Q_SLOTS:
    void a_change_of_the_matrix_says_whom_it_touches_and_holds_on_the_next_request_at_every_server();
    void an_api_key_may_what_its_scopes_say_until_it_is_revoked();
    void whose_session_is_ended_signs_in_over_the_open_page_and_saves_what_was_edited();
};

void AccessTest::a_change_of_the_matrix_says_whom_it_touches_and_holds_on_the_next_request_at_every_server() {
    open();
    m_admin->post("/api/v1/roles", {{"name", "night shift"},
                                    {"description", ""},
                                    {"permissions", json::array{"devices:read", "devices:write"}}});
    m_admin->addUser(*m_lab, "nora", {"night shift"});
    m_admin->addUser(*m_lab, "noel", {"night shift", "lab manager"}); // has it all the same
    Person nora(*m_lab, "nora", 1);
    nora.addDevice("bench-1");
    nora.get("/api/v1/test-runs", 403);
    m_second = std::make_unique<ConsoleProgram>();
    QVERIFY(signIn(*m_second, q(m_lab->url(1)), QStringLiteral("nora")));
    QVERIFY(m_second->store.may("devices:write"));

    openTab("Roles");
    AdminTab tab(*m_console);
    QVERIFY(tab.toggle(QStringLiteral("night shift"), QStringLiteral("devices:write")));
    QVERIFY(tab.toggle(QStringLiteral("night shift"), QStringLiteral("runs:read")));
    QTRY_COMPARE_WITH_TIMEOUT(tab.effects().join(QLatin1Char('\n')),
                              QStringLiteral("1 person gains runs:read\n"
                                             "1 person loses devices:write\n"
                                             "1 person keeps devices:write through another role\n"
                                             "1 person has runs:read already"),
                              soon);
    nora.addDevice("bench-2"); // nothing is saved yet
    QVERIFY(m_console->press("roleMatrixView", Qt::Key_S, Qt::ControlModifier));
    QTRY_COMPARE_WITH_TIMEOUT(role("night shift").at("version").to_number<int>(), 2, soon);
    nora.post("/api/v1/devices", {{"key", "bench-3"}, {"name", "bench-3"}, {"type", "host"}}, 403);
    nora.get("/api/v1/test-runs");
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->isShown("saveRolesPushButton"), soon);
    // And the console of whom it touches offers it no more.
    QTRY_VERIFY_WITH_TIMEOUT(!m_second->store.may("devices:write"), soon);
    QVERIFY(m_second->store.may("runs:read"));
    QVERIFY(m_second->isShown("boardPage"));
}

void AccessTest::an_api_key_may_what_its_scopes_say_until_it_is_revoked() {
    open();
    openTab("API keys");
    AdminTab tab(*m_console);
    QVERIFY(m_console->press("newKeyPushButton"));
    QVERIFY(m_console->dialog("newApiKeyDialog"));
    QVERIFY(m_console->type("keyNameLineEdit", QStringLiteral("nightly build")));
    QVERIFY(m_console->press("scopeCheckBox_devices:read"));
    QVERIFY(m_console->press("makeKeyPushButton"));
    const auto secret = tab.takeSecret();
    QVERIFY(secret.startsWith(QLatin1String("lwk_")));
    QTRY_COMPARE_WITH_TIMEOUT(tab.keyState(QStringLiteral("nightly build")), QStringLiteral("Active"), soon);

    for (int server = 0; server < 2; ++server) {
        auto build = Person::withToken(*m_lab, secret.toStdString(), server);
        build.get("/api/v1/devices");
        build.get("/api/v1/test-runs", 403);
        build.get("/api/v1/users", 403);
        build.get("/api/v1/auth/me", 403);
    }
    QVERIFY(!q(json::serialize(m_admin->get("/api/v1/api-keys"))).contains(secret));

    auto& table = m_console->widget<QTableView>("apiKeyTableView");
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                      table.visualRect(table.model()->index(0, 0)).center());
    QVERIFY(m_console->press("revokeKeyPushButton"));
    QVERIFY(m_console->agree());
    QTRY_COMPARE_WITH_TIMEOUT(tab.keyState(QStringLiteral("nightly build")), QStringLiteral("Revoked"), soon);
    for (int server = 0; server < 2; ++server)
        Person::withToken(*m_lab, secret.toStdString(), server).get("/api/v1/devices", 401);
}

void AccessTest::whose_session_is_ended_signs_in_over_the_open_page_and_saves_what_was_edited() {
    open();
    m_admin->addUser(*m_lab, "eve", {"admin"});
    Person eve(*m_lab, "eve", 1);
    m_second = std::make_unique<ConsoleProgram>();
    QVERIFY(signIn(*m_second, q(m_lab->url(1)), QStringLiteral("eve")));
    AdminTab hers(*m_second);
    QVERIFY(hers.open("Users"));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->feedText().startsWith(QLatin1String("Live")), later);
    QVERIFY(hers.edit(QStringLiteral("viewer")));
    QVERIFY(m_second->type("displayNameLineEdit", QStringLiteral("Viewer of the night")));

    openTab("Users");
    AdminTab tab(*m_console);
    QVERIFY(tab.edit(QStringLiteral("eve")));
    QVERIFY(m_console->press("userTabBar", Qt::Key_Right));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("endAllSessionsPushButton"), soon);
    QVERIFY(m_console->press("endAllSessionsPushButton"));
    QVERIFY(m_console->agree());
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("sessionsEmptyState"), soon);
    eve.get("/api/v1/devices", 401);     // on the server that was not asked to end it
    if (!m_second->isShown("loginForm")) // the feed may have heard of it
        QVERIFY(m_second->press("saveUserPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->isShown("loginForm"), soon);
    QVERIFY(m_second->words("loginNotice").startsWith(QStringLiteral("Your session has ended.")));
    QCOMPARE(std::string(m_admin->user("viewer").at("displayName").as_string()), std::string("The viewer"));

    m_second->typeSignIn({}, {}, QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->isShown("userEditor"), later);
    QCOMPARE(m_second->text("displayNameLineEdit"), QStringLiteral("Viewer of the night"));
    QVERIFY(m_second->press("saveUserPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->words("usersNotice").contains(QStringLiteral("Changed: name.")), soon);
    QCOMPARE(std::string(m_admin->user("viewer").at("displayName").as_string()),
             std::string("Viewer of the night"));
}

QTEST_MAIN(AccessTest)
#include "access_test.moc"
