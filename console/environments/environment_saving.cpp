// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_saving.h"

#include "console/environments/environment_difference.h"
#include "console/environments/environment_draft.h"

#include <QWidget>

namespace labwarden::console {

EnvironmentSaving::EnvironmentSaving(const EnvironmentParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

void EnvironmentSaving::cancel() {
    if (!m_job)
        return;
    m_job->cancel();
    m_job = nullptr;
    Q_EMIT busyChanged(false);
}

void EnvironmentSaving::create(const EnvironmentDocument& document) {
    cancel();
    m_job = m_parts.environments.create(
        document, this, [this](ApiResult<EnvironmentChange> result) { finish(std::move(result)); });
    Q_EMIT busyChanged(true);
}

void EnvironmentSaving::save(const Environment& base, const EnvironmentDocument& document,
                             const std::string& message) {
    cancel();
    m_job = m_parts.environments.save(base.id, {document, message}, base.revision, this,
                                      [this, base, document, message](ApiResult<EnvironmentChange> result) {
                                          if (!result && result.error().kind == ApiError::Kind::Stale)
                                              meetTheirs(base, document, message);
                                          else
                                              finish(std::move(result));
                                      });
    Q_EMIT busyChanged(true);
}

void EnvironmentSaving::finish(ApiResult<EnvironmentChange> result) {
    m_job = nullptr;
    Q_EMIT busyChanged(false);
    if (!result) {
        Q_EMIT refused(result.error());
        return;
    }
    m_parts.sync.accept(result->events);
    Q_EMIT saved(result->environment);
}

/// Somebody else has saved meanwhile: what they have made of it comes first.
void EnvironmentSaving::meetTheirs(const Environment& base, const EnvironmentDocument& mine,
                                   const std::string& message) {
    m_job = m_parts.environments.newest(base.id, this,
                                        [this, base, mine, message](ApiResult<Environment> theirs) {
                                            m_job = nullptr;
                                            Q_EMIT busyChanged(false);
                                            if (theirs)
                                                compare(base, *theirs, mine, message);
                                            else
                                                Q_EMIT refused(theirs.error());
                                        });
}

void EnvironmentSaving::compare(const Environment& base, const Environment& theirs,
                                const EnvironmentDocument& mine, const std::string& message) {
    const auto found = differencesOf(base.document, mine, theirs.document);
    if (found.differences.empty()) {
        Q_EMIT saved(theirs); // both want the same
        return;
    }
    auto* dialog = new widgets::DifferenceDialog(QString::fromStdString(theirs.document.name),
                                                 found.differences, m_owner);
    connect(dialog, &QDialog::accepted, this, [this, dialog, found, theirs, mine, message] {
        const auto document = merged(mine, theirs.document, found, dialog->sides());
        Q_EMIT rebased(theirs, document);
        if (allFaultsOf(written(document), theirs.document).empty())
            save(theirs, document, message);
    });
    dialog->open();
}

} // namespace labwarden::console
