// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the table of users costs with 2,000 of them: filling, sorting by each column, each key typed into the
// search, choosing everybody, a change. Prints figures and asserts nothing; QT_QPA_PLATFORM=offscreen is
// enough.

#include "console/admin/user_table.h"
#include "console/admin/users_page.h"
#include "console/style/theme.h"
#include "tests/console/support/console_fixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>

#include <cstdio>

using namespace labwarden;
using namespace labwarden::console;

namespace {

constexpr int userCount = 2000;

std::vector<User> crew() {
    std::vector<User> users;
    for (int i = 0; i < userCount; ++i) {
        User user;
        user.id = test::uuid(i);
        user.username = "person-" + std::to_string(i * 7919 % userCount);
        user.displayName = "Person " + std::to_string(i * 104729 % userCount);
        user.email = user.username + "@lab.example";
        user.roles = {i % 3 ? "engineer" : "viewer", "lab manager"};
        user.disabled = i % 10 == 0;
        user.lastLoginAt = Timestamp{1'700'000'000'000 + i * 7'919'000LL};
        user.version = 1;
        users.push_back(std::move(user));
    }
    return users;
}

template<class Work>
void measure(const char* what, Work work) {
    QElapsedTimer clock;
    clock.start();
    work();
    QCoreApplication::processEvents();
    std::printf("%-44s %6.1f ms\n", what, static_cast<double>(clock.nsecsElapsed()) / 1e6);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    test::ConsoleFixture console;
    Session session;
    session.user.id = test::uuid(9001);
    session.user.permissions = {"users:read", "users:write", "runs:read"};
    console.store.setSession(session);
    UsersPage page({console.adminApi, console.people, console.peopleSync, console.store, console.clock,
                    console.settings});
    page.resize(1200, 800);
    page.show();
    auto* table = page.findChild<UserTable*>();
    console.people.replaceRoles({{test::uuid(1), "engineer", "", true, {"runs:read"}, 0, 1},
                                 {test::uuid(2), "viewer", "", true, {"runs:read"}, 0, 1},
                                 {test::uuid(3), "lab manager", "", true, {"runs:read"}, 0, 1}});
    std::printf("%d users\n", userCount);
    measure("filled and shown", [&] { console.people.replaceUsers(crew()); });
    for (int column = 0; column < UserTableModel::ColumnCount; ++column)
        measure(qPrintable(QStringLiteral("sorted by column %1").arg(column)),
                [&] { table->sortByColumn(column, Qt::DescendingOrder); });
    auto* search = page.tools()->findChild<QLineEdit*>();
    for (const char* text : {"p", "pe", "person 19", ""})
        measure(qPrintable(QStringLiteral("searched for “%1”").arg(QLatin1String(text))),
                [&] { search->setText(QLatin1String(text)); });
    measure("everybody chosen", [&] { table->selectAll(); });
    measure("one user changed, everybody chosen", [&] {
        auto user = *console.people.user(test::uuid(42));
        user.displayName = "Changed";
        user.version = 2;
        console.people.mergeUsers({user});
    });
    measure("all users changed", [&] {
        auto users = crew();
        for (auto& user : users)
            user.version = 3;
        console.people.replaceUsers(std::move(users));
    });
    return 0;
}
