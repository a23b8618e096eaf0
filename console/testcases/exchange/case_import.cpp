// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_import.h"

#include "common/casetext/import.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace labwarden::console {

CaseImport::CaseImport(TestCaseApi& api, QObject* parent)
    : QObject(parent), m_api(api), m_files(std::make_shared<FoundFiles>()) {}

void CaseImport::check(std::shared_ptr<const FoundFiles> files) {
    m_files = std::move(files);
    m_state = {};
    m_state.report.files = m_files->refused;
    std::vector<std::size_t> all(m_files->pieces.size());
    std::iota(all.begin(), all.end(), 0);
    send(std::move(all), true);
}

void CaseImport::apply() {
    std::map<std::string, bool> changes;
    for (const auto& file : m_state.report.files)
        changes[file.path] = std::any_of(file.cases.begin(), file.cases.end(), [](const ImportedCase& one) {
            return one.change != CaseChange::unchanged;
        });
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < m_files->pieces.size(); ++i) {
        const auto& piece = m_files->pieces[i].files;
        if (std::any_of(piece.begin(), piece.end(),
                        [&](std::size_t at) { return changes[m_files->files[at].path]; }))
            wanted.push_back(i);
    }
    m_state.isDone = true;
    m_state.report.dryRun = false;
    send(std::move(wanted), false);
}

void CaseImport::send(std::vector<std::size_t> pieces, bool dryRun) {
    m_pieces = std::move(pieces);
    m_answered = 0;
    m_isDryRun = dryRun;
    std::vector<RequestSequence::Step> steps;
    for (const auto number : m_pieces) {
        const auto& piece = m_files->pieces[number];
        steps.push_back({static_cast<int>(piece.files.size()),
                         [this, number, dryRun](QObject* context, RequestSequence::Answered answered) {
                             m_job = m_api.importCases(m_files->pieces[number].body, dryRun, context,
                                                       [this, answered](ApiResult<CaseImportReport> result) {
                                                           if (result) {
                                                               take(*result);
                                                               ++m_answered;
                                                           }
                                                           answered(result.error());
                                                       });
                         }});
    }
    if (m_sequence)
        m_sequence->deleteLater();
    m_sequence = new RequestSequence(this);
    connect(m_sequence, &RequestSequence::progress, this, &CaseImport::progress);
    connect(m_sequence, &RequestSequence::finished, this, &CaseImport::conclude);
    m_sequence->start(std::move(steps));
}

void CaseImport::stop() {
    if (!isRunning())
        return;
    m_sequence->stop();
    if (!m_isDryRun)
        return;
    if (m_job)
        m_job->cancel();
    m_sequence->deleteLater();
    m_sequence = nullptr;
}

/// What the server says of a file now takes the place of what it has said before.
void CaseImport::take(const CaseImportReport& report) {
    std::map<std::string, const CaseFileReport*> fresh;
    for (const auto& file : report.files)
        fresh[file.path] = &file;
    std::erase_if(m_state.report.files,
                  [&](const CaseFileReport& file) { return fresh.contains(file.path); });
    m_state.report.files.insert(m_state.report.files.end(), report.files.begin(), report.files.end());
}

void CaseImport::conclude(const SequenceResult& sequence) {
    m_state.sequence = sequence;
    for (std::size_t i = m_answered; i < m_pieces.size(); ++i)
        for (const auto at : m_files->pieces[m_pieces[i]].files)
            (i == m_answered && sequence.unknown > 0 ? m_state.unknown : m_state.notSent)
                .insert(m_files->files[at].path);
    // Of those what the check has said is no report of what was done.
    std::erase_if(m_state.report.files, [&](const CaseFileReport& file) {
        return m_state.notSent.contains(file.path) || m_state.unknown.contains(file.path);
    });
    std::sort(m_state.report.files.begin(), m_state.report.files.end(),
              [](const CaseFileReport& a, const CaseFileReport& b) { return a.path < b.path; });
    casetext::countUp(m_state.report);
    Q_EMIT finished();
}

} // namespace labwarden::console
