// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/board_page.h"

#include "console/board/actions/board_actions.h"
#include "console/board/board_header.h"
#include "console/board/device_groups.h"
#include "console/board/device_model.h"
#include "console/board/device_table.h"
#include "console/board/heat_pane.h"
#include "console/board/heat_view.h"
#include "console/board/query/query_field.h"
#include "console/board/query/views_button.h"
#include "console/board/query/why_nothing.h"
#include "console/board/row_ranges.h"
#include "console/board/table_look.h"
#include "console/board/tile_view.h"
#include "console/board/value_choice.h"
#include "console/board/watch_actions.h"
#include "console/style/metrics.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/hairline.h"
#include "console/widgets/stale_bar.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

namespace labwarden::board {

namespace {
const QString viewKey = QStringLiteral("board/view");
const QString groupingKey = QStringLiteral("board/grouping");
const char* const viewNames[] = {"tiles", "heat", "table"}; ///< by BoardHeader::View

QString foldsKey(Grouping grouping) {
    return QStringLiteral("board/folded%1").arg(int(grouping));
}

} // namespace

BoardPage::BoardPage(const BoardParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_store(parts.store)
    , m_settings(parts.settings)
    , m_devices(new DeviceModel(parts.store, this))
    , m_selection(new QItemSelectionModel(m_devices, this))
    , m_header(new BoardHeader)
    , m_staleBar(new widgets::StaleBar(widgets::StaleBar::Subject::devices))
    , m_content(new QStackedWidget)
    , m_groups(new DeviceGroups(m_devices, this))
    , m_tiles(new TileView(m_groups, m_selection))
    , m_heat(new HeatPane(m_groups, m_selection))
    , m_table(new DeviceTable(m_devices, *m_selection, parts.settings))
    , m_tablePane(new QWidget)
    , m_empty(new widgets::EmptyState)
    , m_savedViews(new SavedViews(parts.settings, this))
    , m_viewsButton(new ViewsButton(*m_savedViews, [this] { return look(); })) {
    setObjectName(QStringLiteral("boardPage"));
    m_staleBar->setObjectName(QStringLiteral("staleBar"));
    m_tiles->setObjectName(QStringLiteral("deviceTileView"));
    m_table->setObjectName(QStringLiteral("deviceTableView"));
    m_header->setColumnsMenu(m_table->columnsMenu());
    m_heat->view()->setObjectName(QStringLiteral("deviceHeatView"));
    m_staleBar->hide();
    for (QWidget* view : std::initializer_list<QWidget*>{m_tiles, m_heat, m_tablePane, m_empty})
        m_content->addWidget(view);
    auto* pane = new QVBoxLayout(m_tablePane);
    // The text of the first column stands where the title does.
    pane->setContentsMargins(style::metrics::pageMargin - 6, 0, 6, 0);
    pane->addWidget(m_table);
    makeActions(parts);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(new widgets::Hairline);
    layout->addWidget(m_staleBar);
    layout->addWidget(m_actions->newDevicesBar());
    layout->addWidget(m_content, 1);
    m_actions->notice()->setContentsMargins(style::metrics::pageMargin, 8, style::metrics::pageMargin, 8);
    layout->addWidget(m_actions->notice());
    layout->addWidget(m_actions->selectionBar());

    connect(m_header, &BoardHeader::filterChanged, this, &BoardPage::applyFilter);
    connect(m_header, &BoardHeader::viewChanged, this, &BoardPage::switchView);
    connect(m_header, &BoardHeader::groupingChanged, this, [this] {
        m_settings.setValue(groupingKey, int(m_header->grouping()));
        m_groups->setGrouping(m_header->grouping());
        m_viewsButton->refresh();
    });
    connect(m_groups, &DeviceGroups::arranged, this,
            [this] { m_header->setAllFolded(m_groups->areAllFolded()); });
    connect(m_header, &BoardHeader::foldAllRequested, m_groups, &DeviceGroups::setAllFolded);
    connect(m_groups, &DeviceGroups::foldsChanged, this, &BoardPage::rememberFolds);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, [this] {
        if (m_devices->devices().empty())
            m_actions->registerDevice();
        else
            m_header->clearFilter();
    });
    connect(m_empty, &widgets::EmptyState::otherTriggered, m_actions, &BoardActions::importDevices);
    for (const GroupedView* view : std::initializer_list<const GroupedView*>{m_tiles, m_heat->view()})
        connect(view, &QAbstractItemView::activated, this,
                [this](const QModelIndex& index) { activate(index.row()); });
    connect(m_table, &QAbstractItemView::activated, this,
            [this](const QModelIndex& index) { activate(m_table->rows()->deviceRow(index.row())); });
    connect(m_selection, &QItemSelectionModel::selectionChanged, this, &BoardPage::updateSelection);
    m_devicesChanged.setSingleShot(true);
    m_devicesChanged.setInterval(0);
    connect(&m_devicesChanged, &QTimer::timeout, this, &BoardPage::showChanges);
    const auto soon = [this] { m_devicesChanged.start(); };
    connect(m_devices, &QAbstractItemModel::dataChanged, this, soon);
    connect(m_devices, &QAbstractItemModel::rowsInserted, this, soon);
    connect(m_devices, &QAbstractItemModel::rowsRemoved, this, soon);
    connect(m_devices, &QAbstractItemModel::modelReset, this, &BoardPage::applyFilter);
    connect(m_devices, &DeviceModel::leaving, this, &BoardPage::keepCurrent);
    connect(&m_store, &console::LabStore::sessionChanged, this, &BoardPage::updateContent);
    connectQuery();
    for (QAbstractItemView* view :
         std::initializer_list<QAbstractItemView*>{m_tiles, m_heat->view(), m_table})
        view->installEventFilter(this); // Ctrl+Enter would else be Enter to them
    restoreView();
    followPerson();
    showChanges();
}

void BoardPage::showChanges() {
    m_devicesChanged.stop();
    updateCounts();
    updateContent();
    updateSelection();
}

void BoardPage::updateSelection() {
    m_actions->selectionChanged();
    Q_EMIT selectionChanged();
}

void BoardPage::makeActions(const BoardParts& parts) {
    BoardActions::Page page;
    page.selected = [this] {
        std::vector<std::string> ids;
        for (const int row : selectedRows())
            ids.push_back(m_devices->at(row).id);
        return ids;
    };
    page.matching = [this] { return shownIds(); };
    page.matchingCount = [this] { return m_groups->shownCount(); };
    page.isFiltered = [this] { return !m_filter.isEmpty(); };
    page.selectAll = [this] { selectRows(shownRows()); };
    page.clearSelection = [this] { m_selection->clearSelection(); };
    page.focusView = [this] {
        QWidget* shown = m_content->currentWidget();
        (shown == m_empty ? shown : currentView())->setFocus();
    };
    m_actions = new BoardActions(parts, std::move(page), this);
    m_actions->serve(m_tiles);
    m_actions->serve(m_heat->view());
    m_actions->serve(m_table);
    m_header->addTool(m_actions->moreButton());
    m_header->setStartAction(m_actions->startAction());
    connect(m_actions, &BoardActions::startRunRequested, this, &BoardPage::startRunRequested);
    connect(m_actions, &BoardActions::deviceRegistered, this, [this](const QString& id) {
        if (showDevice(id))
            return;
        // The store reports it in a moment; only then it is a row.
        auto* once = new QObject(this);
        connect(m_devices, &QAbstractItemModel::rowsInserted, once, [this, once, id] {
            once->deleteLater();
            showDevice(id);
        });
    });
}

void BoardPage::setClock(const console::Clock& clock) {
    m_devices->setClock(clock);
}

void BoardPage::connectQuery() {
    m_header->addBesideTitle(m_viewsButton);
    m_header->queryField()->setCompleter([this](const QString& text, qsizetype cursor, bool asked) {
        return completionsFor(text, cursor, m_devices->devices(), m_header->filter(), asked);
    });
    connect(m_header->queryField(), &QueryField::finished, this, &BoardPage::focusDevices);
    connect(m_viewsButton, &ViewsButton::chosen, this, &BoardPage::setLook);
    const QHeaderView* columns = m_table->horizontalHeader();
    connect(columns, &QHeaderView::sectionMoved, m_viewsButton, &ViewsButton::refresh);
    connect(columns, &QHeaderView::sectionResized, m_viewsButton, &ViewsButton::refresh); // hidden ones, too
    connect(columns, &QHeaderView::sortIndicatorChanged, m_viewsButton, &ViewsButton::refresh);
    connect(&m_store, &console::LabStore::sessionChanged, this, &BoardPage::followPerson);
}

BoardLook BoardPage::look() const {
    BoardLook look = m_header->look();
    look.columns = columnsOf(*m_table);
    look.sort = sortOf(*m_table);
    return look;
}

void BoardPage::setLook(const BoardLook& look) {
    arrange(*m_table, look.columns, look.sort);
    m_header->setLook(look);
}

// Somebody else does not go on with what the one before them looked at, but with what they have saved.
void BoardPage::followPerson() {
    const console::Session* session = m_store.session();
    if (!session)
        return;
    const QString person =
        session->server.toString() + QLatin1Char(' ') + QString::fromStdString(session->user.id);
    if (person == m_person)
        return;
    const bool isAnother = !std::exchange(m_person, person).isEmpty();
    m_savedViews->setPerson(session->server.toString(), QString::fromStdString(session->user.id));
    m_viewsButton->setCurrentName({});
    if (isAnother)
        m_header->clearFilter();
    if (const SavedView* start = m_savedViews->start()) {
        setLook(SavedView(*start).look);
        m_viewsButton->setCurrentName(m_savedViews->start()->name);
    }
}

void BoardPage::focusDevices() {
    if (m_content->currentWidget() != m_empty)
        currentView()->setFocus();
}

void BoardPage::restoreView() {
    for (int i = 0; i < groupingCount; ++i) {
        const auto grouping = static_cast<Grouping>(i);
        m_groups->setFoldedKeys(grouping, m_settings.value(foldsKey(grouping)).toStringList());
    }
    const int grouping = m_settings.value(groupingKey).toInt();
    if (grouping >= 0 && grouping < groupingCount)
        m_header->setGrouping(static_cast<Grouping>(grouping));
    const auto view = std::find(std::begin(viewNames), std::end(viewNames),
                                m_settings.value(viewKey).toString().toLatin1());
    if (view != std::end(viewNames))
        m_header->setView(static_cast<BoardHeader::View>(view - std::begin(viewNames)));
    updateContent();
}

void BoardPage::rememberFolds() {
    const Grouping grouping = m_groups->grouping();
    m_settings.setValue(foldsKey(grouping), m_groups->foldedKeys(grouping));
    m_header->setAllFolded(m_groups->areAllFolded());
}

void BoardPage::applyFilter() {
    m_filter = m_header->filter();
    m_filter.query = m_filter.query.settled(m_devices->devices());
    m_groups->setFilter(m_filter);
    if (m_header->view() == BoardHeader::Table)
        m_table->setFilter(m_filter); // else once it is looked at: it takes longer than a key press may
    showChanges();
    m_viewsButton->refresh();
}

void BoardPage::switchView() {
    if (m_header->view() == BoardHeader::Table)
        m_table->setFilter(m_filter);
    m_settings.setValue(viewKey, QLatin1String(viewNames[m_header->view()]));
    updateContent();
    showCurrent();
    askForValues();
    m_viewsButton->refresh();
}

void BoardPage::updateCounts() {
    if (m_devices->devices().empty() && !m_store.devicesLoaded())
        return m_header->setCounts(std::nullopt);
    // The chips say what each of them would leave, and a state that the query asks for is one of theirs.
    const auto states = m_filter.query.statesTerm();
    const DeviceQuery words = states ? m_filter.query.without(*states) : m_filter.query;
    if (words.isEmpty())
        return m_header->setCounts(m_devices->counts());
    StateCounts counts;
    for (const DeviceRow& row : m_devices->devices())
        if (words.accepts(row))
            counts.add(row);
    m_header->setCounts(counts);
}

void BoardPage::updateContent() {
    if (m_devices->devices().empty()) {
        if (m_store.devicesLoaded() && m_actions->mayRegister())
            m_empty->setContent(style::Icon::server, tr("No devices yet"),
                                tr("Register one, import many from a file, or connect one to the lab's MQTT "
                                   "broker: it then appears here as new."),
                                tr("Register a device…"), tr("Import…"));
        else if (m_store.devicesLoaded())
            m_empty->setContent(style::Icon::server, tr("No devices yet"),
                                tr("A device appears here as soon as somebody has registered it."));
        else
            m_empty->setContent(style::Icon::loader, tr("Loading the lab…"));
        m_content->setCurrentWidget(m_empty);
    } else if (m_groups->shownCount() == 0) {
        m_empty->setContent(style::Icon::searchX, tr("No device matches the filter"),
                            whyNothing(m_devices->devices(), m_filter, m_header->chipWord()),
                            tr("Clear the filter"));
        m_content->setCurrentWidget(m_empty);
    } else if (m_header->view() == BoardHeader::Table) {
        m_content->setCurrentWidget(m_tablePane);
    } else if (m_header->view() == BoardHeader::Heat) {
        m_content->setCurrentWidget(m_heat);
    } else {
        m_content->setCurrentWidget(m_tiles);
    }
    widgets::leadFocus(this, currentView());
}

QAbstractItemView* BoardPage::currentView() const {
    switch (m_header->view()) {
    case BoardHeader::Tiles:
        break;
    case BoardHeader::Heat:
        return m_heat->view();
    case BoardHeader::Table:
        return m_table;
    }
    return m_tiles;
}

// Each view keeps for itself from where Shift extends; it begins anew at the current device.
void BoardPage::showCurrent() {
    if (m_header->view() == BoardHeader::Table)
        m_table->anchorAt(m_table->currentIndex().siblingAtColumn(DeviceModel::NameColumn));
    else
        static_cast<GroupedView*>(currentView())->anchorAt(m_selection->currentIndex());
}

std::vector<int> BoardPage::selectedRows() const {
    std::vector<int> rows = rowsOfSelection(m_selection->selection());
    std::erase_if(rows, [this](int row) { return !m_filter.accepts(m_devices->at(row)); });
    return rows;
}

std::vector<int> BoardPage::shownRows() const {
    return m_groups->shownRows();
}

void BoardPage::selectRows(const std::vector<int>& rows) {
    selectOnly(*m_selection, selectionOfRows(*m_devices, rows));
    if (rows.empty())
        return;
    m_selection->setCurrentIndex(m_devices->index(rows.front(), DeviceModel::NameColumn),
                                 QItemSelectionModel::NoUpdate);
    showCurrent();
}

// The current device goes: the next one that is shown is current then, or the one before.
void BoardPage::keepCurrent(int first, int last) {
    const int current = m_selection->currentIndex().row();
    if (current < first || current > last)
        return;
    const std::vector<int> shown = shownRows();
    const auto stays = [&](int row) { return row < first || row > last; };
    const auto at = std::find(shown.begin(), shown.end(), current);
    auto next = std::find_if(at, shown.end(), stays);
    if (next == shown.end()) {
        const auto before = std::find_if(std::make_reverse_iterator(at), shown.rend(), stays);
        if (before == shown.rend())
            return m_selection->clearCurrentIndex();
        next = std::prev(before.base());
    }
    m_selection->setCurrentIndex(m_devices->index(*next, DeviceModel::NameColumn),
                                 QItemSelectionModel::NoUpdate);
}

std::vector<std::string> BoardPage::shownIds() const {
    std::vector<std::string> ids;
    for (const int row : shownRows())
        ids.push_back(m_devices->at(row).id);
    return ids;
}

QStringList BoardPage::selectedDeviceIds() const {
    QStringList ids;
    for (const int row : selectedRows())
        ids << QString::fromStdString(m_devices->at(row).id);
    return ids;
}

void BoardPage::activate(int row) {
    Q_EMIT deviceActivated(QString::fromStdString(m_devices->at(row).id));
}

/// Of the device that the keyboard is at.
bool BoardPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* press = static_cast<QKeyEvent*>(event);
    const bool isEnter = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;
    if (!isEnter || (press->modifiers() & ~Qt::KeypadModifier) != Qt::ControlModifier)
        return QWidget::eventFilter(watched, event);
    activateRun();
    return true;
}

