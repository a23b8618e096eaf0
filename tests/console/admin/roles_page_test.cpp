// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "console/admin/role_effects.h"
#include "console/admin/role_matrix_model.h"
#include "console/admin/role_matrix_view.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/admin/admin_window.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

const QString rolesPath = QStringLiteral("/api/v1/roles");

QString pathOf(const Role& role) {
    return rolesPath + QLatin1Char('/') + QString::fromStdString(role.id);
}

std::vector<std::string> without(std::vector<std::string> all, const char* one) {
    all.erase(std::remove(all.begin(), all.end(), one), all.end());
    return all;
}

} // namespace

class RolesPageTest : public QObject {
    Q_OBJECT
    std::unique_ptr<AdminWindow> m_window;

    void open(std::vector<std::string> permissions = {}) {
        m_window = std::make_unique<AdminWindow>(std::move(permissions));
        m_window->open("Roles");
        m_window->waitForPeople();
        QTRY_VERIFY(model().columnCount() == static_cast<int>(m_window->admin.roles.size()));
    }
    RoleMatrixView* view() { return m_window->find<RoleMatrixView>("roleMatrixView"); }
    const RoleMatrixModel& model() { return *qobject_cast<const RoleMatrixModel*>(view()->model()); }
    QStringList effects() { return m_window->find<RoleEffects>("roleEffects")->texts(); }
    QPushButton* save() { return m_window->find<QPushButton>("saveRolesPushButton"); }
    widgets::Notice* notice() { return m_window->find<widgets::Notice>("rolesNotice"); }
    QModelIndex cell(const char* role, const char* permission) {
        const int column = model().columnOf(m_window->admin.role(role).id);
        for (int row = 0; row < model().rowCount(); ++row)
            if (model().headerData(row, Qt::Vertical, Qt::DisplayRole).toString() ==
                QLatin1String(permission))
                return model().index(row, column);
        return {};
    }
    QString said(const char* role, const char* permission) {
        return cell(role, permission).data(Qt::AccessibleTextRole).toString();
    }
    /// With the arrow keys.
    void go(const char* role, const char* permission) {
        const auto target = cell(role, permission);
        QVERIFY(target.isValid());
        keyboard::goTo(view());
        for (int steps = 0; view()->currentIndex() != target && steps < 60; ++steps) {
            const auto at = view()->currentIndex();
            const auto key = at.column() < target.column()   ? Qt::Key_Right
                             : at.column() > target.column() ? Qt::Key_Left
                             : at.row() < target.row()       ? Qt::Key_Down
                                                             : Qt::Key_Up;
            keyboard::press(view(), key);
        }
        QCOMPARE(view()->currentIndex(), target);
    }
    void press(const char* role, const char* permission) {
        go(role, permission);
        keyboard::press(Qt::Key_Space);
    }
    template<class T>
    T* dialog(const char* name) {
        return m_window->in<T>("roleDialog", name);
    }

private Q_SLOTS:
    void cleanup() { m_window.reset(); }

    void every_cell_says_role_permission_and_whether_it_is_allowed() {
        open();
        QCOMPARE(said("engineer", "runs:start"), QStringLiteral("engineer, runs:start, allowed"));
        QCOMPARE(said("viewer", "runs:start"), QStringLiteral("viewer, runs:start, not allowed"));
        for (int row = 0; row < model().rowCount(); ++row)
            for (int column = 0; column < model().columnCount(); ++column)
                if (!model().index(row, column).data(RoleMatrixModel::AreaRole).toBool())
                    QVERIFY(!model().index(row, column).data(Qt::AccessibleTextRole).toString().isEmpty());
    }

    void arrows_pass_over_the_lines_of_areas() {
        open();
        keyboard::goTo(view());
        for (int i = 0; i < model().rowCount(); ++i) {
            QVERIFY(!view()->currentIndex().data(RoleMatrixModel::AreaRole).toBool());
            keyboard::press(view(), Qt::Key_Down);
        }
        QCOMPARE(view()->currentIndex().row(), model().rowCount() - 1);
        keyboard::press(view(), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view()->currentIndex(), model().index(1, 0));
    }

