// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/latest_values.h"
#include "tests/console/support/fake_lab.h"

#include <QSignalSpy>
#include <QTest>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using namespace std::chrono_literals;

using Answer = FakeServer::Answer;

class LatestValuesTest : public QObject {
    Q_OBJECT

    static constexpr auto path = "/api/v1/telemetry/latest";

private Q_SLOTS:
    void init() {
        m_server = std::make_unique<FakeServer>();
        m_sent = {{uuid(1), {}, 41.5, "°C"}, {uuid(2), {}, 38, "°C"}};
        m_server->on("GET", QString::fromLatin1(path), [this](const FakeServer::Request&) {
            return m_fails ? Answer::problem(503, "InfluxDB is down.")
                           : Answer::json({{"values", boost::json::value_from(m_sent)}});
        });
        m_fails = false;
        m_client = std::make_unique<ApiClient>();
        m_client->setServer(m_server->url());
        m_api = std::make_unique<LabApi>(*m_client);
        m_store = std::make_unique<LabStore>();
        m_values = std::make_unique<LatestValues>(*m_api, *m_store);
        m_values->setTiming({.every = 10ms, .longestAge = 60s});
        signIn();
    }
    void cleanup() { m_values.reset(); }

    void are_asked_for_while_somebody_looks_and_not_otherwise() {
        m_values->setMetric("case_temp");
        QCOMPARE(asked(), 0);
        m_values->setLooking(true);
        QTRY_VERIFY(m_values->of(uuid(1)));
        QCOMPARE(m_values->of(uuid(1))->value, 41.5);
        QCOMPARE(m_server->requests().last().query.queryItemValue(QStringLiteral("metric")),
                 QStringLiteral("case_temp"));
        QTRY_VERIFY(asked() > 2);
        m_values->setLooking(false);
        QTRY_VERIFY(isQuiet());
        QVERIFY(m_values->of(uuid(1)));
    }

    void tell_only_what_is_different() {
        look();
        QSignalSpy changed(m_values.get(), &LatestValues::changed);
        const int before = asked();
        QTRY_VERIFY(asked() > before + 2);
        QCOMPARE(changed.count(), 0);
        m_sent = {{uuid(1), {}, 42, "°C"}};
        QTRY_COMPARE(changed.count(), 1);
        auto ids = changed[0][0].value<std::vector<std::string>>();
        std::sort(ids.begin(), ids.end());
        QCOMPARE(ids, (std::vector<std::string>{uuid(1), uuid(2)}));
        QVERIFY(!m_values->of(uuid(2)));
    }

    void of_another_metric_take_their_place_at_once() {
        look();
        m_server->on("GET", QString::fromLatin1(path),
                     [](const FakeServer::Request&) { return Answer::parked(); });
        m_values->setMetric("vbus");
        QVERIFY(!m_values->of(uuid(1)));
        QTRY_VERIFY(m_server->parked(QString::fromLatin1(path)) > 0);
        m_sent = {{uuid(1), {}, 12, "V"}};
        m_server->answerParked(QString::fromLatin1(path),
                               Answer::json({{"values", boost::json::value_from(m_sent)}}));
        QTRY_VERIFY(m_values->of(uuid(1)));
        QCOMPARE(m_values->of(uuid(1))->unit, std::string("V"));
    }

    void stay_for_a_while_when_they_can_not_be_had_and_then_go() {
        m_values->setTiming({.every = 10ms, .longestAge = 1s});
        look();
        QSignalSpy changed(m_values.get(), &LatestValues::changed);
        m_fails = true;
        const int before = asked();
        QTRY_VERIFY(asked() > before + 1);
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(!m_values->of(uuid(1)));
        m_fails = false;
        QTRY_VERIFY(m_values->of(uuid(1)));
    }

    void are_nobody_s_after_the_session() {
        look();
        m_store->clear();
        QVERIFY(!m_values->of(uuid(1)));
        QTRY_VERIFY(isQuiet());
        signIn();
        QTRY_VERIFY(m_values->of(uuid(1)));
    }

private:
    void signIn() {
        Session session;
        session.server = m_server->url();
        session.user.id = uuid(900);
        m_store->setSession(session);
    }
    void look() {
        m_values->setMetric("case_temp");
        m_values->setLooking(true);
        QTRY_VERIFY(m_values->of(uuid(1)));
    }
    int asked() const { return m_server->count("GET", QString::fromLatin1(path)); }
    /// Nothing is asked for any more: as many questions after some time as before it.
    bool isQuiet() const {
        const int before = asked();
        QTest::qWait(50); // five times as long as between two questions
        return asked() == before;
    }

    std::vector<LatestValue> m_sent;
    bool m_fails = false;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LabApi> m_api;
    std::unique_ptr<LabStore> m_store;
    std::unique_ptr<LatestValues> m_values;
};

QTEST_GUILESS_MAIN(LatestValuesTest)
#include "latest_values_test.moc"
