// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_fields.h"
#include "console/testcases/criterion_parts.h"

class QToolButton;

namespace labwarden::console {

class CaseHelp;
class ExpressionLine;
class LiveLine;
struct LiveValue;

/// One criterion: its parts in fields, or as it is written where it cannot be shown in parts or a person
/// wants to write; below, how much it counts and over which step it is judged.
class CriterionGroup : public CaseFields {
    Q_OBJECT
public:
    CriterionGroup(CaseDraft& draft, CaseHelp& help, int index, QWidget* parent);

    void refresh() override;
    void showFaults() override;
    QWidget* fieldAt(const QString& pointer) const override;
    QString pointerOfFocus() const override;
    QList<QWidget*> tabStops() const override;
    /// What it comes to on the device that it is tried on.
    void setLive(const std::optional<LiveValue>& value);
    /// Whether it is shown as text.
    bool isText() const { return m_isText; }

private:
    void makeParts();
    QLayout* makeSecondLine();
    CriterionSpec* spec(TestCaseDocument& document) const;
    QString expression() const;
    CriterionParts partsWritten() const;
    void writeParts();
    void showExpression();
    void setText(bool isText);
    void showSteps();
    QWidget* fieldOf(CriterionPart part) const;

    CaseHelp& m_help;
    std::size_t m_index;
    bool m_isText = false;
    QWidget* m_parts;
    QComboBox *m_aggregate, *m_comparison, *m_severity, *m_step;
    QLineEdit *m_metric, *m_limit, *m_upper, *m_unit, *m_window;
    QWidget* m_and;
    ExpressionLine* m_text;
    LiveLine* m_live;
    QToolButton* m_switch;
};

} // namespace labwarden::console
