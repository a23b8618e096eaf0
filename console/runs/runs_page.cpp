// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/runs_page.h"

#include "console/runs/run_state_delegate.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/search_field.h"
#include "console/widgets/stale_bar.h"
#include "console/widgets/table.h"

#include <QButtonGroup>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int cellPadding = 6; ///< of the style, left of a cell's text

struct ColumnWidth {
    int column, width;
};
constexpr ColumnWidth widths[] = {
    {RunTableModel::Number, 84},   {RunTableModel::State, 132},           {RunTableModel::Case, 220},
    {RunTableModel::Devices, 130}, {RunTableModel::EnvironmentName, 130}, {RunTableModel::StartedBy, 120},
    {RunTableModel::Started, 150}, {RunTableModel::Duration, 96}};

} // namespace

RunsPage::RunsPage(LabStore& store, LabSync& sync, const Clock& clock, QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_model(new RunTableModel(store, clock, this))
    , m_search(new widgets::SearchField(this))
    , m_start(new QPushButton(style::icon(Icon::play, Token::onFilled), tr("Start run"), this))
    , m_table(new QTableView(this))
    , m_states(new RunStateDelegate(m_table))
    , m_staleBar(new widgets::StaleBar(widgets::StaleBar::Subject::runs, this))
    , m_empty(new widgets::EmptyState(this))
    , m_stack(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("runsPage"));
    m_model->setFetcher([&sync] { return sync.canLoadOlderRuns(); }, [&sync] { sync.loadOlderRuns(); });

    m_search->setObjectName(QStringLiteral("runSearchField"));
    m_search->setPlaceholderText(tr("Filter runs…"));
    m_search->setAccessibleName(tr("Filter runs"));
    m_start->setObjectName(QStringLiteral("startRunPushButton"));
    m_start->setToolTip(tr("Start a test run (Ctrl+N)"));
    style::setButtonRole(m_start, style::ButtonRole::primary);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(margin, 14, margin, 0);
    head->setSpacing(10);
    head->addWidget(new widgets::Label(tr("Runs"), Text::title, Token::text, this));
    head->addStretch(1);
    head->addWidget(m_search);
    head->addWidget(m_start);

    auto* chips = new QHBoxLayout;
    chips->setContentsMargins(margin, 12, margin, 12);
    chips->setSpacing(8);
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    const auto add = [&](const QString& word, std::optional<Token> dot, RunFilter::Kind kind,
                         const char* name) {
        auto* chip = new widgets::Chip(word, dot, this);
        chip->setObjectName(QLatin1String(name));
        group->addButton(chip);
        chips->addWidget(chip);
        m_chips.emplace_back(kind, chip);
        connect(chip, &widgets::Chip::toggled, this, &RunsPage::applyFilter);
    };
    add(tr("All"), {}, RunFilter::Kind::all, "allRunsChip");
    add(tr("Active"), Token::underTest, RunFilter::Kind::active, "activeRunsChip");
    add(tr("Passed"), Token::available, RunFilter::Kind::passed, "passedRunsChip");
    add(tr("Failed"), Token::failed, RunFilter::Kind::failed, "failedRunsChip");
    add(tr("Other"), Token::offline, RunFilter::Kind::other, "otherRunsChip");
    m_chips.back().second->setToolTip(tr("Ended by an error of the lab, a time limit, or cancelled"));
    chips->addStretch(1);
    m_chips.front().second->setChecked(true);

    m_table->setObjectName(QStringLiteral("runTableView"));
    m_table->setAccessibleName(tr("Test runs"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    m_table->setSortingEnabled(false); // newest first, always: that is what a run's number is for
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(RunTableModel::State, m_states);
    widgets::leadFocus(this, m_table);
    auto* columns = m_table->horizontalHeader();
    columns->setStretchLastSection(false);
    for (const auto& [column, width] : widths)
        columns->resizeSection(column, width);
    columns->setSectionResizeMode(RunTableModel::Case, QHeaderView::Stretch);
    widgets::rememberColumns(m_table, settings, QStringLiteral("runs"));

    m_staleBar->setObjectName(QStringLiteral("staleRunsBar"));
    m_staleBar->hide();
    m_empty->setObjectName(QStringLiteral("runsEmptyState"));
    // The text of the first column stands where the title does.
    auto* pane = new QWidget(this);
    m_table->viewport()->setBackgroundRole(QPalette::Window);
    auto* paneLayout = new QVBoxLayout(pane);
    paneLayout->setContentsMargins(margin - cellPadding, 0, margin - cellPadding, 0);
    paneLayout->addWidget(m_table);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(chips);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_staleBar);
    layout->addWidget(m_stack, 1);

    connect(m_search, &QLineEdit::textChanged, this, &RunsPage::applyFilter);
    connect(m_start, &QPushButton::clicked, this, &RunsPage::startRequested);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_store.runs().empty()) {
            Q_EMIT startRequested();
        } else {
            m_search->clear();
            m_chips.front().second->setChecked(true);
        }
    });
    connect(m_table, &QTableView::clicked, this, &RunsPage::activate);
    connect(m_table, &QTableView::activated, this, &RunsPage::activate);
    connect(m_model, &RunTableModel::rowsInserted, this, &RunsPage::update);
    connect(m_model, &RunTableModel::rowsRemoved, this, &RunsPage::update);
    connect(m_model, &RunTableModel::modelReset, this, &RunsPage::update);
    connect(&m_store, &LabStore::changed, this, &RunsPage::update);
    connect(&m_store, &LabStore::sessionChanged, this, &RunsPage::update);
    update();
}

