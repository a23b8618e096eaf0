// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"

#include <QUrlQuery>

#include <optional>

namespace labwarden::console {

/// One page of the audit log as CSV (with its heading line), and the query of the next one.
struct AuditCsvPage {
    QByteArray text;
    std::optional<QUrlQuery> next; ///< nothing: that was all
};

/// GET /audit-log.csv. The first page's `query` is queryOf() a filter, that of the others comes with the page
/// before.
ApiJob* auditCsv(ApiClient& client, const QUrlQuery& query, QObject* context, Done<AuditCsvPage> done);

/// The query of the link with rel="next" in a Link header (RFC 8288); nothing without one. Only the query
/// counts: a link never leads to another server or path.
std::optional<QUrlQuery> nextPageOf(const QByteArray& link);

} // namespace labwarden::console
