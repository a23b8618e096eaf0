// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"
#include "tests/console/support/keyboard.h"

#include <QSignalSpy>
#include <QTimer>

#include <memory>

namespace labwarden::console::test {

/// The admin tab by itself against a lab with people, driven by the keyboard.
class AdminFixture {
public:
    explicit AdminFixture(const std::string& as = "admin") : people(console.lab, console.server, as) {}

    ConsoleFixture console;
    FakePeople people;
    std::unique_ptr<AdminPage> page;

    AdminParts parts() {
        return {console.adminApi, console.people, console.peopleSync,
                console.store,    console.clock,  console.settings};
    }
    /// Signs in and shows the tab; nothing is waited for.
    void show() {
        page = std::make_unique<AdminPage>(parts());
        page->resize(1232, 860);
        console.signInDirectly();
        page->show();
        page->activateWindow();
        QTRY_VERIFY(page->isActiveWindow());
    }
    /// The same, and everybody is there.
    void open() {
        show();
        QTRY_VERIFY(console.people.usersLoaded());
        QTRY_VERIFY(console.people.rolesLoaded());
        QTRY_VERIFY(!console.peopleSync.isLoading());
    }
    /// Until what a choice in the table brings about is there: it comes in the next turn of the event loop.
    void letChoiceBeSeen() {
        QTimer turn;
        QSignalSpy over(&turn, &QTimer::timeout);
        turn.setSingleShot(true);
        turn.start(0); // after those that have been started before
        QTRY_COMPARE(over.count(), 1);
    }
    template<class T>
    T* find(const char* name) {
        auto* found = page->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Goes there by keyboard and presses a key.
    void press(QWidget* widget, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier) {
        keyboard::press(widget, key, with);
    }
    void press(const char* name, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier) {
        keyboard::press(find<QWidget>(name), key, with);
    }
    void type(const char* name, const QString& text) { keyboard::type(find<QWidget>(name), text); }
};

} // namespace labwarden::console::test
