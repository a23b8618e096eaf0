// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "console/admin/api_key_model.h"
#include "console/admin/api_key_state.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/admin/admin_window.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QDateEdit>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;
using std::chrono::hours;

namespace {

const QString keysPath = QStringLiteral("/api/v1/api-keys");

ApiKey keyEnding(Timestamp now, hours left) {
    ApiKey key;
    key.expiresAt = now + left;
    return key;
}

} // namespace

class ApiKeysPageTest : public QObject {
    Q_OBJECT
    std::unique_ptr<AdminWindow> m_window;

    void open(std::vector<std::string> permissions = {}) {
        m_window = std::make_unique<AdminWindow>(std::move(permissions));
        m_window->open("API keys");
        m_window->waitForPeople();
        QTRY_COMPARE(table()->model()->rowCount(), static_cast<int>(m_window->admin.apiKeys.size()));
    }
    QTableView* table() { return m_window->find<QTableView>("apiKeyTableView"); }
    QPushButton* make() { return m_window->find<QPushButton>("newKeyPushButton"); }
    template<class T>
    T* dialog(const char* name) {
        return m_window->in<T>("newApiKeyDialog", name);
    }
    template<class T>
    T* secret(const char* name) {
        return m_window->in<T>("secretDialog", name);
    }
    QString stateOf(const char* name) {
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            if (table()->model()->index(row, ApiKeyModel::Name).data().toString() == QLatin1String(name))
                return table()->model()->index(row, ApiKeyModel::State).data().toString();
        return {};
    }
    void selectRow(int row) {
        keyboard::press(table(), Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < row; ++i)
            keyboard::press(table(), Qt::Key_Down);
        QCOMPARE(table()->currentIndex().row(), row);
    }
    void openDialog() {
        keyboard::press(make());
        keyboard::awaitAt(dialog<QLineEdit>("keyNameLineEdit"));
    }
    void fillIn() {
        keyboard::write(dialog<QLineEdit>("keyNameLineEdit"), QStringLiteral("deploy"));
        auto* box = dialog<QCheckBox>("scopeCheckBox_runs:start");
        keyboard::press(box);
    }
    NewApiKey sent() {
        return wire::readText<NewApiKey>(m_window->console.server.last("POST", keysPath)->body.toStdString(),
                                         wire::people)
            .value;
    }

private Q_SLOTS:
    void init() { QGuiApplication::clipboard()->clear(); }
    void cleanup() { m_window.reset(); }

    void the_state_of_a_key_is_a_word_an_icon_and_a_colour() {
        const auto now = Timestamp::now();
        QVERIFY(keyStateOf(keyEnding(now, hours(24 * 15)), now) == KeyState::active);
        QVERIFY(keyStateOf(keyEnding(now, hours(24 * 14)), now) == KeyState::soon);
        QVERIFY(keyStateOf(keyEnding(now, hours(0)), now) == KeyState::expired);
        QCOMPARE(lookOf(keyEnding(now, hours(24 * 5 + 3)), now).word, QStringLiteral("Expires in 5 d"));
        QCOMPARE(lookOf(keyEnding(now, hours(5)), now).word, QStringLiteral("Expires in 5 h"));
        QCOMPARE(lookOf(keyEnding(now, hours(0)), now).word, QStringLiteral("Expired"));
        auto revoked = keyEnding(now, hours(-9));
        revoked.endedAt = now;
        QCOMPARE(lookOf(revoked, now).word, QStringLiteral("Revoked"));
        QVERIFY(lookOf(revoked, now).icon != lookOf(keyEnding(now, hours(0)), now).icon);
    }

    void keys_in_use_come_first_and_each_says_its_state() {
        open();
        QCOMPARE(table()->model()->index(0, ApiKeyModel::Name).data().toString(), QStringLiteral("ci"));
        QCOMPARE(stateOf("ci"), QStringLiteral("Active"));
        QCOMPARE(stateOf("grafana"), QStringLiteral("Expires in 5 d"));
        QCOMPARE(stateOf("nightly-report"), QStringLiteral("Expired"));
        QCOMPARE(stateOf("old-ci"), QStringLiteral("Revoked"));
        QCOMPARE(table()->model()->index(5, ApiKeyModel::Name).data().toString(), QStringLiteral("old-ci"));
        QCOMPARE(table()->model()->index(1, ApiKeyModel::LastUsed).data().toString(),
                 QStringLiteral("Never"));
        QCOMPARE(table()->model()->index(0, ApiKeyModel::Name).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("ci, Active"));
    }

