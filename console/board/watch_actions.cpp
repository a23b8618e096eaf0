// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/watch_actions.h"

#include "console/style/icons.h"

#include <QAction>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace labwarden::board {

using console::WatchKind;

namespace {
constexpr std::size_t fewDevices = 500;
}

WatchActions::WatchActions(const console::LabStore& store, console::WatchList& list, QObject* parent,
                           QWidget* where)
    : QObject(parent), m_store(store), m_list(list), m_watch(new QAction(this)), m_free(new QAction(this)) {
    m_watch->setObjectName(QStringLiteral("watchAction"));
    m_free->setObjectName(QStringLiteral("tellWhenFreeAction"));
    if (where) {
        m_watch->setShortcut(Qt::Key_W);
        m_free->setShortcut(Qt::SHIFT | Qt::Key_W);
        for (auto* action : {m_watch, m_free}) {
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            where->addAction(action);
        }
    }
    connect(m_watch, &QAction::triggered, this, &WatchActions::toggleWatch);
    connect(m_free, &QAction::triggered, this, &WatchActions::toggleFree);
    connect(&list, &console::WatchList::changed, this, &WatchActions::update);
    connect(&store, &console::LabStore::reset, this, &WatchActions::update);
    connect(&store, &console::LabStore::changed, this, [this](const console::StoreChanges& changes) {
        // With thousands chosen at once this would be asked ten times a second; what counts is asked again
        // when it is done.
        if (!changes.devices.empty() && !m_devices.empty() && m_devices.size() <= fewDevices)
            update();
    });
    update();
}

void WatchActions::setDevices(std::vector<std::string> ids) {
    m_devices = std::move(ids);
    update();
}

std::vector<std::string> WatchActions::busy() const {
    std::vector<std::string> ids;
    std::copy_if(m_devices.begin(), m_devices.end(), std::back_inserter(ids), [this](const std::string& id) {
        const auto* device = m_store.device(id);
        return device &&
               deviceState(device->presence, device->lease, device->service) != DeviceState::available;
    });
    return ids;
}

bool WatchActions::isWatched() const {
    return !m_devices.empty() && std::all_of(m_devices.begin(), m_devices.end(),
                                             [this](const auto& id) { return m_list.tellsChanges(id); });
}

bool WatchActions::isWaitedFor() const {
    const auto waiting = busy();
    return !waiting.empty() && std::all_of(waiting.begin(), waiting.end(),
                                           [this](const auto& id) { return m_list.waitsUntilFree(id); });
}

void WatchActions::toggleWatch() {
    m_list.setChanges(WatchKind::device, m_devices, !isWatched());
}

void WatchActions::toggleFree() {
    const bool ends = isWaitedFor();
    m_list.setUntilFree(ends ? m_devices : busy(), !ends);
}

void WatchActions::update() {
    const bool any = !m_devices.empty();
    const bool one = m_devices.size() == 1;
    const bool watched = isWatched();
    const bool waits = isWaitedFor();
    const bool anyBusy = waits || !busy().empty();
    const auto say = [](QAction* action, style::Icon icon, bool isOn, const QString& text, bool enabled,
                        const QString& tip) {
        action->setIcon(style::icon(icon, isOn ? style::Token::accent : style::Token::secondary));
        action->setText(text);
        action->setEnabled(enabled);
        action->setToolTip(tip);
    };
    say(m_watch, style::Icon::eye, watched, watched ? tr("Stop watching") : tr("Watch"), any,
        !any      ? tr("Select the devices to watch")
        : watched ? tr("You are told when the state changes; this ends it")
                  : tr("Be told when the state changes"));
    say(m_free, style::Icon::bell, waits,
        waits ? (one ? tr("Do not tell me when it is free") : tr("Do not tell me when they are free"))
              : (one ? tr("Tell me when it is free") : tr("Tell me when they are free")),
        anyBusy,
        !any       ? tr("Select devices that are in use")
        : !anyBusy ? (one ? tr("It is free now") : tr("They are free now"))
        : waits    ? tr("You are told once; this ends it")
                   : tr("Be told once, as soon as a run can be started"));
}

} // namespace labwarden::board
