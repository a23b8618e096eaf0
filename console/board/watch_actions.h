// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/watch_list.h"

#include <QObject>

class QAction;
class QWidget;

namespace labwarden::board {

/// "Watch" and "Tell me when it is free" for the devices that somebody has chosen, for menus, bars and
/// panels: make one, tell it which devices are meant, add its actions. They follow store and list, say in
/// their text what they would do now, and as tool tip why one cannot be used. GUI thread only.
class WatchActions : public QObject {
    Q_OBJECT
public:
    /// All outlive it. With `where` the actions have their keys (W, Shift+W) while the keyboard is in there.
    WatchActions(const console::LabStore& store, console::WatchList& list, QObject* parent,
                 QWidget* where = nullptr);

    void setDevices(std::vector<std::string> ids);
    /// When all chosen devices are watched it ends that.
    QAction* watch() const { return m_watch; }
    QAction* tellWhenFree() const { return m_free; }

private:
    void toggleWatch();
    void toggleFree();
    void update();
    /// Of those chosen that are in the lab.
    std::vector<std::string> busy() const;
    bool isWatched() const;
    bool isWaitedFor() const;

    const console::LabStore& m_store;
    console::WatchList& m_list;
    QAction* m_watch;
    QAction* m_free;
    std::vector<std::string> m_devices;
};

} // namespace labwarden::board
