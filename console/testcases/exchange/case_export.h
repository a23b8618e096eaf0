// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/case_text.h"
#include "console/api/lab_api.h"

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QThreadPool>

#include <map>
#include <vector>

namespace labwarden::console {

/// One test case that is written to a file.
struct CaseToExport {
    std::string id, key;
    QString path;
};

/// What became of an export.
struct ExportResult {
    int written = 0, total = 0;
    QStringList failed;    ///< "TC-12: why", in the order of the cases
    QStringList elsewhere; ///< files in the folder that are of these cases too, from an earlier export
    bool stopped = false;  ///< by the person
    ApiError error;        ///< that ended it: what came after was not tried
    bool isWhole() const { return !stopped && failed.isEmpty() && error.kind == ApiError::Kind::None; }
};

/// Fetches test cases, a few at a time, and writes each to its file as the format has it. What is not changed
/// is written the same to the byte. GUI thread; files are written in another.
class CaseExport : public QObject {
    Q_OBJECT
public:
    explicit CaseExport(LabApi& api, QObject* parent = nullptr);
    ~CaseExport() override;

    /// `folder`: where to look for older files of these cases; empty: nowhere. One at a time.
    void start(std::vector<CaseToExport> cases, casetext::Notation notation, const QString& folder);
    /// What is written stays; finished() follows.
    void stop();
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void progress(int done, int total);
    void finished(const labwarden::console::ExportResult& result);

private:
    void next();
    void onCase(std::size_t at, const ApiResult<TestCase>& result);
    void onDone(std::size_t at, const QString& why);
    void conclude();

    LabApi& m_api;
    QThreadPool m_writing;
    std::vector<CaseToExport> m_cases;
    std::vector<QString> m_why; ///< of each case; empty: it is written, or not tried
    casetext::Notation m_notation = casetext::Notation::yaml;
    QString m_folder;
    std::map<std::size_t, QPointer<ApiJob>> m_jobs; ///< by the case that is asked for
    std::size_t m_next = 0;
    int m_underWay = 0, m_done = 0;
    bool m_isRunning = false;
    ExportResult m_result;
};

} // namespace labwarden::console