    void whom_a_change_touches_is_shown_before_it_is_saved_and_names_on_demand() {
        open();
        press("night shift", "devices:write");
        press("night shift", "environments:read");
        QCOMPARE(effects(),
                 (QStringList{QStringLiteral("2 people gain environments:read (1 of them disabled)"),
                              QStringLiteral("4 people lose devices:write (1 of them disabled)"),
                              QStringLiteral("2 people have environments:read already")}));
        QCOMPARE(said("night shift", "devices:write"),
                 QStringLiteral("night shift, devices:write, not allowed, not saved yet"));
        QCOMPARE(m_window->console.server.count("PUT", pathOf(m_window->admin.role("night shift"))), 0);

        auto* line = m_window->find<EffectLine>("effectLine");
        const int folded = line->heightForWidth(280);
        keyboard::press(line, Qt::Key_Return);
        QVERIFY(line->isChecked());
        QVERIFY(line->heightForWidth(280) > folded);
        QVERIFY(line->accessibleDescription().contains(QStringLiteral("J. Lindqvist (lindqvist)")));
        QVERIFY(line->accessibleDescription().contains(QStringLiteral("P. Ruiz (ruiz, disabled)")));
    }

    void a_change_is_saved_by_keyboard_with_the_version_it_was_made_from() {
        open();
        press("night shift", "devices:write");
        keyboard::press(view(), Qt::Key_S, Qt::ControlModifier);
        const auto path = pathOf(m_window->admin.role("night shift"));
        QTRY_COMPARE(m_window->console.server.count("PUT", path), 1);
        QCOMPARE(m_window->console.server.last("PUT", path)->headers.value("if-match"), QByteArray("\"1\""));
        const auto sent = wire::readText<RoleEdit>(
            m_window->console.server.last("PUT", path)->body.toStdString(), wire::people);
        QCOMPARE(sent.value.name, std::string("night shift"));
        QCOMPARE(sent.value.permissions,
                 (std::vector<std::string>{"devices:read", "runs:read", "runs:start", "runs:cancel"}));
        QTRY_VERIFY(!save()->isVisible());
        QTRY_COMPARE(said("night shift", "devices:write"),
                     QStringLiteral("night shift, devices:write, not allowed"));
        QVERIFY(effects().isEmpty());
        keyboard::awaitAt(view());
    }

    void space_twice_and_discard_leave_nothing_to_save() {
        open();
        press("night shift", "devices:write");
        QVERIFY(save()->isVisible());
        keyboard::press(view());
        QVERIFY(!save()->isVisible());
        keyboard::press(view());
        auto* discard = m_window->find<QPushButton>("discardRolesPushButton");
        keyboard::press(discard);
        QVERIFY(!save()->isVisible());
        QVERIFY(view()->hasFocus());
    }

    void built_in_roles_stay_as_they_are_and_say_so() {
        open();
        press("viewer", "runs:start");
        QCOMPARE(said("viewer", "runs:start"), QStringLiteral("viewer, runs:start, not allowed"));
        QVERIFY(notice()->words().contains(QStringLiteral("built in")));
        QVERIFY(model().headerData(0, Qt::Horizontal, RoleMatrixModel::BuiltInRole).toBool());
        QVERIFY(!m_window->find<QPushButton>("editRolePushButton")->isVisible());
        QVERIFY(!m_window->find<QPushButton>("deleteRolePushButton")->isVisible());
        QVERIFY(m_window->find<QPushButton>("copyRolePushButton")->isVisible());
    }

