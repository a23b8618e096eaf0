// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "console/admin/bulk_saving.h"
#include "console/widgets/message_box.h"
#include "tests/console/admin/users_tab.h"

#include <QMenu>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;
using widgets::Notice;

/// Many users at once, by keyboard: the change, its undoing, and every refusal.
class UsersBulkTest : public QObject, protected UsersTab {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tab = std::make_unique<AdminFixture>(); }
    void cleanup() { m_tab.reset(); }

    void many_are_disabled_in_one_request_and_enabled_again_by_undo() {
        m_tab->open();
        chooseFromTo("old.account", "hedy");
        QCOMPARE(m_tab->find<widgets::Label>("chosenCountLabel")->text(), QStringLiteral("3 chosen"));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        const auto asked = MessageBox::lastQuestion();
        QCOMPARE(asked.title, QStringLiteral("Disable 2 people?"));
        QVERIFY(asked.text.contains(QStringLiteral("Grace Hopper and Hedy Lamarr")));
        QVERIFY(asked.text.contains(QStringLiteral("For 1 of those chosen nothing changes")));
        QTRY_VERIFY(m_tab->people.byName("grace").disabled && m_tab->people.byName("hedy").disabled);
        QCOMPARE(m_tab->console.server.count("POST", bulkPath), 1);
        const auto sent = wire::readText<UserBulk>(
            m_tab->console.server.last("POST", bulkPath)->body.toStdString(), wire::people);
        QVERIFY(sent);
        QCOMPARE(sent.value.users.size(), std::size_t(2));
        QTRY_COMPARE(notice(), QStringLiteral("Disabled: 2 people."));
        m_tab->press(m_tab->find<Notice>("usersNotice")->findChild<QPushButton*>());
        QTRY_VERIFY(!m_tab->people.byName("grace").disabled && !m_tab->people.byName("hedy").disabled);
        QVERIFY(m_tab->people.byName("old.account").disabled); // was so before
        QTRY_VERIFY(notice().startsWith(QStringLiteral("Undone")));
    }

    void a_role_is_given_to_many_and_taken_again() {
        m_tab->open();
        chooseFromTo("grace", "hedy");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("giveRolePushButton");
        auto* menu = m_tab->find<QMenu>("giveRoleMenu");
        QTRY_VERIFY(menu->isVisible());
        keyboard::press(menu, Qt::Key_Down);
        keyboard::press(menu, Qt::Key_Return); // viewer
        QTRY_COMPARE(m_tab->people.byName("hedy").roles, (std::vector<std::string>{"engineer", "viewer"}));
        QTRY_COMPARE(notice(), QStringLiteral("Role “viewer” given to 2 people."));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        QTRY_VERIFY(button("takeRolePushButton")->isEnabled());
        m_tab->press("takeRolePushButton");
        menu = m_tab->find<QMenu>("takeRoleMenu");
        QTRY_VERIFY(menu->isVisible());
        keyboard::press(menu, Qt::Key_Down);
        keyboard::press(menu, Qt::Key_Return);
        QTRY_COMPARE(m_tab->people.byName("hedy").roles, std::vector<std::string>{"engineer"});
        QCOMPARE(table()->chosenCount(), 2);
    }

    void a_refused_change_of_many_names_each_reason_and_leaves_them_out_on_request() {
        m_tab->open();
        refuse("POST", bulkPath,
               Answer::json({{"type", std::string(problem_type::lastAdmin)},
                             {"title", "Conflict"},
                             {"status", 409},
                             {"detail", "Nothing was changed."},
                             {"conflicts", boost::json::array{{{"userId", uuid(9003)},
                                                               {"username", "grace"},
                                                               {"reason", "is the last active admin"}}}}},
                            409));
        chooseFromTo("grace", "hedy");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        auto* refused = dialog("refusedDialog");
        QVERIFY(refused);
        auto* reasons = refused->findChild<QTableView*>();
        QCOMPARE(reasons->model()->index(0, 0).data().toString(), QStringLiteral("grace"));
        QCOMPARE(reasons->model()->index(0, 1).data().toString(),
                 QStringLiteral("Is the last active admin."));
        m_tab->press(refused->findChild<QPushButton*>(QStringLiteral("leaveOutPushButton")));
        QTRY_COMPARE(table()->chosenCount(), 1);
        keyboard::awaitAt(table());
        QCOMPARE(table()->chosen().front().username, std::string("hedy"));
        QVERIFY(!m_tab->people.byName("hedy").disabled);
    }

    void a_stale_change_of_many_changes_nothing_and_brings_what_is_new() {
        m_tab->open();
        chooseFromTo("grace", "hedy");
        m_tab->people.byName("hedy").displayName = "H. Lamarr";
        m_tab->people.byName("hedy").version = 3;
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        QTRY_VERIFY(notice().contains(QStringLiteral("nothing was overwritten")));
        QVERIFY(!m_tab->people.byName("grace").disabled);
        // The server names nobody; the console has found out.
        auto* refused = dialog("refusedDialog");
        auto* reasons = refused->findChild<QTableView*>();
        QCOMPARE(reasons->model()->rowCount(), 1);
        QCOMPARE(reasons->model()->index(0, 0).data().toString(), QStringLiteral("hedy"));
        QCOMPARE(reasons->model()->index(0, 1).data().toString(),
                 QStringLiteral("Somebody else has changed this user meanwhile: name."));
        keyboard::press(Qt::Key_Escape);
        keyboard::awaitAt(table());
        QCOMPARE(table()->chosenCount(), 2); // the next try is made from what is new
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        QTRY_VERIFY(m_tab->people.byName("hedy").disabled);
        QTRY_COMPARE(table()->model()->index(rowOf("hedy"), 0).data().toString(),
                     QStringLiteral("H. Lamarr"));
    }

    void whoever_was_deleted_or_locked_meanwhile_is_named_too() {
        m_tab->open();
        chooseFromTo("grace", "j.lindqvist");
        m_tab->people.byName("grace").version = 2; // a lock
        const auto id = m_tab->people.byName("hedy").id;
        std::erase_if(m_tab->people.users, [&](const User& user) { return user.id == id; });
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        auto* reasons = dialog("refusedDialog")->findChild<QTableView*>();
        QCOMPARE(reasons->model()->rowCount(), 2);
        QCOMPARE(reasons->model()->index(0, 1).data().toString(),
                 QStringLiteral("Somebody else has changed this user meanwhile: password or lock."));
        QCOMPARE(reasons->model()->index(1, 1).data().toString(),
                 QStringLiteral("Somebody else has deleted this user meanwhile."));
    }

    void a_change_that_takes_its_time_says_so_and_need_not_be_waited_for() {
        m_tab->open();
        m_tab->page->findChild<BulkSaving*>()->setSlowAfter(std::chrono::milliseconds(1));
        m_tab->console.server.on("POST", bulkPath, [](const Request&) { return Answer::parked(); });
        chooseFromTo("grace", "hedy");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        m_tab->press("disableUsersPushButton");
        QVERIFY(table()->hasFocus()); // not at whatever stands beside the button
        QTRY_COMPARE(notice(),
                     QStringLiteral("Disabling 2 people… It is done for all of them, or for none."));
        QVERIFY(!button("disableUsersPushButton")->isEnabled());
        m_tab->press(m_tab->find<Notice>("usersNotice")->findChild<QPushButton*>());
        QTRY_VERIFY(notice().contains(QStringLiteral("not known whether")));
        QTRY_VERIFY(button("disableUsersPushButton")->isEnabled());
        QTRY_COMPARE(m_tab->console.server.parked(bulkPath), 0);
    }

    void what_everybody_chosen_is_already_is_not_asked_for() {
        m_tab->open();
        chooseFromTo("grace", "hedy");
        QVERIFY(!button("enableUsersPushButton")->isEnabled());
        QVERIFY(button("disableUsersPushButton")->isEnabled());
    }
};

QTEST_MAIN(UsersBulkTest)
#include "users_bulk_test.moc"
