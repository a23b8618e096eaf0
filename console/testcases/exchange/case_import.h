// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/case_import.h"
#include "console/api/request_sequence.h"
#include "console/api/test_case_api.h"
#include "console/testcases/exchange/case_files.h"

#include <QPointer>

#include <memory>
#include <set>

namespace labwarden::console {

/// What has become of an import so far.
struct ImportState {
    CaseImportReport report;       ///< of all files that there is a word about, those that were not sent too
    std::set<std::string> notSent; ///< files that nobody has sent: it was stopped, or it failed before
    std::set<std::string> unknown; ///< files that were sent and never answered
    SequenceResult sequence;       ///< counted in files
    bool isDone = false;           ///< it was in earnest
    bool isWhole() const { return sequence.isWhole(); }
    /// Of its cases, those that an import makes or changes.
    int changing() const { return report.created + report.updated; }
};

/// Sends files to the server: first to hear what an import would do, then in earnest, in as many requests as
/// it takes. Knows no widgets. GUI thread.
class CaseImport : public QObject {
    Q_OBJECT
public:
    explicit CaseImport(TestCaseApi& api, QObject* parent = nullptr);

    void check(std::shared_ptr<const FoundFiles> files);
    /// What check() has found to be done.
    void apply();
    /// A check ends at once, without finished(). In earnest the request under way is answered first, so that
    /// nobody has to guess; then finished() follows.
    void stop();
    bool isRunning() const { return m_sequence && m_sequence->isRunning(); }

    const ImportState& state() const { return m_state; }
    const FoundFiles& files() const { return *m_files; }

Q_SIGNALS:
    void progress(int files, int total);
    void finished();

private:
    void send(std::vector<std::size_t> pieces, bool dryRun);
    void take(const CaseImportReport& report);
    void conclude(const SequenceResult& sequence);

    TestCaseApi& m_api;
    RequestSequence* m_sequence = nullptr;
    std::shared_ptr<const FoundFiles> m_files;
    std::vector<std::size_t> m_pieces; ///< that are sent now, in this order
    std::size_t m_answered = 0;
    ImportState m_state;
    QPointer<ApiJob> m_job;
    bool m_isDryRun = true;
};

} // namespace labwarden::console
