// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_export.h"

#include "console/testcases/exchange/safe_writing.h"

#include <QDir>
#include <QDirIterator>
#include <QSet>

#include <utility>

namespace labwarden::console {
namespace {

constexpr int mostAtOnce = 6; // requests
constexpr int mostElsewhere = 1000;

/// Nothing else will be answered either.
bool endsAll(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::Untrusted || error.kind == Kind::Timeout ||
           error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden || error.kind == Kind::Throttled;
}

QStringList filesElsewhere(const QString& folder, const std::vector<CaseToExport>& cases) {
    QSet<QString> keys, written;
    for (const auto& each : cases) {
        keys.insert(QString::fromStdString(each.key));
        written.insert(QFileInfo(each.path).absoluteFilePath());
    }
    QStringList found;
    QDirIterator all(folder,
                     {QStringLiteral("TC-*.yaml"), QStringLiteral("TC-*.yml"), QStringLiteral("TC-*.json")},
                     QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext() && found.size() < mostElsewhere) {
        const QFileInfo file(all.next());
        if (keys.contains(file.completeBaseName()) && !written.contains(file.absoluteFilePath()))
            found << QDir(folder).relativeFilePath(file.filePath());
    }
    found.sort();
    return found;
}

} // namespace

CaseExport::CaseExport(LabApi& api, QObject* parent) : QObject(parent), m_api(api) {
    m_writing.setMaxThreadCount(1);
}

CaseExport::~CaseExport() {
    m_writing.clear();
    m_writing.waitForDone();
}

void CaseExport::start(std::vector<CaseToExport> cases, casetext::Notation notation, const QString& folder) {
    if (m_isRunning)
        return;
    m_cases = std::move(cases);
    m_why.assign(m_cases.size(), {});
    m_notation = notation;
    m_folder = folder;
    m_jobs.clear();
    m_next = 0;
    m_underWay = m_done = 0;
    m_isRunning = true;
    m_result = {};
    m_result.total = static_cast<int>(m_cases.size());
    next();
}

void CaseExport::stop() {
    if (!m_isRunning || m_result.stopped)
        return;
    m_result.stopped = true;
    for (const auto& [at, job] : std::exchange(m_jobs, {})) {
        if (job)
            job->cancel();
        --m_underWay;
    }
    next();
}

void CaseExport::next() {
    const auto goesOn = [this] {
        return !m_result.stopped && m_result.error.kind == ApiError::Kind::None && m_next < m_cases.size();
    };
    while (goesOn() && m_underWay < mostAtOnce) {
        const std::size_t at = m_next++;
        ++m_underWay;
        m_jobs.emplace(at, m_api.testCase(m_cases[at].id, this,
                                          [this, at](ApiResult<TestCase> result) { onCase(at, result); }));
    }
    if (m_underWay == 0 && !goesOn())
        conclude();
}

void CaseExport::onCase(std::size_t at, const ApiResult<TestCase>& result) {
    m_jobs.erase(at);
    if (!result) {
        if (endsAll(result.error()) && m_result.error.kind == ApiError::Kind::None)
            m_result.error = result.error();
        onDone(at, result.error().kind == ApiError::Kind::NotFound ? tr("somebody has deleted it meanwhile")
                                                                   : result.error().text());
        return;
    }
    const auto text =
        QByteArray::fromStdString(casetext::writeCase({result->key, result->document}, m_notation));
    m_writing.start([this, at, path = m_cases[at].path, text] {
        const QString why = writeSafely(path, text);
        QMetaObject::invokeMethod(
            this, [this, at, why] { onDone(at, why); }, Qt::QueuedConnection);
    });
}

void CaseExport::onDone(std::size_t at, const QString& why) {
    --m_underWay;
    m_why[at] = why;
    if (why.isEmpty())
        ++m_result.written;
    Q_EMIT progress(++m_done, m_result.total);
    next();
}

void CaseExport::conclude() {
    if (!std::exchange(m_isRunning, false))
        return;
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        if (!m_why[i].isEmpty())
            m_result.failed << QStringLiteral("%1: %2").arg(QString::fromStdString(m_cases[i].key), m_why[i]);
    if (m_folder.isEmpty()) {
        Q_EMIT finished(m_result);
        return;
    }
    m_writing.start([this, folder = m_folder, cases = m_cases] {
        const QStringList elsewhere = filesElsewhere(folder, cases);
        QMetaObject::invokeMethod(
            this,
            [this, elsewhere] {
                m_result.elsewhere = elsewhere;
                Q_EMIT finished(m_result);
            },
            Qt::QueuedConnection);
    });
}

} // namespace labwarden::console
