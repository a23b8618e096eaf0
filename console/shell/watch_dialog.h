// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/watch_list.h"

#include <QDialog>

class QCheckBox;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace labwarden::widgets {
class EmptyState;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

class NewsModel;
class WatchModel;

/// Everything that the person watches, where it can be opened and ended, and what they were told lately.
class WatchDialog : public QDialog {
    Q_OBJECT
public:
    /// All outlive it.
    WatchDialog(const LabStore& store, WatchList& list, NewsModel& news, QWidget* parent = nullptr);

Q_SIGNALS:
    void openRequested(labwarden::console::WatchKind kind, const std::string& id);

private:
    QWidget* makeWatches();
    QWidget* makeNews();
    QLayout* makeButtons();
    void update();
    void openCurrent();
    void openNews(const QModelIndex& index);
    void endSelected();
    std::vector<std::string> selected() const;

    WatchList& m_list;
    NewsModel& m_news;
    WatchModel* m_model;
    QTableView* m_table;
    QTableView* m_newsTable;
    widgets::SectionHeader* m_newsHeader;
    widgets::EmptyState* m_empty;
    QStackedWidget* m_stack;
    QPushButton* m_open;
    QPushButton* m_end;
    QPushButton* m_endAll;
    QCheckBox* m_ownRuns;
};

} // namespace labwarden::console
