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
    m_watch->setIcon(style::icon(style::Icon::eye));
    m_watch->setCheckable(true);
    m_free->setObjectName(QStringLiteral("tellWhenFreeAction"));
    m_free->setIcon(style::icon(style::Icon::bell));
    m_free->setCheckable(true);
    if (where) {
        m_watch->setShortcut(Qt::Key_W);
        m_free->setShortcut(Qt::SHIFT | Qt::Key_W);
        for (auto* action : {m_watch, m_free}) {
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            where->addAction(action);
        }
    }
    connect(m_watch, &QAction::triggered, this,
            [this](bool on) { m_list.setChanges(WatchKind::device, m_devices, on); });
    connect(m_free, &QAction::triggered, this,
            [this](bool on) { m_list.setUntilFree(on ? busy() : m_devices, on); });
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

void WatchActions::update() {
    const auto all = [this](auto&& wanted) {
        return !m_devices.empty() && std::all_of(m_devices.begin(), m_devices.end(), wanted);
    };
    const bool any = !m_devices.empty();
    const bool one = m_devices.size() == 1;
    const bool watched = all([this](const auto& id) { return m_list.tellsChanges(id); });
    const auto waiting = busy();
    const bool waits =
        !waiting.empty() && std::all_of(waiting.begin(), waiting.end(),
                                        [this](const auto& id) { return m_list.waitsUntilFree(id); });
    const auto say = [](QAction* action, const QString& text, bool enabled, const QString& tip) {
        action->setText(text);
        action->setEnabled(enabled);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys));
        action->setStatusTip(tip);
    };
    m_watch->setChecked(watched);
    say(m_watch, watched ? tr("Stop watching") : tr("Watch"), any,
        !any      ? tr("Select the devices to watch")
        : watched ? tr("You are told when the state changes; this ends it")
                  : tr("Be told when the state changes"));
    m_free->setChecked(waits);
    say(m_free,
        waits ? (one ? tr("Do not tell me when it is free") : tr("Do not tell me when they are free"))
              : (one ? tr("Tell me when it is free") : tr("Tell me when they are free")),
        !waiting.empty(),
        !any              ? tr("Select devices that are in use")
        : waiting.empty() ? (one ? tr("It is free now") : tr("They are free now"))
        : waits           ? tr("You are told once; this ends it")
                          : tr("Be told once, as soon as a run can be started"));
}

} // namespace labwarden::board
