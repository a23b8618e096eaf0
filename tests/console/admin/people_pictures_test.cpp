// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of the users in the admin tab, in every state, to be looked at.

#include "console/admin/user_table.h"
#include "console/login/login_page.h"
#include "console/shell/nav_bar.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

const QString usersPath = QStringLiteral("/api/v1/users");
const QString eventsPath = QStringLiteral("/api/v1/events");

} // namespace

class PeoplePicturesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<FakePeople> m_people;
    std::unique_ptr<MainWindow> m_window;

    void make(const std::string& as = "admin") {
        m_window.reset();
        m_console = std::make_unique<ConsoleFixture>(pictures::mode());
        m_people = std::make_unique<FakePeople>(m_console->lab, m_console->server, as);
    }
    /// The admin tab, before anybody has arrived.
    void openTab() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(pictures::size());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.environments().size() > 0);
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        m_window->findChild<NavBar*>()->setCurrent(4);
    }
    void open() {
        openTab();
        QTRY_COMPARE(table()->model()->rowCount(), static_cast<int>(m_people->users.size()));
        QTRY_VERIFY(!m_console->peopleSync.isLoading());
        table()->setFocus();
    }
    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    UserTable* table() { return m_window->findChild<UserTable*>(); }
    void keep(const char* name) { pictures::keep(m_window.get(), name); }
    /// A dialog as it stands over the window: what is behind it is not in the picture.
    void keepDialog(const char* dialog, const char* name) {
        QTRY_VERIFY2(m_window->findChild<QDialog*>(QLatin1String(dialog)), dialog);
        pictures::keep(find<QDialog>(dialog), name);
    }
    void openUser(const char* username) {
        table()->choose({m_people->byName(username).id});
        keyboard::press(table(), Qt::Key_Return);
        QTRY_VERIFY(find<QWidget>("userEditor")->isVisible());
    }
    void choose(std::initializer_list<const char*> usernames) {
        std::vector<std::string> ids;
        for (const char* username : usernames)
            ids.push_back(m_people->byName(username).id);
        table()->choose(ids);
        table()->setFocus();
        QTRY_VERIFY(find<QWidget>("bulkBar")->isVisible());
    }
    void type(const char* field, const QString& text) { keyboard::type(find<QWidget>(field), text); }
    void press(const char* button) { keyboard::press(find<QWidget>(button)); }
    void awaitNotice(const char* notice, const char* words) {
        QTRY_VERIFY2(find<widgets::Notice>(notice)->accessibleName().contains(QLatin1String(words)),
                     qPrintable(find<widgets::Notice>(notice)->accessibleName()));
    }
    void awaitEmpty(const char* words) {
        QTRY_COMPARE(find<widgets::EmptyState>("usersEmptyState")->accessibleName(),
                     QString::fromUtf8(words));
    }
    void refuse(const char* method, const QString& path, const Answer& answer) {
        m_console->server.on(method, path, [answer](const Request&) { return answer; });
    }
    void answerYes() { widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes); }

