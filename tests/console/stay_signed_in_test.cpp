// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_page.h"
#include "console/login/server_box.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {
const QString loginPath = QStringLiteral("/api/v1/auth/login");
const QString mePath = QStringLiteral("/api/v1/auth/me");
} // namespace

class StaySignedInTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QString words() { return find<widgets::Notice>("loginNotice")->words(); }
    bool isInLab() { return !m_window->findChild<LoginPage*>()->isVisible(); }
    FakeServer& server() { return m_console->server; }
    MemoryKeyStore& keys() { return m_console->keyStore; }
    QString key() { return server().url().toString() + QStringLiteral(" engineer"); }
    /// What a person sees who starts the console; `prefill` is what the environment says.
    void start(const Prefill& prefill = {}) {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->begin(prefill);
        m_window->activateWindow();
    }
    void signIn(bool stay) {
        start({server().url().toString(), QStringLiteral("engineer"), {}, {}});
        auto* box = find<QCheckBox>("staySignedInCheckBox");
        if (box->isChecked() != stay)
            keyboard::press(box, Qt::Key_Space);
        auto* password = find<QLineEdit>("passwordLineEdit");
        keyboard::write(password, QStringLiteral("secret"));
        keyboard::press(password, Qt::Key_Return);
        QTRY_VERIFY(isInLab());
    }
    /// The console is closed, with the session still good.
    void close() {
        m_window.reset();
        m_console->sync.stop();
        m_console->client.setToken({});
        m_console->store.clear();
    }

private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(); }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void who_stays_signed_in_is_not_asked_again() {
        signIn(true);
        QTRY_COMPARE(keys().secrets.value(key()), QByteArray("token-1"));
        close();
        start();
        QTRY_VERIFY(isInLab());
        QCOMPARE(server().count("POST", loginPath), 1);
        QCOMPARE(server().count("GET", mePath), 1);
        QTRY_VERIFY(m_console->store.devicesLoaded());
        QCOMPARE(m_console->store.session()->user.displayName, std::string("M. Keller"));
    }

    void the_token_is_in_the_key_store_and_in_no_file() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        m_console->settings.sync();
        QFile file(m_console->settings.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto kept = file.readAll();
        QVERIFY(kept.contains("engineer"));
        QVERIFY(!kept.contains("token-1"));
        QVERIFY(!kept.contains("secret"));
        for (const auto& secret : std::as_const(keys().secrets))
            QVERIFY(secret != "secret"); // the password is in neither
    }

    void without_it_nothing_is_kept_and_what_was_kept_is_removed() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        close();
        m_console->kept.setWanted(false);
        signIn(false);
        QTRY_VERIFY(keys().secrets.isEmpty());
        close();
        start();
        QVERIFY(!isInLab());
        QCOMPARE(server().count("GET", mePath), 0);
    }

    void a_session_that_has_ended_since_is_said_and_removed() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        close();
        m_console->lab.token = "token-2";
        start();
        QTRY_VERIFY(words().contains(QStringLiteral("that session has ended since")));
        QVERIFY(!isInLab());
        QTRY_VERIFY(keys().secrets.isEmpty());
        QVERIFY(!m_console->kept.latest());
        QCOMPARE(find<QLineEdit>("userLineEdit")->text(), QStringLiteral("engineer"));
        QTRY_COMPARE(m_window->focusWidget(), static_cast<QWidget*>(find<QLineEdit>("passwordLineEdit")));
    }

    void a_server_that_is_away_takes_no_session_and_it_goes_on_without_password_when_it_is_back() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        close();
        server().goAway();
        start();
        QTRY_VERIFY(words().contains(QStringLiteral("cannot be reached")));
        QVERIFY(!keys().secrets.isEmpty());
        server().comeBack();
        keyboard::press(Qt::Key_Space); // on “Sign in”
        QTRY_VERIFY(isInLab());
        QCOMPARE(server().count("POST", loginPath), 1);
    }

    void signing_out_removes_it() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        m_console->signIn.signOut();
        QTRY_VERIFY(keys().secrets.isEmpty());
        QVERIFY(!m_console->kept.latest());
    }

    void a_session_that_ends_while_one_works_is_removed_too() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        QTRY_COMPARE(server().parked(QStringLiteral("/api/v1/events")), 1);
        server().answerParked(QStringLiteral("/api/v1/events"),
                              Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(keys().secrets.isEmpty());
    }

    void without_a_key_store_it_says_so_and_the_session_lives_until_the_end() {
        keys().outcome = KeyStore::Outcome::unavailable;
        start({server().url().toString(), QStringLiteral("engineer"), {}, {}});
        auto* hint = find<widgets::Label>("staySignedInHintLabel");
        QVERIFY(!hint->isVisible());
        keyboard::press(find<QCheckBox>("staySignedInCheckBox"), Qt::Key_Space);
        QTRY_VERIFY(hint->isVisible());
        QVERIFY(hint->text().contains(QStringLiteral("until the console is closed")));
        keyboard::write(find<QLineEdit>("passwordLineEdit"), QStringLiteral("secret"));
        keyboard::press(find<QLineEdit>("passwordLineEdit"), Qt::Key_Return);
        QTRY_VERIFY(isInLab());
        auto* notice = find<widgets::Notice>("sessionNotice");
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->words().contains(QStringLiteral("until the console is closed")));
        QVERIFY(!m_console->kept.latest());
    }

    void a_locked_key_store_asks_for_the_password_and_keeps_what_it_has() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        close();
        keys().outcome = KeyStore::Outcome::refused;
        start();
        QTRY_VERIFY(words().contains(QStringLiteral("does not give out your session")));
        QVERIFY(m_console->kept.latest());
        QCOMPARE(server().count("GET", mePath), 0);
    }

    void the_environment_comes_before_a_kept_session() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        close();
        start({server().url().toString(), QStringLiteral("somebody"), {}, {}});
        QVERIFY(!isInLab());
        QCOMPARE(find<QLineEdit>("userLineEdit")->text(), QStringLiteral("somebody"));
        QCOMPARE(server().count("GET", mePath), 0);
    }

    void delete_takes_an_address_out_of_the_list_with_its_session_and_its_certificate() {
        signIn(true);
        QTRY_VERIFY(!keys().secrets.isEmpty());
        UntrustedCertificate certificate;
        certificate.place = placeOf(server().url());
        certificate.fingerprint = "x";
        m_console->pins.pin(certificate);
        close();
        m_console->lab.token = "token-2";
        start({QStringLiteral("lab.example"), {}, {}, {}});
        auto* box = find<ServerBox>("serverComboBox");
        QCOMPARE(box->count(), 1);
        box->showPopup();
        keyboard::press(box->view(), Qt::Key_Delete);
        QCOMPARE(box->count(), 0);
        QTRY_VERIFY(keys().secrets.isEmpty());
        QVERIFY(m_console->pins.fingerprint(server().url()).isEmpty());
        QCOMPARE(box->currentText(), QStringLiteral("lab.example"));
        m_console->settings.sync();
        QVERIFY(m_console->settings.value(QStringLiteral("login/servers")).toStringList().isEmpty());
    }
};

QTEST_MAIN(StaySignedInTest)
#include "stay_signed_in_test.moc"
