// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/audit_csv.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

class QSaveFile;

namespace labwarden::console {

/// Writes the audit log to a file, page after page. Until all of it is there the pages go to a temporary file
/// beside it, so a file of the given name is whole or as it was before. GUI thread only.
class CsvExport : public QObject {
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds retryAfter{2'000}; ///< unless the server says how long
        int tries = 4;                               ///< of one page
    };

    explicit CsvExport(ApiClient& client, QObject* parent = nullptr);
    ~CsvExport() override;

    void setTiming(const Timing& timing) { m_timing = timing; }
    /// Gives up what may still be under way.
    void start(const AuditFilter& filter, const QString& path);
    void cancel();
    bool isRunning() const { return m_file != nullptr; }
    const QString& path() const { return m_path; }
    /// Entries written so far.
    int entries() const { return m_entries; }

Q_SIGNALS:
    void progress(int entries);
    /// Exactly once for a start() that was not cancelled: the file is whole.
    void finished(int entries);
    /// Or it is not, and what was at the path is as it was: why, for people.
    void failed(const QString& why);

private:
    void ask();
    void answered(ApiResult<AuditCsvPage> page);
    bool write(const QByteArray& page);
    void fail(const QString& why);
    void stop();

    ApiClient& m_client;
    Timing m_timing;
    QString m_path;
    std::unique_ptr<QSaveFile> m_file;
    QPointer<ApiJob> m_job;
    QTimer m_retry;
    QUrlQuery m_query;
    QByteArray m_heading; ///< the first line of the first page
    int m_entries = 0;
    int m_tries = 0;
};

} // namespace labwarden::console
