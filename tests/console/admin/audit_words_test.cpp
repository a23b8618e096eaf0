// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_difference.h"
#include "console/admin/audit_model.h"
#include "console/admin/audit_words.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace labwarden;
using namespace labwarden::console;
using Kind = AuditDifference::Kind;
namespace json = boost::json;

namespace {

AuditEntry entry(const char* action, const char* kind, const char* name, json::value before = nullptr,
                 json::value after = nullptr) {
    AuditEntry e;
    e.id = 7;
    e.at = {1'770'000'000'000};
    e.actorId = "1";
    e.actor = "keller";
    e.address = "10.0.0.7";
    e.action = action;
    e.targetKind = kind;
    e.targetId = "2";
    e.targetName = name;
    e.oldValue = std::move(before);
    e.newValue = std::move(after);
    return e;
}

} // namespace

class AuditWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void actions_are_told_in_peoples_words_data() {
        QTest::addColumn<QString>("told");
        QTest::addColumn<QString>("words");
        const auto row = [](const AuditEntry& e, const char* words) {
            QTest::newRow(words) << actionText(e) << QString::fromUtf8(words);
        };
        row(entry("user.create", "user", "ada"), "created user ada");
        row(entry("user.update", "user", "ada", {{"disabled", false}}, {{"disabled", true}}),
            "disabled user ada");
        row(entry("user.update", "user", "ada", {{"disabled", true}}, {{"disabled", false}}),
            "enabled user ada");
        row(entry("user.update", "user", "ada", {{"roles", {"viewer"}}}, {{"roles", {"viewer", "engineer"}}}),
            "gave role engineer to ada");
        row(entry("user.update", "user", "ada", {{"roles", {"viewer"}}}, {{"roles", {"engineer"}}}),
            "gave role engineer to ada; took role viewer from ada");
        row(entry("user.update", "user", "ada", {{"email", "a@b"}}, {{"email", "c@d"}}),
            "changed the mail address of ada");
        row(entry("user.update", "user", "ada", {{"displayName", "A"}}, {{"displayName", "Ada"}}),
            "changed the name of ada to Ada");
        row(entry("user.update", "user", "ada", {{"version", 1}}, {{"version", 2}}), "changed user ada");
        row(entry("user.reset-password", "user", "ada"), "reset the password of ada");
        row(entry("user.unlock", "user", "ada"), "unlocked user ada");
        row(entry("user.delete", "user", "ada"), "deleted user ada");
        row(entry("role.update", "role", "night", {{"permissions", {"runs:read"}}},
                  {{"permissions", {"runs:read", "runs:start"}}}),
            "gave runs:start to role night");
        row(entry("role.update", "role", "late", {{"name", "night"}}, {{"name", "late"}}),
            "renamed role night to late");
        row(entry("role.delete", "role", "night"), "deleted role night");
        row(entry("api-key.create", "api-key", "ci"), "made API key ci");
        row(entry("api-key.revoke", "api-key", "ci"), "revoked API key ci");
        row(entry("session.open", "session", ""), "signed in");
        row(entry("session.end", "session", "ada"), "ended a session of ada");
        row(entry("session.end", "session", "keller"), "ended a session of their own");
        row(entry("login.failed", "user", "ada"), "failed to sign in as ada");
        row(entry("run.end", "run", "48213", nullptr, {{"outcome", "timed_out"}}),
            "ended run 48213: timed out");
        row(entry("run.cancel", "run", "48213"), "cancelled run 48213");
        row(entry("device.maintenance", "device", "r07-u08"), "took device r07-u08 out of service");
        row(entry("device.in-service", "device", "r07-u08"), "put device r07-u08 back in service");
        row(entry("device.release", "device", "r07-u08"), "took device r07-u08 away from its run");
        row(entry("health_check.create", "health_check", "", nullptr, {{"deviceType", "gateway"}}),
            "gave devices of type gateway a health check");
        row(entry("test_case.create", "test_case", "", nullptr, {{"key", "TC-12"}}), "wrote test case TC-12");
        row(entry("gate.open_wide", "gate", "north"), "gate open wide: north");
    }
    void actions_are_told_in_peoples_words() {
        QFETCH(QString, told);
        QFETCH(QString, words);
        QCOMPARE(told, words);
    }

    void whoever_changes_their_own_password_is_told_so() {
        auto own = entry("user.password", "user", "keller");
        own.targetId = own.actorId;
        QCOMPARE(actionText(own), QStringLiteral("changed their own password"));
    }

    void the_server_and_strangers_have_names_too() {
        auto e = entry("run.end", "run", "1");
        e.actor.clear();
        QCOMPARE(actorText(e), QStringLiteral("somebody unknown"));
        e.address.clear();
        QCOMPARE(actorText(e), QStringLiteral("the server"));
    }

    void only_what_differs_is_a_difference() {
        const auto lines =
            differenceOf({{"displayName", "Ada"}, {"email", "a@b"}, {"disabled", false}, {"note", "x"}},
                         {{"displayName", "Ada"}, {"email", "c@d"}, {"disabled", true}, {"age", 36}});
        const std::vector<AuditDifference> expected{
            {QStringLiteral("Mail"), QStringLiteral("a@b"), QStringLiteral("c@d"), Kind::changed},
            {QStringLiteral("Disabled"), QStringLiteral("no"), QStringLiteral("yes"), Kind::changed},
            {QStringLiteral("Age"), QString(), QStringLiteral("36"), Kind::added},
            {QStringLiteral("Note"), QStringLiteral("x"), QString(), Kind::removed}};
        QVERIFY(lines == expected);
    }

    void a_list_shows_what_came_and_what_went() {
        const auto lines =
            differenceOf({{"roles", {"viewer", "auditor"}}}, {{"roles", {"viewer", "engineer"}}});
        QCOMPARE(lines.size(), std::size_t(1));
        QCOMPARE(lines[0].before, QStringLiteral("− auditor\nviewer"));
        QCOMPARE(lines[0].after, QStringLiteral("+ engineer\nviewer"));
    }

    void a_long_list_names_what_changed_and_counts_the_rest() {
        json::array many;
        for (int i = 0; i < 20; ++i)
            many.push_back(json::value("p" + std::to_string(i)));
        auto more = many;
        more.push_back("new");
        const auto lines = differenceOf({{"permissions", many}}, {{"permissions", more}});
        QVERIFY(lines[0].after.startsWith(QStringLiteral("+ new\n")));
        QVERIFY(lines[0].after.endsWith(QStringLiteral("and 14 more that stay")));
    }

    void what_was_made_is_all_new_and_fields_inside_fields_are_named() {
        const auto lines = differenceOf(nullptr, {{"key", "r07"}, {"location", {{"rackName", "7"}}}});
        QCOMPARE(lines.size(), std::size_t(2));
        QVERIFY(lines[0].kind == Kind::added);
        QCOMPARE(lines[1].field, QStringLiteral("Location, rack name"));
        QVERIFY(differenceOf(nullptr, nullptr).empty());
    }

    void an_entry_is_copied_whole() {
        const QString text =
            copyText(entry("user.update", "user", "ada", {{"disabled", false}}, {{"disabled", true}}));
        for (const char* part : {"keller disabled user ada", "user.update", "10.0.0.7", "Disabled: no → yes"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
    }

    void the_log_is_a_sound_model_and_does_not_fetch_while_it_may_not() {
        AuditModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        bool may = false;
        int fetched = 0;
        model.setFetcher([&] { return may; }, [&] { ++fetched; });
        model.replace({entry("user.create", "user", "ada")});
        QVERIFY(!model.canFetchMore({}));
        may = true;
        QVERIFY(model.canFetchMore({}));
        fetched = 0; // the tester fetches, too
        model.fetchMore({});
        QCOMPARE(fetched, 1);
        model.add({entry("user.delete", "user", "ada"), entry("run.start", "run", "1")});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(1, AuditModel::What).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("keller deleted user ada"));
        model.replace({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(AuditWordsTest)
#include "audit_words_test.moc"
