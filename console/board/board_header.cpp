// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/board_header.h"

#include "console/board/query/query_field.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/label.h"
#include "console/widgets/segment_switch.h"
#include "console/widgets/state_look.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace labwarden::board {

namespace {
constexpr int narrowWidth = 640;    ///< beside an open panel in a small window
constexpr int valueWidth = 960;     ///< all choices in one line
constexpr int narrowestWidth = 480; ///< beside two
enum ChipId { AllChip, AvailableChip, UnderTestChip, MaintenanceChip, LastRunFailedChip, OfflineChip };

// As saved views name them; a chip's word is also that of a query.
const QString chipWords[] = {QString(),
                             QStringLiteral("available"),
                             QStringLiteral("under_test"),
                             QStringLiteral("maintenance"),
                             QStringLiteral("failed"),
                             QStringLiteral("offline")};
const QString groupingWords[] = {QStringLiteral("rack"), QStringLiteral("type"), QStringLiteral("state"),
                                 QStringLiteral("tag"), QStringLiteral("room")};
const QString viewWords[] = {QStringLiteral("tiles"), QStringLiteral("heat"), QStringLiteral("table")};

template<std::size_t N>
int indexOf(const QString (&words)[N], const QString& word) {
    const auto at = std::find(std::begin(words), std::end(words), word);
    return at == std::end(words) ? 0 : static_cast<int>(at - std::begin(words));
}
} // namespace

BoardHeader::BoardHeader(QWidget* parent)
    : QWidget(parent)
    , m_search(new QueryField)
    , m_view(new widgets::SegmentSwitch)
    , m_start(new QPushButton(tr("Start run")))
    , m_grouping(new QComboBox)
    , m_foldAll(new QToolButton)
    , m_columns(new QPushButton)
    , m_chips(new QButtonGroup(this)) {
    auto* layout = new QVBoxLayout(this);
    const int margin = style::metrics::pageMargin;
    layout->setContentsMargins(margin, 14, margin, 12);
    layout->setSpacing(12);
    layout->addLayout(makeTop());
    layout->addLayout(makeChips());
}

QLayout* BoardHeader::makeTop() {
    m_search->setObjectName(QStringLiteral("searchLineEdit"));
    m_search->setPlaceholderText(tr("Filter devices…"));
    m_search->setAccessibleName(tr("Filter devices"));
    connect(m_search, &QueryField::queryChanged, this, &BoardHeader::followQuery);

    m_view->add(style::Icon::layoutGrid, tr("Tiles"));
    m_view->add(style::Icon::table2, tr("Heat view"));
    m_view->add(style::Icon::list, tr("Table"));
    m_view->setAccessibleName(tr("View"));
    connect(m_view, &widgets::SegmentSwitch::currentChanged, this, &BoardHeader::showTools);
    connect(m_view, &widgets::SegmentSwitch::currentChanged, this, &BoardHeader::viewChanged);

    m_start->setObjectName(QStringLiteral("startRunPushButton"));
    m_start->setAccessibleName(tr("Start run"));
    m_search->setMinimumWidth(96);
    m_start->setIcon(style::icon(style::Icon::play, style::Token::onFilled));
    style::setButtonRole(m_start, style::ButtonRole::primary);

    m_top = new QHBoxLayout;
    m_top->setSpacing(8);
    m_title = new widgets::Label(tr("Devices"), style::Text::title);
    m_top->addWidget(m_title);
    m_top->addStretch();
    m_top->addWidget(m_search);
    m_top->addWidget(m_view);
    m_top->addWidget(m_start);
    return m_top;
}

void BoardHeader::addTool(QWidget* tool) {
    m_top->insertWidget(m_top->indexOf(m_start), tool);
    setTabOrder(m_view, tool);
}

void BoardHeader::addBeforeGrouping(QWidget* choice) {
    choice->setFixedHeight(style::metrics::chipHeight);
    m_beforeGrouping = new QWidget; // the choice itself decides whether it has anything to offer
    auto* room = new QHBoxLayout(m_beforeGrouping);
    room->setContentsMargins(0, 0, 0, 0);
    room->addWidget(choice);
    static_cast<QHBoxLayout*>(m_groupingTools->layout())->insertWidget(0, m_beforeGrouping);
    setTabOrder(m_chipList.last(), choice);
}

