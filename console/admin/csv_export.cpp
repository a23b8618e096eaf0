// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/csv_export.h"

#include <QSaveFile>

#include <algorithm>

namespace labwarden::console {
namespace {

bool mayPass(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::Timeout || error.kind == Kind::Throttled ||
           error.status == 503;
}

/// Records of CSV text (RFC 4180): line ends inside quotes do not count.
int recordsOf(const QByteArray& text) {
    int records = 0;
    bool quoted = false;
    for (const char c : text) {
        quoted ^= c == '"';
        records += c == '\n' && !quoted;
    }
    return records + (!text.isEmpty() && !text.endsWith('\n'));
}

} // namespace

CsvExport::CsvExport(ApiClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &CsvExport::ask);
}

CsvExport::~CsvExport() = default;

void CsvExport::start(const AuditFilter& filter, const QString& path) {
    stop();
    m_path = path;
    m_query = queryOf(filter);
    m_heading.clear();
    m_entries = 0;
    m_tries = 0;
    m_file = std::make_unique<QSaveFile>(path);
    if (!m_file->open(QIODevice::WriteOnly)) {
        fail(tr("The file cannot be written: %1").arg(m_file->errorString()));
        return;
    }
    ask();
}

void CsvExport::cancel() {
    stop();
}

void CsvExport::stop() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_retry.stop();
    if (m_file)
        m_file->cancelWriting();
    m_file.reset();
}

void CsvExport::ask() {
    m_job = auditCsv(m_client, m_query, this,
                     [this](ApiResult<AuditCsvPage> page) { answered(std::move(page)); });
}

void CsvExport::answered(ApiResult<AuditCsvPage> page) {
    m_job = nullptr;
    if (!page) {
        const auto& error = page.error();
        if (!mayPass(error) || ++m_tries >= m_timing.tries) {
            fail(error.text());
            return;
        }
        m_retry.start(error.retryAfter ? std::chrono::milliseconds(*error.retryAfter) : m_timing.retryAfter);
        return;
    }
    m_tries = 0;
    if (!write(page->text)) {
        fail(tr("The file cannot be written: %1").arg(m_file->errorString()));
        return;
    }
    Q_EMIT progress(m_entries);
    if (!m_file)
        return; // cancelled by whoever heard of the progress
    if (page->next) {
        m_query = *page->next;
        ask();
        return;
    }
    if (!m_file->commit()) {
        fail(tr("The file cannot be written: %1").arg(m_file->errorString()));
        return;
    }
    m_file.reset();
    Q_EMIT finished(m_entries);
}

/// Every page begins with the heading, the file has it once.
bool CsvExport::write(const QByteArray& page) {
    const auto end = page.indexOf('\n');
    const QByteArray heading = end < 0 ? page : page.left(end + 1);
    const bool isFirst = m_heading.isEmpty();
    const bool repeats = !isFirst && heading == m_heading;
    const QByteArray text = repeats ? page.mid(heading.size()) : page;
    if (isFirst)
        m_heading = heading;
    m_entries += std::max(0, recordsOf(text) - (isFirst ? 1 : 0));
    return m_file->write(text) == text.size();
}

void CsvExport::fail(const QString& why) {
    stop();
    Q_EMIT failed(why);
}

} // namespace labwarden::console
