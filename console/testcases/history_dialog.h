// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"

#include <QDialog>
#include <QPointer>

#include <map>

class QListWidget;
class QPushButton;
class QScrollArea;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// The revisions of a test case: who made each, when and what for; what differs between any two (one that is
/// chosen alone is compared with the one before it); and the way back to an old one.
class HistoryDialog : public QDialog {
    Q_OBJECT
public:
    /// `parts` outlive it. `mayRestore`: whether the person may write.
    HistoryDialog(const CaseParts& parts, const std::string& caseId, const QString& key, bool mayRestore,
                  QWidget* parent);

Q_SIGNALS:
    /// Nothing is saved by it.
    void restoreRequested(const labwarden::TestCase& revision);

private:
    void load(const std::string& cursor);
    void add(const TestCaseRevision& revision);
    /// The two that are compared, older first; `first` is 0 where there is nothing to compare with.
    std::pair<int, int> chosen() const;
    void compare();
    /// Asks for it unless it is here; then compare() again.
    const TestCase* at(int revision);
    void show(const TestCaseDocument& before, const TestCaseDocument& after);

    CaseParts m_parts;
    std::string m_caseId;
    QListWidget* m_list;
    widgets::Label* m_title;
    widgets::Notice* m_notice;
    QScrollArea* m_changes;
    QPushButton* m_restore;
    std::map<int, TestCase> m_known;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
