// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/admin_tab.h"

#include "console/admin/api_key_model.h"
#include "console/admin/role_effects.h"
#include "console/admin/role_matrix_model.h"
#include "console/admin/role_matrix_view.h"
#include "console/admin/user_table.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

namespace labwarden::test {
namespace {

constexpr int patience = 20'000; ///< ms

using console::RoleMatrixView;
using console::UserTable;
using console::UserTableModel;

} // namespace

bool AdminTab::open(const char* section) {
    auto& tabs = m_console.widget<QTabBar>("adminTabBar");
    if (!tabs.isVisible() && !m_console.press("page4NavButton"))
        return false;
    int wanted = 0;
    while (wanted < tabs.count() && tabs.tabText(wanted) != QLatin1String(section))
        ++wanted;
    for (int steps = 0; tabs.currentIndex() != wanted && steps < tabs.count(); ++steps)
        if (!m_console.press(tabs, tabs.currentIndex() < wanted ? Qt::Key_Right : Qt::Key_Left))
            return false;
    return tabs.currentIndex() == wanted && QTest::qWaitFor(
                                                [this] {
                                                    return m_console.people.usersLoaded() &&
                                                           m_console.people.rolesLoaded() &&
                                                           !m_console.peopleSync.isLoading();
                                                },
                                                patience);
}

QStringList AdminTab::usernames() const {
    const auto* model = m_console.widget<UserTable>("userTableView").model();
    QStringList names;
    for (int row = 0; row < model->rowCount(); ++row)
        names << model->index(row, UserTableModel::Username).data().toString();
    return names;
}

bool AdminTab::goTo(const QString& username, Qt::KeyboardModifiers with) {
    auto& table = m_console.widget<UserTable>("userTableView");
    if (!QTest::qWaitFor([&] { return usernames().contains(username); }, patience))
        return false;
    if (!m_console.focus(table))
        return false;
    if (!table.currentIndex().isValid())
        QTest::keyClick(&table, Qt::Key_Home, Qt::ControlModifier);
    const int wanted = static_cast<int>(usernames().indexOf(username));
    for (int row = table.currentIndex().row(); row != wanted; row += row < wanted ? 1 : -1)
        QTest::keyClick(&table, row < wanted ? Qt::Key_Down : Qt::Key_Up, with);
    return table.currentIndex().row() == wanted;
}

bool AdminTab::edit(const QString& username) {
    if (!goTo(username))
        return false;
    QTest::keyClick(&m_console.widget<UserTable>("userTableView"), Qt::Key_Return);
    return QTest::qWaitFor(
        [&] {
            for (const auto& [id, user] : m_console.people.users())
                if (user.username == username.toStdString())
                    return m_console.text("displayNameLineEdit") == QString::fromStdString(user.displayName);
            return false;
        },
        patience);
}

bool AdminTab::take(const char* button, const char* menu, const QString& entry) {
    auto& list = m_console.widget<QMenu>(menu);
    if (!m_console.press(button) || !QTest::qWaitFor([&] { return list.isVisible(); }, patience))
        return false;
    for (int i = 0; i < list.actions().size(); ++i) {
        QTest::keyClick(&list, Qt::Key_Down);
        if (list.activeAction() && list.activeAction()->text() == entry) {
            QTest::keyClick(&list, Qt::Key_Return);
            return true;
        }
    }
    QTest::keyClick(&list, Qt::Key_Escape);
    return false;
}

bool AdminTab::pressIn(const char* notice) {
    auto* button = m_console.widget<QWidget>(notice).findChild<QPushButton*>();
    return button && m_console.press(*button);
}

QString AdminTab::takeSecret() {
    const auto dialog = m_console.dialog("secretDialog");
    if (!dialog)
        return {};
    const auto* line = dialog->findChild<QLineEdit*>(QStringLiteral("secretLineEdit"));
    const QString secret = line->text();
    const bool closed = m_console.press("copySecretPushButton") && m_console.press("closeSecretPushButton") &&
                        QTest::qWaitFor([&] { return !dialog; }, patience);
    return closed ? secret : QString();
}

QModelIndex AdminTab::cell(const QString& role, const QString& permission) const {
    const auto* model = m_console.widget<RoleMatrixView>("roleMatrixView").model();
    for (int row = 0; row < model->rowCount(); ++row)
        for (int column = 0; column < model->columnCount(); ++column)
            if (model->index(row, column)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QStringLiteral("%1, %2, ").arg(role, permission)))
                return model->index(row, column);
    return {};
}

bool AdminTab::toggle(const QString& role, const QString& permission) {
    auto& view = m_console.widget<RoleMatrixView>("roleMatrixView");
    if (!QTest::qWaitFor([&] { return cell(role, permission).isValid(); }, patience) ||
        !m_console.focus(view))
        return false;
    const auto target = cell(role, permission);
    for (int steps = 0; view.currentIndex() != target && steps < 100; ++steps) {
        const auto at = view.currentIndex();
        QTest::keyClick(&view, at.column() < target.column()   ? Qt::Key_Right
                               : at.column() > target.column() ? Qt::Key_Left
                               : at.row() < target.row()       ? Qt::Key_Down
                                                               : Qt::Key_Up);
    }
    if (view.currentIndex() != target)
        return false;
    QTest::keyClick(&view, Qt::Key_Space);
    return target.data(console::RoleMatrixModel::ChangedRole).toBool();
}

QStringList AdminTab::effects() const {
    return m_console.widget<console::RoleEffects>("roleEffects").texts();
}

QString AdminTab::keyState(const QString& name) const {
    const auto* model = m_console.widget<QTableView>("apiKeyTableView").model();
    for (int row = 0; row < model->rowCount(); ++row)
        if (model->index(row, console::ApiKeyModel::Name).data().toString() == name)
            return model->index(row, console::ApiKeyModel::State).data().toString();
    return {};
}

} // namespace labwarden::test
