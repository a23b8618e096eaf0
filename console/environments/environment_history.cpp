// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_history.h"

#include "console/environments/environment_difference.h"

namespace labwarden::console {

EnvironmentHistoryDialog::EnvironmentHistoryDialog(const EnvironmentParts& parts,
                                                   const Environment& environment, bool mayRestore,
                                                   QWidget* parent)
    : RevisionDialog(QString::fromStdString(environment.document.name), mayRestore, parent)
    , m_parts(parts)
    , m_id(environment.id) {
    load({});
}

void EnvironmentHistoryDialog::load(const std::string& cursor) {
    m_parts.environments.revisions(m_id, cursor, this, [this](ApiResult<EnvironmentHistory> result) {
        if (!result) {
            problem(result.error().title, result.error().detail);
            return;
        }
        std::vector<Entry> entries;
        for (const auto& revision : result->revisions)
            entries.push_back({revision.revision, QString::fromStdString(revision.message),
                               QString::fromStdString(revision.createdBy), revision.createdAt});
        if (!result->nextCursor.empty())
            load(result->nextCursor);
        add(entries);
    });
}

void EnvironmentHistoryDialog::fetch(int revision) {
    if (m_job)
        m_job->cancel();
    m_job = m_parts.environments.atRevision(m_id, revision, this,
                                            [this, revision](ApiResult<Environment> result) {
                                                if (!result) {
                                                    problem(result.error().title, result.error().detail);
                                                    return;
                                                }
                                                m_known.emplace(revision, *result);
                                                arrived();
                                            });
}

std::vector<widgets::Change> EnvironmentHistoryDialog::changes(int before, int after) const {
    return changesBetween(before > 0 ? m_known.at(before).document : EnvironmentDocument{},
                          m_known.at(after).document);
}

void EnvironmentHistoryDialog::restore(int revision) {
    Q_EMIT restoreRequested(m_known.at(revision));
}

} // namespace labwarden::console
