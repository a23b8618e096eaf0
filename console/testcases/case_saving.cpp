// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_saving.h"

#include "console/testcases/case_difference.h"
#include "console/testcases/case_draft.h"

#include <QWidget>

#include <algorithm>

namespace labwarden::console {

CaseSaving::CaseSaving(const CaseParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

void CaseSaving::cancel() {
    if (!m_job)
        return;
    m_job->cancel();
    m_job = nullptr;
    Q_EMIT busyChanged(false);
}

void CaseSaving::create(const TestCaseDocument& document) {
    cancel();
    m_job = m_parts.cases.create(document, this,
                                 [this](ApiResult<TestCaseChange> result) { finish(std::move(result)); });
    Q_EMIT busyChanged(true);
}

void CaseSaving::save(const TestCase& base, const TestCaseDocument& document, const std::string& message) {
    cancel();
    m_job = m_parts.cases.save(base.id, {document, message}, base.revision, this,
                               [this, base, document, message](ApiResult<TestCaseChange> result) {
                                   if (!result && result.error().kind == ApiError::Kind::Stale)
                                       meetTheirs(base, document, message);
                                   else
                                       finish(std::move(result));
                               });
    Q_EMIT busyChanged(true);
}

void CaseSaving::finish(ApiResult<TestCaseChange> result) {
    m_job = nullptr;
    Q_EMIT busyChanged(false);
    if (!result) {
        Q_EMIT refused(result.error());
        return;
    }
    m_parts.sync.accept(result->events);
    Q_EMIT saved(result->testCase);
}

/// Somebody else has saved meanwhile: what they have made of it comes first.
void CaseSaving::meetTheirs(const TestCase& base, const TestCaseDocument& mine, const std::string& message) {
    m_job = m_parts.api.testCase(base.id, this, [this, base, mine, message](ApiResult<TestCase> theirs) {
        m_job = nullptr;
        Q_EMIT busyChanged(false);
        if (theirs)
            compare(base, *theirs, mine, message);
        else
            Q_EMIT refused(theirs.error());
    });
}

void CaseSaving::compare(const TestCase& base, const TestCase& theirs, const TestCaseDocument& mine,
                         const std::string& message) {
    const auto found = differencesOf(base.document, mine, theirs.document);
    if (found.differences.empty()) {
        Q_EMIT saved(theirs); // both want the same
        return;
    }
    auto* dialog =
        new widgets::DifferenceDialog(QString::fromStdString(theirs.key), found.differences, m_owner);
    connect(dialog, &QDialog::accepted, this, [this, dialog, found, base, theirs, mine, message] {
        const auto document = merged(base.document, mine, theirs.document, found, dialog->sides());
        Q_EMIT rebased(theirs, document);
        if (allFaultsOf(document).empty())
            save(theirs, document, message);
    });
    dialog->open();
}

} // namespace labwarden::console
