// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/runs/run_watch.h"
#include "console/store/lab_sync.h"
#include "console/store/watch_list.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace labwarden::widgets {
class KeyValues;
class Label;
class Notice;
class SectionHeader;
class StateBadge;
class StepTimeline;
} // namespace labwarden::widgets

namespace labwarden::console {

class CriteriaList;
class LogView;
class RunFacts;
class TelemetryPanel;

/// One run, at the right of the window: how it stands, its steps, its criteria with their values, its
/// telemetry and log.
class RunInspector : public QWidget {
    Q_OBJECT
public:
    RunInspector(LabApi& api, LabStore& store, LabSync& sync, const Clock& clock, QWidget* parent = nullptr);

    /// The run can be watched from now on. `list` outlives it.
    void setWatchList(WatchList& list);
    void openRun(const std::string& runId);
    void close();
    const std::string& runId() const { return m_watch.runId(); }
    void copyLink();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeOverview();
    QWidget* makeDetails();
    void showHead(const TestRun& run);
    void showDetail(const TestRunDetail& run);
    void showTimes();
    void cancelRun();
    void showWatch();

    LabApi& m_api;
    LabStore& m_store;
    LabSync& m_sync;
    const Clock& m_clock;
    RunWatch m_watch;
    TestRunDetail m_run;
    bool m_hasDetail = false;
    WatchList* m_watches = nullptr;
    QTimer m_seconds;

    widgets::Label* m_title;
    widgets::StateBadge* m_badge;
    widgets::Label* m_subtitle;
    QToolButton* m_watchRun;
    QToolButton* m_link;
    QPushButton* m_grafana;
    QPushButton* m_cancel;
    QToolButton* m_close;
    widgets::Notice* m_notice;
    QTabBar* m_tabs;
    QStackedWidget* m_parts;
    widgets::KeyValues* m_facts;
    widgets::Notice* m_why;
    widgets::SectionHeader* m_timelineHeader;
    widgets::StepTimeline* m_timeline;
    widgets::SectionHeader* m_criteriaHeader;
    CriteriaList* m_criteria;
    TelemetryPanel* m_telemetry;
    LogView* m_log;
    RunFacts* m_details;
};

} // namespace labwarden::console
