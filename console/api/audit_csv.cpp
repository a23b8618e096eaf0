// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/audit_csv.h"

#include <QRegularExpression>
#include <QUrl>

namespace labwarden::console {
namespace {

/// A page of 10,000 lines takes longer than what a person clicks for.
constexpr std::chrono::milliseconds pageTimeout{60'000};

} // namespace

ApiJob* auditCsv(ApiClient& client, const QUrlQuery& query, QObject* context, Done<AuditCsvPage> done) {
    const auto report = [done = std::move(done)](ApiResult<TextAnswer> answer) {
        if (!answer)
            done(answer.error());
        else
            done(AuditCsvPage{answer->text, nextPageOf(answer->link)});
    };
    return client.getText(QStringLiteral("/api/v1/audit-log.csv"), query, "text/csv", context, report,
                          pageTimeout);
}

std::optional<QUrlQuery> nextPageOf(const QByteArray& link) {
    static const QRegularExpression next(
        QStringLiteral("<([^>]*)>\\s*(?:;[^,<]*?)?;\\s*rel\\s*=\\s*\"?(?:[^\"]*\\s)?next\\b"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = next.match(QString::fromLatin1(link));
    if (!match.hasMatch())
        return std::nullopt;
    const auto url = QUrl::fromEncoded(match.captured(1).toLatin1());
    return url.hasQuery() ? std::optional(QUrlQuery(url.query(QUrl::FullyEncoded))) : std::nullopt;
}

} // namespace labwarden::console
