// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The users of the admin tab against the real server: made, edited, disabled, many at once, and by two admins
// at the same time.

#include "tests/e2e/support/admin_tab.h"
#include "tests/e2e/support/console_case.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTest>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

namespace {

const QString own = QStringLiteral("nine quiet owls at dawn");

} // namespace

class UsersTest : public ConsoleCase {
    Q_OBJECT
    std::unique_ptr<Person> m_admin;

    void open() {
        startOffice();
        m_admin = std::make_unique<Person>(*m_lab, "admin");
        m_console = std::make_unique<ConsoleProgram>();
        QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("admin")));
        QVERIFY(AdminTab(*m_console).open("Users"));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
    }
    QString field(const char* username, const char* name) {
        const auto user = m_admin->user(username);
        return user.contains(name) ? q(std::string(user.at(name).as_string())) : QStringLiteral("nobody");
    }
    bool isDisabled(const char* username) { return m_admin->user(username).at("disabled").as_bool(); }
    std::string roles(const char* username) { return json::serialize(m_admin->user(username).at("roles")); }
    QString notice() const { return m_console->words("usersNotice"); }

private Q_SLOTS:
    void a_new_user_signs_in_with_what_is_shown_once_and_a_taken_name_is_said_at_its_field();
    void an_edit_is_saved_and_undone_and_so_is_the_disabling_of_many();
    void taking_the_last_admins_role_among_others_changes_nothing_and_names_them();
    void of_two_who_edit_the_same_user_the_second_is_shown_what_differs_and_overwrites_nothing();
};

void UsersTest::a_new_user_signs_in_with_what_is_shown_once_and_a_taken_name_is_said_at_its_field() {
    open();
    AdminTab tab(*m_console);
    QVERIFY(m_console->press("newUserPushButton"));
    QVERIFY(m_console->type("usernameLineEdit", QStringLiteral("lise")));
    QVERIFY(m_console->type("displayNameLineEdit", QStringLiteral("Lise Meitner")));
    QVERIFY(m_console->type("emailLineEdit", QStringLiteral("lise@lab.example")));
    QVERIFY(m_console->press("engineerRoleCheckBox"));
    QVERIFY(m_console->press("saveUserPushButton"));
    const auto secret = tab.takeSecret();
    QVERIFY(secret.size() >= 16);
    for (const auto* line : m_console->window.findChildren<QLineEdit*>())
        QVERIFY2(line->text() != secret, qPrintable(line->objectName()));
    QCOMPARE(m_console->text("userStatusBadge"), QStringLiteral("One-time password"));
    QCOMPARE(roles("lise"), std::string(R"(["engineer"])"));

    m_second = std::make_unique<ConsoleProgram>();
    m_second->typeSignIn(q(m_lab->url()), QStringLiteral("lise"), secret);
    QTRY_VERIFY_WITH_TIMEOUT(m_second->isShown("newPasswordPanel"), later);
    QVERIFY(m_second->type("newPasswordEdit", own));
    QVERIFY(m_second->type("repeatPasswordEdit", own));
    QVERIFY(m_second->press("setPasswordPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->isShown("boardPage"), later);
    QVERIFY(!m_second->isShown("page4NavButton")); // an engineer has nothing to do there
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("userStatusBadge"), QStringLiteral("Active"), soon);

    QVERIFY(m_console->press("newUserPushButton"));
    QVERIFY(m_console->type("usernameLineEdit", QStringLiteral("LISE")));
    QVERIFY(m_console->type("displayNameLineEdit", QStringLiteral("Another Lise")));
    QVERIFY(m_console->press("saveUserPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->text("usernameFaultLabel").contains(QStringLiteral("taken")), soon);
    QVERIFY(m_console->widget<QLineEdit>("usernameLineEdit").hasFocus());
    QCOMPARE(m_console->text("displayNameLineEdit"), QStringLiteral("Another Lise"));
    QCOMPARE(field("lise", "displayName"), QStringLiteral("Lise Meitner"));
    QCOMPARE(field("LISE", "displayName"), QStringLiteral("nobody"));
}

void UsersTest::an_edit_is_saved_and_undone_and_so_is_the_disabling_of_many() {
    open();
    AdminTab tab(*m_console);
    QVERIFY(tab.edit(QStringLiteral("viewer")));
    QVERIFY(m_console->type("displayNameLineEdit", QStringLiteral("The reader")));
    QVERIFY(m_console->press("engineerRoleCheckBox"));
    QVERIFY(m_console->press("engineerRoleCheckBox", Qt::Key_S, Qt::ControlModifier));
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("Changed: name, roles.")), soon);
    QCOMPARE(field("viewer", "displayName"), QStringLiteral("The reader"));
    QCOMPARE(roles("viewer"), std::string(R"(["engineer","viewer"])"));
    QVERIFY(tab.pressIn("usersNotice"));
    QTRY_VERIFY_WITH_TIMEOUT(notice().startsWith(QStringLiteral("Undone")), soon);
    QCOMPARE(field("viewer", "displayName"), QStringLiteral("The viewer"));
    QCOMPARE(roles("viewer"), std::string(R"(["viewer"])"));

    Person engineer(*m_lab, "engineer"), viewer(*m_lab, "viewer");
    QVERIFY(m_console->press("closeUserToolButton"));
    QVERIFY(tab.goTo(QStringLiteral("engineer")));
    QVERIFY(tab.goTo(QStringLiteral("viewer"), Qt::ShiftModifier));
    QVERIFY(m_console->press("disableUsersPushButton"));
    QVERIFY(m_console->agree());
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("Disabled: 2 people")), soon);
    engineer.get("/api/v1/devices", 401);
    viewer.get("/api/v1/devices", 401);
    QVERIFY(isDisabled("engineer") && isDisabled("viewer"));
    QVERIFY(tab.pressIn("usersNotice"));
    QTRY_VERIFY_WITH_TIMEOUT(notice().startsWith(QStringLiteral("Undone")), soon);
    QVERIFY(!isDisabled("engineer") && !isDisabled("viewer"));
    Person again(*m_lab, "engineer");
    again.get("/api/v1/devices");
}

