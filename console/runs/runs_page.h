// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/runs/run_table_model.h"
#include "console/store/lab_sync.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QSettings;
class QStackedWidget;
class QTableView;

namespace labwarden::widgets {
class Chip;
class EmptyState;
class SearchField;
class StaleBar;
} // namespace labwarden::widgets

namespace labwarden::console {

class RunStateDelegate;

/// The runs of the lab, newest first, live; choosing one opens it at the right.
class RunsPage : public QWidget {
    Q_OBJECT
public:
    RunsPage(LabStore& store, LabSync& sync, const Clock& clock, QSettings& settings,
             QWidget* parent = nullptr);

    /// Marks the run that is open; empty: none.
    void setOpenRun(const std::string& runId);
    /// Whether what is shown is true now. While it is not, states are shown without colour and a bar says
    /// since when.
    void setLive(bool live, std::optional<Timestamp> lastHeard = {});

Q_SIGNALS:
    void runActivated(const std::string& runId);
    void startRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyFilter();
    void update();
    void fitColumns();
    void activate(const QModelIndex& index);

    LabStore& m_store;
    RunTableModel* m_model;
    widgets::SearchField* m_search;
    QPushButton* m_start;
    std::vector<std::pair<RunFilter::Kind, widgets::Chip*>> m_chips;
    QTableView* m_table;
    RunStateDelegate* m_states;
    widgets::StaleBar* m_staleBar;
    widgets::EmptyState* m_empty;
    QStackedWidget* m_stack;
};

} // namespace labwarden::console
