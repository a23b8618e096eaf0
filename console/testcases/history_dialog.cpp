// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/history_dialog.h"

#include "console/testcases/case_difference.h"
#include "console/testcases/case_words.h"

namespace labwarden::console {

HistoryDialog::HistoryDialog(const CaseParts& parts, const std::string& caseId, const QString& key,
                             bool mayRestore, QWidget* parent)
    : RevisionDialog(key, mayRestore, parent), m_parts(parts), m_caseId(caseId) {
    load({});
}

void HistoryDialog::load(const std::string& cursor) {
    m_parts.cases.revisions(m_caseId, cursor, this, [this](ApiResult<RevisionPage> result) {
        if (!result) {
            problem(result.error().title, result.error().detail);
            return;
        }
        std::vector<Entry> entries;
        for (const auto& revision : result->revisions) {
            const auto look = lookOf(revision.status);
            const QString runs = revision.runs == 0   ? tr("no runs")
                                 : revision.runs == 1 ? tr("1 run")
                                                      : tr("%1 runs").arg(revision.runs);
            entries.push_back({revision.revision, QString::fromStdString(revision.message),
                               QString::fromStdString(revision.createdBy), revision.createdAt, look.icon,
                               look.colour, look.word, runs});
        }
        if (!result->nextCursor.empty())
            load(result->nextCursor);
        add(entries);
    });
}

void HistoryDialog::fetch(int revision) {
    if (m_job)
        m_job->cancel();
    m_job = m_parts.cases.atRevision(m_caseId, revision, this, [this, revision](ApiResult<TestCase> result) {
        if (!result) {
            problem(result.error().title, result.error().detail);
            return;
        }
        m_known.emplace(revision, *result);
        arrived();
    });
}

std::vector<widgets::Change> HistoryDialog::changes(int before, int after) const {
    return changesBetween(before > 0 ? m_known.at(before).document : TestCaseDocument{},
                          m_known.at(after).document);
}

void HistoryDialog::restore(int revision) {
    Q_EMIT restoreRequested(m_known.at(revision));
}

} // namespace labwarden::console
