// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/account_api.h"
#include "console/api/json.h"
#include "console/api/lab_api.h"
#include "tests/console/support/fake_lab.h"
#include "tests/console/support/fake_server.h"

#include <QSignalSpy>
#include <QTest>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;
using Kind = ApiError::Kind;

namespace {
const QString devicesPath = QStringLiteral("/api/v1/devices");
const QString runsPath = QStringLiteral("/api/v1/test-runs");
} // namespace

class ApiTest : public QObject {
    Q_OBJECT
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<LabApi> m_api;

    ApiError errorOfDevices() {
        std::optional<ApiError> error;
        m_api->devices(this, [&](ApiResult<DeviceBoard> board) { error = board.error(); });
        [&] { QTRY_VERIFY(error.has_value()); }();
        return error.value_or(ApiError{});
    }

private Q_SLOTS:
    void init() {
        m_server = std::make_unique<FakeServer>();
        m_client = std::make_unique<ApiClient>();
        m_client->setServer(m_server->url());
        m_client->setToken("token-1");
        m_api = std::make_unique<LabApi>(*m_client);
    }

    void the_board_comes_as_structs_with_its_cursor() {
        FakeLab lab(*m_server);
        std::optional<DeviceBoard> board;
        m_api->devices(this, [&](ApiResult<DeviceBoard> result) { board = result.take(); });
        QTRY_VERIFY(board);
        QCOMPARE(board->cursor, lab.cursor);
        QCOMPARE(board->devices.size(), lab.devices.size());
        QVERIFY(board->devices == lab.devices);
    }

    void a_text_comes_as_it_is_with_its_link_to_the_next_page() {
        const QString path = QStringLiteral("/api/v1/audit-log.csv");
        m_server->on("GET", path, [](const Request&) {
            FakeServer::Answer answer{200, "time,who\r\n2026,ada\r\n", {}, false, false};
            answer.headers = {{"Link", "</api/v1/audit-log.csv?cursor=abc>; rel=\"next\""}};
            return answer;
        });
        std::optional<TextAnswer> got;
        m_client->getText(path, {}, "text/csv", this, [&](ApiResult<TextAnswer> text) { got = text.take(); });
        QTRY_VERIFY(got);
        QCOMPARE(got->text, QByteArray("time,who\r\n2026,ada\r\n"));
        QCOMPARE(got->link, QByteArray("</api/v1/audit-log.csv?cursor=abc>; rel=\"next\""));
        QCOMPARE(m_server->last("GET", path)->headers.value("accept"), QByteArray("text/csv"));
        QCOMPARE(m_server->last("GET", path)->headers.value("authorization"), QByteArray("Bearer token-1"));

        m_server->on("GET", path,
                     [](const Request&) { return Answer::problem(403, "This takes audit:read."); });
        std::optional<ApiError> refused;
        m_client->getText(path, {}, "text/csv", this,
                          [&](ApiResult<TextAnswer> text) { refused = text.error(); });
        QTRY_VERIFY(refused);
        QVERIFY(refused->kind == Kind::Forbidden);
        QCOMPARE(refused->title, QStringLiteral("This takes audit:read."));
    }

    void requests_carry_the_session_and_leave_decompression_to_Qt() {
        FakeLab lab(*m_server);
        bool done = false;
        m_api->devices(this, [&](ApiResult<DeviceBoard> result) { done = bool(result); });
        QTRY_VERIFY(done);
        const auto* request = m_server->last("GET", devicesPath);
        QCOMPARE(request->headers.value("authorization"), QByteArray("Bearer token-1"));
        QVERIFY(!request->headers.value("x-request-id").isEmpty());
        QVERIFY(request->headers.value("accept-encoding").contains("gzip")); // Qt's own
    }

