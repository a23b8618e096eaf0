// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The system's key store. tests/console/with_key_store.sh starts this program on a bus of its own, with a
// real Secret Service (LABWARDEN_TEST_KEY_STORE=yes) and once without any (no).

#include "console/login/system_key_store.h"

#include <QTest>

#include <optional>

using namespace labwarden::console;
using Outcome = KeyStore::Outcome;

class KeyStoreTest : public QObject {
    Q_OBJECT
    SystemKeyStore m_store{QStringLiteral("Labwarden test")};

    static bool isThere() {
        return qEnvironmentVariable("LABWARDEN_TEST_KEY_STORE") == QStringLiteral("yes");
    }
    template<class Ask>
    KeyStore::Answer answerOf(Ask ask) {
        std::optional<KeyStore::Answer> answer;
        ask([&](const KeyStore::Answer& given) { answer = given; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 30'000); }();
        return answer.value_or(KeyStore::Answer{});
    }
    KeyStore::Answer read(const QString& key) {
        return answerOf([&](KeyStore::Done done) { m_store.read(key, this, std::move(done)); });
    }
    KeyStore::Answer write(const QString& key, const QByteArray& secret) {
        return answerOf([&](KeyStore::Done done) { m_store.write(key, secret, this, std::move(done)); });
    }
    KeyStore::Answer remove(const QString& key) {
        return answerOf([&](KeyStore::Done done) { m_store.remove(key, this, std::move(done)); });
    }

private Q_SLOTS:
    void initTestCase() {
        if (qEnvironmentVariableIsEmpty("LABWARDEN_TEST_KEY_STORE"))
            QSKIP("Started by with_key_store.sh, so that nobody's own key store is written to");
    }

    void a_secret_is_written_read_replaced_and_removed() {
        if (!isThere())
            QSKIP("There is no key store this time");
        const QString key = QStringLiteral("https://lab.example engineer");
        QCOMPARE(int(read(key).outcome), int(Outcome::notFound));
        QCOMPARE(int(write(key, "token-1").outcome), int(Outcome::done));
        QCOMPARE(read(key).secret, QByteArray("token-1"));
        QCOMPARE(int(write(key, "token-2").outcome), int(Outcome::done));
        QCOMPARE(read(key).secret, QByteArray("token-2"));
        QCOMPARE(int(remove(key).outcome), int(Outcome::done));
        QCOMPARE(int(read(key).outcome), int(Outcome::notFound));
        QCOMPARE(int(remove(key).outcome), int(Outcome::done)); // it is what was wanted
    }

    void without_a_key_store_it_is_unavailable_and_nothing_is_written_anywhere() {
        if (isThere())
            QSKIP("There is a key store this time");
        QCOMPARE(int(write(QStringLiteral("key"), "token-1").outcome), int(Outcome::unavailable));
        const auto answer = read(QStringLiteral("key"));
        QCOMPARE(int(answer.outcome), int(Outcome::unavailable));
        QVERIFY(answer.secret.isEmpty());
    }

    void the_answer_for_somebody_who_has_gone_is_dropped() {
        bool called = false;
        auto context = std::make_unique<QObject>();
        m_store.read(QStringLiteral("key"), context.get(), [&](const KeyStore::Answer&) { called = true; });
        context.reset();
        read(QStringLiteral("key")); // requests are answered in order
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(KeyStoreTest)
#include "key_store_test.moc"
