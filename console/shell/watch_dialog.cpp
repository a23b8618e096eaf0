// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/watch_dialog.h"

#include "console/shell/news_model.h"
#include "console/shell/watch_model.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/section_header.h"
#include "console/widgets/table.h"

#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int margin = style::metrics::pageMargin;
constexpr int stateWidth = 140;
constexpr int wantedWidth = 240;
constexpr int timeWidth = 96;
constexpr int mostNewsRows = 4; ///< without scrolling

void setUp(QTableView* table, QAbstractItemModel* model, const char* name, const QString& accessibleName) {
    table->setObjectName(QLatin1String(name));
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    widgets::setUpTable(table);
    table->setSortingEnabled(false);
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setSectionsMovable(false);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

} // namespace

WatchDialog::WatchDialog(const LabStore& store, WatchList& list, NewsModel& news, QWidget* parent)
    : QDialog(parent)
    , m_list(list)
    , m_news(news)
    , m_model(new WatchModel(store, list, this))
    , m_table(new QTableView(this))
    , m_newsTable(new QTableView(this))
    , m_empty(new widgets::EmptyState(this))
    , m_stack(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("watchDialog"));
    setWindowTitle(tr("Watching"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(720, 560);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(new widgets::Label(tr("Watching"), style::Text::heading, style::Token::text, this));
    layout->addWidget(makeWatches(), 1);
    layout->addWidget(makeNews());
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addLayout(makeButtons());

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &WatchDialog::update);
    for (const auto* model : std::initializer_list<const QAbstractItemModel*>{m_model, &m_news}) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &WatchDialog::update);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &WatchDialog::update);
        connect(model, &QAbstractItemModel::modelReset, this, &WatchDialog::update);
    }
    if (m_model->rowCount() > 0)
        m_table->selectRow(0);
    update();
    if (m_model->rowCount() > 0)
        m_table->setFocus();
    else
        m_ownRuns->setFocus();
}

QWidget* WatchDialog::makeWatches() {
    setUp(m_table, m_model, "watchTableView", tr("What you watch"));
    m_table->horizontalHeader()->resizeSection(WatchModel::State, stateWidth);
    m_table->horizontalHeader()->resizeSection(WatchModel::Wanted, wantedWidth);
    m_empty->setObjectName(QStringLiteral("watchEmptyState"));
    m_empty->setContent(style::Icon::eye, tr("You watch nothing"),
                        tr("Select devices on the board and press W to be told when their state changes, "
                           "or Shift+W to be told once when they are free."));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    connect(m_table, &QTableView::activated, this, &WatchDialog::openCurrent);
    auto* end = new QAction(tr("Stop watching"), this);
    end->setShortcut(QKeySequence::Delete);
    end->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(end);
    connect(end, &QAction::triggered, this, &WatchDialog::endSelected);
    return m_stack;
}

QWidget* WatchDialog::makeNews() {
    auto* pane = new QWidget(this);
    m_newsHeader = new widgets::SectionHeader(tr("Told lately"), pane);
    setUp(m_newsTable, &m_news, "newsTableView", tr("What you were told lately"));
    m_newsTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_newsTable->horizontalHeader()->hide();
    m_newsTable->horizontalHeader()->resizeSection(NewsModel::Time, timeWidth);
    connect(m_newsTable, &QTableView::activated, this, &WatchDialog::openNews);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_newsHeader);
    layout->addWidget(m_newsTable);
    return pane;
}

QLayout* WatchDialog::makeButtons() {
    m_ownRuns = new QCheckBox(tr("Watch the runs that I start here"), this);
    m_ownRuns->setObjectName(QStringLiteral("watchOwnRunsCheckBox"));
    m_ownRuns->setChecked(m_list.watchesOwnRuns());
    connect(m_ownRuns, &QCheckBox::toggled, this, [this](bool on) { m_list.setWatchesOwnRuns(on); });
    const auto add = [this](const QString& text, const char* name, const QString& tip) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        button->setToolTip(tip);
        return button;
    };
    m_open = add(tr("Open"), "openWatchedPushButton", tr("Open it (Enter)"));
    m_end = add(tr("Stop watching"), "endWatchPushButton", tr("You are not told any more (Delete)"));
    m_endAll = add(tr("Stop all"), "endAllWatchesPushButton", tr("Nothing is watched any more"));
    auto* close = add(tr("Close"), "closePushButton", {});
    connect(m_open, &QPushButton::clicked, this, &WatchDialog::openCurrent);
    connect(m_end, &QPushButton::clicked, this, &WatchDialog::endSelected);
    connect(m_endAll, &QPushButton::clicked, &m_list, &WatchList::endAll);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_ownRuns);
    buttons->addStretch(1);
    for (auto* button : {m_open, m_end, m_endAll, close})
        buttons->addWidget(button);
    return buttons;
}

void WatchDialog::update() {
    const int count = m_model->rowCount();
    m_stack->setCurrentWidget(count > 0 ? static_cast<QWidget*>(m_table) : m_empty);
    const auto chosen = selected().size();
    m_open->setEnabled(chosen == 1);
    m_end->setEnabled(chosen > 0);
    m_endAll->setEnabled(count > 0);
    const bool told = m_news.rowCount() > 0;
    m_newsTable->setVisible(told);
    m_newsTable->setFixedHeight(std::min(m_news.rowCount(), mostNewsRows) * style::metrics::rowHeight);
    m_newsHeader->setNote(told ? QString() : tr("nothing yet"));
}

std::vector<std::string> WatchDialog::selected() const {
    std::vector<std::string> ids;
    const auto rows = m_table->selectionModel()->selectedRows();
    for (const auto& row : rows)
        ids.push_back(m_model->at(row.row()).id);
    return ids;
}

void WatchDialog::openCurrent() {
    const auto ids = selected();
    if (ids.size() != 1)
        return;
    const auto kind = m_model->at(m_model->rowOf(ids.front())).kind;
    accept();
    Q_EMIT openRequested(kind, ids.front());
}

void WatchDialog::openNews(const QModelIndex& index) {
    const News news = m_news.at(index.row());
    if (news.id.empty())
        return;
    accept();
    Q_EMIT openRequested(news.kind, news.id);
}

void WatchDialog::endSelected() {
    const int row = m_table->currentIndex().row();
    m_list.end(selected());
    if (const int count = m_model->rowCount(); count > 0)
        m_table->selectRow(std::clamp(row, 0, count - 1));
}

} // namespace labwarden::console
