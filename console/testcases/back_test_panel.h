// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/back_test.h"

#include <QWidget>

class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace labwarden::widgets {
class EmptyState;
class Label;
class Notice;
class ParameterForm;
} // namespace labwarden::widgets

namespace labwarden::console {

class BackTestCharts;
class BackTestModel;
class DeviceBox;
class SpanChoice;
class TrialDevice;

/// Beside the editor: the criteria as they are being written, on telemetry of a device that is there already.
/// Every change of device, time, parameters or a criterion is tried at once. GUI thread.
class BackTestPanel : public QWidget {
    Q_OBJECT
public:
    /// All outlive it.
    BackTestPanel(const CaseParts& parts, CaseDraft& draft, TrialDevice& device, QWidget* parent = nullptr);

    /// Of the case whose draft it is; empty: a new one. The keyboard goes to the first choice that is
    /// missing.
    void open(const std::string& caseId);
    void close();
    const BackTest& test() const { return m_test; }
    const BackTestCharts& charts() const { return *m_charts; }

Q_SIGNALS:
    void closed();
    /// Where a criterion is written: "/criteria/2/expression".
    void criterionWanted(const QString& pointer);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLayout* makeHead();
    QLayout* makeForm();
    QLayout* makeStatus();
    QWidget* makeResults();
    void connectParts();
    void fillRuns();
    void showParameters();
    void ask();
    void showBusy();
    void showAnswer();
    void showEmpty();
    void showChosen();
    void onFailure(const ApiError& error);
    std::optional<std::size_t> chosenRow() const;

    CaseParts m_parts;
    CaseDraft& m_draft;
    TrialDevice& m_device;
    BackTest m_test;
    std::string m_caseId;
    DeviceBox* m_deviceBox = nullptr;
    SpanChoice* m_span = nullptr;
    QToolButton *m_parametersButton = nullptr, *m_close = nullptr;
    widgets::ParameterForm* m_parameters = nullptr;
    std::vector<Parameter> m_asked; ///< that the form asks for
    widgets::Label *m_summary = nullptr, *m_detail = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    widgets::Notice* m_notice = nullptr;
    BackTestModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    BackTestCharts* m_charts = nullptr;
    widgets::EmptyState *m_noCharts = nullptr, *m_nothing = nullptr;
    QStackedWidget *m_chartStack = nullptr, *m_stack = nullptr;
    QTimer m_slow; ///< an answer within it needs no progress
};

} // namespace labwarden::console
