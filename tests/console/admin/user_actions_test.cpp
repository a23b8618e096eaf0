// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/empty_state.h"
#include "console/widgets/message_box.h"
#include "console/widgets/state_badge.h"
#include "tests/console/admin/users_tab.h"

#include <QClipboard>
#include <QGuiApplication>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;

/// What is done to a user beside editing, by keyboard: made, password, lock, deletion, sessions.
class UserActionsTest : public QObject, protected UsersTab {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tab = std::make_unique<AdminFixture>(); }
    void cleanup() { m_tab.reset(); }

    // --- new, password, lock, deletion ---

    void a_new_user_gets_a_one_time_password_that_is_shown_once() {
        m_tab->open();
        m_tab->press("newUserPushButton");
        keyboard::awaitAt(m_tab->find<QWidget>("usernameLineEdit"));
        keyboard::write(m_tab->find<QWidget>("usernameLineEdit"), QStringLiteral("lise"));
        m_tab->type("displayNameLineEdit", QStringLiteral("Lise Meitner"));
        m_tab->type("emailLineEdit", QStringLiteral("lise@lab.example"));
        m_tab->press("engineerRoleCheckBox");
        m_tab->press("saveUserPushButton");
        auto* secret = dialog("secretDialog");
        QVERIFY(secret);
        QCOMPARE(secret->findChild<QLineEdit*>()->text(), QString::fromStdString(m_tab->people.password));
        keyboard::press(secret->focusWidget(), Qt::Key_Return); // copy
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(m_tab->people.password));
        keyboard::press(secret, Qt::Key_Escape);
        QTRY_VERIFY(!m_tab->page->findChild<QDialog*>(QStringLiteral("secretDialog")));
        keyboard::awaitAt(m_tab->find<QLineEdit>("displayNameLineEdit")); // of the new user
        const auto& lise = m_tab->people.byName("lise");
        QCOMPARE(lise.displayName, std::string("Lise Meitner"));
        QCOMPARE(lise.roles, std::vector<std::string>{"engineer"});
        QVERIFY(shown().contains(QStringLiteral("lise")));
        QTRY_COMPARE(m_tab->find<widgets::StateBadge>("userStatusBadge")->text(),
                     QStringLiteral("One-time password"));
        // Nothing that is kept knows it.
        for (auto* line : m_tab->page->findChildren<QLineEdit*>())
            QVERIFY(line->text() != QString::fromStdString(m_tab->people.password));
    }

    void a_user_name_that_cannot_be_is_said_at_once_and_one_that_is_taken_by_the_server() {
        m_tab->open();
        m_tab->press("newUserPushButton");
        m_tab->type("usernameLineEdit", QStringLiteral("no spaces"));
        m_tab->type("displayNameLineEdit", QStringLiteral("Second Ada"));
        m_tab->press("saveUserPushButton");
        QVERIFY(fault("usernameFaultLabel").contains(QStringLiteral("Letters, digits")));
        QCOMPARE(m_tab->console.server.count("POST", usersPath), 0);
        m_tab->type("usernameLineEdit", QStringLiteral("ada"));
        m_tab->press("saveUserPushButton");
        QTRY_COMPARE(fault("usernameFaultLabel"), QStringLiteral("Is taken already."));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Second Ada"));
    }

    void resetting_a_password_asks_and_shows_the_one_time_password() {
        m_tab->open();
        openUser("grace");
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        m_tab->press("resetPasswordPushButton");
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("sessions end")));
        QCOMPARE(m_tab->people.byName("grace").version, 1);
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("resetPasswordPushButton");
        auto* secret = dialog("secretDialog");
        QCOMPARE(secret->findChild<QLineEdit*>()->text(), QString::fromStdString(m_tab->people.password));
        // Closing it unseen is asked about first.
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        QGuiApplication::clipboard()->clear();
        keyboard::press(secret, Qt::Key_Escape);
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("cannot sign in")));
        QTRY_COMPARE(m_tab->find<widgets::StateBadge>("userStatusBadge")->text(),
                     QStringLiteral("One-time password"));
        // Not at the button beside it, which deletes.
        keyboard::awaitAt(button("resetPasswordPushButton"));
    }

    void a_refused_reset_shows_no_password() {
        m_tab->open();
        openUser("grace");
        refuse("POST", userPath("grace") + QStringLiteral("/reset-password"),
               refusal(403, problem_type::moreThanOwn, "They may do roles:write."));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("resetPasswordPushButton");
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("roles:write")));
        QVERIFY(!m_tab->page->findChild<QDialog*>(QStringLiteral("secretDialog")));
    }

    void a_locked_user_is_unlocked() {
        m_tab->open();
        openUser("ada");
        QVERIFY(!button("unlockPushButton")->isVisible());
        openUser("k.zuse");
        m_tab->press("unlockPushButton");
        QTRY_VERIFY(!m_tab->people.byName("k.zuse").locked);
        QTRY_COMPARE(m_tab->find<widgets::StateBadge>("userStatusBadge")->text(), QStringLiteral("Active"));
        QVERIFY(notice().contains(QStringLiteral("Unlocked: Konrad Zuse")));
    }

    void deleting_asks_says_that_history_stays_and_names_the_version() {
        m_tab->open();
        openUser("grace");
        const auto path = userPath("grace");
        m_tab->press("deleteUserPushButton");
        auto* question = dialog("questionDialog");
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("stays in the history")));
        keyboard::press(question, Qt::Key_Return); // the harmless answer has the keyboard
        QCOMPARE(m_tab->console.server.count("DELETE", path), 0);
        m_tab->press("deleteUserPushButton");
        question = dialog("questionDialog");
        m_tab->press(question->findChild<QPushButton*>(QStringLiteral("yesPushButton")));
        QTRY_COMPARE(m_tab->console.server.count("DELETE", path), 1);
        QCOMPARE(m_tab->console.server.last("DELETE", path)->headers.value("if-match"), QByteArray("\"1\""));
        QTRY_VERIFY(!shown().contains(QStringLiteral("grace")));
        QVERIFY(notice().contains(QStringLiteral("Deleted: Grace Hopper")));
        QVERIFY(!m_tab->find<QWidget>("userEditor")->isVisible());
        keyboard::awaitAt(table());
    }

    void the_last_admin_cannot_be_deleted_and_that_is_said() {
        m_tab->people.byName("engineer").roles = {"viewer"}; // the permissions come from elsewhere
        m_tab->open();
        openUser("ada");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("deleteUserPushButton");
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("without an admin")));
        QVERIFY(shown().contains(QStringLiteral("ada")));
    }

    void a_stale_deletion_deletes_nothing_and_shows_what_is_new() {
        m_tab->open();
        openUser("grace");
        m_tab->people.byName("grace").displayName = "Newer";
        m_tab->people.byName("grace").version = 4;
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("deleteUserPushButton");
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("nothing was overwritten")));
        QTRY_COMPARE(text("displayNameLineEdit"), QStringLiteral("Newer"));
    }

    // --- sessions ---

    void a_session_of_a_user_is_ended() {
        m_tab->open();
        openUser("grace");
        m_tab->press("userTabBar", Qt::Key_Right);
        auto* list = m_tab->find<QWidget>("sessionList");
        const auto ends = [list] {
            return list->findChildren<QPushButton*>(QStringLiteral("endSessionPushButton"));
        };
        QTRY_COMPARE(ends().size(), 2);
        QVERIFY(ends().front()->accessibleName().contains(QStringLiteral("10.20.1.31")));
        m_tab->press(ends().front());
        QTRY_COMPARE(m_tab->people.sessions[uuid(9003)].size(), std::size_t(1));
        QTRY_COMPARE(ends().size(), 1);
        QVERIFY(ends().front()->accessibleName().contains(QStringLiteral("10.20.4.8")));
    }

    void all_sessions_of_a_user_are_ended_after_a_question() {
        m_tab->open();
        openUser("grace");
        m_tab->press("userTabBar", Qt::Key_Right);
        QTRY_VERIFY(button("endAllSessionsPushButton")->isVisible());
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("endAllSessionsPushButton");
        QTRY_VERIFY(m_tab->people.sessions[uuid(9003)].empty());
        QTRY_COMPARE(m_tab->find<widgets::EmptyState>("sessionsEmptyState")->accessibleName(),
                     QStringLiteral("Grace Hopper is not signed in anywhere"));
    }

    void a_refused_end_of_a_session_is_told() {
        m_tab->open();
        openUser("grace");
        refuse("DELETE", userPath("grace") + QStringLiteral("/sessions"),
               refusal(503, "about:blank", "Redis cannot be reached."));
        m_tab->press("userTabBar", Qt::Key_Right);
        QTRY_VERIFY(button("endAllSessionsPushButton")->isVisible());
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("endAllSessionsPushButton");
        QTRY_VERIFY(notice("sessionsNotice").contains(QStringLiteral("Redis cannot be reached.")));
    }

    void the_session_one_works_with_is_not_ended_here() {
        m_tab->open();
        openUser("engineer");
        m_tab->press("userTabBar", Qt::Key_Right);
        auto* list = m_tab->find<QWidget>("sessionList");
        QTRY_VERIFY(list->findChild<QPushButton*>(QStringLiteral("endSessionPushButton")));
        auto* end = list->findChild<QPushButton*>(QStringLiteral("endSessionPushButton"));
        QVERIFY(!end->isEnabled());
        QVERIFY(end->toolTip().contains(QStringLiteral("sign out")));
    }
};

QTEST_MAIN(UserActionsTest)
#include "user_actions_test.moc"
