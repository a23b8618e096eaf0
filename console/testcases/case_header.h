// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <QWidget>

class QToolButton;
class QUndoStack;

namespace labwarden::widgets {
class Label;
class SegmentSwitch;
class StateBadge;
} // namespace labwarden::widgets

namespace labwarden::console {

/// The head of the editor: which case it is, how it stands, and what can be done with it.
class CaseHeader : public QWidget {
    Q_OBJECT
public:
    explicit CaseHeader(QWidget* parent = nullptr);

    void setTextShown(bool isText);
    /// While it is asked for.
    void showLoading(const QString& name);
    /// `base` is as the server has it; without an id it is a new one.
    void showCase(const TestCaseDocument& document, const TestCase& base, const QUndoStack& undo,
                  bool mayStart);
    /// Who uses it; empty: not known.
    void showUsage(const QString& words);

Q_SIGNALS:
    void textRequested(bool isText);
    void undoRequested();
    void redoRequested();
    void historyRequested();
    void startRequested();
    void closeRequested();

private:
    widgets::Label *m_title, *m_facts, *m_usage;
    widgets::StateBadge* m_badge;
    widgets::SegmentSwitch* m_switch;
    QToolButton *m_undo, *m_redo, *m_history, *m_start;
};

} // namespace labwarden::console
