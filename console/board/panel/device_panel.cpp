// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_panel.h"

#include "console/api/clock.h"
#include "console/api/device_api.h"
#include "console/board/panel/device_editor.h"
#include "console/board/panel/device_header.h"
#include "console/board/panel/device_history.h"
#include "console/board/panel/device_overview.h"
#include "console/board/panel/device_telemetry.h"
#include "console/board/panel/device_utilisation.h"
#include "console/board/panel/device_words.h"
#include "console/board/panel/run_strip.h"
#include "console/board/watch_actions.h"
#include "console/store/lab_store.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/notice.h"

#include <QDesktopServices>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int tabPadding = 13; ///< of the style, left of a tab's word
constexpr int leastWidth = 360;
constexpr int secondMs = 1'000;

} // namespace

DevicePanel::DevicePanel(const PanelParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_watch(parts)
    , m_header(new DeviceHeader(this))
    , m_notice(new widgets::Notice(this))
    , m_problem(new widgets::Notice(this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_overview(new DeviceOverview(this))
    , m_telemetry(new DeviceTelemetry(parts, this))
    , m_history(new DeviceHistory(parts, this))
    , m_utilisation(new DeviceUtilisationTab(parts, this)) {
    setObjectName(QStringLiteral("devicePanel"));
    setMinimumWidth(leastWidth);
    m_notice->setObjectName(QStringLiteral("deviceNotice"));
    m_problem->setObjectName(QStringLiteral("deviceProblemNotice"));
    m_tabs->setObjectName(QStringLiteral("deviceTabBar"));
    m_tabs->setAccessibleName(tr("Parts of the device"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    const auto add = [this](QWidget* page, const QString& word) {
        m_pages->addWidget(page);
        const int tab = m_tabs->addTab(word);
        m_tabs->setTabToolTip(tab, QStringLiteral("Alt+%1").arg(tab + 1));
    };
    add(m_overview, tr("Overview"));
    add(m_telemetry, tr("Telemetry"));
    add(m_history, tr("History"));
    add(m_utilisation, tr("Utilisation"));

    auto* notices = new QVBoxLayout;
    notices->setContentsMargins(margin, 0, margin, 0);
    notices->setSpacing(8);
    notices->addWidget(m_notice);
    notices->addWidget(m_problem);
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(margin - tabPadding, 0, 0, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(notices);
    layout->addLayout(tabs);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_pages, 1);
    m_seconds.setInterval(secondMs);
    connectParts();
}

DevicePanel::~DevicePanel() = default;

void DevicePanel::connectParts() {
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(&m_seconds, &QTimer::timeout, this, [this] {
        if (m_pages->currentWidget() == m_overview)
            m_overview->showDevice(m_watch.device(), m_parts.clock.now(), m_isLive);
    });
    connect(&m_watch, &DeviceWatch::changed, this, &DevicePanel::showDevice);
    connect(&m_parts.store, &console::LabStore::sessionChanged, this, &DevicePanel::showDevice);
    connect(m_notice, &widgets::Notice::actionTriggered, &m_watch, &DeviceWatch::retry);
    connect(m_overview, &DeviceOverview::runRequested, this, &DevicePanel::runRequested);
    connect(m_history, &DeviceHistory::runRequested, this, &DevicePanel::runRequested);
    connect(m_header, &DeviceHeader::closeRequested, this, &DevicePanel::closeRequested);
    connect(m_header, &DeviceHeader::grafanaRequested, this, &DevicePanel::openGrafana);
    connect(m_header, &DeviceHeader::editRequested, this, &DevicePanel::edit);
    connect(m_header, &DeviceHeader::pinToggled, this, [this](bool pinned) {
        setPinned(pinned);
        Q_EMIT pinToggled(pinned);
    });
    const auto shortcut = [this](const QKeySequence& keys, auto action) {
        auto* made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, action);
    };
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { edit(); });
    for (int tab = Overview; tab <= Utilisation; ++tab) // as in a browser
        shortcut(QKeySequence(Qt::ALT | (Qt::Key_1 + tab)), [this, tab] { m_tabs->setCurrentIndex(tab); });
}

// --- which device ---

void DevicePanel::openDevice(const std::string& deviceId) {
    if (deviceId == m_watch.deviceId())
        return;
    close();
    m_watch.follow(deviceId);
    m_watch.setPaused(!isVisible());
    askForGrafana();
}

void DevicePanel::close() {
    if (m_grafanaJob)
        m_grafanaJob->cancel();
    m_grafanaOf.clear();
    m_hasGrafana = false;
    m_problem->clear();
    m_overview->verticalScrollBar()->setValue(0);
    m_telemetry->clear();
    m_history->clear();
    m_utilisation->clear();
    m_watch.follow({});
}

QString DevicePanel::title() const {
    return m_watch.device().id.empty() ? tr("Device") : nameOf(m_watch.device());
}

void DevicePanel::setPinned(bool pinned) {
    m_isPinned = pinned;
    m_header->setPinned(pinned);
}

void DevicePanel::setTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void DevicePanel::setLive(bool live, std::optional<Timestamp> lastHeard) {
    m_isLive = live;
    m_lastHeard = lastHeard;
    showDevice();
}

void DevicePanel::setWatchList(console::WatchList& list) {
    m_watchActions = new WatchActions(m_parts.store, list, this, this);
    m_header->offer(m_watchActions->watch());
    m_header->offer(m_watchActions->tellWhenFree());
    showDevice();
}

void DevicePanel::copyLink() {
    m_header->copyLink();
}

void DevicePanel::focusFirst() {
    auto* run = m_overview->findChild<QPushButton*>(QStringLiteral("openRunPushButton"));
    if (run && run->isVisible())
        run->setFocus(Qt::OtherFocusReason);
    else
        m_tabs->setFocus(Qt::OtherFocusReason);
}

// --- showing ---

void DevicePanel::showDevice() {
    const auto& device = m_watch.device();
    const bool mayEdit = m_parts.store.may("devices:write");
    m_header->showDevice(device, {m_isLive, m_watch.isGone(), m_hasGrafana, mayEdit, m_watch.hasDetail()});
    if (m_watchActions && m_watchedDevice != device.id) {
        m_watchedDevice = device.id;
        m_watchActions->setDevices(device.id.empty() ? std::vector<std::string>{} : std::vector{device.id});
    }
    m_overview->showDevice(device, m_parts.clock.now(), m_isLive && !m_watch.isGone());
    m_telemetry->showDevice(device);
    m_history->showDevice(device);
    m_utilisation->showDevice(device);
    showNotice();
    if (const QString now = title(); now != std::exchange(m_title, now))
        Q_EMIT titleChanged();
}

void DevicePanel::showNotice() {
    QString words, detail;
    auto icon = Icon::wifiOff;
    auto colour = Token::warning;
    const auto& trouble = m_watch.trouble();
    if (m_watch.isGone()) {
        icon = Icon::trash2;
        colour = Token::offline;
        words = tr("This device has been deleted.");
        detail = tr("Its history stays.");
    } else if (!m_isLive) {
        words = m_lastHeard ? tr("No connection to the lab: as of %1").arg(widgets::timeText(*m_lastHeard))
                            : tr("No connection to the lab: this may have changed");
    } else if (trouble) {
        icon = Icon::circleAlert;
        colour = Token::failed;
        words = tr("The device cannot be loaded: %1").arg(trouble->title);
        detail = trouble->detail;
    }
    if (words.isEmpty()) {
        m_notice->clear();
        return;
    }
    if (m_notice->words() == words && !m_notice->isHidden())
        return;
    m_notice->say(icon, colour, words, detail);
    if (!m_watch.isGone() && m_isLive)
        m_notice->offer(tr("Try again"));
}

// --- Grafana ---

/// Whether there is a place for it; where it is, is asked when it is gone to.
void DevicePanel::askForGrafana() {
    if (!isVisible() || m_watch.deviceId().empty() || m_grafanaOf == m_watch.deviceId())
        return;
    m_grafanaOf = m_watch.deviceId();
    m_grafanaJob =
        m_parts.deviceApi.grafanaUrl(m_grafanaOf, {}, {}, this, [this](console::ApiResult<QUrl> url) {
            if (!url)
                m_grafanaOf.clear(); // asked again when it is shown next
            m_hasGrafana = url && !url->isEmpty();
            showDevice();
        });
}

void DevicePanel::openGrafana() {
    m_problem->clear();
    const auto window = m_telemetry->window();
    const std::optional<Timestamp> to = m_telemetry->isLive() ? std::nullopt : std::optional(window.to);
    m_grafanaJob = m_parts.deviceApi.grafanaUrl(
        m_watch.deviceId(), window.from, to, this, [this](console::ApiResult<QUrl> url) {
            if (!url) {
                m_problem->problem(tr("Grafana was not opened: %1").arg(url.error().title),
                                   url.error().detail);
                m_problem->offer({});
                return;
            }
            // The address comes from the lab's settings: only what a browser opens is opened.
            if (url->scheme() == QLatin1String("https") || url->scheme() == QLatin1String("http"))
                QDesktopServices::openUrl(*url);
        });
}

// --- editing ---

void DevicePanel::edit() {
    if (m_editor || !m_watch.hasDetail() || m_watch.isGone() || !m_parts.store.may("devices:write"))
        return;
    m_editor = new DeviceEditor(m_parts, m_watch.device(), window());
    connect(m_editor, &DeviceEditor::saved, this, [this](const DeviceDetail& device) {
        if (device.id == m_watch.deviceId())
            m_watch.take(device);
    });
    m_editor->open();
}

// --- as a widget ---

void DevicePanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    painter.fillRect(rect(), tokens[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), tokens[Token::border]);
}

void DevicePanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

void DevicePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_seconds.start();
    m_watch.setPaused(false);
    askForGrafana();
}

void DevicePanel::hideEvent(QHideEvent* event) {
    m_seconds.stop();
    m_watch.setPaused(true);
    QWidget::hideEvent(event);
}

} // namespace labwarden::board
