// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/bulk_change.h"
#include "console/admin/user_edit.h"
#include "console/admin/user_rights.h"
#include "console/admin/user_table_model.h"
#include "console/admin/user_words.h"
#include "console/store/people_sync.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

const QString usersPath = QStringLiteral("/api/v1/users");

UserEdit edit(const char* name, const char* mail, std::vector<std::string> roles, bool disabled = false) {
    return {name, mail, std::move(roles), disabled};
}

QString userPath(const User& user) {
    return usersPath + QLatin1Char('/') + QString::fromStdString(user.id);
}

} // namespace

/// What the console knows of people and makes of it, without a window.
class PeopleTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<FakePeople> m_crew;

    void look() {
        m_console->signInDirectly();
        m_console->peopleSync.look();
        QTRY_VERIFY(m_console->people.usersLoaded());
        QTRY_VERIFY(!m_console->peopleSync.isLoading());
    }
    const User* known(const char* username) {
        for (const auto& [id, user] : m_console->people.users())
            if (user.username == username)
                return &user;
        return nullptr;
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_crew = std::make_unique<FakePeople>(m_console->lab, m_console->server);
    }
    void cleanup() {
        m_console.reset();
        m_crew.reset();
    }

    // --- store and synchronisation ---

    void nothing_is_asked_for_before_somebody_looks() {
        m_console->signInDirectly();
        QVERIFY(!m_console->people.usersLoaded());
        QCOMPARE(m_console->server.count("GET", usersPath), 0);
    }

    void nothing_is_asked_for_without_the_permission() {
        m_console->lab.permissions = {"devices:read", "runs:read"};
        m_console->signInDirectly();
        m_console->peopleSync.look();
        m_console->peopleSync.reload();
        QVERIFY(!m_console->peopleSync.isLoading());
        QCOMPARE(m_console->server.count("GET", usersPath), 0);
    }

    void all_pages_of_users_are_loaded() {
        m_crew->addMany(500);
        look();
        QCOMPARE(m_console->people.users().size(), m_crew->users.size());
        QCOMPARE(m_console->server.count("GET", usersPath), 3);
        QCOMPARE(m_console->people.roles().size(), std::size_t(5));
        QCOMPARE(m_console->people.permissions().size(), std::size_t(15));
        QVERIFY(m_console->people.apiKeysLoaded());
        QCOMPARE(m_console->people.holdersOf("admin"), 2);
    }

    void an_event_of_a_user_fetches_just_that_user() {
        look();
        QSignalSpy changed(&m_console->people, &PeopleStore::changed);
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        m_crew->change("grace", edit("Rear Admiral Hopper", "grace@lab.example", {"engineer"}));
        QTRY_COMPARE(known("grace")->displayName, std::string("Rear Admiral Hopper"));
        QCOMPARE(m_console->server.count("GET", userPath(m_crew->byName("grace"))), 1);
        QCOMPARE(m_console->server.count("GET", usersPath), 1);
        QCOMPARE(changed.last()[0].value<PeopleChanges>().users, std::vector{m_crew->byName("grace").id});
    }

    void a_removed_user_goes_and_a_late_answer_does_not_bring_them_back() {
        look();
        const auto grace = *known("grace");
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        m_crew->remove("grace");
        QTRY_VERIFY(!known("grace"));
        m_console->people.mergeUsers({grace});
        QVERIFY(!known("grace"));
        m_console->people.replaceUsers({grace});
        QVERIFY(!known("grace"));
    }

    void the_higher_version_of_a_user_wins() {
        look();
        auto newer = *known("grace");
        const auto older = newer;
        newer.version = 7;
        newer.displayName = "New";
        m_console->people.mergeUsers({newer});
        m_console->people.mergeUsers({older});
        QCOMPARE(known("grace")->displayName, std::string("New"));
    }

    void a_renamed_role_brings_everybody_anew() {
        look();
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        m_crew->roles[4].name = "inspector";
        m_crew->roles[4].version += 1;
        m_crew->byName("katherine").roles = {"inspector", "viewer"};
        m_console->lab.tell({{EventPart::role, m_crew->roles[4].id, 4, false, boost::json::object()}});
        QTRY_VERIFY(m_console->people.roleByName("inspector"));
        QTRY_COMPARE(known("katherine")->roles.front(), std::string("inspector"));
    }

    void signing_out_forgets_everybody() {
        look();
        m_console->signIn.signOut();
        QVERIFY(!m_console->people.usersLoaded());
        QVERIFY(m_console->people.users().empty());
        QVERIFY(m_console->people.roles().empty());
    }

    void losing_the_permission_forgets_everybody() {
        look();
        auto session = *m_console->store.session();
        std::erase(session.user.permissions, "users:read");
        m_console->store.setSession(session);
        QVERIFY(m_console->people.users().empty());
    }

    void a_new_log_in_of_the_same_person_loads_what_was_missed() {
        look();
        m_crew->byName("grace").displayName = "Changed unseen";
        m_console->lab.token = "token-2";
        m_console->signIn.signIn(m_console->server.url(), QStringLiteral("engineer"),
                                 QStringLiteral("secret"));
        QTRY_COMPARE(known("grace")->displayName, std::string("Changed unseen"));
    }

    void a_load_that_fails_says_why_and_works_when_tried_again() {
        m_console->server.on("GET", usersPath, [](const Request&) {
            return Answer::problem(503, "Busy", "PostgreSQL is away.");
        });
        m_console->signInDirectly();
        m_console->peopleSync.look();
        QTRY_VERIFY(m_console->peopleSync.problem());
        QVERIFY(!m_console->people.usersLoaded());
        m_crew = std::make_unique<FakePeople>(m_console->lab, m_console->server);
        m_console->peopleSync.reload();
        QTRY_VERIFY(m_console->people.usersLoaded());
        QTRY_VERIFY(!m_console->peopleSync.problem());
    }

    void what_roles_allow_together_is_their_union() {
        look();
        const auto allowed = m_console->people.allowedBy({"viewer", "auditor", "no such role"});
        QVERIFY(allowed.contains("audit:read") && allowed.contains("runs:read"));
        QVERIFY(!allowed.contains("users:write"));
    }

    // --- who may do what ---

    void nobody_without_the_permission_may_change_anybody() {
        m_crew = std::make_unique<FakePeople>(m_console->lab, m_console->server, "auditor");
        look();
        const auto rights = rightsOver(*known("grace"), m_console->store, m_console->people);
        QVERIFY(!rights.edit && !rights.disable && !rights.remove && !rights.resetPassword && !rights.attend);
        QVERIFY(!rights.edit.whyNot.isEmpty());
    }

    void nobody_touches_who_may_do_more_and_the_reason_names_it() {
        look();
        auto session = *m_console->store.session();
        std::erase(session.user.permissions, "roles:write");
        m_console->store.setSession(session);
        const auto rights = rightsOver(*known("ada"), m_console->store, m_console->people);
        QVERIFY(!rights.edit);
        QVERIFY(rights.edit.whyNot.contains(QStringLiteral("Ada Lovelace")));
        QVERIFY(rights.edit.whyNot.contains(QStringLiteral("roles:write")));
        QVERIFY(rightsOver(*known("grace"), m_console->store, m_console->people).edit);
        QVERIFY(!mayGive(*m_console->people.roleByName("admin"), m_console->store));
        QVERIFY(mayGive(*m_console->people.roleByName("engineer"), m_console->store));
        QVERIFY(!rightsOver({*known("grace"), *known("ada")}, m_console->store, m_console->people).edit);
    }

    void nobody_disables_or_deletes_themselves() {
        look();
        const auto rights = rightsOver(*known("engineer"), m_console->store, m_console->people);
        QVERIFY(rights.edit);
        QVERIFY(!rights.disable && !rights.remove && !rights.resetPassword);
    }

    // --- two people editing the same user ---

    void what_only_one_side_has_changed_is_decided_and_what_both_have_is_open() {
        const auto base = edit("Ada", "ada@old", {"engineer"});
        const auto mine = edit("Ada L.", "ada@mine", {"engineer", "viewer"});
        const auto theirs = edit("Ada", "ada@theirs", {"admin"}, true);
        const auto found = differences(base, mine, theirs);
        std::map<std::string, Side> sides;
        for (const auto& difference : found)
            sides[difference.caption] = difference.suggestion();
        QCOMPARE(sides.size(), std::size_t(6));
        QCOMPARE(sides.at("Name"), Side::mine);
        QCOMPARE(sides.at("Mail"), Side::open);
        QCOMPARE(sides.at("Role viewer"), Side::mine);
        QCOMPARE(sides.at("Role admin"), Side::theirs);
        QCOMPARE(sides.at("Role engineer"), Side::theirs);
        QCOMPARE(sides.at("Account"), Side::theirs);
    }

    void what_comes_of_a_choice_is_theirs_with_mine_where_chosen() {
        const auto base = edit("Ada", "ada@old", {"engineer"});
        const auto mine = edit("Ada L.", "ada@mine", {"engineer", "viewer"});
        const auto theirs = edit("Ada", "ada@theirs", {"admin"}, true);
        const auto found = differences(base, mine, theirs);
        std::vector<Side> sides;
        for (const auto& difference : found)
            sides.push_back(difference.suggestion() == Side::open ? Side::mine : difference.suggestion());
        QVERIFY(isSame(merged(mine, theirs, found, sides),
                       edit("Ada L.", "ada@mine", {"viewer", "admin"}, true)));
        QVERIFY(isSame(merged(mine, theirs, found, std::vector<Side>(found.size(), Side::mine)), mine));
        QVERIFY(isSame(merged(mine, theirs, found, std::vector<Side>(found.size(), Side::theirs)), theirs));
    }

    void the_same_change_on_both_sides_is_no_difference() {
        const auto base = edit("Ada", "", {"engineer", "viewer"});
        const auto same = edit("Ada L.", "", {"viewer"});
        QVERIFY(differences(base, same, same).empty());
        QVERIFY(isSame(edit("a", "b", {"x", "y"}), edit("a", "b", {"y", "x"})));
        QCOMPARE(changedFields(base, same), QStringLiteral("name, roles"));
    }

    // --- many at once ---

    void a_plan_counts_whom_it_changes_and_leaves_out_who_is_so_already() {
        const auto plan = planOf({BulkWish::Kind::disable, {}}, m_crew->users);
        QCOMPARE(plan.changing.size(), std::size_t(7));
        QCOMPARE(plan.alike, 1);
        const auto request = plan.request();
        QCOMPARE(request.users.size(), std::size_t(7));
        QCOMPARE(request.disabled, std::optional(true));
        QVERIFY(questionOf(plan).title.contains(QStringLiteral("7 people")));
        QVERIFY(questionOf(plan).dangerous);
    }

    void undoing_names_the_versions_that_the_change_has_made() {
        const BulkWish wish{BulkWish::Kind::addRole, "viewer"};
        auto plan = planOf(wish, m_crew->users);
        QCOMPARE(plan.alike, 3);
        for (auto& user : plan.changing)
            user.version = 9;
        const auto undo = undoOf(wish, plan.changing);
        QCOMPARE(undo.removeRoles, std::vector<std::string>{"viewer"});
        QVERIFY(undo.addRoles.empty() && !undo.disabled);
        QCOMPARE(undo.users.size(), plan.changing.size());
        QVERIFY(std::all_of(undo.users.begin(), undo.users.end(),
                            [](const UserVersion& u) { return u.version == 9; }));
    }

    // --- words ---

    void each_refusal_has_words_that_say_what_to_do() {
        const auto wordsOf = [](ApiError::Kind kind, int status, std::string_view type = {}) {
            ApiError error;
            error.kind = kind;
            error.status = status;
            error.type = QString::fromLatin1(type.data(), qsizetype(type.size()));
            error.title = QStringLiteral("Title");
            error.detail = QStringLiteral("The server's words.");
            error.retryAfter = std::chrono::seconds(7);
            const auto words = refusalWords(error);
            return words.words + QLatin1Char('|') + words.detail;
        };
        using Kind = ApiError::Kind;
        QVERIFY(wordsOf(Kind::Conflict, 409, problem_type::lastAdmin)
                    .contains(QStringLiteral("Make somebody else an admin")));
        QVERIFY(wordsOf(Kind::Forbidden, 403, problem_type::moreThanOwn)
                    .contains(QStringLiteral("may not do themselves")));
        QVERIFY(wordsOf(Kind::Forbidden, 403).contains(QStringLiteral("not allowed")));
        QVERIFY(wordsOf(Kind::Throttled, 429).contains(QStringLiteral("in 7 s")));
        QVERIFY(wordsOf(Kind::Server, 503).contains(QStringLiteral("The server's words.")));
        QVERIFY(wordsOf(Kind::Unauthorized, 401).contains(QStringLiteral("still here")));
        QVERIFY(wordsOf(Kind::Timeout, 0).contains(QStringLiteral("not known")));
    }

    void the_status_that_needs_somebody_most_is_the_one_shown() {
        User user;
        QCOMPARE(statusOf(user), UserStatus::active);
        user.mustChangePassword = true;
        QCOMPARE(statusOf(user), UserStatus::oneTimePassword);
        user.locked = true;
        QCOMPARE(statusOf(user), UserStatus::locked);
        user.disabled = true;
        QCOMPARE(statusOf(user), UserStatus::disabled);
    }

    // --- the table's model ---

    void the_table_of_users_is_a_sound_model_under_change() {
        look();
        UserTableModel model(m_console->people, m_console->clock);
        UserProxy proxy(&model);
        proxy.sort(UserTableModel::Name);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 8);
        auto ada = *known("ada");
        ada.displayName = "Zora Lovelace";
        ada.version += 1;
        m_console->people.mergeUsers({ada});
        m_console->people.removeUser(known("hedy")->id, 5);
        User fresh;
        fresh.id = uuid(77);
        fresh.username = "fresh";
        m_console->people.mergeUsers({fresh});
        QTRY_COMPARE(proxy.index(7, 0).data().toString(), QStringLiteral("Zora Lovelace"));
        QCOMPARE(model.rowCount(), 8);
        m_console->people.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void every_column_sorts() {
        look();
        UserTableModel model(m_console->people, m_console->clock);
        UserProxy proxy(&model);
        const auto first = [&](int column, Qt::SortOrder order) {
            proxy.sort(column, order);
            return proxy.at(proxy.index(0, 0)).username;
        };
        QCOMPARE(first(UserTableModel::Name, Qt::AscendingOrder), std::string("ada"));
        QCOMPARE(first(UserTableModel::Username, Qt::DescendingOrder), std::string("old.account"));
        QCOMPARE(first(UserTableModel::Mail, Qt::AscendingOrder), std::string("ada"));
        QCOMPARE(first(UserTableModel::Roles, Qt::DescendingOrder), std::string("k.zuse"));
        QCOMPARE(first(UserTableModel::Status, Qt::DescendingOrder), std::string("old.account"));
        QCOMPARE(first(UserTableModel::LastLogin, Qt::AscendingOrder), std::string("hedy"));
        QCOMPARE(first(UserTableModel::LastLogin, Qt::DescendingOrder), std::string("engineer"));
    }

    void people_are_found_by_name_user_name_and_mail() {
        look();
        UserTableModel model(m_console->people, m_console->clock);
        UserProxy proxy(&model);
        const auto found = [&](const char* words) {
            proxy.setFilter({QString::fromUtf8(words), {}});
            return proxy.rowCount();
        };
        QCOMPARE(found("LOVE ada"), 1);
        QCOMPARE(found("lindqvist"), 1);
        QCOMPARE(found("grace@lab"), 1);
        QCOMPARE(found("lab.example"), 8);
        QCOMPARE(found("nobody"), 0);
        proxy.setFilter({{}, UserStatus::locked});
        QCOMPARE(proxy.rowCount(), 1);
    }
};

QTEST_MAIN(PeopleTest)
#include "people_test.moc"
