// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/role_change.h"
#include "console/admin/role_drafts.h"

#include <QTest>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::console;
using Kind = PermissionEffect::Kind;

namespace {

Role role(const char* name, std::vector<std::string> permissions, std::int64_t version = 1) {
    return {std::string("id of ") + name, name, {}, false, std::move(permissions), 0, version};
}

User person(const char* name, std::vector<std::string> roles, bool disabled = false) {
    User user;
    user.id = user.username = name;
    user.displayName = name;
    user.displayName[0] = static_cast<char>(user.displayName[0] - 'a' + 'A');
    user.roles = std::move(roles);
    user.disabled = disabled;
    return user;
}

QStringList texts(const std::vector<PermissionEffect>& effects) {
    QStringList all;
    for (const auto& effect : effects)
        all << effectText(effect);
    return all;
}

const std::vector<Permission> order{
    {"devices:write", "", true}, {"runs:read", "", true}, {"runs:start", "", true}};

} // namespace

class RoleChangeTest : public QObject {
    Q_OBJECT

    const std::vector<Role> m_roles{role("night", {"devices:write", "runs:read"}),
                                    role("keeper", {"devices:write"}), role("starter", {"runs:start"})};

    std::vector<PermissionEffect> effects(const std::vector<Role>& after, const std::vector<User>& users) {
        return effectsOf(m_roles, after, users, order);
    }

private Q_SLOTS:
    void what_is_given_and_taken_is_counted_by_people_not_by_roles() {
        auto after = m_roles;
        after[0].permissions = {"runs:read", "runs:start"};
        const std::vector<User> users{person("ada", {"night"}), person("bob", {"night", "keeper"}),
                                      person("cyd", {"night", "keeper", "starter"}),
                                      person("dan", {"starter"})};
        const auto found = effects(after, users);
        QCOMPARE(texts(found),
                 (QStringList{QStringLiteral("2 people gain runs:start"),
                              QStringLiteral("1 person loses devices:write"),
                              QStringLiteral("2 people keep devices:write through another role"),
                              QStringLiteral("1 person has runs:start already")}));
        QCOMPARE(whoText(found[0].people), QStringLiteral("Ada (ada), Bob (bob)"));
        QCOMPARE(whoText(found[1].people), QStringLiteral("Ada (ada)"));
        QCOMPARE(whoText(found[2].people), QStringLiteral("Bob (bob), Cyd (cyd)"));
    }

    void a_permission_that_goes_from_one_role_to_another_is_lost_by_nobody_who_has_both() {
        auto after = m_roles;
        after[1].permissions = {};
        after[2].permissions = {"runs:start", "devices:write"};
        QVERIFY(effects(after, {person("ada", {"keeper", "starter"})}).size() == 1);
        QCOMPARE(texts(effects(after, {person("ada", {"keeper", "starter"})})),
                 QStringList{QStringLiteral("1 person keeps devices:write through another role")});
        QCOMPARE(texts(effects(after, {person("ada", {"keeper"}), person("bob", {"starter"})})),
                 (QStringList{QStringLiteral("1 person gains devices:write"),
                              QStringLiteral("1 person loses devices:write")}));
    }

    void a_deleted_role_takes_what_it_gave() {
        auto after = m_roles;
        after.erase(after.begin());
        QCOMPARE(texts(effects(after, {person("ada", {"night", "keeper"})})),
                 (QStringList{QStringLiteral("1 person loses runs:read"),
                              QStringLiteral("1 person keeps devices:write through another role")}));
    }

    void a_renamed_role_gives_what_it_gave() {
        auto after = m_roles;
        after[0].name = "late";
        QVERIFY(effects(after, {person("ada", {"night"})}).empty());
    }

    void disabled_people_are_counted_and_told_apart() {
        auto after = m_roles;
        after[2].permissions = {};
        QCOMPARE(texts(effects(after, {person("ada", {"starter"}), person("bob", {"starter"}, true)})),
                 QStringList{QStringLiteral("2 people lose runs:start (1 of them disabled)")});
        QCOMPARE(texts(effects(after, {person("bob", {"starter"}, true)})),
                 QStringList{QStringLiteral("1 person loses runs:start (disabled)")});
        QCOMPARE(whoText({person("bob", {"starter"}, true)}), QStringLiteral("Bob (bob, disabled)"));
    }

    void nobody_is_touched_by_a_role_that_nobody_has_or_that_is_not_known() {
        auto after = m_roles;
        after[0].permissions = {};
        QVERIFY(effects(after, {person("ada", {"starter"}), person("bob", {"gone"})}).empty());
    }

    void the_first_permission_that_one_lacks_is_named() {
        QCOMPARE(lackingPermission({"runs:read", "runs:start"}, {"runs:read"}), std::string("runs:start"));
        QVERIFY(lackingPermission({"runs:read"}, {"runs:read", "runs:start"}).empty());
    }

