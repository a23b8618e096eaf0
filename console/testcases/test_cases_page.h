// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/testcases/case_search.h"
#include "console/testcases/draft_shelf.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

class QHBoxLayout;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace labwarden::widgets {
class Chip;
class EmptyState;
class Notice;
class SearchField;
class StaleBar;
} // namespace labwarden::widgets

namespace labwarden::console {

class BackTestPanel;
class CaseActions;
class CaseEditor;
class CaseExchange;
class CaseHelp;
class CaseTree;
class CaseTreeModel;
class TrialDevice;

/// The Test cases page: all cases in their folders, the open one in its editor at the right. GUI thread.
class TestCasesPage : public QWidget {
    Q_OBJECT
public:
    /// All outlive it.
    explicit TestCasesPage(const CaseParts& parts, QWidget* parent = nullptr);

    /// Opens it, or shows it where it is open; asks first when something else is not saved.
    void openCase(const std::string& id);
    void newCase();
    CaseEditor* editor() const { return m_editor; }
    CaseExchange* exchange() const { return m_exchange; }
    BackTestPanel* backTest() const { return m_backTest; }
    /// While the connection is lost what is shown may be out of date.
    void setLive(bool live, std::optional<Timestamp> since);

Q_SIGNALS:
    void startRequested(const std::string& testCaseId);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeList();
    QLayout* makeHead();
    QLayout* makeChips(QWidget* parent);
    void connectParts();
    void applyFilter(const CaseSearch::Found& found = {});
    void search();
    void openBackTest();
    void showList();
    void divide();
    void update();
    void refreshHelp();
    void sessionChanged();
    void offerDrafts();

    CaseParts m_parts;
    CaseHelp* m_help;
    DraftShelf m_shelf;
    CaseTreeModel* m_model;
    CaseSearch* m_inText;
    CaseActions* m_actions;
    widgets::SearchField* m_search = nullptr;
    QPushButton* m_new = nullptr;
    QHBoxLayout* m_head = nullptr;
    std::vector<std::pair<std::optional<CaseStatus>, widgets::Chip*>> m_chips;
    widgets::Notice* m_notice;
    widgets::StaleBar* m_staleBar;
    CaseTree* m_tree = nullptr;
    widgets::EmptyState* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter;
    CaseEditor* m_editor;
    CaseExchange* m_exchange;
    TrialDevice* m_trialDevice;
    QWidget* m_list;
    BackTestPanel* m_backTest = nullptr;
    std::optional<KeptDraft> m_offered;
    std::string m_person;
    std::string m_awaited; ///< a new case, selected as soon as the list has it
    bool m_metricsAsked = false;
};

} // namespace labwarden::console
