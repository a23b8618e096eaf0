// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/side_panels.h"

#include "console/board/panel/device_panel.h"
#include "console/runs/run_inspector.h"
#include "console/style/icons.h"
#include "console/style/tokens.h"
#include "console/widgets/hairline.h"

#include <QPainter>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

using board::DevicePanel;

const QString widthKey = QStringLiteral("window/inspectorWidth"); ///< of one panel
constexpr int firstWidth = 500;
constexpr int leastWidth = 380;
constexpr int tabWidth = 140; ///< of its words at most; the tool tip has all of them
constexpr int tabMargin = 7;

QWidget* holderOf(const QList<QWidget*>& panels, QWidget* focus) {
    const auto at = std::find_if(panels.begin(), panels.end(), [focus](QWidget* panel) {
        return focus && (panel == focus || panel->isAncestorOf(focus));
    });
    return at == panels.end() ? nullptr : *at;
}

} // namespace

int panelsAbreast(int width, int count) {
    return std::clamp(width / leastWidth, 1, std::max(1, count));
}

SidePanels::SidePanels(const SidePanelParts& parts, QSplitter& splitter, int pageMinimum)
    : QWidget(&splitter)
    , m_parts(parts)
    , m_splitter(splitter)
    , m_pageMinimum(pageMinimum)
    , m_tabs(new QTabBar(this))
    , m_abreast(new QSplitter(Qt::Horizontal, this))
    , m_run(new RunInspector(parts.api, parts.store, parts.sync, parts.clock, m_abreast)) {
    setObjectName(QStringLiteral("sidePanels"));
    setMinimumWidth(leastWidth);
    m_tabs->setObjectName(QStringLiteral("sidePanelTabBar"));
    m_tabs->setAccessibleName(tr("Open devices and runs"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_abreast->setObjectName(QStringLiteral("sidePanelSplitter"));
    m_abreast->setHandleWidth(1);
    m_abreast->setChildrenCollapsible(false);
    m_run->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->setSizeConstraint(QLayout::SetNoConstraint); // panels that have no room go behind tabs
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(tabMargin, 0, 0, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addLayout(tabs);
    m_line = new widgets::Hairline(Qt::Horizontal, this);
    layout->addWidget(m_line);
    layout->addWidget(m_abreast, 1);
    splitter.addWidget(this);
    hide();

    connect(&splitter, &QSplitter::splitterMoved, this, [this] {
        const int abreast = panelsAbreast(width(), static_cast<int>(m_panels.size()));
        m_parts.settings.setValue(widthKey, width() / abreast);
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        if (tab >= 0 && tab < m_panels.size())
            touch(m_panels[tab]);
    });
    connect(m_run, &RunInspector::closed, this, [this] { close(m_run); });
    auto* link = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), this);
    connect(link, &QShortcut::activated, this, &SidePanels::copyLink);
}

// --- opening ---

DevicePanel* SidePanels::panelOf(const std::string& deviceId) const {
    for (auto* panel : m_panels)
        if (auto* device = qobject_cast<DevicePanel*>(panel); device && device->deviceId() == deviceId)
            return device;
    return nullptr;
}

DevicePanel* SidePanels::makeDevicePanel() {
    const board::PanelParts parts{m_parts.api, m_parts.deviceApi, m_parts.store, m_parts.clock,
                                  m_parts.settings};
    auto* panel = new DevicePanel(parts, m_abreast);
    panel->setLive(m_isLive, m_lastHeard);
    if (m_watchList)
        panel->setWatchList(*m_watchList);
    connect(panel, &DevicePanel::closeRequested, this, [this, panel] { close(panel); });
    connect(panel, &DevicePanel::runRequested, this, &SidePanels::openRun);
    connect(panel, &DevicePanel::titleChanged, this, &SidePanels::arrange);
    connect(panel, &DevicePanel::pinToggled, this, [this, panel](bool pinned) {
        // One place for the next device: who is let go takes it from who had it.
        if (!pinned)
            for (auto* other : QList<QWidget*>(m_panels))
                if (auto* device = qobject_cast<DevicePanel*>(other);
                    device && device != panel && !device->isPinned())
                    remove(device);
        fit();
        arrange();
    });
    return panel;
}

void SidePanels::setWatchList(WatchList& list) {
    m_watchList = &list;
    m_run->setWatchList(list);
}

void SidePanels::openDevice(const std::string& deviceId) {
    if (auto* open = panelOf(deviceId)) {
        const bool isInFront = open->isVisible() && m_recent.first() == open;
        touch(open);
        if (isInFront)
            open->focusFirst();
        return;
    }
    const auto free = std::find_if(m_panels.begin(), m_panels.end(), [](QWidget* panel) {
        const auto* device = qobject_cast<DevicePanel*>(panel);
        return device && !device->isPinned();
    });
    auto* panel = free == m_panels.end() ? makeDevicePanel() : static_cast<DevicePanel*>(*free);
    panel->openDevice(deviceId);
    if (free == m_panels.end())
        add(panel);
    touch(panel);
}

void SidePanels::openRun(const std::string& runId) {
    m_run->openRun(runId);
    if (!m_panels.contains(m_run))
        add(m_run);
    touch(m_run);
    Q_EMIT runChanged(runId);
}

void SidePanels::add(QWidget* panel) {
    const bool isBeforeRun = panel != m_run && !m_panels.isEmpty() && m_panels.last() == m_run;
    m_panels.insert(isBeforeRun ? m_panels.size() - 1 : m_panels.size(), panel);
    m_abreast->insertWidget(static_cast<int>(m_panels.indexOf(panel)), panel);
    m_recent.prepend(panel);
    fit();
}

void SidePanels::touch(QWidget* panel) {
    m_recent.removeAll(panel);
    m_recent.prepend(panel);
    setVisible(m_isOffered);
    arrange();
}

// --- closing ---

void SidePanels::close(QWidget* panel) {
    remove(panel);
    fit();
    arrange();
    Q_EMIT closed();
}

void SidePanels::remove(QWidget* panel) {
    m_panels.removeAll(panel);
    m_recent.removeAll(panel);
    panel->hide();
    if (panel == m_run) {
        m_run->close();
        Q_EMIT runChanged({});
    } else {
        static_cast<DevicePanel*>(panel)->close();
        panel->setParent(nullptr); // out of the splitter at once
        panel->deleteLater();
    }
    if (m_panels.isEmpty())
        hide();
}

void SidePanels::closeAll() {
    for (auto* panel : QList<QWidget*>(m_panels))
        remove(panel);
    arrange();
}

// --- where they are ---

void SidePanels::setOffered(bool offered) {
    m_isOffered = offered;
    setVisible(offered && !isEmpty());
}

/// As wide as its panels were before, as far as the page has its least.
void SidePanels::fit() {
    const auto count = static_cast<int>(m_panels.size());
    if (count == 0)
        return;
    const int room = std::max(leastWidth, m_splitter.width() - m_pageMinimum - m_splitter.handleWidth());
    const int each = std::max(leastWidth, m_parts.settings.value(widthKey, firstWidth).toInt());
    const int wanted = std::min(room, each * panelsAbreast(room, count));
    setVisible(m_isOffered);
    m_splitter.setSizes({std::max(m_pageMinimum, m_splitter.width() - wanted), wanted});
}

/// Those looked at last are seen, in their places.
void SidePanels::arrange() {
    const int abreast = panelsAbreast(width(), static_cast<int>(m_panels.size()));
    const auto seen = m_recent.mid(0, abreast);
    for (auto* panel : std::as_const(m_panels))
        panel->setVisible(seen.contains(panel));
    if (seen.size() != std::exchange(m_seen, seen.size())) // each as wide as the others
        m_abreast->setSizes(QList<int>(m_abreast->count(), width() / abreast));
    showTabs(abreast);
}

void SidePanels::showTabs(int abreast) {
    const QSignalBlocker quiet(m_tabs);
    const auto count = static_cast<int>(m_panels.size());
    while (m_tabs->count() > count)
        m_tabs->removeTab(m_tabs->count() - 1);
    for (int i = 0; i < count; ++i) {
        auto* panel = m_panels[i];
        const auto* device = qobject_cast<DevicePanel*>(panel);
        const QString title = titleOf(panel);
        if (i == m_tabs->count())
            m_tabs->addTab(QString());
        m_tabs->setTabText(i, fontMetrics().elidedText(title, Qt::ElideMiddle, tabWidth));
        m_tabs->setTabToolTip(i, device && device->isPinned() ? tr("%1, pinned").arg(title) : title);
    }
    if (!m_recent.isEmpty())
        m_tabs->setCurrentIndex(static_cast<int>(m_panels.indexOf(m_recent.first())));
    m_tabs->setVisible(count > abreast);
    m_line->setVisible(count > abreast);
}

QString SidePanels::titleOf(QWidget* panel) const {
    if (const auto* device = qobject_cast<DevicePanel*>(panel))
        return device->title();
    const auto* run = m_parts.store.run(m_run->runId());
    return run ? tr("Run #%1").arg(run->number) : tr("Run");
}

void SidePanels::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void SidePanels::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[style::Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), t[style::Token::border]);
}