    void a_key_is_made_by_keyboard_and_its_secret_is_shown_and_copied() {
        open();
        openDialog();
        QVERIFY(!dialog<QPushButton>("makeKeyPushButton")->isEnabled());
        fillIn();
        QVERIFY(dialog<QPushButton>("makeKeyPushButton")->isEnabled());
        keyboard::press(dialog<QCheckBox>("scopeCheckBox_runs:start"), Qt::Key_Return, Qt::ControlModifier);
        m_window->await("secretDialog");
        QCOMPARE(sent().name, std::string("deploy"));
        QCOMPARE(sent().scopes, std::vector<std::string>{"runs:start"});
        const auto days =
            std::chrono::duration_cast<hours>(sent().expiresAt - m_window->console.clock.now()).count() / 24;
        QCOMPARE(days, 90);
        QCOMPARE(secret<QLineEdit>("secretLineEdit")->text(), QString::fromStdString(m_window->admin.secret));
        auto* copy = secret<QPushButton>("copySecretPushButton");
        keyboard::awaitAt(copy);
        keyboard::press(copy, Qt::Key_Return);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(m_window->admin.secret));
        QCOMPARE(copy->text(), QStringLiteral("Copied"));
        auto* box = m_window->find<QDialog>("secretDialog");
        keyboard::press(box, Qt::Key_Escape);
        QVERIFY(!box->isVisible());
        QTRY_COMPARE(stateOf("deploy"), QStringLiteral("Active"));
        QTRY_COMPARE(m_window->page->focusWidget(), static_cast<QWidget*>(table()));
    }

    void the_secret_is_not_closed_by_accident() {
        open();
        openDialog();
        fillIn();
        keyboard::press(dialog<QCheckBox>("scopeCheckBox_runs:start"), Qt::Key_Return, Qt::ControlModifier);
        m_window->await("secretDialog");
        auto* box = m_window->find<QDialog>("secretDialog");
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(box, Qt::Key_Escape);
        QCOMPARE(widgets::MessageBox::lastQuestion().title, QStringLiteral("Close without copying?"));
        QVERIFY(box->isVisible());
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        box->close();
        QVERIFY(box->isVisible());
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(box, Qt::Key_Escape);
        QVERIFY(!box->isVisible());
    }

    void how_long_it_is_good_is_a_number_of_days_or_a_day() {
        open();
        openDialog();
        fillIn();
        auto* year = dialog<QRadioButton>("expiry365RadioButton");
        keyboard::press(year);
        keyboard::press(year, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_window->console.server.count("POST", keysPath), 1);
        const auto left = sent().expiresAt - m_window->console.clock.now();
        QVERIFY(left <= longestKeyLife); // the server accepts no more than a year
        QVERIFY(left > longestKeyLife - hours(1));
        m_window->await("secretDialog");
        keyboard::press(secret<QPushButton>("copySecretPushButton"), Qt::Key_Return);
        keyboard::press(m_window->find<QDialog>("secretDialog"), Qt::Key_Escape);
        QTRY_VERIFY(!m_window->page->findChild<QDialog*>(QStringLiteral("secretDialog")));

        openDialog();
        fillIn();
        auto* onDate = dialog<QRadioButton>("expiryDateRadioButton");
        auto* date = dialog<QDateEdit>("expiryDateEdit");
        QVERIFY(!date->isEnabled());
        keyboard::press(onDate);
        QVERIFY(date->isEnabled());
        date->setDate(date->minimumDate());
        keyboard::press(date, Qt::Key_Up);
        const auto wanted = date->date();
        keyboard::press(onDate, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_window->console.server.count("POST", keysPath), 2);
        // The whole day counts.
        QCOMPARE(QDateTime::fromMSecsSinceEpoch(sent().expiresAt.ms), wanted.addDays(1).startOfDay());
    }

    void only_what_keys_may_have_and_one_has_oneself_is_offered() {
        open({"users:read", "apikeys:write", "runs:read", "runs:start", "roles:write"});
        openDialog();
        QStringList offered;
        for (auto* box : m_window->find<QDialog>("newApiKeyDialog")->findChildren<QCheckBox*>())
            offered << box->objectName().section(QLatin1Char('_'), 1);
        QCOMPARE(offered, (QStringList{QStringLiteral("runs:read"), QStringLiteral("runs:start")}));
        QVERIFY(dialog<widgets::Label>("scopesNoteLabel")->text().contains(QStringLiteral("is not offered")));
        keyboard::press(m_window->find<QDialog>("newApiKeyDialog"), Qt::Key_Escape);
    }

    void what_the_server_refuses_stands_at_its_field() {
        open();
        m_window->console.server.on("POST", keysPath, [](const Request&) {
            return Answer::json(
                {{"title", "The input has faults."},
                 {"status", 422},
                 {"errors", boost::json::array{{{"pointer", "/name"}, {"message", "is taken"}},
                                               {{"pointer", "/scopes/0"}, {"message", "is not for keys"}}}}},
                422);
        });
        openDialog();
        fillIn();
        keyboard::press(dialog<QLineEdit>("keyNameLineEdit"), Qt::Key_Return);
        QTRY_COMPARE(dialog<widgets::Label>("keyNameFaultLabel")->text(), QStringLiteral("Is taken."));
        QCOMPARE(dialog<widgets::Label>("keyScopesFaultLabel")->text(), QStringLiteral("Is not for keys."));
        keyboard::awaitAt(dialog<QLineEdit>("keyNameLineEdit"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(dialog<QLineEdit>("keyNameLineEdit"), Qt::Key_Escape);
    }

    void tab_leads_through_the_dialog_as_it_is_read_and_a_refusal_leaves_it_there() {
        open({"users:read", "apikeys:write", "runs:read", "runs:start"});
        openDialog();
        fillIn();
        QCOMPARE(
            keyboard::order(dialog<QLineEdit>("keyNameLineEdit")),
            (QStringList{QStringLiteral("keyNameLineEdit"), QStringLiteral("scopeCheckBox_runs:read"),
                         QStringLiteral("scopeCheckBox_runs:start"), QStringLiteral("expiry90RadioButton"),
                         QStringLiteral("cancelPushButton"), QStringLiteral("makeKeyPushButton")}));
        m_window->console.server.on("POST", keysPath, [](const Request&) {
            return Answer::problem(403, "You cannot give more than you have.");
        });
        auto* box = dialog<QCheckBox>("scopeCheckBox_runs:start");
        keyboard::press(box, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(dialog<widgets::Notice>("newKeyNotice")->isVisible());
        keyboard::awaitAt(box);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(Qt::Key_Escape);
        QVERIFY(
            m_window->find<QDialog>("newApiKeyDialog")->isVisible()); // nothing is thrown away by accident
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(Qt::Key_Escape);
        keyboard::awaitAt(make());
    }

    void an_answer_that_never_came_is_told_honestly() {
        open();
        m_window->console.server.on("POST", keysPath, [](const Request&) { return Answer::dropped(); });
        openDialog();
        fillIn();
        keyboard::press(dialog<QLineEdit>("keyNameLineEdit"), Qt::Key_Return);
        QTRY_VERIFY(dialog<widgets::Notice>("newKeyNotice")->isVisible());
        QVERIFY(dialog<widgets::Notice>("newKeyNotice")
                    ->accessibleName()
                    .contains(QStringLiteral("It is not known whether the key was made")));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(dialog<QLineEdit>("keyNameLineEdit"), Qt::Key_Escape);
    }

    void a_key_is_revoked_after_a_question() {
        open();
        selectRow(0);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(table(), Qt::Key_Delete);
        QCOMPARE(widgets::MessageBox::lastQuestion().title, QStringLiteral("Revoke key “ci”?"));
        QVERIFY(widgets::MessageBox::lastQuestion().dangerous);
        QCOMPARE(stateOf("ci"), QStringLiteral("Active"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(table(), Qt::Key_Delete);
        QTRY_COMPARE(stateOf("ci"), QStringLiteral("Revoked"));
        QVERIFY(table()->hasFocus());
    }

    void a_revoked_key_is_not_revoked_again() {
        open();
        selectRow(5);
        QVERIFY(!m_window->find<QPushButton>("revokeKeyPushButton")->isEnabled());
        keyboard::press(table(), Qt::Key_Delete);
        QCOMPARE(m_window->console.server.count("DELETE",
                                                keysPath + QLatin1Char('/') +
                                                    QString::fromStdString(m_window->admin.apiKeys[4].id)),
                 0);
    }

    void a_refused_revocation_is_told_with_the_keys_name() {
        open();
        m_window->console.server.on("DELETE", keysPath + QLatin1Char('/'), [](const Request&) {
            return Answer::problem(403, "You cannot take more than you have.");
        });
        selectRow(0);
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(table(), Qt::Key_Delete);
        auto* notice = m_window->find<widgets::Notice>("apiKeysNotice");
        QTRY_VERIFY(notice->isVisible());
        QCOMPARE(notice->words(), QStringLiteral("“ci” is not revoked: You cannot take more than you have."));
    }

    void who_may_only_look_is_offered_nothing() {
        open({"users:read"});
        QVERIFY(!make()->isVisible());
        QVERIFY(!m_window->find<QPushButton>("revokeKeyPushButton")->isVisible());
        selectRow(0);
        keyboard::press(table(), Qt::Key_Delete);
        QVERIFY(stateOf("ci") == QStringLiteral("Active"));
    }

    void without_keys_the_page_says_what_they_are_for() {
        m_window = std::make_unique<AdminWindow>();
        m_window->admin.apiKeys.clear();
        m_window->open("API keys");
        m_window->waitForPeople();
        auto* empty = m_window->find<QWidget>("apiKeysEmptyState");
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->accessibleName(), QStringLiteral("There are no API keys yet"));
    }

    void keys_are_a_sound_model() {
        FixedClock clock;
        ApiKeyModel model(clock);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        FakeServer server;
        FakeAdmin admin(server);
        model.setKeys(admin.apiKeys);
        QCOMPARE(model.rowCount(), 6);
        clock.set(clock.now() + hours(24 * 400)); // time goes on: all are over
        QCOMPARE(model.index(0, ApiKeyModel::State).data().toString(), QStringLiteral("Expired"));
        model.setKeys({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(ApiKeysPageTest)
#include "api_keys_page_test.moc"
