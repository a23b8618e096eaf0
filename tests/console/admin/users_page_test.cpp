// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/message_box.h"
#include "tests/console/admin/users_tab.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;
using widgets::Notice;

/// The users of the admin tab, by keyboard: the table, one user with every refusal, and what is not offered.
class UsersPageTest : public QObject, protected UsersTab {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tab = std::make_unique<AdminFixture>(); }
    void cleanup() { m_tab.reset(); }

    // --- the table ---

    void everybody_is_listed_by_name() {
        m_tab->open();
        QCOMPARE(shown(), QStringList({QStringLiteral("ada"), QStringLiteral("old.account"),
                                       QStringLiteral("grace"), QStringLiteral("hedy"),
                                       QStringLiteral("j.lindqvist"), QStringLiteral("katherine"),
                                       QStringLiteral("k.zuse"), QStringLiteral("engineer")}));
        QCOMPARE(table()->model()->index(6, UserTableModel::Status).data().toString(),
                 QStringLiteral("Locked"));
        QCOMPARE(m_tab->find<widgets::Chip>("allUsersChip")->count(), 8);
        QCOMPARE(m_tab->find<widgets::Chip>("activeUsersChip")->count(), 5);
    }

    void searching_goes_on_to_the_table_with_enter() {
        m_tab->open();
        auto* search = m_tab->find<QLineEdit>("userSearchField");
        keyboard::press(m_tab->page.get(), Qt::Key_F, Qt::ControlModifier);
        keyboard::awaitAt(search);
        keyboard::write(search, QStringLiteral("lovelace"));
        QCOMPARE(shown(), QStringList{QStringLiteral("ada")});
        keyboard::press(search, Qt::Key_Return);
        QVERIFY(table()->hasFocus());
        QCOMPARE(table()->chosenCount(), 1);
        keyboard::press(m_tab->page.get(), Qt::Key_F, Qt::ControlModifier);
        keyboard::press(search, Qt::Key_Escape);
        QCOMPARE(shown().size(), 8);
    }

    void a_status_shows_only_those_who_have_it() {
        m_tab->open();
        m_tab->press("disabledUsersChip");
        QCOMPARE(shown(), QStringList{QStringLiteral("old.account")});
        m_tab->press("oneTimeUsersChip");
        QCOMPARE(shown(), QStringList{QStringLiteral("hedy")});
    }

    void nobody_matching_says_so_and_shows_everybody_again() {
        m_tab->open();
        m_tab->type("userSearchField", QStringLiteral("nobody at all"));
        auto* empty = m_tab->find<widgets::EmptyState>("usersEmptyState");
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->accessibleName(), QStringLiteral("Nobody matches"));
        m_tab->press(empty->findChild<QPushButton*>());
        QCOMPARE(shown().size(), 8);
    }

    void loading_and_a_failed_load_are_told_apart_and_tried_again() {
        auto& server = m_tab->console.server;
        server.on("GET", usersPath, [](const Request&) { return Answer::parked(); });
        m_tab->show();
        auto* empty = m_tab->find<widgets::EmptyState>("usersEmptyState");
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("Loading the users…"));
        QTRY_COMPARE(server.parked(usersPath), 1);
        server.answerParked(usersPath, Answer::problem(503, "Busy", "PostgreSQL is away."));
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("The users cannot be shown"));
        QVERIFY(empty->accessibleDescription().contains(QStringLiteral("PostgreSQL is away.")));
        m_tab->press(empty->findChild<QPushButton*>());
        QTRY_COMPARE(server.parked(usersPath), 1);
        server.answerParked(usersPath, Answer::json({{"users", boost::json::array()}}));
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("Nobody matches"));
    }

    void two_thousand_people_are_chosen_and_found_without_waiting() {
        m_tab->people.addMany(1992);
        m_tab->open();
        QTRY_COMPARE(shown().size(), 2000);
        keyboard::press(table(), Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(m_tab->find<widgets::Label>("chosenCountLabel")->text(),
                     QStringLiteral("2\u202f000 chosen"));
        m_tab->press("giveRolePushButton"); // the signed-in person is among them: disabling is not offered
        auto* menu = m_tab->find<QMenu>("giveRoleMenu");
        QTRY_VERIFY(menu->isVisible());
        keyboard::press(menu, Qt::Key_Down);
        keyboard::press(menu, Qt::Key_Return);
        QTRY_VERIFY(notice().contains(QStringLiteral("At most 500")));
        QCOMPARE(m_tab->console.server.count("POST", bulkPath), 0);
        m_tab->type("userSearchField", QStringLiteral("person-1234"));
        QCOMPARE(shown().size(), 1);
    }

    void tab_leads_through_the_page_as_it_is_read() {
        m_tab->open();
        openUser("grace");
        auto order = keyboard::order(m_tab->find<QWidget>("userSearchField"));
        const QStringList expected{
            QStringLiteral("userSearchField"),      QStringLiteral("newUserPushButton"),
            QStringLiteral("allUsersChip"),         QStringLiteral("userTableView"),
            QStringLiteral("userTabBar"),           QStringLiteral("displayNameLineEdit"),
            QStringLiteral("emailLineEdit"),        QStringLiteral("viewerRoleCheckBox"),
            QStringLiteral("disabledCheckBox"),     QStringLiteral("resetPasswordPushButton"),
            QStringLiteral("deleteUserPushButton"), QStringLiteral("closeUserToolButton")};
        order.removeIf([&](const QString& name) { return !expected.contains(name); });
        QCOMPARE(order, expected);
    }

    void rows_and_cells_are_copied() {
        m_tab->open();
        go("grace");
        keyboard::press(Qt::Key_Down, Qt::ShiftModifier);
        keyboard::press(Qt::Key_C, Qt::ControlModifier);
        const auto lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines.front().startsWith(QStringLiteral("Grace Hopper\t")), qPrintable(lines.front()));
        QVERIFY(lines.front().contains(QStringLiteral("\tengineer\tActive")));
        QVERIFY(lines.back().startsWith(QStringLiteral("Hedy Lamarr\t")));
        keyboard::press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Hedy Lamarr"));
    }

    void columns_and_sorting_are_remembered() {
        m_tab->open();
        table()->sortByColumn(UserTableModel::Username, Qt::DescendingOrder);
        table()->setColumnWidth(UserTableModel::Roles, 234);
        QCOMPARE(shown().front(), QStringLiteral("old.account"));
        m_tab->page = std::make_unique<AdminPage>(m_tab->parts());
        m_tab->page->resize(1232, 860);
        m_tab->page->show();
        QTRY_COMPARE(shown().front(), QStringLiteral("old.account"));
        QCOMPARE(table()->columnWidth(UserTableModel::Roles), 234);
    }

    // --- one user ---

    void a_user_is_edited_and_saved_from_the_version_that_was_seen() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Rear Admiral Hopper"));
        QCOMPARE(m_tab->find<widgets::Label>("unsavedLabel")->text(), QStringLiteral("Not saved: name"));
        m_tab->press("viewerRoleCheckBox");
        keyboard::press(m_tab->find<QWidget>("viewerRoleCheckBox"), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_tab->people.byName("grace").version, 2);
        QCOMPARE(m_tab->console.server.last("PUT", userPath("grace"))->headers.value("if-match"),
                 QByteArray("\"1\""));
        QCOMPARE(m_tab->people.byName("grace").displayName, std::string("Rear Admiral Hopper"));
        QCOMPARE(m_tab->people.byName("grace").roles, (std::vector<std::string>{"viewer", "engineer"}));
        QTRY_COMPARE(m_tab->find<widgets::Label>("userTitleLabel")->text(),
                     QStringLiteral("Rear Admiral Hopper"));
        QVERIFY(notice().contains(QStringLiteral("Changed: name, roles.")));
        QVERIFY(!button("saveUserPushButton")->isEnabled());
        keyboard::awaitAt(m_tab->find<QWidget>("viewerRoleCheckBox"));
    }

    void a_save_leaves_the_keyboard_in_the_form() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Rear Admiral Hopper"));
        m_tab->press("saveUserPushButton");
        QTRY_COMPARE(m_tab->people.byName("grace").version, 2);
        keyboard::awaitAt(m_tab->find<QWidget>("displayNameLineEdit"));
        m_tab->type("displayNameLineEdit", QStringLiteral("Grace"));
        m_tab->press("discardPushButton");
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Rear Admiral Hopper"));
        QVERIFY(m_tab->find<QWidget>("displayNameLineEdit")->hasFocus());
    }

    void a_saved_edit_can_be_undone() {
        m_tab->open();
        openUser("grace");
        m_tab->type("emailLineEdit", QStringLiteral("new@lab.example"));
        keyboard::press(m_tab->find<QWidget>("emailLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(m_tab->people.byName("grace").email, std::string("new@lab.example"));
        QTRY_VERIFY(m_tab->find<Notice>("usersNotice")->isVisible());
        m_tab->press(m_tab->find<Notice>("usersNotice")->findChild<QPushButton*>());
        QTRY_COMPARE(m_tab->people.byName("grace").email, std::string("grace@lab.example"));
        QTRY_COMPARE(text("emailLineEdit"), QStringLiteral("grace@lab.example"));
        QVERIFY(notice().startsWith(QStringLiteral("Undone")));
    }

    void a_missing_name_is_said_before_anything_is_sent() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", {});
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        QVERIFY(fault("displayNameFaultLabel").contains(QStringLiteral("Enter a name")));
        QCOMPARE(m_tab->console.server.count("PUT", userPath("grace")), 0);
    }

    void a_fault_of_the_server_stands_at_its_field() {
        m_tab->open();
        openUser("grace");
        refuse("PUT", userPath("grace"),
               Answer::json(
                   {{"title", "Unprocessable"},
                    {"status", 422},
                    {"errors",
                     boost::json::array{{{"pointer", "/email"}, {"message", "is no address"}},
                                        {{"pointer", "/roles/0"}, {"message", "there is no such role"}}}}},
                   422));
        m_tab->type("emailLineEdit", QStringLiteral("nonsense"));
        keyboard::press(m_tab->find<QWidget>("emailLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(fault("emailFaultLabel"), QStringLiteral("Is no address."));
        QCOMPARE(fault("rolesFaultLabel"), QStringLiteral("There is no such role."));
        QVERIFY(m_tab->find<QWidget>("emailLineEdit")->hasFocus());
        QCOMPARE(text("emailLineEdit"), QStringLiteral("nonsense"));
    }

    void each_refusal_is_told_in_words_and_keeps_what_was_entered_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("words");
        const auto type = [](std::string_view t) {
            return QString::fromLatin1(t.data(), qsizetype(t.size()));
        };
        QTest::newRow("not allowed") << 403 << QStringLiteral("about:blank") << QStringLiteral("not allowed");
        QTest::newRow("more than own")
            << 403 << type(problem_type::moreThanOwn) << QStringLiteral("may not do themselves");
        QTest::newRow("last admin") << 409 << type(problem_type::lastAdmin)
                                    << QStringLiteral("without an admin");
        QTest::newRow("too much at once")
            << 429 << QStringLiteral("about:blank") << QStringLiteral("Try again");
        QTest::newRow("away") << 503 << QStringLiteral("about:blank") << QStringLiteral("cannot do this now");
        QTest::newRow("deleted") << 404 << QStringLiteral("about:blank")
                                 << QStringLiteral("no such user any more");
        QTest::newRow("broken") << 500 << QStringLiteral("about:blank")
                                << QStringLiteral("The server's words");
    }
    void each_refusal_is_told_in_words_and_keeps_what_was_entered() {
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QString, words);
        m_tab->open();
        openUser("ada");
        refuse("PUT", userPath("ada"), refusal(status, type.toStdString(), "The server's words"));
        m_tab->press("adminRoleCheckBox");
        keyboard::press(m_tab->find<QWidget>("adminRoleCheckBox"), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY2(notice("userNotice").contains(words), qPrintable(notice("userNotice")));
        QVERIFY(!m_tab->find<QCheckBox>("adminRoleCheckBox")->isChecked());
        QCOMPARE(m_tab->find<widgets::Label>("unsavedLabel")->text(), QStringLiteral("Not saved: roles"));
    }

    void a_server_that_cannot_be_reached_loses_nothing() {
        m_tab->open();
        openUser("grace");
        refuse("PUT", userPath("grace"), Answer::dropped());
        m_tab->type("displayNameLineEdit", QStringLiteral("G. Hopper"));
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("not known whether")));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("G. Hopper"));
        QVERIFY(button("saveUserPushButton")->isEnabled());
    }

    void an_edit_survives_the_end_of_the_session_and_is_saved_when_tried_again() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Admiral"));
        m_tab->console.lab.token = "token-2"; // the server knows the old one no more
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("session had ended")));
        m_tab->console.signIn.signIn(m_tab->console.server.url(), QStringLiteral("engineer"),
                                     QStringLiteral("secret"));
        QTRY_COMPARE(m_tab->console.client.token(), QByteArray("token-2"));
        QTRY_VERIFY(!m_tab->console.peopleSync.isLoading());
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Admiral"));
        m_tab->press("saveUserPushButton");
        QTRY_COMPARE(m_tab->people.byName("grace").displayName, std::string("Admiral"));
    }

    void an_edit_of_one_person_is_not_shown_to_the_next() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Admiral"));
        m_tab->console.signIn.signOut();
        QVERIFY(!m_tab->find<QWidget>("userEditor")->isVisible());
    }

    void leaving_with_something_unsaved_asks() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Admiral"));
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Escape);
        QVERIFY(m_tab->find<QWidget>("userEditor")->isVisible());
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("name")));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Escape);
        QVERIFY(!m_tab->find<QWidget>("userEditor")->isVisible());
        QVERIFY(table()->hasFocus());
    }

    void the_open_user_follows_the_keyboard_while_nothing_is_unsaved() {
        m_tab->open();
        openUser("grace");
        go("hedy");
        QTRY_COMPARE(m_tab->find<widgets::Label>("userTitleLabel")->text(), QStringLiteral("Hedy Lamarr"));
        m_tab->type("displayNameLineEdit", QStringLiteral("Hedy"));
        go("ada");
        m_tab->letChoiceBeSeen();
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Hedy"));
    }

    // --- what is not offered ---

    void whoever_may_only_read_is_offered_nothing_to_change() {
        m_tab = std::make_unique<AdminFixture>("auditor");
        m_tab->open();
        QVERIFY(!button("newUserPushButton")->isVisible());
        keyboard::press(table(), Qt::Key_A, Qt::ControlModifier);
        m_tab->letChoiceBeSeen();
        QVERIFY(!m_tab->find<QWidget>("bulkBar")->isVisible());
        openUser("grace");
        QVERIFY(m_tab->find<QLineEdit>("displayNameLineEdit")->isReadOnly());
        QVERIFY(!m_tab->find<QCheckBox>("viewerRoleCheckBox")->isEnabled());
        QVERIFY(!m_tab->find<QCheckBox>("disabledCheckBox")->isEnabled());
        QVERIFY(!button("resetPasswordPushButton")->isEnabled());
        QVERIFY(!button("deleteUserPushButton")->isEnabled());
        QVERIFY(!button("saveUserPushButton")->isVisible());
        QVERIFY(notice("userNotice").contains(QStringLiteral("not change")));
    }

    void ones_own_account_is_neither_disabled_nor_deleted_and_the_reason_is_told() {
        m_tab->open();
        openUser("engineer");
        for (const char* name : {"deleteUserPushButton", "resetPasswordPushButton"}) {
            QVERIFY2(!button(name)->isEnabled(), name);
            QVERIFY2(!button(name)->toolTip().isEmpty(), name);
        }
        QVERIFY(!m_tab->find<QCheckBox>("disabledCheckBox")->isEnabled());
        QVERIFY(m_tab->find<QCheckBox>("disabledCheckBox")
                    ->toolTip()
                    .contains(QStringLiteral("Nobody disables themselves")));
        QVERIFY(!m_tab->find<QLineEdit>("displayNameLineEdit")->isReadOnly());
    }

    void whoever_may_do_more_is_shown_and_not_changed() {
        m_tab->open();
        auto session = *m_tab->console.store.session();
        std::erase(session.user.permissions, "roles:write");
        m_tab->console.store.setSession(session);
        openUser("ada");
        QVERIFY(m_tab->find<QLineEdit>("displayNameLineEdit")->isReadOnly());
        QVERIFY(notice("userNotice").contains(QStringLiteral("roles:write")));
        openUser("grace");
        QVERIFY(!m_tab->find<QCheckBox>("adminRoleCheckBox")->isEnabled());
        QVERIFY(
            m_tab->find<QCheckBox>("adminRoleCheckBox")->toolTip().contains(QStringLiteral("roles:write")));
        QVERIFY(m_tab->find<QCheckBox>("viewerRoleCheckBox")->isEnabled());
    }

    void a_permission_that_goes_while_one_edits_takes_the_means_and_leaves_the_words() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        auto session = *m_tab->console.store.session();
        std::erase(session.user.permissions, "users:write");
        m_tab->console.store.setSession(session);
        QVERIFY(!button("saveUserPushButton")->isVisible());
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Mine"));
        QVERIFY(notice("userNotice").contains(QStringLiteral("not change")));
    }
};

QTEST_MAIN(UsersPageTest)
#include "users_page_test.moc"
