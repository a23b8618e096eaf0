// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/csv_export.h"
#include "tests/console/admin/fake_admin.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {
const QString csvPath = QStringLiteral("/api/v1/audit-log.csv");
}

class CsvExportTest : public QObject {
    Q_OBJECT
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<FakeAdmin> m_admin;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CsvExport> m_export;

    QString file() const { return m_folder->filePath(QStringLiteral("log.csv")); }
    QByteArray content() const {
        QFile f(file());
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
    QStringList leftBehind() const { return QDir(m_folder->path()).entryList(QDir::Files); }

private Q_SLOTS:
    void init() {
        m_server = std::make_unique<FakeServer>();
        m_admin = std::make_unique<FakeAdmin>(*m_server);
        m_client = std::make_unique<ApiClient>();
        m_client->setServer(m_server->url());
        m_client->setToken("token-1");
        m_folder = std::make_unique<QTemporaryDir>();
        m_export = std::make_unique<CsvExport>(*m_client);
        m_export->setTiming({std::chrono::milliseconds(1), 3});
    }
    void cleanup() { m_export.reset(); }

    void all_pages_become_one_file_with_one_heading() {
        QSignalSpy finished(m_export.get(), &CsvExport::finished);
        m_export->start({}, file());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].toInt(), static_cast<int>(m_admin->entries.size()));
        QCOMPARE(m_server->count("GET", csvPath), 3);
        const auto lines = content().split('\n');
        QCOMPARE(content().count("at,actor,action,target\r\n"), 1);
        QCOMPARE(lines.size(), static_cast<qsizetype>(m_admin->entries.size()) + 2); // heading, end
        QCOMPARE(leftBehind(), QStringList{QStringLiteral("log.csv")});
        QVERIFY(!m_export->isRunning());
    }

    void what_the_filter_lets_through_is_asked_for_on_every_page() {
        m_admin->csvPageSize = 10;
        QSignalSpy finished(m_export.get(), &CsvExport::finished);
        AuditFilter filter;
        filter.actor = QStringLiteral("grace");
        m_export->start(filter, file());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].toInt(), 60);
        QCOMPARE(m_server->last("GET", csvPath)->query.queryItemValue(QStringLiteral("actor")),
                 QStringLiteral("grace"));
    }

    void a_page_that_fails_for_good_leaves_the_old_file_as_it_was() {
        QFile old(file());
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("of yesterday");
        old.close();
        int asked = 0;
        m_server->on("GET", csvPath, [&](const Request&) {
            if (++asked > 1)
                return Answer::problem(403, "This takes the permission audit:read.");
            Answer first{200, "at\r\n1\r\n", {}, false, false};
            first.headers = {{"Link", "</api/v1/audit-log.csv?cursor=1>; rel=\"next\""}};
            return first;
        });
        QSignalSpy failed(m_export.get(), &CsvExport::failed);
        m_export->start({}, file());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("This takes the permission audit:read."));
        QCOMPARE(content(), QByteArray("of yesterday"));
        QCOMPARE(leftBehind(), QStringList{QStringLiteral("log.csv")});
    }

    void a_busy_server_is_asked_again_and_not_for_ever() {
        int asked = 0;
        m_server->on("GET", csvPath, [&](const Request&) {
            return ++asked < 3 ? Answer::problem(503, "Busy.") : Answer{200, "at\r\n1\r\n", {}, false, false};
        });
        QSignalSpy finished(m_export.get(), &CsvExport::finished);
        m_export->start({}, file());
        QTRY_COMPARE(finished.count(), 1);
        m_server->on("GET", csvPath, [&](const Request&) { return ++asked, Answer::problem(503, "Busy."); });
        QSignalSpy failed(m_export.get(), &CsvExport::failed);
        asked = 0;
        m_export->start({}, file());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(asked, 3);
    }

    void cancelling_leaves_nothing() {
        int asked = 0;
        m_server->on("GET", csvPath, [&](const Request&) {
            if (++asked > 1)
                return Answer::parked();
            Answer first{200, "at\r\n1\r\n", {}, false, false};
            first.headers = {{"Link", "</api/v1/audit-log.csv?cursor=1>; rel=\"next\""}};
            return first;
        });
        m_export->start({}, file());
        QTRY_COMPARE(m_server->parked(csvPath), 1);
        QVERIFY(!QFile::exists(file()));
        m_export->cancel();
        QVERIFY(!m_export->isRunning());
        QTRY_COMPARE(m_server->parked(csvPath), 0);
        QVERIFY(leftBehind().isEmpty());
    }

    void a_file_that_cannot_be_written_is_said_before_anything_is_asked() {
        QSignalSpy failed(m_export.get(), &CsvExport::failed);
        m_export->start({}, m_folder->filePath(QStringLiteral("no/such/folder/log.csv")));
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().startsWith(QStringLiteral("The file cannot be written")));
        QCOMPARE(m_server->count("GET", csvPath), 0);
    }

    void line_ends_inside_a_cell_are_no_entries() {
        m_server->on("GET", csvPath, [](const Request&) {
            return Answer{200, "at,what\r\n1,\"a\r\nb\"\r\n2,c\r\n", {}, false, false};
        });
        QSignalSpy finished(m_export.get(), &CsvExport::finished);
        m_export->start({}, file());
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished[0][0].toInt(), 2);
    }

    void a_link_is_read_for_its_query_alone() {
        const auto next = nextPageOf("<https://elsewhere.example/x?cursor=a%2Bb>; rel=\"next\"");
        QVERIFY(next);
        QCOMPARE(next->queryItemValue(QStringLiteral("cursor"), QUrl::FullyDecoded), QStringLiteral("a+b"));
        QVERIFY(nextPageOf("</a?b=1>; rel=\"prev\", </a?b=2>; title=\"x\"; rel=next"));
        QCOMPARE(nextPageOf("</a?b=1>; rel=\"prev\", </a?b=2>; rel=next")->toString(), QStringLiteral("b=2"));
        QVERIFY(!nextPageOf("</a?b=1>; rel=\"prev\""));
        QVERIFY(!nextPageOf({}));
    }
};

QTEST_GUILESS_MAIN(CsvExportTest)
#include "csv_export_test.moc"
