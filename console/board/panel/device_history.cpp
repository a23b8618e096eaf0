// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_history.h"

#include "console/api/clock.h"
#include "console/board/panel/history_delegate.h"
#include "console/board/panel/history_model.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/notice.h"

#include <QButtonGroup>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <utility>

namespace labwarden::board {
namespace {

constexpr int margin = style::metrics::pageMargin;
constexpr int everything = -2; ///< id of the button for all kinds; the others have their kind

} // namespace

DeviceHistory::DeviceHistory(const PanelParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_feed(parts.deviceApi)
    , m_model(new HistoryModel(this))
    , m_kinds(new QButtonGroup(this))
    , m_notice(new widgets::Notice(this))
    , m_list(new QListView(this))
    , m_empty(new widgets::EmptyState(this))
    , m_older(new QPushButton(tr("Load older"), this)) {
    setObjectName(QStringLiteral("deviceHistory"));
    m_notice->setObjectName(QStringLiteral("historyNotice"));
    m_list->setObjectName(QStringLiteral("historyListView"));
    m_list->setAccessibleName(tr("History of the device"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HistoryDelegate(m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setMouseTracking(true);
    m_list->setTabKeyNavigation(false);
    m_list->viewport()->setAutoFillBackground(false);
    m_empty->setObjectName(QStringLiteral("historyEmptyState"));
    m_older->setObjectName(QStringLiteral("loadOlderPushButton"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeKinds());
    auto* notice = new QVBoxLayout;
    notice->setContentsMargins(margin, 0, margin, 0);
    notice->addWidget(m_notice);
    layout->addLayout(notice);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(margin, 8, margin, 12);
    foot->addWidget(m_older, 1);
    layout->addLayout(foot);

    connect(&m_feed, &HistoryFeed::changed, this, &DeviceHistory::showFeed);
    connect(m_older, &QPushButton::clicked, &m_feed, &HistoryFeed::loadOlder);
    connect(m_notice, &widgets::Notice::actionTriggered, &m_feed, &HistoryFeed::retry);
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (const auto& run = m_model->at(index.row()).runId; !run.empty())
            Q_EMIT runRequested(std::string(run));
    });
    showFeed();
}

QWidget* DeviceHistory::makeKinds() {
    auto* bar = new QWidget(this);
    auto* chips = new QWidget(bar);
    auto* flow = new widgets::FlowLayout(6, chips);
    auto* holder = new QVBoxLayout(bar);
    holder->setContentsMargins(margin, 12, margin, 8);
    holder->addWidget(chips);
    const auto add = [&](const QString& word, const char* name, int id) {
        auto* chip = new widgets::Chip(word, std::nullopt, chips);
        chip->setObjectName(QLatin1String(name));
        m_kinds->addButton(chip, id);
        flow->addWidget(chip);
    };
    add(tr("All"), "allHistoryChip", everything);
    add(tr("Runs"), "runHistoryChip", int(HistoryKind::lease));
    add(tr("Maintenance"), "maintenanceHistoryChip", int(HistoryKind::service));
    add(tr("Presence"), "presenceHistoryChip", int(HistoryKind::presence));
    add(tr("Changes"), "changeHistoryChip", int(HistoryKind::device));
    m_kinds->button(everything)->setChecked(true);
    connect(m_kinds, &QButtonGroup::idClicked, this, [this] {
        m_openId.clear();
        load();
    });
    return bar;
}

std::optional<HistoryKind> DeviceHistory::kind() const {
    const int id = m_kinds->checkedId();
    return id < 0 ? std::nullopt : std::optional(static_cast<HistoryKind>(id));
}

void DeviceHistory::clear() {
    m_deviceId.clear();
    m_openId.clear();
    m_feed.open({}, {});
}

void DeviceHistory::showDevice(const DeviceDetail& device) {
    const std::array versions{device.version, device.presence.version, device.lease.version,
                              device.service.version};
    const bool news = versions != m_versions;
    m_versions = versions;
    if (device.id != m_deviceId) {
        clear();
        m_deviceId = device.id;
        load();
    } else if (news && m_openId == m_deviceId && !m_openId.empty()) {
        m_isStale = true;
        catchUp();
    }
}

/// What has become of it while nobody looked.
void DeviceHistory::catchUp() {
    if (isVisible() && std::exchange(m_isStale, false))
        m_feed.refresh();
}

void DeviceHistory::load() {
    if (!isVisible() || m_deviceId == m_openId)
        return;
    m_openId = m_deviceId;
    m_isStale = false;
    m_feed.open(m_deviceId, kind());
}

void DeviceHistory::showFeed() {
    auto* bar = m_list->verticalScrollBar();
    // What comes on top pushes nothing away that is being read; at the top the newest is seen.
    const int fromBottom = bar->value() == 0 ? -1 : bar->maximum() - bar->value();
    const int before = m_model->rowCount();
    const auto first = before > 1 ? m_model->at(1).id : 0;
    m_model->setRows(historyRows(m_feed.entries(), m_parts.clock.now()));
    const bool cameOnTop = before > 1 && m_model->rowCount() > 1 && m_model->at(1).id != first;
    if (cameOnTop && fromBottom >= 0) {
        m_list->doItemsLayout();
        bar->setValue(bar->maximum() - fromBottom);
    }
    if (const auto& trouble = m_feed.trouble()) {
        m_notice->problem(tr("The history cannot be loaded: %1").arg(trouble->title), trouble->detail);
        m_notice->offer(tr("Try again"));
    } else {
        m_notice->clear();
    }
    showEmpty();
    m_older->setVisible(m_feed.hasOlder());
    m_older->setText(m_feed.isBusy() && m_feed.isLoaded() ? tr("Loading…") : tr("Load older"));
}

void DeviceHistory::showEmpty() {
    const bool hasRows = m_model->rowCount() > 0;
    m_list->setVisible(hasRows);
    m_empty->setVisible(!hasRows);
    if (m_feed.isLoaded())
        m_empty->setContent(style::Icon::history,
                            kind() ? tr("Nothing of this kind yet") : tr("No history yet"));
    else
        m_empty->setContent(style::Icon::history, m_feed.trouble() ? QString() : tr("Loading…"));
}

void DeviceHistory::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    load();
    catchUp();
}

} // namespace labwarden::board
