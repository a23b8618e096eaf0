// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The audit log of the real server as an admin sees and exports it: who did what, from what to what, and
// nothing that would let anybody in.

#include "common/domain/identity.h"
#include "console/admin/audit_detail.h"
#include "console/admin/audit_model.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/label.h"
#include "tests/e2e/support/admin_tab.h"
#include "tests/e2e/support/console_case.h"

#include <QFile>
#include <QTableView>
#include <QTest>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>
#include <set>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

namespace {

const std::string formula = "=HYPERLINK(\"http://evil.example\",\"role\")";
const std::string typedInTheWrongField = "purple-hedgehog-42-secret";

using Record = std::vector<std::string>;

/// The records of a file as RFC 4180 has it, every cell in quotes; nothing when it is none.
std::optional<std::vector<Record>> recordsOf(const std::string& csv) {
    std::vector<Record> records;
    std::size_t at = 0;
    while (at < csv.size()) {
        Record record;
        for (;;) {
            if (at >= csv.size() || csv[at++] != '"')
                return std::nullopt;
            std::string cell;
            for (;;) {
                if (at >= csv.size())
                    return std::nullopt;
                if (csv[at] != '"')
                    cell += csv[at++];
                else if (at + 1 < csv.size() && csv[at + 1] == '"')
                    cell += '"', at += 2;
                else
                    break;
            }
            ++at;
            record.push_back(cell);
            if (at < csv.size() && csv[at] == ',') {
                ++at;
                continue;
            }
            if (csv.compare(at, 2, "\r\n") != 0)
                return std::nullopt;
            at += 2;
            break;
        }
        records.push_back(std::move(record));
    }
    return records;
}

/// The path of a new key that signs tokens.
std::string signingKey(const QTemporaryDir& folder) {
    QFile file(folder.filePath(QStringLiteral("jwt.key")));
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    file.write(QByteArray(32, 'j').toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    return file.fileName().toStdString();
}

/// As a spreadsheet shows a cell that was kept from being a formula.
std::string shown(const std::string& cell) {
    return cell.starts_with('\'') ? cell.substr(1) : cell;
}

} // namespace

class AuditTest : public ConsoleCase {
    Q_OBJECT
    std::unique_ptr<Person> m_admin;
    std::set<std::string> m_secrets;

    std::string secret(const json::value& text) {
        const std::string found(text.as_string());
        m_secrets.insert(found);
        return found;
    }
    std::string idOf(const std::string& username) {
        return std::string(m_admin->user(username).at("id").as_string());
    }
    void happenAtHttp();
    void happenInTheConsole();
    /// The first secret that the text has; empty when it has none.
    QString secretIn(const QString& text) const {
        for (const auto& secret : m_secrets)
            if (text.contains(q(secret)))
                return q(secret);
        return {};
    }
    const console::AuditModel& model() const {
        return *qobject_cast<const console::AuditModel*>(
            m_console->widget<QTableView>("auditTableView").model());
    }
    /// What the table and the opened entries say, line by line.
    QStringList everythingShown();

private Q_SLOTS:
    void the_log_shows_and_exports_who_changed_what_from_what_to_what_and_no_secret();
};

void AuditTest::happenAtHttp() {
    m_admin = std::make_unique<Person>(*m_lab, "admin");
    m_secrets = {Lab::password, m_admin->token(), typedInTheWrongField};
    const auto lise = m_admin->post("/api/v1/users", {{"username", "lise"},
                                                      {"displayName", "Lise Meitner"},
                                                      {"email", ""},
                                                      {"roles", json::array{"viewer"}}});
    const auto first = secret(lise.at("oneTimePassword").at("password"));
    Person fresh(*m_lab, "lise", 0, first);
    m_secrets.insert(fresh.token());
    const auto own = secret("nine quiet owls at dawn");
    fresh.post("/api/v1/auth/password", {{"currentPassword", first}, {"newPassword", own}}, 204);
    secret(fresh.post("/api/v1/auth/token", {{"audience", "grafana"}}, 200).at("token"));
    m_admin->changeUser("lise", {{"displayName", "L. Meitner"}, {"roles", json::array{"engineer"}}});
    secret(m_admin->post("/api/v1/users/" + idOf("lise") + "/reset-password", nullptr, 200).at("password"));

    const auto role =
        m_admin->post("/api/v1/roles",
                      {{"name", formula}, {"description", ""}, {"permissions", json::array{"devices:read"}}});
    m_admin->put("/api/v1/roles/" + std::string(role.at("id").as_string()),
                 {{"name", formula}, {"description", ""}, {"permissions", json::array{"runs:read"}}},
                 role.at("version").to_number<std::int64_t>());
    const auto soonOver = Timestamp::now() + std::chrono::hours(48);
    const auto key = m_admin->post("/api/v1/api-keys", {{"name", "nightly, \"build\""},
                                                        {"scopes", json::array{"devices:read"}},
                                                        {"expiresAt", soonOver.text()}});
    Person::withToken(*m_lab, secret(key.at("secret"))).get("/api/v1/devices");
    m_admin->send("DELETE", "/api/v1/api-keys/" + std::string(key.at("apiKey").at("id").as_string()));

    QCOMPARE(m_lab->logIn("engineer", secret("a wrong guess of mine")).status, 401);
    QCOMPARE(m_lab->logIn(typedInTheWrongField, "engineer").status, 401);
    QCOMPARE(m_admin->send("DELETE", "/api/v1/users/" + idOf("lise") + "/sessions").status, 204);
}

void AuditTest::happenInTheConsole() {
    m_console = std::make_unique<ConsoleProgram>();
    QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("admin")));
    m_secrets.insert(m_console->client.token().toStdString());
    AdminTab tab(*m_console);
    QVERIFY(tab.open("Users"));
    QVERIFY(tab.edit(QStringLiteral("viewer")));
    QVERIFY(m_console->press("resetPasswordPushButton"));
    QVERIFY(m_console->agree());
    const auto password = tab.takeSecret();
    QVERIFY(!password.isEmpty());
    m_secrets.insert(password.toStdString());
    QVERIFY(m_console->type("displayNameLineEdit", QStringLiteral("Renamed in the console")));
    QVERIFY(m_console->press("displayNameLineEdit", Qt::Key_Return));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->words("usersNotice").contains(QStringLiteral("Changed: name.")),
                             soon);
}

