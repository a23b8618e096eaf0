// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_table.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/admin/admin_fixture.h"

#include <QDialog>
#include <QLineEdit>
#include <QPushButton>

namespace labwarden::console::test {

inline const QString usersPath = QStringLiteral("/api/v1/users");
inline const QString bulkPath = QStringLiteral("/api/v1/users/bulk");

/// What tests of the users in the admin tab share: getting about by keyboard, and reading what is shown. A
/// base of the test's class.
class UsersTab {
protected:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

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
        keyboard::goTo(table());
        if (!table()->currentIndex().isValid())
            keyboard::press(table(), Qt::Key_Home, Qt::ControlModifier);
        const int wanted = rowOf(username);
        QVERIFY2(wanted >= 0, username);
        for (int row = table()->currentIndex().row(); row != wanted; row += row < wanted ? 1 : -1)
            keyboard::press(table(), row < wanted ? Qt::Key_Down : Qt::Key_Up, with);
        QCOMPARE(table()->currentIndex().row(), wanted);
    }
    void openUser(const char* username) {
        go(username);
        keyboard::press(table(), Qt::Key_Return);
        QTRY_VERIFY(m_tab->find<QWidget>("userEditor")->isVisible());
        QCOMPARE(text("displayNameLineEdit"),
                 QString::fromStdString(m_tab->people.byName(username).displayName));
    }
    /// Chooses everybody from the one to the other.
    void chooseFromTo(const char* first, const char* last) {
        go(first);
        keyboard::press(table(), Qt::Key_Up);
        keyboard::press(table(), rowOf(first) == 0 ? Qt::Key_Home : Qt::Key_Down);
        go(first);
        go(last, Qt::ShiftModifier);
        QTRY_VERIFY(m_tab->find<QWidget>("bulkBar")->isVisible());
    }
    QString text(const char* line) { return m_tab->find<QLineEdit>(line)->text(); }
    QString notice(const char* name = "usersNotice") {
        auto* found = m_tab->find<widgets::Notice>(name);
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
};

} // namespace labwarden::console::test
