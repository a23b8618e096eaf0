// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "console/admin/user_table.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/state_badge.h"
#include "tests/console/admin/admin_fixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QTabBar>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;
using widgets::Notice;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {
const QString usersPath = QStringLiteral("/api/v1/users");
const QString bulkPath = QStringLiteral("/api/v1/users/bulk");
} // namespace

/// The users of the admin tab, by keyboard: every action, and every refusal.
class UsersPageTest : public QObject {
    Q_OBJECT
    std::unique_ptr<AdminFixture> m_tab;

    UserTable* table() { return m_tab->find<UserTable>("userTableView"); }
    QStringList shown() {
        QStringList names;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            names << table()->model()->index(row, UserTableModel::Username).data().toString();
        return names;
    }
    int rowOf(const char* username) { return static_cast<int>(shown().indexOf(QLatin1String(username))); }
    /// Goes to the row with the arrow keys; with Shift the way is chosen too.
    void go(const char* username, Qt::KeyboardModifiers with = Qt::NoModifier) {
        table()->setFocus();
        if (!table()->currentIndex().isValid())
            QTest::keyClick(table(), Qt::Key_Home, Qt::ControlModifier);
        const int wanted = rowOf(username);
        QVERIFY2(wanted >= 0, username);
        for (int row = table()->currentIndex().row(); row != wanted; row += row < wanted ? 1 : -1)
            QTest::keyClick(table(), row < wanted ? Qt::Key_Down : Qt::Key_Up, with);
        QCOMPARE(table()->currentIndex().row(), wanted);
    }
    void openUser(const char* username) {
        go(username);
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_VERIFY(m_tab->find<QWidget>("userEditor")->isVisible());
        QCOMPARE(text("displayNameLineEdit"),
                 QString::fromStdString(m_tab->people.byName(username).displayName));
    }
    /// Chooses everybody from the one to the other.
    void chooseFromTo(const char* first, const char* last) {
        go(first);
        QTest::keyClick(table(), Qt::Key_Up);
        QTest::keyClick(table(), rowOf(first) == 0 ? Qt::Key_Home : Qt::Key_Down);
        go(first);
        go(last, Qt::ShiftModifier);
        QTRY_VERIFY(m_tab->find<QWidget>("bulkBar")->isVisible());
    }
    QString text(const char* line) { return m_tab->find<QLineEdit>(line)->text(); }
    QString notice(const char* name = "usersNotice") {
        auto* found = m_tab->find<Notice>(name);
        return found->isVisible() ? found->accessibleName() : QString();
    }
    QString fault(const char* name) {
        auto* label = m_tab->find<widgets::Label>(name);
        return label->isVisible() ? label->text() : QString();
    }
    QPushButton* button(const char* name) { return m_tab->find<QPushButton>(name); }
    QString userPath(const char* username) {
        return usersPath + QLatin1Char('/') + QString::fromStdString(m_tab->people.byName(username).id);
    }
    /// The dialog that has just been opened.
    QDialog* dialog(const char* name) {
        QDialog* found = nullptr;
        [&] {
            QTRY_VERIFY((found = m_tab->page->findChild<QDialog*>(QLatin1String(name))) &&
                        found->isVisible());
        }();
        return found;
    }
    void refuse(const char* method, const QString& path, const Answer& answer) {
        m_tab->console.server.on(method, path, [answer](const Request&) { return answer; });
    }
    void feedIsUp() { QTRY_COMPARE(m_tab->console.server.parked(QStringLiteral("/api/v1/events")), 1); }

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
        QTest::keyClick(m_tab->page.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("lovelace"));
        QCOMPARE(shown(), QStringList{QStringLiteral("ada")});
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(table()->hasFocus());
        QCOMPARE(table()->chosenCount(), 1);
        QTest::keyClick(m_tab->page.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(search, Qt::Key_Escape);
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
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(m_tab->find<widgets::Label>("chosenCountLabel")->text(),
                     QStringLiteral("2\u202f000 chosen"));
        m_tab->press("giveRolePushButton"); // the signed-in person is among them: disabling is not offered
        auto* menu = m_tab->find<QMenu>("giveRoleMenu");
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(notice().contains(QStringLiteral("At most 500")));
        QCOMPARE(m_tab->console.server.count("POST", bulkPath), 0);
        m_tab->type("userSearchField", QStringLiteral("person-1234"));
        QCOMPARE(shown().size(), 1);
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
        QTest::keyClick(m_tab->find<QWidget>("viewerRoleCheckBox"), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_tab->people.byName("grace").version, 2);
        QCOMPARE(m_tab->console.server.last("PUT", userPath("grace"))->headers.value("if-match"),
                 QByteArray("\"1\""));
        QCOMPARE(m_tab->people.byName("grace").displayName, std::string("Rear Admiral Hopper"));
        QCOMPARE(m_tab->people.byName("grace").roles, (std::vector<std::string>{"viewer", "engineer"}));
        QTRY_COMPARE(m_tab->find<widgets::Label>("userTitleLabel")->text(),
                     QStringLiteral("Rear Admiral Hopper"));
        QVERIFY(notice().contains(QStringLiteral("Changed: name, roles.")));
        QVERIFY(!button("saveUserPushButton")->isEnabled());
    }