    void a_draft_that_comes_back_to_what_is_there_is_none() {
        RoleDrafts drafts;
        drafts.set(m_roles[0], "runs:start", true);
        QVERIFY(drafts.changes(m_roles[0], "runs:start"));
        QVERIFY(drafts.allows(m_roles[0], "runs:start"));
        drafts.set(m_roles[0], "runs:start", false);
        QVERIFY(drafts.empty());
    }

    void a_draft_is_saved_whole_with_the_version_it_began_from() {
        RoleDrafts drafts;
        auto begun = role("night", {"runs:start", "unknown:thing"}, 7);
        begun.description = "Late";
        drafts.set(begun, "devices:write", true);
        const auto save = drafts.saveOf(begun.id, order);
        QVERIFY(save);
        QCOMPARE(save->version, std::int64_t(7));
        QCOMPARE(save->edit.description, std::string("Late"));
        QCOMPARE(save->edit.permissions,
                 (std::vector<std::string>{"devices:write", "runs:start", "unknown:thing"}));
        QVERIFY(!drafts.saveOf("another", order));
    }

    void a_change_of_somebody_else_is_a_conflict_until_one_decides() {
        RoleDrafts drafts;
        drafts.set(m_roles[0], "runs:start", true);
        auto theirs = role("late", {"runs:read"}, 2);
        theirs.id = m_roles[0].id;
        const auto conflicts = drafts.refresh({theirs});
        QCOMPARE(conflicts.size(), std::size_t(1));
        const auto lines = conflicts[0].differences(order);
        QCOMPARE(lines.size(), std::size_t(3));
        QCOMPARE(lines[0].what, QStringLiteral("Name"));
        QCOMPARE(lines[0].theirs, QStringLiteral("late"));
        QCOMPARE(lines[1].what, QStringLiteral("devices:write"));
        QCOMPARE(lines[1].was, QStringLiteral("allowed"));
        QCOMPARE(lines[1].theirs, QStringLiteral("not allowed"));
        QCOMPARE(lines[1].mine, QStringLiteral("allowed"));
        QCOMPARE(lines[2].what, QStringLiteral("runs:start"));
        QCOMPARE(lines[2].theirs, QStringLiteral("not allowed"));
        QCOMPARE(lines[2].mine, QStringLiteral("allowed"));
        // As long as nothing is decided, the version that is sent is the old one: the server refuses it.
        QCOMPARE(drafts.saveOf(theirs.id, order)->version, std::int64_t(1));

        drafts.rebase(theirs);
        QVERIFY(drafts.refresh({theirs}).empty());
        const auto save = drafts.saveOf(theirs.id, order);
        QCOMPARE(save->version, std::int64_t(2));
        QCOMPARE(save->edit.name, std::string("late"));
        QCOMPARE(save->edit.permissions, (std::vector<std::string>{"runs:read", "runs:start"}));
    }

    void what_they_have_done_alone_is_never_undone_by_what_is_shown() {
        RoleDrafts drafts;
        drafts.set(m_roles[0], "runs:start", true);
        auto theirs = m_roles[0];
        theirs.permissions = {"runs:read"};
        theirs.version = 2;
        QVERIFY(!drafts.allows(theirs, "devices:write"));
        QVERIFY(!drafts.changes(theirs, "devices:write"));
        QCOMPARE(drafts.applied({theirs})[0].permissions,
                 (std::vector<std::string>{"runs:read", "runs:start"}));
    }

    void a_deleted_role_is_a_conflict_with_nothing_on_the_other_side() {
        RoleDrafts drafts;
        drafts.set(m_roles[0], "runs:start", true);
        const auto conflicts = drafts.refresh({});
        QCOMPARE(conflicts.size(), std::size_t(1));
        QVERIFY(!conflicts[0].theirs);
        QCOMPARE(conflicts[0].differences(order)[0].theirs, QStringLiteral("deleted"));
    }

    void a_newer_version_that_changes_no_permission_is_taken_over_quietly() {
        RoleDrafts drafts;
        drafts.set(m_roles[0], "runs:start", true);
        auto renamed = m_roles[0];
        renamed.name = "late";
        renamed.version = 5;
        QVERIFY(drafts.refresh({renamed}).empty());
        QCOMPARE(drafts.saveOf(renamed.id, order)->version, std::int64_t(5));
        QCOMPARE(drafts.saveOf(renamed.id, order)->edit.name, std::string("late"));
    }

    void a_draft_that_somebody_else_has_saved_already_is_done() {
        RoleDrafts drafts;
        drafts.set(m_roles[2], "runs:read", true);
        auto theirs = m_roles[2];
        theirs.permissions = {"runs:read", "runs:start"};
        theirs.version = 2;
        QVERIFY(drafts.refresh({theirs}).empty());
        QVERIFY(drafts.empty());
    }
};

QTEST_GUILESS_MAIN(RoleChangeTest)
#include "role_change_test.moc"