    void each_status_has_its_kind_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        QTest::newRow("401") << 401 << int(Kind::Unauthorized);
        QTest::newRow("403") << 403 << int(Kind::Forbidden);
        QTest::newRow("404") << 404 << int(Kind::NotFound);
        QTest::newRow("409") << 409 << int(Kind::Conflict);
        QTest::newRow("412") << 412 << int(Kind::Stale);
        QTest::newRow("422") << 422 << int(Kind::Invalid);
        QTest::newRow("429") << 429 << int(Kind::Throttled);
        QTest::newRow("500") << 500 << int(Kind::Server);
        QTest::newRow("503") << 503 << int(Kind::Server);
    }
    void each_status_has_its_kind() {
        QFETCH(int, status);
        QFETCH(int, kind);
        m_client->setToken({}); // for the end of a session there are words of our own
        m_server->on("GET", devicesPath, [=](const Request&) {
            auto answer = Answer::problem(status, "The server's words", "and its detail");
            answer.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("7")));
            return answer;
        });
        const auto error = errorOfDevices();
        QCOMPARE(int(error.kind), kind);
        QCOMPARE(error.title, QStringLiteral("The server's words"));
        QCOMPARE(error.detail, QStringLiteral("and its detail"));
        QCOMPARE(error.retryAfter.value().count(), 7);
    }

    void an_error_page_of_a_proxy_gets_words_of_our_own() {
        m_server->on("GET", devicesPath, [](const Request&) {
            return Answer{502, "<html>nginx</html>", {}, false, false};
        });
        const auto error = errorOfDevices();
        QCOMPARE(int(error.kind), int(Kind::Server));
        QVERIFY(!error.title.isEmpty());
        QVERIFY(!error.text().contains(QStringLiteral("nginx")));
    }

    void a_server_that_is_not_there_is_unreachable() {
        m_server->goAway();
        QCOMPARE(int(errorOfDevices().kind), int(Kind::Unreachable));
    }

    void a_silent_server_is_a_timeout() {
        m_server->on("GET", devicesPath, [](const Request&) { return Answer::parked(); });
        m_client->setTimeout(std::chrono::milliseconds(50));
        QCOMPARE(int(errorOfDevices().kind), int(Kind::Timeout));
    }

    void rubbish_instead_of_json_is_the_servers_fault() {
        m_server->on("GET", devicesPath, [](const Request&) {
            return Answer{200, "{\"devices\": [", {}, false, false};
        });
        QCOMPARE(int(errorOfDevices().kind), int(Kind::Server));
    }

    void a_redirect_to_another_host_is_not_followed() {
        FakeServer elsewhere;
        elsewhere.on("GET", devicesPath, [](const Request&) {
            return Answer::json({{"devices", boost::json::array()}});
        });
        m_server->on("GET", devicesPath, [&](const Request&) {
            Answer answer;
            answer.status = 302;
            answer.headers.append(qMakePair(QByteArray("Location"),
                                            QByteArray(elsewhere.url().toEncoded() + "/api/v1/devices")));
            return answer;
        });
        QVERIFY(errorOfDevices().kind != Kind::None);
        QCOMPARE(elsewhere.requests().size(), 0);
    }

    void the_result_for_a_dead_page_is_dropped() {
        m_server->on("GET", devicesPath, [](const Request&) { return Answer::parked(); });
        bool called = false;
        auto page = std::make_unique<QObject>();
        QPointer<ApiJob> job = m_api->devices(page.get(), [&](ApiResult<DeviceBoard>) { called = true; });
        QTRY_COMPARE(m_server->parked(devicesPath), 1);
        page.reset();
        m_server->answerParked(devicesPath,
                               Answer::json({{"devices", boost::json::array()}, {"cursor", "1-1"}}));
        QTRY_VERIFY(job.isNull());
        QVERIFY(!called);
    }

    void a_cancelled_request_reports_nothing_and_is_taken_from_the_wire() {
        m_server->on("GET", devicesPath, [](const Request&) { return Answer::parked(); });
        bool called = false;
        QPointer<ApiJob> job = m_api->devices(this, [&](ApiResult<DeviceBoard>) { called = true; });
        QTRY_COMPARE(m_server->parked(devicesPath), 1);
        job->cancel();
        QTRY_COMPARE(m_server->parked(devicesPath), 0);
        QTRY_VERIFY(job.isNull());
        QVERIFY(!called);
    }

    void a_job_that_its_own_report_cancels_keeps_what_the_report_needs_until_its_end() {
        m_server->on("GET", devicesPath, [](const Request&) {
            return Answer::json({{"devices", boost::json::array()}});
        });
        static bool isGone, wasGone; // seen without what the report holds
        isGone = wasGone = false;
        QPointer<ApiJob> job;
        std::shared_ptr<void> held(&isGone, [](void*) { isGone = true; });
        job = m_api->devices(this, [&job, held](ApiResult<DeviceBoard>) {
            job->cancel();
            wasGone = isGone;
        });
        held.reset();
        QTRY_VERIFY(job.isNull());
        QVERIFY(isGone);
        QVERIFY(!wasGone);
    }

    void the_end_of_a_session_says_whether_something_was_to_be_saved() {
        const auto refused = [](const Request&) { return Answer::problem(401, "You are not signed in."); };
        m_server->on("GET", devicesPath, refused);
        m_server->on("PUT", QStringLiteral("/thing"), refused);
        const auto reading = errorOfDevices();
        QCOMPARE(reading.title, QStringLiteral("Your session has ended."));
        QVERIFY(reading.detail.isEmpty());
        std::optional<ApiError> saving;
        m_client->put(QStringLiteral("/thing"), {{"name", "x"}}, 7, this,
                      [&](ApiResult<boost::json::value> result) { saving = result.error(); });
        QTRY_VERIFY(saving);
        QCOMPARE(int(saving->kind), int(Kind::Unauthorized));
        QCOMPARE(saving->detail, QStringLiteral("Nothing was saved. Sign in, then save again."));
    }

    void a_refusal_by_permission_is_told_for_the_session_in_use_only() {
        m_server->on("GET", devicesPath, [](const Request&) { return Answer::problem(403, "No."); });
        QSignalSpy forbidden(m_client.get(), &ApiClient::forbidden);
        errorOfDevices();
        QCOMPARE(forbidden.count(), 1);
        m_client->setToken({});
        errorOfDevices();
        QCOMPARE(forbidden.count(), 1);
    }

    void a_refused_session_is_told_once_after_the_answer() {
        m_server->on("GET", devicesPath,
                     [](const Request&) { return Answer::problem(401, "You are not signed in."); });
        QSignalSpy ended(m_client.get(), &ApiClient::sessionEnded);
        QCOMPARE(int(errorOfDevices().kind), int(Kind::Unauthorized));
        QTRY_COMPARE(ended.count(), 1);
    }

    void a_wrong_password_ends_no_session() {
        FakeLab lab(*m_server);
        m_client->setToken({});
        QSignalSpy ended(m_client.get(), &ApiClient::sessionEnded);
        std::optional<ApiError> error;
        AccountApi(*m_client).login({"engineer", "wrong"}, this,
                                    [&](ApiResult<LoginAnswer> answer) { error = answer.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(int(error->kind), int(Kind::Unauthorized));
        QCOMPARE(ended.count(), 0);
    }

    void a_start_names_each_device_that_is_taken_and_by_whom() {
        m_server->on("POST", runsPath, [](const Request&) {
            return Answer::json({{"title", "A device is not available."},
                                 {"status", 409},
                                 {"conflicts", boost::json::array{{{"deviceId", uuid(1)},
                                                                   {"key", "r07-u01"},
                                                                   {"reason", "under_test"},
                                                                   {"runId", uuid(7)},
                                                                   {"runNumber", 48213},
                                                                   {"holder", "M. Keller"},
                                                                   {"since", "2026-03-01T14:02:18.250Z"}}}}},
                                409);
        });
        std::optional<ApiError> error;
        m_api->startRun({{uuid(1)}, uuid(2), uuid(3), {}, 0}, "key-1", this,
                        [&](ApiResult<RunChange> change) { error = change.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->conflicts.size(), std::size_t(1));
        QCOMPARE(error->conflicts[0].holder, std::string("M. Keller"));
        QCOMPARE(error->conflicts[0].runNumber.value(), std::int64_t(48213));
        QVERIFY(error->conflicts[0].since != Timestamp{});
        QCOMPARE(m_server->last("POST", runsPath)->headers.value("idempotency-key"), QByteArray("key-1"));
    }

    void a_change_names_the_version_it_was_made_from() {
        m_server->on("PUT", QStringLiteral("/thing"), [](const Request&) {
            return Answer::json({{"version", 8}});
        });
        bool done = false;
        m_client->put(QStringLiteral("/thing"), {{"name", "x"}}, 7, this,
                      [&](ApiResult<boost::json::value> result) { done = bool(result); });
        QTRY_VERIFY(done);
        const auto* request = m_server->last("PUT", QStringLiteral("/thing"));
        QCOMPARE(request->headers.value("if-match"), QByteArray("\"7\""));
        QCOMPARE(request->headers.value("authorization"), QByteArray("Bearer token-1"));
        QCOMPARE(request->body, QByteArray(R"({"name":"x"})"));
    }

    void a_removal_names_a_version_only_where_there_is_one() {
        m_server->on("DELETE", QStringLiteral("/thing"), [](const Request&) {
            return Answer{204, {}, {}, false, false};
        });
        int done = 0;
        const auto count = [&](ApiResult<boost::json::value> result) { done += result ? 1 : 0; };
        m_client->del(QStringLiteral("/thing"), 3, this, count);
        QTRY_COMPARE(done, 1);
        QCOMPARE(m_server->last("DELETE", QStringLiteral("/thing"))->headers.value("if-match"),
                 QByteArray("\"3\""));
        m_client->del(QStringLiteral("/thing"), std::nullopt, this, count);
        QTRY_COMPARE(done, 2);
        QVERIFY(!m_server->last("DELETE", QStringLiteral("/thing"))->headers.contains("if-match"));
    }

    void a_problem_keeps_its_type_and_what_stood_in_the_way() {
        m_server->on("GET", devicesPath, [](const Request&) {
            return Answer::json({{"type", "/problems/lastAdmin"},
                                 {"title", "Somebody has to be admin."},
                                 {"status", 409},
                                 {"conflicts", boost::json::array{{{"userId", uuid(1)}}}}},
                                409);
        });
        const auto error = errorOfDevices();
        QCOMPARE(error.type, QStringLiteral("/problems/lastAdmin"));
        QVERIFY(error.rawConflicts.is_array());
        QCOMPARE(error.rawConflicts.get_array().size(), std::size_t(1));
    }

    void faults_keep_their_pointers() {
        m_server->on("POST", runsPath, [](const Request&) {
            return Answer::json({{"title", "The input has faults."},
                                 {"status", 422},
                                 {"errors", boost::json::array{{{"pointer", "/parameters/load_pct"},
                                                                {"message", "at most 100"}}}}},
                                422);
        });
        std::optional<ApiError> error;
        m_api->startRun({}, {}, this, [&](ApiResult<RunChange> change) { error = change.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->faults.size(), std::size_t(1));
        QCOMPARE(error->faults[0].pointer, std::string("/parameters/load_pct"));
    }

    void what_a_newer_server_adds_does_not_hide_what_is_known() {
        auto known = boost::json::value_from(device(1, "a"));
        known.as_object()["newField"] = "x";
        m_server->on("GET", devicesPath, [=](const Request&) {
            return Answer::json(
                {{"devices", boost::json::array{known, "not a device"}}, {"cursor", "1-1"}, {"more", 1}});
        });
        std::optional<DeviceBoard> board;
        m_api->devices(this, [&](ApiResult<DeviceBoard> result) { board = result.take(); });
        QTRY_VERIFY(board);
        QCOMPARE(board->devices.size(), std::size_t(1));
    }

    void events_about_unknown_parts_of_the_lab_are_left_out() {
        const boost::json::value list = boost::json::array{
            {{"part", "reservation"}, {"id", uuid(1)}, {"version", 2}, {"deleted", true}, {"state", nullptr}},
            boost::json::value_from(eventOf(uuid(1), Presence{PresenceKind::mqtt, false, {}, 2}))};
        const auto events = readEvents(list);
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events[0].part == EventPart::presence);
    }

    void the_servers_clock_is_learnt_when_it_differs() {
        m_server->on("GET", devicesPath, [](const Request&) {
            auto answer = Answer::json({{"devices", boost::json::array()}, {"cursor", "1-1"}});
            const auto date = QDateTime::currentDateTimeUtc().addSecs(3600);
            answer.headers.append(
                qMakePair(QByteArray("Date"),
                          QByteArray(QLocale::c()
                                         .toString(date, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
                                         .toLatin1())));
            return answer;
        });
        bool done = false;
        m_api->devices(this, [&](ApiResult<DeviceBoard>) { done = true; });
        QTRY_VERIFY(done);
        QVERIFY(std::abs(m_client->clockOffset().count() - 3'600'000) < 3'000);
    }
};

QTEST_GUILESS_MAIN(ApiTest)
#include "api_test.moc"
