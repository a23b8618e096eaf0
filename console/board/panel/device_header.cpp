// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_header.h"

#include "console/board/panel/device_words.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/state_badge.h"
#include "console/widgets/wrap_label.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;

QPushButton* pushButton(Icon icon, const QString& text, const char* name, QWidget* parent) {
    auto* made = new QPushButton(style::icon(icon), text, parent);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

DeviceHeader::DeviceHeader(QWidget* parent)
    : QWidget(parent)
    , m_name(new widgets::WrapLabel(Text::heading, Token::text, this))
    , m_badge(new widgets::StateBadge(this))
    , m_key(new widgets::WrapLabel(Text::code, Token::secondary, this))
    , m_copyKey(toolButton("copyKeyToolButton", tr("Copy key"), tr("Copy the key")))
    , m_link(
          toolButton("copyDeviceLinkToolButton", tr("Copy link"), tr("Copy a link to this device (Ctrl+L)")))
    , m_pin(toolButton("pinToolButton", tr("Pin"), {}))
    , m_close(toolButton("closePanelToolButton", tr("Close"), tr("Close (Esc)")))
    , m_grafana(pushButton(Icon::chartLine, tr("Open in Grafana"), "deviceGrafanaPushButton", this))
    , m_edit(pushButton(Icon::pencil, tr("Edit…"), "editDevicePushButton", this)) {
    m_name->setObjectName(QStringLiteral("deviceNameLabel"));
    m_badge->setObjectName(QStringLiteral("deviceStateBadge"));
    m_key->setObjectName(QStringLiteral("deviceKeyLabel"));
    m_copyKey->setIcon(style::icon(Icon::copy));
    m_link->setIcon(style::icon(Icon::link));
    m_close->setIcon(style::icon(Icon::x));
    m_pin->setCheckable(true);
    setPinned(false);

    auto* first = new QHBoxLayout;
    first->setSpacing(4);
    first->addWidget(m_name, 1, Qt::AlignVCenter);
    first->addWidget(m_link, 0, Qt::AlignTop);
    first->addWidget(m_pin, 0, Qt::AlignTop);
    first->addWidget(m_close, 0, Qt::AlignTop);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_badge);
    second->addWidget(m_key, 0, Qt::AlignVCenter);
    second->addWidget(m_copyKey);
    second->addStretch(1);
    m_actions = new QHBoxLayout;
    m_actions->setSpacing(8);
    m_actions->addWidget(m_grafana);
    m_actions->addWidget(m_edit);
    m_actions->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, 12, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addLayout(m_actions);

    connect(m_copyKey, &QToolButton::clicked, this, [this] { copy(m_copyKey, m_keyText); });
    connect(m_link, &QToolButton::clicked, this, &DeviceHeader::copyLink);
    connect(m_pin, &QToolButton::toggled, this, &DeviceHeader::pinToggled);
    connect(m_close, &QToolButton::clicked, this, &DeviceHeader::closeRequested);
    connect(m_grafana, &QPushButton::clicked, this, &DeviceHeader::grafanaRequested);
    connect(m_edit, &QPushButton::clicked, this, &DeviceHeader::editRequested);
}

QToolButton* DeviceHeader::toolButton(const char* name, const QString& words, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(words);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void DeviceHeader::offer(QAction* action) {
    auto* tool = toolButton("", action->text(), {});
    tool->setObjectName(action->objectName() + QStringLiteral("ToolButton"));
    tool->setDefaultAction(action); // its icon, tool tip and state
    const auto follow = [tool, action] { tool->setAccessibleName(action->text()); };
    connect(action, &QAction::changed, tool, follow);
    follow();
    m_actions->addWidget(tool);
    m_tools.push_back(tool);
}

void DeviceHeader::setPinned(bool pinned) {
    const QSignalBlocker quiet(m_pin);
    m_pin->setChecked(pinned);
    m_pin->setIcon(style::icon(Icon::pin, pinned ? Token::accent : Token::secondary));
    m_pin->setToolTip(pinned ? tr("Unpin: the next device that is opened takes its place")
                             : tr("Pin: it stays when another device is opened"));
    m_pin->setAccessibleName(pinned ? tr("Unpin") : tr("Pin"));
}

void DeviceHeader::showDevice(const DeviceDetail& device, const State& state) {
    m_linkText = linkOf(device);
    m_keyText = QString::fromStdString(device.key);
    const QString name = nameOf(device);
    if (m_name->text() != name) {
        m_name->setText(name);
        m_link->setToolTip(tr("Copy a link to this device (Ctrl+L)"));
        m_copyKey->setToolTip(tr("Copy the key"));
    }
    m_key->setText(m_keyText);
    auto look = widgets::lookOf(deviceState(device.presence, device.lease, device.service));
    if (state.isGone)
        look = {Icon::trash2, Token::offline, tr("Deleted")};
    else if (!state.isLive)
        look.colour = Token::offline;
    const bool isRunning = !state.isGone && device.run && device.run->state == RunState::running;
    m_badge->setLook(look,
                     isRunning ? tr("%1 %").arg(static_cast<int>(device.run->progress.percent)) : QString());
    m_badge->setToolTip(state.isLive ? QString() : tr("As far as is known: the connection is lost"));
    m_grafana->setVisible(state.hasGrafana && !state.isGone);
    m_edit->setVisible(state.mayEdit && !state.isGone);
    for (auto* tool : m_tools)
        tool->setVisible(!state.isGone);
    m_edit->setEnabled(state.canEdit);
    m_edit->setToolTip(state.canEdit ? tr("Edit what is known of the device (Ctrl+E)")
                                     : tr("The device is still being loaded"));
}

void DeviceHeader::copyLink() {
    copy(m_link, m_linkText);
}

void DeviceHeader::copy(QToolButton* button, const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    button->setToolTip(tr("Copied: %1").arg(text));
}

} // namespace labwarden::board