void RunsPage::applyFilter() {
    RunFilter filter;
    filter.text = m_search->text();
    for (const auto& [kind, chip] : m_chips)
        if (chip->isChecked())
            filter.kind = kind;
    m_model->setFilter(filter);
}

void RunsPage::update() {
    m_start->setVisible(m_store.may("runs:start"));
    for (const auto& [kind, chip] : m_chips)
        chip->setCount(m_store.runsLoaded() ? std::optional(m_model->countOf(kind)) : std::nullopt);
    if (m_model->rowCount() > 0) {
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentWidget(m_empty);
    const bool mayStart = m_store.may("runs:start");
    if (!m_store.runsLoaded())
        m_empty->setContent(Icon::hourglass, tr("Loading the runs…"));
    else if (m_store.runs().empty())
        m_empty->setContent(
            Icon::circlePlay, tr("No test has been run yet"),
            mayStart ? tr("Choose devices, a test case and an environment; the verdict comes here.")
                     : tr("Runs appear here as soon as somebody starts one."),
            mayStart ? tr("Start run") : QString());
    else
        m_empty->setContent(Icon::searchX, tr("No run matches"),
                            tr("Other words, or another filter, may find it."), tr("Show all runs"));
}

/// A narrow page leaves out what the open run says anyway, rather than hide the end of the table behind a
/// scroll bar.
void RunsPage::fitColumns() {
    auto* columns = m_table->horizontalHeader();
    int needed = 0;
    for (const auto& [column, width] : widths) {
        columns->showSection(column);
        needed += column == RunTableModel::Case ? width : columns->sectionSize(column);
    }
    for (const int column : {RunTableModel::EnvironmentName, RunTableModel::StartedBy, RunTableModel::Started,
                             RunTableModel::Devices}) {
        if (needed <= width() - 2 * margin)
            break;
        needed -= columns->sectionSize(column);
        columns->hideSection(column);
    }
}

void RunsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

void RunsPage::activate(const QModelIndex& index) {
    if (index.isValid())
        Q_EMIT runActivated(m_model->at(index.row()).id);
}

void RunsPage::setLive(bool live, std::optional<Timestamp> lastHeard) {
    m_staleBar->setLastHeard(lastHeard);
    m_staleBar->setVisible(!live);
    m_states->setStale(!live);
    m_table->viewport()->update();
}

void RunsPage::setOpenRun(const std::string& runId) {
    const int row = m_model->rowOf(runId);
    if (row < 0)
        m_table->clearSelection();
    else if (m_table->currentIndex().row() != row)
        m_table->selectRow(row);
}

} // namespace labwarden::console