void UsersTest::taking_the_last_admins_role_among_others_changes_nothing_and_names_them() {
    open();
    m_admin->addUser(*m_lab, "admin2", {"admin", "viewer"});
    m_admin->changeUser("admin2", {{"disabled", true}}); // so the other is the last
    AdminTab tab(*m_console);
    QVERIFY(tab.goTo(QStringLiteral("admin2")));
    QVERIFY(tab.goTo(QStringLiteral("admin"), Qt::ShiftModifier));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("chosenCountLabel"), QStringLiteral("2 chosen"), soon);
    QVERIFY(tab.take("takeRolePushButton", "takeRoleMenu", QStringLiteral("admin")));
    QVERIFY(m_console->agree());
    const auto refused = m_console->dialog("refusedDialog");
    QVERIFY(refused);
    const auto* reasons = m_console->widget<QTableView>("refusedTableView").model();
    QCOMPARE(reasons->rowCount(), 1);
    QCOMPARE(reasons->index(0, 0).data().toString(), QStringLiteral("admin"));
    QVERIFY2(reasons->index(0, 1).data().toString().contains(QStringLiteral("last")),
             qPrintable(reasons->index(0, 1).data().toString()));
    QCOMPARE(roles("admin"), std::string(R"(["admin"])"));
    QCOMPARE(roles("admin2"), std::string(R"(["admin","viewer"])"));

    // Without the one in the way it is done.
    QVERIFY(m_console->press("leaveOutPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!refused || !refused->isVisible(), soon);
    QVERIFY(tab.take("takeRolePushButton", "takeRoleMenu", QStringLiteral("admin")));
    QVERIFY(m_console->agree());
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("taken")), soon);
    QCOMPARE(roles("admin"), std::string(R"(["admin"])"));
    QCOMPARE(roles("admin2"), std::string(R"(["viewer"])"));
}

void UsersTest::of_two_who_edit_the_same_user_the_second_is_shown_what_differs_and_overwrites_nothing() {
    open();
    m_admin->addUser(*m_lab, "eve", {"admin"});
    m_second = std::make_unique<ConsoleProgram>();
    QVERIFY(signIn(*m_second, q(m_lab->url()), QStringLiteral("eve")));
    AdminTab first(*m_console), second(*m_second);
    QVERIFY(second.open("Users"));
    QTRY_VERIFY_WITH_TIMEOUT(m_second->feedText().startsWith(QLatin1String("Live")), later);
    QVERIFY(second.edit(QStringLiteral("viewer")));
    QVERIFY(m_second->type("displayNameLineEdit", QStringLiteral("Of the second")));

    QVERIFY(first.edit(QStringLiteral("viewer")));
    QVERIFY(m_console->type("displayNameLineEdit", QStringLiteral("Of the first")));
    QVERIFY(m_console->type("emailLineEdit", QStringLiteral("first@lab.example")));
    QVERIFY(m_console->press("emailLineEdit", Qt::Key_Return));
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("Changed: name, mail")), soon);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_second->words("userNotice").contains(QStringLiteral("Somebody else has just changed")), soon);
    QCOMPARE(m_second->text("displayNameLineEdit"), QStringLiteral("Of the second"));

    QVERIFY(m_second->press("saveUserPushButton"));
    const auto differs = m_second->dialog("differenceDialog");
    QVERIFY(differs);
    QCOMPARE(field("viewer", "displayName"), QStringLiteral("Of the first"));
    QVERIFY(!m_second->widget<QPushButton>("saveMergedPushButton").isEnabled()); // both have changed the name
    QCOMPARE(m_second->text("mine0RadioButton"), QStringLiteral("Of the second"));
    QCOMPARE(m_second->text("theirs0RadioButton"), QStringLiteral("Of the first"));
    QVERIFY(m_second->widget<QRadioButton>("theirs1RadioButton").isChecked()); // the mail is theirs alone
    QVERIFY(m_second->press("mine0RadioButton"));

    // And once more before that is saved, by somebody at HTTP: nothing of it has come to the console yet.
    m_admin->changeUser("viewer", {{"email", "third@lab.example"}});
    QVERIFY(m_second->press("saveMergedPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!differs || !differs->isVisible(), soon);
    const auto again = m_second->dialog("differenceDialog");
    QVERIFY(again);
    QCOMPARE(field("viewer", "displayName"), QStringLiteral("Of the first"));
    QCOMPARE(field("viewer", "email"), QStringLiteral("third@lab.example"));
    QVERIFY(m_second->press(*again->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"))));
    QTRY_COMPARE_WITH_TIMEOUT(field("viewer", "displayName"), QStringLiteral("Of the second"), soon);
    QCOMPARE(field("viewer", "email"), QStringLiteral("third@lab.example"));
}

QTEST_MAIN(UsersTest)
#include "users_test.moc"