    void a_saved_edit_can_be_undone() {
        m_tab->open();
        openUser("grace");
        m_tab->type("emailLineEdit", QStringLiteral("new@lab.example"));
        QTest::keyClick(m_tab->find<QWidget>("emailLineEdit"), Qt::Key_Return);
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
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
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
        QTest::keyClick(m_tab->find<QWidget>("emailLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(fault("emailFaultLabel"), QStringLiteral("is no address"));
        QCOMPARE(fault("rolesFaultLabel"), QStringLiteral("there is no such role"));
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
        QTest::keyClick(m_tab->find<QWidget>("adminRoleCheckBox"), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY2(notice("userNotice").contains(words), qPrintable(notice("userNotice")));
        QVERIFY(!m_tab->find<QCheckBox>("adminRoleCheckBox")->isChecked());
        QCOMPARE(m_tab->find<widgets::Label>("unsavedLabel")->text(), QStringLiteral("Not saved: roles"));
    }

    void a_server_that_cannot_be_reached_loses_nothing() {
        m_tab->open();
        openUser("grace");
        refuse("PUT", userPath("grace"), Answer::dropped());
        m_tab->type("displayNameLineEdit", QStringLiteral("G. Hopper"));
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        QTRY_VERIFY(notice("userNotice").contains(QStringLiteral("not known whether")));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("G. Hopper"));
        QVERIFY(button("saveUserPushButton")->isEnabled());
    }

    void an_edit_survives_the_end_of_the_session_and_is_saved_when_tried_again() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Admiral"));
        m_tab->console.lab.token = "token-2"; // the server knows the old one no more
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
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
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Escape);
        QVERIFY(m_tab->find<QWidget>("userEditor")->isVisible());
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("name")));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Escape);
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
        QTest::qWait(0);
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Hedy"));
    }

    // --- two admins ---

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
        QTest::keyClick(shownDialog, Qt::Key_Return);
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
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        auto* shownDialog = dialog("differenceDialog");
        QTest::keyClick(shownDialog, Qt::Key_Escape);
        QCOMPARE(m_tab->people.byName("grace").displayName, std::string("Theirs"));
        QCOMPARE(text("displayNameLineEdit"), QStringLiteral("Mine"));
        QVERIFY(button("saveUserPushButton")->isEnabled());
    }

    void what_else_has_changed_of_a_user_does_not_stand_in_the_way() {
        m_tab->open();
        openUser("grace");
        m_tab->type("displayNameLineEdit", QStringLiteral("Mine"));
        m_tab->people.byName("grace").version = 5; // a lock, a password
        QTest::keyClick(m_tab->find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
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

    // --- new, password, lock, deletion ---

    void a_new_user_gets_a_one_time_password_that_is_shown_once() {
        m_tab->open();
        m_tab->press("newUserPushButton");
        QTRY_VERIFY(m_tab->find<QWidget>("usernameLineEdit")->hasFocus());
        QTest::keyClicks(m_tab->find<QWidget>("usernameLineEdit"), QStringLiteral("lise"));
        m_tab->type("displayNameLineEdit", QStringLiteral("Lise Meitner"));
        m_tab->type("emailLineEdit", QStringLiteral("lise@lab.example"));
        m_tab->press("engineerRoleCheckBox");
        m_tab->press("saveUserPushButton");
        auto* secret = dialog("secretDialog");
        QVERIFY(secret);
        QCOMPARE(secret->findChild<QLineEdit*>()->text(), QString::fromStdString(m_tab->people.password));
        QTest::keyClick(secret->focusWidget(), Qt::Key_Return); // copy
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(m_tab->people.password));
        QTest::keyClick(secret, Qt::Key_Escape);
        QTRY_VERIFY(!m_tab->page->findChild<QDialog*>(QStringLiteral("secretDialog")));
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
        QTRY_COMPARE(fault("usernameFaultLabel"), QStringLiteral("is taken already"));
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
        QTest::keyClick(secret, Qt::Key_Escape);
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("cannot sign in")));
        QTRY_COMPARE(m_tab->find<widgets::StateBadge>("userStatusBadge")->text(),
                     QStringLiteral("One-time password"));
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
        QTest::keyClick(question, Qt::Key_Return); // the harmless answer has the keyboard
        QCOMPARE(m_tab->console.server.count("DELETE", path), 0);
        m_tab->press("deleteUserPushButton");
        question = dialog("questionDialog");
        m_tab->press(question->findChild<QPushButton*>(QStringLiteral("yesPushButton")));
        QTRY_COMPARE(m_tab->console.server.count("DELETE", path), 1);
        QCOMPARE(m_tab->console.server.last("DELETE", path)->headers.value("if-match"), QByteArray("\"1\""));
        QTRY_VERIFY(!shown().contains(QStringLiteral("grace")));
        QVERIFY(notice().contains(QStringLiteral("Deleted: Grace Hopper")));
        QVERIFY(!m_tab->find<QWidget>("userEditor")->isVisible());
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

    // --- many at once ---

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
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return); // viewer
        QTRY_COMPARE(m_tab->people.byName("hedy").roles, (std::vector<std::string>{"engineer", "viewer"}));
        QTRY_COMPARE(notice(), QStringLiteral("Role “viewer” given to 2 people."));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        QTRY_VERIFY(button("takeRolePushButton")->isEnabled());
        m_tab->press("takeRolePushButton");
        menu = m_tab->find<QMenu>("takeRoleMenu");
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
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
        QCOMPARE(reasons->model()->index(0, 1).data().toString(), QStringLiteral("is the last active admin"));
        m_tab->press(refused->findChild<QPushButton*>(QStringLiteral("leaveOutPushButton")));
        QTRY_COMPARE(table()->chosenCount(), 1);
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
        QTRY_COMPARE(table()->model()->index(rowOf("hedy"), 0).data().toString(),
                     QStringLiteral("H. Lamarr"));
    }

    void what_everybody_chosen_is_already_is_not_asked_for() {
        m_tab->open();
        chooseFromTo("grace", "hedy");
        QVERIFY(!button("enableUsersPushButton")->isEnabled());
        QVERIFY(button("disableUsersPushButton")->isEnabled());
    }

    // --- what is not offered ---

    void whoever_may_only_read_is_offered_nothing_to_change() {
        m_tab = std::make_unique<AdminFixture>("auditor");
        m_tab->open();
        QVERIFY(!button("newUserPushButton")->isVisible());
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
        QTest::qWait(0);
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