void BoardPage::activateRun() {
    const QModelIndex current = m_selection->currentIndex();
    if (!current.isValid())
        return;
    const std::string& runId = m_devices->at(current.row()).runId;
    if (!runId.empty())
        Q_EMIT runActivated(QString::fromStdString(runId));
}

void BoardPage::setValues(console::LatestValues& values, console::LabApi& api) {
    m_values = &values;
    m_devices->setValues(values);
    auto* choice = new ValueChoice(api, m_store, m_settings);
    m_header->addBeforeGrouping(choice);
    connect(choice, &ValueChoice::metricChanged, &values, &console::LatestValues::setMetric);
    askForValues();
}

// Only tiles have room for them.
void BoardPage::askForValues() {
    if (m_values)
        m_values->setLooking(isVisible() && m_header->view() == BoardHeader::Tiles);
}

void BoardPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    askForValues();
}

void BoardPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    askForValues();
}

void BoardPage::setWatchList(console::WatchList& list) {
    m_devices->setWatchList(list);
    m_watchActions = new WatchActions(m_store, list, this, this);
    m_actions->addSelectionAction(m_watchActions->watch());
    m_actions->addSelectionAction(m_watchActions->tellWhenFree());
    const auto follow = [this] {
        std::vector<std::string> ids;
        for (const QString& id : selectedDeviceIds())
            ids.push_back(id.toStdString());
        m_watchActions->setDevices(std::move(ids));
    };
    connect(this, &BoardPage::selectionChanged, m_watchActions, follow);
    follow();
}

bool BoardPage::showDevice(const QString& deviceId) {
    const int row = m_devices->rowOfDevice(deviceId.toStdString());
    if (row < 0)
        return false;
    if (!m_filter.accepts(m_devices->at(row)))
        m_header->clearFilter();
    if (const auto position = m_groups->positionOf(row))
        m_groups->setFolded(position->group, false);
    selectRows({row});
    return true;
}

void BoardPage::setLive(bool live, std::optional<Timestamp> lastHeard) {
    m_staleBar->setLastHeard(lastHeard);
    m_staleBar->setVisible(!live);
    m_tiles->setStale(!live);
    m_heat->setStale(!live);
    m_table->setStale(!live);
}

} // namespace labwarden::board