QLayout* BoardHeader::makeChips() {
    auto* chips = new widgets::FlowLayout(6);
    m_chips->setExclusive(true);
    const auto add = [&](int id, const QString& word, std::optional<style::Token> dot, const char* name) {
        auto* chip = new widgets::Chip(word, dot);
        chip->setObjectName(QLatin1String(name));
        m_chips->addButton(chip, id);
        m_chipList << chip;
        chips->addWidget(chip);
    };
    const auto addState = [&](int id, DeviceState state, const char* name) {
        const widgets::StateLook look = widgets::lookOf(state);
        add(id, look.word, look.colour, name);
    };
    add(AllChip, tr("All"), std::nullopt, "allChip");
    addState(AvailableChip, DeviceState::available, "availableChip");
    addState(UnderTestChip, DeviceState::under_test, "underTestChip");
    addState(MaintenanceChip, DeviceState::maintenance, "maintenanceChip");
    add(LastRunFailedChip, widgets::lastRunFailedLook().word, widgets::lastRunFailedLook().colour,
        "lastRunFailedChip");
    addState(OfflineChip, DeviceState::offline, "offlineChip");
    m_chipList.first()->setChecked(true);
    connect(m_chips, &QButtonGroup::idClicked, this, &BoardHeader::chooseChip);

    m_columns->setObjectName(QStringLiteral("columnsPushButton"));
    m_columns->setText(tr("Columns"));
    m_columns->setToolTip(tr("Choose the columns of the table"));
    m_columns->setIcon(style::icon(style::Icon::listChecks));
    style::setButtonRole(m_columns, style::ButtonRole::plain);
    m_columns->setFixedHeight(style::metrics::chipHeight);

    m_second = new QHBoxLayout;
    m_second->setSpacing(4);
    m_second->addLayout(chips, 1);
    m_second->addWidget(makeGrouping(), 0, Qt::AlignTop | Qt::AlignRight);
    m_second->addWidget(m_columns, 0, Qt::AlignTop | Qt::AlignRight);
    showTools();
    return m_second;
}

QWidget* BoardHeader::makeGrouping() {
    m_grouping->setObjectName(QStringLiteral("groupingComboBox"));
    m_grouping->setAccessibleName(tr("Group by"));
    m_grouping->setFrame(false);
    m_grouping->setFont(style::font(style::Text::secondaryStrong));
    m_grouping->addItem(tr("Rack"), int(Grouping::rack));
    m_grouping->addItem(tr("Room"), int(Grouping::room));
    m_grouping->addItem(tr("Type"), int(Grouping::type));
    m_grouping->addItem(tr("State"), int(Grouping::state));
    m_grouping->addItem(tr("Tag"), int(Grouping::tag));
    connect(m_grouping, &QComboBox::currentIndexChanged, this, &BoardHeader::groupingChanged);

    m_foldAll->setObjectName(QStringLiteral("foldAllToolButton"));
    m_foldAll->setFocusPolicy(Qt::StrongFocus);
    connect(m_foldAll, &QToolButton::clicked, this, [this] { Q_EMIT foldAllRequested(!m_allFolded); });
    setAllFolded(false);

    m_groupingTools = new QWidget;
    auto* row = new QHBoxLayout(m_groupingTools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_groupBy = new widgets::Label(tr("Group by"), style::Text::secondary, style::Token::muted);
    m_groupBy->setBuddy(m_grouping);
    for (QWidget* tool : std::initializer_list<QWidget*>{m_groupBy, m_grouping, m_foldAll}) {
        tool->setFixedHeight(style::metrics::chipHeight);
        row->addWidget(tool);
    }
    return m_groupingTools;
}

// Beside an open panel in a small window, what the navigation and the choice itself say anyway gives way.
void BoardHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int width = event->size().width();
    const bool narrow = width < narrowWidth;
    m_title->setVisible(!narrow);
    m_groupBy->setVisible(!narrow);
    m_second->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_search->setPlaceholderText(width < narrowestWidth ? tr("Filter…") : tr("Filter devices…"));
    m_start->setText(width < narrowestWidth ? QString() : tr("Start run"));
    showTools();
}

void BoardHeader::showTools() {
    m_groupingTools->setVisible(view() != Table);
    if (m_beforeGrouping) // only tiles have room for values
        m_beforeGrouping->setVisible(view() == Tiles && width() >= valueWidth);
    m_columns->setVisible(view() == Table);
}