QStringList AuditTest::everythingShown() {
    QStringList lines;
    auto& table = m_console->widget<QTableView>("auditTableView");
    auto& detail = m_console->widget<console::AuditDetail>("auditDetail");
    for (int row = 0; row < model().rowCount(); ++row) {
        for (int column = 0; column < model().columnCount(); ++column)
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole})
                lines << model().index(row, column).data(role).toString();
        if (!m_console->press(table, row == 0 ? Qt::Key_Home : Qt::Key_Down,
                              row == 0 ? Qt::ControlModifier : Qt::NoModifier) ||
            !m_console->press(table, Qt::Key_Return))
            return {};
        for (const auto* label : detail.findChildren<widgets::Label*>())
            lines << label->text() << label->accessibleName() << label->toolTip();
    }
    return lines;
}

void AuditTest::the_log_shows_and_exports_who_changed_what_from_what_to_what_and_no_secret() {
    const QTemporaryDir folder;
    QVERIFY(folder.isValid());
    startLab({.runner = false, .agent = false, .serverSettings = {{"jwt-key-file", signingKey(folder)}}});
    happenAtHttp();
    if (!QTest::currentTestFailed())
        happenInTheConsole();
    if (QTest::currentTestFailed())
        return;
    const auto known = m_admin->get("/api/v1/audit-log?limit=500").at("entries").as_array();

    QVERIFY(AdminTab(*m_console).open("Audit log"));
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), static_cast<int>(known.size()), soon);
    const auto lines = everythingShown();
    for (const char* sentence :
         {"created user lise",
          "gave role engineer to lise; took role viewer from lise; changed the name of "
          "lise to L. Meitner",
          "reset the password of lise", "changed their own password", "reset the password of viewer",
          "changed the name of viewer to Renamed in the console", "failed to sign in as engineer",
          "ended a session of lise"})
        QVERIFY2(lines.contains(QLatin1String(sentence)), sentence);
    QVERIFY(lines.contains(QStringLiteral("made role ") + q(formula)));
    QVERIFY(lines.contains(
        QStringLiteral("gave runs:read to role %1; took devices:read from role %1").arg(q(formula))));
    for (const char* difference : {"Display name, Before: Lise Meitner", "Display name, After: L. Meitner",
                                   "Display name, Before: The viewer"})
        QVERIFY2(lines.contains(QLatin1String(difference)), difference);
    for (const auto& line : lines)
        QVERIFY2(secretIn(line).isEmpty(), qPrintable(line));

    // The file says what the table says.
    QFile file(folder.filePath(QStringLiteral("audit.csv")));
    widgets::FileDialog::setNextAnswer(file.fileName());
    QVERIFY(m_console->press("exportCsvPushButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("exportWordsLabel"),
                              QStringLiteral("Exported %1 entries").arg(known.size()), soon);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto csv = file.readAll().toStdString();
    QVERIFY2(secretIn(q(csv)).isEmpty(), qPrintable(secretIn(q(csv))));
    const auto records = recordsOf(csv);
    QVERIFY(records);
    QCOMPARE(records->size(), known.size() + 1);
    QCOMPARE(records->front(), (Record{"id", "at", "actor", "actorId", "address", "action", "targetKind",
                                       "targetId", "targetName", "oldValue", "newValue"}));
    const auto valueOf = [](const std::string& cell) {
        return cell.empty() ? json::value() : json::parse(cell);
    };
    int formulas = 0;
    for (int row = 0; row < model().rowCount(); ++row) {
        const AuditEntry& entry = model().at(row);
        const auto& record = records->at(static_cast<std::size_t>(row) + 1);
        QCOMPARE(record.size(), std::size_t(11));
        QCOMPARE(record[0], std::to_string(entry.id));
        QCOMPARE(record[1], entry.at.text());
        QCOMPARE(record[2], entry.actor);
        QCOMPARE(record[4], entry.address);
        QCOMPARE(record[5], entry.action);
        QCOMPARE(shown(record[8]), entry.targetName);
        QVERIFY(valueOf(record[9]) == entry.oldValue);
        QVERIFY(valueOf(record[10]) == entry.newValue);
        for (const auto& cell : record)
            QVERIFY2(cell.empty() || std::string("=+-@\t\r\n|").find(cell.front()) == std::string::npos,
                     cell.c_str());
        formulas += record[8] == "'" + formula ? 1 : 0;
    }
    QCOMPARE(formulas, 2); // the role that was made and changed
}

QTEST_MAIN(AuditTest)
#include "audit_test.moc"
