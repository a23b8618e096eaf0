// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"

#include <QLineEdit>

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
    template<class T>
    T* find(const char* name) {
        auto* found = page->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Puts the keyboard there and presses a key; a widget that cannot have it fails the test.
    void press(QWidget* widget, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QVERIFY2(widget->isVisible() && widget->isEnabled(), qPrintable(widget->objectName()));
        widget->activateWindow(); // a menu that was open may have had the keyboard
        QTRY_VERIFY(widget->isActiveWindow());
        widget->setFocus(Qt::TabFocusReason);
        QVERIFY2(widget->hasFocus(), qPrintable(widget->objectName()));
        QTest::keyClick(widget, key, with);
    }
    void press(const char* name, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier) {
        press(find<QWidget>(name), key, with);
    }
    void type(const char* name, const QString& text) {
        auto* line = find<QLineEdit>(name);
        line->setFocus();
        line->selectAll();
        if (text.isEmpty())
            QTest::keyClick(line, Qt::Key_Delete);
        else
            QTest::keyClicks(line, text);
    }
};

} // namespace labwarden::console::test
