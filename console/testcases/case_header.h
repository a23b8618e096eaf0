// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/forms/editor_header.h"

namespace labwarden::widgets {
class SegmentSwitch;
}

namespace labwarden::console {

/// The head of the editor: which case it is, how it stands, and what can be done with it.
class CaseHeader : public EditorHeader {
    Q_OBJECT
public:
    explicit CaseHeader(QWidget* parent = nullptr);

    void setTextShown(bool isText);

    /// `base` is as the server has it; without an id it is a new one.
    void showCase(const TestCaseDocument& document, const TestCase& base, const QUndoStack& undo,
                  bool mayStart);
    /// Who uses it; empty: not known.
    void showUsage(const QString& words) { showNote(words); }

Q_SIGNALS:
    void textRequested(bool isText);
    void historyRequested();
    void startRequested();

private:
    widgets::SegmentSwitch* m_switch;
    QToolButton *m_history, *m_start;
};

} // namespace labwarden::console