    void nobody_gives_what_they_do_not_have() {
        open(without(permissionNames(), "runs:cancel-any"));
        QVERIFY(!cell("night shift", "runs:cancel-any").data(RoleMatrixModel::EditableRole).toBool());
        QVERIFY(cell("night shift", "runs:cancel-any")
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("You do not have runs:cancel-any yourself")));
        press("night shift", "runs:cancel-any");
        QVERIFY(!save()->isVisible());
        QVERIFY(notice()->words().contains(QStringLiteral("nobody gives what they do not have")));
        QVERIFY(cell("night shift", "runs:start").data(RoleMatrixModel::EditableRole).toBool());
    }

    void a_role_that_allows_more_than_one_has_cannot_be_changed_at_all() {
        open(without(permissionNames(), "devices:write"));
        QVERIFY(!cell("night shift", "runs:start").data(RoleMatrixModel::EditableRole).toBool());
        QVERIFY(cell("auditor", "runs:start").data(RoleMatrixModel::EditableRole).toBool());
        go("night shift", "runs:start");
        auto* remove = m_window->find<QPushButton>("deleteRolePushButton");
        QVERIFY(!remove->isEnabled());
        QVERIFY(remove->toolTip().contains(QStringLiteral("devices:write, which you do not have")));
    }

    void who_may_only_look_is_offered_nothing() {
        open({"users:read"});
        QVERIFY(!m_window->find<QPushButton>("newRolePushButton")->isVisible());
        QVERIFY(!m_window->find<QPushButton>("copyRolePushButton")->isVisible());
        press("night shift", "devices:read");
        QVERIFY(!save()->isVisible());
        QVERIFY(notice()->words().contains(QStringLiteral("roles:write")));
    }

    void what_the_server_refuses_is_said_and_the_edit_stays() {
        open();
        const auto path = pathOf(m_window->admin.role("night shift"));
        m_window->console.server.on("PUT", path, [](const Request&) {
            return Answer::problem(403, "You cannot give more than you have.", "runs:start is missing.");
        });
        press("night shift", "devices:write");
        keyboard::press(view(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(notice()->isVisible());
        QVERIFY(notice()->words().contains(QStringLiteral("You cannot give more than you have.")));
        QVERIFY(save()->isVisible());
        QVERIFY(save()->isEnabled());
        QVERIFY(said("night shift", "devices:write").endsWith(QStringLiteral("not saved yet")));
    }

    void another_admins_change_is_shown_and_nothing_of_it_is_overwritten() {
        open();
        const auto path = pathOf(m_window->admin.role("night shift"));
        press("night shift", "devices:write");
        m_window->admin.changeRole(
            "night shift", {"devices:read", "devices:write", "runs:read", "runs:start", "testcases:read"});
        keyboard::press(view(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_window->find<QPushButton>("takeTheirsPushButton")->isVisible());
        QVERIFY(notice()->words().contains(QStringLiteral("Somebody else has changed “night shift”")));
        QVERIFY(!save()->isEnabled());
        QStringList told;
        for (auto* label : m_window->find<QWidget>("rolesDifferenceGrid")->findChildren<widgets::Label*>())
            if (!label->accessibleName().isEmpty() && label->isVisible())
                told << label->accessibleName();
        QVERIFY(told.contains(QStringLiteral("runs:cancel, Theirs: not allowed")));
        QVERIFY(told.contains(QStringLiteral("testcases:read, Theirs: allowed")));
        QVERIFY(told.contains(QStringLiteral("devices:write, Yours: not allowed")));
        QCOMPARE(m_window->admin.role("night shift").version, std::int64_t(2));

        auto* mine = m_window->find<QPushButton>("keepMinePushButton");
        keyboard::press(mine);
        QVERIFY(save()->isEnabled());
        keyboard::press(view(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(m_window->admin.role("night shift").version, std::int64_t(3));
        QCOMPARE(m_window->admin.role("night shift").permissions,
                 (std::vector<std::string>{"devices:read", "testcases:read", "runs:read", "runs:start"}));
        QCOMPARE(m_window->console.server.last("PUT", path)->headers.value("if-match"), QByteArray("\"2\""));
    }

    void taking_theirs_gives_up_ones_own() {
        open();
        press("night shift", "devices:write");
        m_window->admin.changeRole("night shift", {"devices:read", "devices:write"});
        keyboard::press(view(), Qt::Key_S, Qt::ControlModifier);
        auto* theirs = m_window->find<QPushButton>("takeTheirsPushButton");
        QTRY_VERIFY(theirs->isVisible());
        keyboard::press(theirs);
        QVERIFY(!save()->isVisible());
        QVERIFY(!theirs->isVisible());
        QCOMPARE(said("night shift", "devices:write"), QStringLiteral("night shift, devices:write, allowed"));
        QCOMPARE(m_window->admin.role("night shift").version, std::int64_t(2));
    }

    void edits_wait_for_the_same_person_and_are_gone_for_another() {
        open();
        press("night shift", "devices:write");
        auto session = *m_window->console.store.session();
        session.user.displayName = "M. Keller-Ruiz";
        m_window->console.store.setSession(session);
        QVERIFY(said("night shift", "devices:write").endsWith(QStringLiteral("not saved yet")));
        session.user.id = uuid(9002);
        session.user.username = "ada";
        m_window->console.store.setSession(session);
        QTRY_VERIFY(!model().drafts().has(m_window->admin.role("night shift").id));
    }

    void a_role_is_made_as_a_copy_without_what_one_lacks() {
        open(without(permissionNames(), "runs:cancel-any"));
        go("lab manager", "runs:start");
        auto* copy = m_window->find<QPushButton>("copyRolePushButton");
        keyboard::press(copy);
        keyboard::awaitAt(dialog<QLineEdit>("roleNameLineEdit"));
        QCOMPARE(dialog<QComboBox>("copyRoleComboBox")->currentText(), QStringLiteral("lab manager"));
        QVERIFY(
            dialog<widgets::Label>("copyRoleNoteLabel")->text().contains(QStringLiteral("runs:cancel-any")));
        QVERIFY(!dialog<QPushButton>("saveRolePushButton")->isEnabled());
        keyboard::write(dialog<QLineEdit>("roleNameLineEdit"), QStringLiteral("rack keeper"));
        keyboard::press(dialog<QLineEdit>("roleNameLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(m_window->console.server.count("POST", rolesPath), 1);
        const auto sent = wire::readText<RoleEdit>(
            m_window->console.server.last("POST", rolesPath)->body.toStdString(), wire::people);
        QCOMPARE(sent.value.name, std::string("rack keeper"));
        QCOMPARE(sent.value.permissions,
                 without(m_window->admin.role("lab manager").permissions, "runs:cancel-any"));
        // The keyboard is in the new column.
        QTRY_COMPARE(
            model().headerData(view()->currentIndex().column(), Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("rack keeper"));
    }

    void a_name_that_can_be_taken_for_another_is_pointed_out_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("warning");
        QTest::newRow("plain") << QStringLiteral("rack keeper 2") << QString();
        QTest::newRow("accents") << QStringLiteral("Prüfstandsleitung") << QString();
        QTest::newRow("all Cyrillic") << QStringLiteral("инженер") << QString();
        QTest::newRow("Japanese") << QStringLiteral("テスト担当 A") << QString();
        QTest::newRow("one Cyrillic letter")
            << QStringLiteral("r\u0430ck keeper") << QStringLiteral("“\u0430” is Cyrillic");
        QTest::newRow("one Greek letter")
            << QStringLiteral("rack \u03bfperator") << QStringLiteral("“\u03bf” is Greek");
        QTest::newRow("like one that is there")
            << QStringLiteral("\u0430dmin") << QStringLiteral("looks like the role “admin”");
        QTest::newRow("like one that is there, with a digit")
            << QStringLiteral("1ab manager") << QStringLiteral("looks like the role “lab manager”");
        QTest::newRow("like one that is there, spaced otherwise")
            << QStringLiteral("Nightshift") << QStringLiteral("looks like the role “night shift”");
        QTest::newRow("nothing to be seen")
            << QStringLiteral("ad\u200bmin") << QStringLiteral("cannot be seen");
    }
    void a_name_that_can_be_taken_for_another_is_pointed_out() {
        QFETCH(QString, name);
        QFETCH(QString, warning);
        open();
        keyboard::press(m_window->find<QPushButton>("newRolePushButton"));
        m_window->await("roleDialog");
        dialog<QLineEdit>("roleNameLineEdit")->setText(name); // no keyboard has them all
        auto* label = dialog<widgets::Label>("roleNameWarningLabel");
        QCOMPARE(label->isVisible(), !warning.isEmpty());
        QVERIFY2(label->text().contains(warning), qPrintable(label->text()));
        QVERIFY(dialog<QPushButton>("saveRolePushButton")->isEnabled()); // it is for the person to say
    }

    void what_was_entered_is_not_thrown_away_by_escape() {
        open();
        keyboard::press(m_window->find<QPushButton>("newRolePushButton"));
        m_window->await("roleDialog");
        keyboard::write(dialog<QLineEdit>("roleNameLineEdit"), QStringLiteral("rack keeper"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(Qt::Key_Escape);
        QVERIFY(m_window->find<QDialog>("roleDialog")->isVisible());
        QCOMPARE(dialog<QLineEdit>("roleNameLineEdit")->text(), QStringLiteral("rack keeper"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->page->findChild<QDialog*>(QStringLiteral("roleDialog")));
        keyboard::awaitAt(m_window->find<QPushButton>("newRolePushButton"));
    }

    void a_fault_of_the_name_stands_below_it() {
        open();
        m_window->console.server.on("POST", rolesPath, [](const Request&) {
            return Answer::json(
                {{"title", "The input has faults."},
                 {"status", 422},
                 {"errors", boost::json::array{{{"pointer", "/name"}, {"message", "is taken"}}}}},
                422);
        });
        auto* make = m_window->find<QPushButton>("newRolePushButton");
        keyboard::press(make);
        keyboard::awaitAt(dialog<QLineEdit>("roleNameLineEdit"));
        keyboard::write(dialog<QLineEdit>("roleNameLineEdit"), QStringLiteral("viewer"));
        keyboard::press(dialog<QLineEdit>("roleNameLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(dialog<widgets::Label>("roleNameFaultLabel")->text(), QStringLiteral("Is taken."));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(dialog<QLineEdit>("roleNameLineEdit"), Qt::Key_Escape);
    }

    void a_role_is_renamed_and_the_edits_of_its_permissions_stay() {
        open();
        press("night shift", "devices:write");
        auto* edit = m_window->find<QPushButton>("editRolePushButton");
        keyboard::press(edit);
        auto* name = dialog<QLineEdit>("roleNameLineEdit");
        keyboard::awaitAt(name);
        name->selectAll();
        keyboard::write(name, QStringLiteral("late shift"));
        for (auto& user : m_window->admin.users)
            for (auto& held : user.roles)
                if (held == "night shift")
                    held = "late shift";
        keyboard::press(name, Qt::Key_Return);
        QTRY_COMPARE(m_window->admin.roles[5].name, std::string("late shift"));
        QVERIFY(std::count(m_window->admin.roles[5].permissions.begin(),
                           m_window->admin.roles[5].permissions.end(), "devices:write") == 1);
        QTRY_VERIFY(said("late shift", "devices:write").endsWith(QStringLiteral("not saved yet")));
        QTRY_COMPARE(effects(),
                     QStringList{QStringLiteral("4 people lose devices:write (1 of them disabled)")});
    }

    void a_rename_of_a_stale_role_shows_the_difference_before_it_is_put_upon_theirs() {
        open();
        go("auditor", "runs:read");
        auto* edit = m_window->find<QPushButton>("editRolePushButton");
        keyboard::goTo(edit);
        m_window->admin.changeRole("auditor", {"devices:read", "audit:read"}).description = "Theirs";
        keyboard::press(edit);
        auto* name = dialog<QLineEdit>("roleNameLineEdit");
        keyboard::awaitAt(name);
        name->selectAll();
        keyboard::write(name, QStringLiteral("reviewer"));
        keyboard::press(name, Qt::Key_Return);
        QTRY_VERIFY(dialog<QWidget>("roleDifferenceGrid")->isVisible());
        QCOMPARE(m_window->admin.roles[4].name, std::string("auditor"));
        keyboard::press(name, Qt::Key_Return);
        QTRY_COMPARE(m_window->admin.roles[4].name, std::string("reviewer"));
        QCOMPARE(m_window->admin.roles[4].permissions,
                 (std::vector<std::string>{"devices:read", "audit:read"}));
    }

    void a_role_in_use_is_not_deleted_and_says_by_how_many() {
        open();
        go("night shift", "runs:read");
        auto* remove = m_window->find<QPushButton>("deleteRolePushButton");
        keyboard::press(remove);
        QVERIFY(notice()->words().contains(QStringLiteral("4 people have it")));
        QCOMPARE(m_window->admin.roles.size(), std::size_t(6));
    }

    void a_role_that_nobody_has_is_deleted_after_a_question() {
        m_window = std::make_unique<AdminWindow>();
        m_window->admin.user("moreau").roles = {"viewer"};
        m_window->open("Roles");
        m_window->waitForPeople();
        go("auditor", "runs:read");
        auto* remove = m_window->find<QPushButton>("deleteRolePushButton");
        keyboard::goTo(remove);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(remove);
        QCOMPARE(widgets::MessageBox::lastQuestion().title, QStringLiteral("Delete role “auditor”?"));
        QVERIFY(widgets::MessageBox::lastQuestion().dangerous);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(remove);
        QTRY_COMPARE(m_window->admin.roles.size(), std::size_t(5));
        QTRY_COMPARE(model().columnCount(), 5);
    }

    void somebody_who_got_the_role_meanwhile_keeps_it_from_being_deleted() {
        m_window = std::make_unique<AdminWindow>();
        m_window->admin.user("moreau").roles = {"viewer"};
        m_window->open("Roles");
        m_window->waitForPeople();
        go("auditor", "runs:read");
        m_window->admin.user("moreau").roles = {"auditor"};
        m_window->admin.role("auditor").userCount = 1;
        auto* remove = m_window->find<QPushButton>("deleteRolePushButton");
        keyboard::goTo(remove);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(remove);
        QTRY_COMPARE(notice()->words(), QStringLiteral("This role is in use."));
        QCOMPARE(m_window->admin.roles.size(), std::size_t(6));
    }

    void the_matrix_is_a_sound_model_under_change() {
        RoleMatrixModel matrix;
        QAbstractItemModelTester tester(&matrix, QAbstractItemModelTester::FailureReportingMode::QtTest);
        FakeServer server;
        FakeAdmin admin(server);
        const auto names = permissionNames();
        const PermissionSet own(names.begin(), names.end());
        matrix.setContents(admin.permissions, admin.roles, own);
        QCOMPARE(matrix.columnCount(), 6);
        QCOMPARE(matrix.rowCount(), 15 + 8);
        QSignalSpy resets(&matrix, &QAbstractItemModel::modelReset);
        admin.changeRole("auditor", {"devices:read"});
        matrix.setContents(admin.permissions, admin.roles, own);
        QCOMPARE(resets.count(), 0); // the same shape: where the keyboard is, it stays
        admin.roles.push_back({uuid(5999), "zed", "", false, {"rockets:launch"}, 0, 1});
        matrix.setContents(admin.permissions, admin.roles, own);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(matrix.rowCount(), 15 + 8 + 2); // what is not known here is shown all the same
        QCOMPARE(matrix.headerData(matrix.rowCount() - 2, Qt::Vertical, Qt::DisplayRole).toString(),
                 QStringLiteral("Rockets"));
        QVERIFY(!matrix.toggle(matrix.index(0, 4)));
        QVERIFY(matrix.toggle(matrix.index(1, 4)));
    }
};

QTEST_MAIN(RolesPageTest)
#include "roles_page_test.moc"
