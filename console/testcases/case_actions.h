// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"

#include <QObject>
#include <QPointer>

class QMenu;

namespace labwarden::console {

class CaseHelp;

/// What is done with test cases from the list: start, duplicate, move, tag, approve, retire, delete. Each
/// says afterwards what was done, and which were refused and why. GUI thread.
class CaseActions : public QObject {
    Q_OBJECT
public:
    using Cases = std::vector<TestCaseSummary>;

    /// `owner`: over which questions are asked.
    CaseActions(const CaseParts& parts, CaseHelp& help, QWidget* owner);

    /// What can be done with these; belongs to the owner and deletes itself.
    QMenu* makeMenu(const Cases& cases);
    void editTags(const Cases& cases);
    void move(const Cases& cases);
    void setStatus(const Cases& cases, CaseStatus status);
    void remove(const Cases& cases);
    void duplicate(const TestCaseSummary& summary);

Q_SIGNALS:
    void openRequested(const std::string& id);
    void startRequested(const std::string& id);
    /// Of what is selected.
    void exportRequested();
    /// A copy that is not saved yet.
    void copied(const labwarden::TestCaseDocument& document);
    void done(const QString& words, const QString& detail);
    void failed(const QString& words, const QString& detail);

private:
    void send(CasesChange change, const Cases& cases);
    void removeNext(Cases cases, int removed, QStringList refused);

    CaseParts m_parts;
    CaseHelp& m_help;
    QWidget* m_owner;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