void BoardHeader::setAllFolded(bool folded) {
    m_allFolded = folded;
    const QString name = folded ? tr("Unfold all groups") : tr("Fold all groups");
    m_foldAll->setIcon(style::icon(folded ? style::Icon::chevronRight : style::Icon::chevronDown));
    m_foldAll->setAccessibleName(name);
    m_foldAll->setToolTip(tr("%1 (on a header: %2)").arg(name, folded ? tr("Ctrl+Right") : tr("Ctrl+Left")));
}

void BoardHeader::setColumnsMenu(QMenu* menu) {
    m_columns->setMenu(menu);
}

void BoardHeader::addBesideTitle(QWidget* widget) {
    m_top->insertWidget(1, widget);
}

// One truth: while the query says which states are to be seen, the chips show that.
void BoardHeader::followQuery() {
    if (m_search->query().statesTerm())
        m_chosen = AllChip;
    showChips();
    Q_EMIT filterChanged();
}

void BoardHeader::chooseChip(int chip) {
    m_chosen = chip;
    const DeviceQuery query = m_search->query();
    if (const auto term = query.statesTerm())
        return m_search->removeTerm(query.terms()[*term]); // followQuery() tells of both
    showChips();
    Q_EMIT filterChanged();
}

void BoardHeader::showChips() {
    const DeviceQuery& query = m_search->query();
    const auto term = query.statesTerm();
    m_chips->setExclusive(false); // a query may have several
    for (int id = 0; id < m_chipList.size(); ++id)
        m_chipList[id]->setChecked(term ? id != AllChip && query.terms()[*term].conditions.meets(
                                                               conditionOf(chipWords[id])->conditions)
                                        : id == m_chosen);
    m_chips->setExclusive(true);
}

DeviceFilter BoardHeader::filter() const {
    DeviceFilter filter;
    filter.query = m_search->query();
    switch (m_chosen) {
    case AvailableChip:
        filter.state = DeviceState::available;
        break;
    case UnderTestChip:
        filter.state = DeviceState::under_test;
        break;
    case MaintenanceChip:
        filter.state = DeviceState::maintenance;
        break;
    case OfflineChip:
        filter.state = DeviceState::offline;
        break;
    case LastRunFailedChip:
        filter.lastRunFailed = true;
        break;
    default:
        break;
    }
    return filter;
}

QString BoardHeader::chipWord() const {
    return m_chosen == AllChip ? QString() : m_chipList[m_chosen]->text();
}

void BoardHeader::clearFilter() {
    BoardLook look = this->look();
    look.query.clear();
    look.chip.clear();
    setLook(look);
}

BoardLook BoardHeader::look() const {
    return {m_search->text(), chipWords[m_chosen], groupingWords[int(grouping())], viewWords[view()]};
}

void BoardHeader::setLook(const BoardLook& look) {
    setGrouping(static_cast<Grouping>(indexOf(groupingWords, look.grouping)));
    setView(static_cast<View>(indexOf(viewWords, look.view)));
    m_chosen = indexOf(chipWords, look.chip);
    if (look.query != m_search->text())
        return m_search->setText(look.query); // followQuery() tells of all
    showChips();
    Q_EMIT filterChanged();
}

Grouping BoardHeader::grouping() const {
    return static_cast<Grouping>(m_grouping->currentData().toInt());
}

void BoardHeader::setGrouping(Grouping grouping) {
    m_grouping->setCurrentIndex(m_grouping->findData(int(grouping)));
}

BoardHeader::View BoardHeader::view() const {
    return static_cast<View>(m_view->current());
}

void BoardHeader::setView(View view) {
    m_view->setCurrent(view);
}

void BoardHeader::setCounts(const std::optional<StateCounts>& known) {
    if (!known) {
        for (auto* chip : m_chipList)
            chip->setCount(std::nullopt);
        return;
    }
    const auto& counts = *known;
    const int numbers[] = {counts.total,       counts.available,     counts.underTest,
                           counts.maintenance, counts.lastRunFailed, counts.offline};
    for (int i = 0; i < m_chipList.size(); ++i)
        m_chipList[i]->setCount(numbers[i]);
}

void BoardHeader::setStartAction(QAction* action) {
    const auto follow = [this, action] {
        m_start->setEnabled(action->isEnabled());
        m_start->setToolTip(action->toolTip());
        m_start->setAccessibleDescription(action->toolTip());
    };
    connect(action, &QAction::changed, m_start, follow);
    connect(m_start, &QPushButton::clicked, action, &QAction::trigger);
    follow();
}

} // namespace labwarden::board
