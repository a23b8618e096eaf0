// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_parts.h"

#include <QWidget>

#include <optional>
#include <string>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace labwarden::widgets {
class EmptyState;
class Notice;
class SearchField;
class StaleBar;
} // namespace labwarden::widgets

namespace labwarden::console {

class EnvironmentActions;
class EnvironmentEditor;
class EnvironmentModel;
class EnvironmentProxy;

/// The Environments page: all of them, the open one in its editor at the right. GUI thread.
class EnvironmentsPage : public QWidget {
    Q_OBJECT
public:
    /// What `parts` refer to outlives it.
    explicit EnvironmentsPage(const EnvironmentParts& parts, QWidget* parent = nullptr);

    /// Opens it, or goes to where it is open; asks first when something else is not saved.
    void openEnvironment(const std::string& id);
    void newEnvironment();
    EnvironmentEditor* editor() const { return m_editor; }
    QTableView* table() const { return m_table; }
    EnvironmentProxy* shown() const { return m_proxy; }
    /// While the connection is lost what is shown may be out of date.
    void setLive(bool live, std::optional<Timestamp> since);

private:
    QWidget* makeList();
    QLayout* makeHead();
    void makeTable(QWidget* parent);
    void connectTable();
    void connectActions();
    void select(const std::string& id);
    std::string current() const;
    void update();
    void showEmpty();
    void setNarrow(bool narrow);
    void sessionChanged();

    EnvironmentParts m_parts;
    EnvironmentModel* m_model;
    EnvironmentProxy* m_proxy;
    EnvironmentActions* m_actions;
    widgets::SearchField* m_search = nullptr;
    QPushButton* m_new = nullptr;
    widgets::Notice* m_notice;
    widgets::StaleBar* m_staleBar;
    QTableView* m_table = nullptr;
    widgets::EmptyState* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter;
    EnvironmentEditor* m_editor;
    std::string m_person;
    std::string m_awaited; ///< a new one, selected as soon as the list has it
};

} // namespace labwarden::console
