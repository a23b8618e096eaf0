// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/admin/users_tab.h"

#include <QRadioButton>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

/// Two admins at the same user: nothing is overwritten unseen.
class UserConflictsTest : public QObject, protected UsersTab {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tab = std::make_unique<AdminFixture>(); }
    void cleanup() { m_tab.reset(); }

    void a_change_by_somebody_else_is_shown_at_once_where_nothing_is_edited() {
        m_tab->open();
        openUser("grace");
        feedIsUp();
        m_tab->people.change("grace", {"G. B. Hopper", "grace@lab.example", {"engineer"}, false});
        QTRY_COMPARE(text("displayNameLineEdit"), QStringLiteral("G. B. Hopper"));
        QVERIFY(notice("userNotice").isEmpty());
    }

    void of_two_edits_the_second_sees_the_difference_and_chooses() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        m_tab->press("viewerRoleCheckBox");
        feedIsUp();
        m_tab->people.change("grace", {"Theirs", "theirs@lab.example", {"engineer"}, false});
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("Somebody else has just changed")));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Mine"));
        m_tab->press("saveUserPushButton");

        auto* shownDialog = dialog("differenceDialog");
        QVERIFY(shownDialog);
        auto* save = shownDialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"));
        QVERIFY(!save->isEnabled()); // the name is changed by both
        const auto radios = shownDialog->findChildren<QRadioButton*>();
        QCOMPARE(radios.size(), 6);
        auto* mine = shownDialog->findChild<QRadioButton*>(QStringLiteral("mine0RadioButton"));
        QCOMPARE(mine->text(), QStringLiteral("Mine"));
        QVERIFY(!mine->isChecked());
        QVERIFY(
            shownDialog->findChild<QRadioButton*>(QStringLiteral("theirs1RadioButton"))->isChecked()); // mail
        QVERIFY(
            shownDialog->findChild<QRadioButton*>(QStringLiteral("mine2RadioButton"))->isChecked()); // role
        m_tab->press(mine);
        QVERIFY(save->isEnabled());
        keyboard::press(shownDialog, Qt::Key_Return);
        QTRY_COMPARE(m_tab->people.byName("grace").version, 3);
        const auto& grace = m_tab->people.byName("grace");
        QCOMPARE(grace.displayName, std::string("Mine"));
        QCOMPARE(grace.email, std::string("theirs@lab.example"));
        QCOMPARE(grace.roles, (std::vector<std::string>{"engineer", "viewer"}));
        QCOMPARE(m_tab->console.server.last("PUT", userPath("grace"))->headers.value("if-match"),
                 QByteArray("\"2\""));
    }

    void going_back_from_the_difference_overwrites_nothing() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        auto& grace = m_tab->people.byName("grace"); // changed, and no event has come
        grace.displayName = "Theirs";
        grace.version = 2;
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        auto* shownDialog = dialog("differenceDialog");
        keyboard::press(shownDialog, Qt::Key_Escape);
        QCOMPARE(m_tab->people.byName("grace").displayName, std::string("Theirs"));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Mine"));
        QVERIFY(button("saveUserPushButton")->isEnabled());
        keyboard::awaitAt(m_tab->find<QLineEdit>("displayNameLineEdit"));
    }

    void tab_leads_through_the_fields_of_the_difference_to_the_buttons() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        m_tab->press("viewerRoleCheckBox");
        auto& grace = m_tab->people.byName("grace");
        grace.displayName = "Theirs";
        grace.version = 2;
        m_tab->press("saveUserPushButton");
        auto* shownDialog = dialog("differenceDialog");
        auto* mine = shownDialog->findChild<QRadioButton*>(QStringLiteral("mine0RadioButton"));
        keyboard::awaitAt(mine); // what both have changed
        m_tab->press(mine);
        QCOMPARE(keyboard::order(mine),
                 (QStringList{QStringLiteral("mine0RadioButton"), QStringLiteral("mine1RadioButton"),
                              QStringLiteral("backPushButton"), QStringLiteral("saveMergedPushButton")}));
    }

    void what_else_has_changed_of_a_user_does_not_stand_in_the_way() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        m_tab->people.byName("grace").version = 5; // a lock, a password
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(m_tab->people.byName("grace").displayName, std::string("Mine"));
        QVERIFY(!m_tab->page->findChild<QDialog*>(QStringLiteral("differenceDialog")));
    }

    void a_user_deleted_meanwhile_leaves_the_entries_to_be_copied() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        feedIsUp();
        m_tab->people.remove("grace");
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("deleted this user")));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Mine"));
        QVERIFY(!button("saveUserPushButton")->isEnabled());
    }
};

QTEST_MAIN(UserConflictsTest)
#include "user_conflicts_test.moc"
