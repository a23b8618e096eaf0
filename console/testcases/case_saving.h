// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"

#include <QObject>
#include <QPointer>

namespace labwarden::console {

/// Brings a draft to the server: creates, saves, and when somebody else was faster lets the person choose,
/// part by part, over what all three versions say. GUI thread.
class CaseSaving : public QObject {
    Q_OBJECT
public:
    /// `owner`: over which questions are asked.
    CaseSaving(const CaseParts& parts, QWidget* owner);

    void create(const TestCaseDocument& document);
    /// `base`: what the draft was made from.
    void save(const TestCase& base, const TestCaseDocument& document, const std::string& message);
    /// What is under way is not reported any more; the server may still do it.
    void cancel();
    bool isBusy() const { return m_job; }

Q_SIGNALS:
    void busyChanged(bool busy);
    void saved(const labwarden::TestCase& testCase);
    /// Theirs is the newest now, and this is what the person has chosen of both: on the screen, not saved.
    void rebased(const labwarden::TestCase& theirs, const labwarden::TestCaseDocument& merged);
    void refused(const labwarden::console::ApiError& error);

private:
    void meetTheirs(const TestCase& base, const TestCaseDocument& mine, const std::string& message);
    void compare(const TestCase& base, const TestCase& theirs, const TestCaseDocument& mine,
                 const std::string& message);
    void finish(ApiResult<TestCaseChange> result);

    CaseParts m_parts;
    QWidget* m_owner;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
