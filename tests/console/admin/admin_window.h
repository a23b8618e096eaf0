// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "tests/console/admin/fake_admin.h"
#include "tests/console/support/console_fixture.h"

#include <QTabBar>

namespace labwarden::console::test {

/// The admin tab as a window of its own, signed in, on the sub-page of a name.
class AdminWindow {
public:
    /// `permissions` of whoever is signed in; everything when empty.
    explicit AdminWindow(std::vector<std::string> permissions = {},
                         style::ThemeMode mode = style::ThemeMode::light)
        : console(mode), admin(console.server) {
        console.lab.permissions = permissions.empty() ? permissionNames() : std::move(permissions);
    }

    ConsoleFixture console;
    FakeAdmin admin;
    std::unique_ptr<AdminPage> page;

    void open(const char* section, const QSize& size = {1252, 900}) {
        console.signInDirectly();
        page = std::make_unique<AdminPage>(parts());
        page->setAttribute(Qt::WA_StyledBackground, false);
        page->resize(size);
        page->show();
        page->activateWindow();
        QTRY_VERIFY(page->isActiveWindow());
        auto* tabs = page->findChild<QTabBar*>(QStringLiteral("adminTabBar"));
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QLatin1String(section))
                tabs->setCurrentIndex(i);
        QCOMPARE(tabs->tabText(tabs->currentIndex()), QLatin1String(section));
        page->setFocus();
    }
    void waitForPeople() {
        QTRY_VERIFY(console.people.rolesLoaded() && console.people.usersLoaded());
        QTRY_VERIFY(!console.peopleSync.isLoading());
    }
    AdminParts parts() {
        return {console.adminApi, console.people, console.peopleSync,
                console.store,    console.clock,  console.settings};
    }
    template<class T>
    T* find(const char* name) {
        auto* found = page->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Until a dialog of the name is there.
    void await(const char* dialog) { QTRY_VERIFY2(page->findChild<QWidget*>(QLatin1String(dialog)), dialog); }
    /// The dialog of a name that is open now.
    template<class T>
    T* in(const char* dialog, const char* name) {
        auto* found = find<QWidget>(dialog)->template findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
};

} // namespace labwarden::console::test