private Q_SLOTS:
    void cleanup() {
        m_window.reset();
        m_console.reset();
        m_people.reset();
        QGuiApplication::clipboard()->clear(); // a secret that stands there counts as copied
    }

    void users_data() { pictures::looks(); }
    void users() {
        make();
        m_people->addMany(24);
        open();
        keep("users");
        choose({"grace", "hedy", "katherine", "old.account"});
        keep("users-chosen");
        press("giveRolePushButton");
        QTRY_VERIFY(find<QMenu>("giveRoleMenu")->isVisible());
        pictures::keep(find<QMenu>("giveRoleMenu"), "users-give-role");
        keyboard::press(Qt::Key_Escape);
        answerYes();
        press("disableUsersPushButton");
        awaitNotice("usersNotice", "Disabled: 3 people.");
        keep("users-disabled");
        keyboard::press(find<widgets::Notice>("usersNotice")->findChild<QPushButton*>());
        awaitNotice("usersNotice", "Undone");
        keep("users-undone");
    }

    void user_data() { pictures::looks(); }
    void user() {
        make();
        m_people->addMany(24);
        open();
        openUser("j.lindqvist");
        keep("user");
        type("displayNameLineEdit", QStringLiteral("Johanna Lindqvist-Berg"));
        keep("user-edited");
        keyboard::press(Qt::Key_Escape);
        keepDialog("questionDialog", "user-leave-question");
        keyboard::press(Qt::Key_Escape);
        keyboard::press(find<QWidget>("displayNameLineEdit"), Qt::Key_Return);
        awaitNotice("usersNotice", "Saved");
        keep("user-saved");
    }

    void user_sessions_data() { pictures::looks(); }
    void user_sessions() {
        make();
        open();
        openUser("grace");
        keyboard::press(find<QTabBar>("userTabBar"), Qt::Key_Right);
        QTRY_VERIFY(find<QPushButton>("endAllSessionsPushButton")->isVisible());
        keep("user-sessions");
        answerYes();
        press("endAllSessionsPushButton");
        QTRY_VERIFY(find<QWidget>("sessionsEmptyState")->isVisible());
        keep("user-sessions-none");
    }

    void own_account_and_a_locked_one_data() { pictures::looks(); }
    void own_account_and_a_locked_one() {
        make();
        open();
        openUser("engineer");
        keep("user-own");
        openUser("k.zuse");
        keep("user-locked");
        press("deleteUserPushButton");
        keepDialog("questionDialog", "user-delete-question");
    }

    void looking_only_data() { pictures::looks(); }
    void looking_only() {
        make("auditor");
        open();
        openUser("grace");
        keep("user-looking");
    }

    void new_user_data() { pictures::looks(); }
    void new_user() {
        make();
        open();
        press("newUserPushButton");
        keep("user-new");
        type("usernameLineEdit", QStringLiteral("lise meitner"));
        keyboard::press(Qt::Key_Return);
        keep("user-new-faults");
        type("usernameLineEdit", QStringLiteral("ada"));
        type("displayNameLineEdit", QStringLiteral("Lise Meitner"));
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(find<widgets::Label>("usernameFaultLabel")->text(), QStringLiteral("Is taken already."));
        keep("user-name-taken");
        type("usernameLineEdit", QStringLiteral("lise"));
        press("saveUserPushButton");
        keepDialog("secretDialog", "one-time-password");
        keyboard::press(Qt::Key_Escape);
        keepDialog("questionDialog", "one-time-password-question");
        keyboard::press(Qt::Key_Escape);
        keyboard::press(find<QWidget>("copySecretPushButton"), Qt::Key_Return);
        keepDialog("secretDialog", "one-time-password-copied");
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("secretDialog")));
        keep("user-created");
    }

    void refused_data() { pictures::looks(); }
    void refused() {
        make();
        open();
        openUser("ada");
        refuse("PUT", QStringLiteral("/api/v1/users/"),
               refusal(409, problem_type::lastAdmin, "This is the last active admin."));
        press("adminRoleCheckBox");
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        awaitNotice("userNotice", "without an admin");
        keep("user-last-admin");
        refuse("PUT", QStringLiteral("/api/v1/users/"),
               refusal(403, problem_type::moreThanOwn, "They may do roles:write, and you may not."));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        awaitNotice("userNotice", "may not do themselves");
        keep("user-more-than-own");
        refuse("PUT", QStringLiteral("/api/v1/users/"), Answer::dropped());
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        awaitNotice("userNotice", "not known whether");
        keep("user-unreachable");
    }

    void difference_data() { pictures::looks(); }
    void difference() {
        make();
        open();
        openUser("grace");
        type("displayNameLineEdit", QStringLiteral("Rear Admiral Grace Hopper"));
        press("viewerRoleCheckBox");
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        m_people->change(
            "grace", {"Grace Brewster Hopper", "g.hopper@navy.example", {"engineer", "lab manager"}, false});
        awaitNotice("userNotice", "Somebody else has just changed");
        keep("user-changed-meanwhile");
        press("saveUserPushButton");
        keepDialog("differenceDialog", "user-difference");
    }

    void deleted_meanwhile_data() { pictures::looks(); }
    void deleted_meanwhile() {
        make();
        open();
        openUser("grace");
        type("displayNameLineEdit", QStringLiteral("Rear Admiral Grace Hopper"));
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        m_people->remove("grace");
        awaitNotice("userNotice", "deleted this user");
        keep("user-deleted-meanwhile");
    }

    void session_ended_data() { pictures::looks(); }
    void session_ended() {
        make();
        open();
        openUser("grace");
        type("displayNameLineEdit", QStringLiteral("Rear Admiral Grace Hopper"));
        m_console->lab.token = "token-2"; // the server knows the old one no more
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<LoginPage*>()->isVisible());
        keep("user-session-ended");
        type("passwordLineEdit", QStringLiteral("secret"));
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(!m_window->findChild<LoginPage*>()->isVisible());
        QTRY_VERIFY(!m_console->peopleSync.isLoading());
        QTRY_COMPARE(m_window->focusWidget(),
                     find<QWidget>("displayNameLineEdit")); // one goes on where one was
        keep("user-session-ended-after");
    }

    void bulk_data() { pictures::looks(); }
    void bulk() {
        make();
        open();
        refuse(
            "POST", QStringLiteral("/api/v1/users/bulk"),
            Answer::json(
                {{"title", "Conflict"},
                 {"status", 409},
                 {"detail", "Nothing was changed."},
                 {"conflicts",
                  boost::json::array{
                      {{"userId", uuid(9003)}, {"username", "grace"}, {"reason", "is the last active admin"}},
                      {{"userId", uuid(9006)}, {"username", "hedy"}, {"reason", "may do more than you"}}}}},
                409));
        choose({"grace", "hedy", "katherine"});
        press("disableUsersPushButton");
        keepDialog("questionDialog", "bulk-question");
        keyboard::press(find<QPushButton>("yesPushButton"));
        keepDialog("refusedDialog", "bulk-refused");
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("refusedDialog")));
        keep("bulk-refused-after");
    }

    void not_there_data() { pictures::looks(); }
    void not_there() {
        make();
        refuse("GET", usersPath, Answer::parked());
        openTab();
        awaitEmpty("Loading the users…");
        QTRY_COMPARE(m_console->server.parked(usersPath), 1);
        keep("users-loading");
        m_console->server.answerParked(
            usersPath, Answer::problem(503, "Service Unavailable", "PostgreSQL cannot be reached."));
        awaitEmpty("The users cannot be shown");
        keep("users-failed");
        make();
        open();
        type("userSearchField", QStringLiteral("nobody"));
        awaitEmpty("Nobody matches");
        keep("users-nobody-matches");
    }
};

QTEST_MAIN(PeoplePicturesTest)
#include "people_pictures_test.moc"
