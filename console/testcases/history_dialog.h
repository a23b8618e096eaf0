// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/widgets/revision_dialog.h"

#include <QPointer>

#include <map>

namespace labwarden::console {

/// The revisions of a test case.
class HistoryDialog : public widgets::RevisionDialog {
    Q_OBJECT
public:
    /// `parts` outlive it. `mayRestore`: whether the person may write.
    HistoryDialog(const CaseParts& parts, const std::string& caseId, const QString& key, bool mayRestore,
                  QWidget* parent);

Q_SIGNALS:
    /// Nothing is saved by it.
    void restoreRequested(const labwarden::TestCase& revision);

protected:
    bool isKnown(int revision) const override { return m_known.contains(revision); }
    void fetch(int revision) override;
    std::vector<widgets::Change> changes(int before, int after) const override;
    void restore(int revision) override;

private:
    void load(const std::string& cursor);

    CaseParts m_parts;
    std::string m_caseId;
    std::map<int, TestCase> m_known;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