// --- what they share ---

void SidePanels::setLive(bool live, std::optional<Timestamp> lastHeard) {
    m_isLive = live;
    m_lastHeard = lastHeard;
    for (auto* panel : std::as_const(m_panels))
        if (auto* device = qobject_cast<DevicePanel*>(panel))
            device->setLive(live, lastHeard);
}

bool SidePanels::focusNext() {
    QList<QWidget*> seen;
    for (auto* panel : std::as_const(m_panels))
        if (panel->isVisible())
            seen << panel;
    const auto next = seen.indexOf(holderOf(seen, window()->focusWidget())) + 1;
    if (next >= seen.size())
        return false;
    if (auto* device = qobject_cast<DevicePanel*>(seen[next]))
        device->focusFirst();
    else if (auto* parts = seen[next]->findChild<QTabBar*>())
        parts->setFocus(Qt::ShortcutFocusReason);
    return true;
}

/// Of the panel with the keyboard, else of the one that was looked at last.
void SidePanels::copyLink() {
    auto* holder = holderOf(m_panels, window()->focusWidget());
    if (!holder && !m_recent.isEmpty())
        holder = m_recent.first();
    if (auto* device = qobject_cast<DevicePanel*>(holder))
        device->copyLink();
    else if (holder)
        m_run->copyLink();
}

} // namespace labwarden::console
