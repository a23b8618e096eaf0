// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/notifier.h"
#include "console/shell/watcher.h"

#include <QObject>
#include <QPointer>

namespace labwarden::console {

class LabApi;
class NavButton;
class NewsModel;
class NewsStack;
class WatchDialog;

/// Watching, put together: the person's list, who looks, how it is told, and the dialog that shows it all.
/// What is told goes to the desktop; where it has no place for that, into the window, and that is said once.
class WatchDesk : public QObject {
    Q_OBJECT
public:
    /// `lab` is where the window shows what it tells; everything outlives it.
    WatchDesk(LabApi& api, LabStore& store, QSettings& settings, const Clock& clock, Notifier& notifier,
              QWidget* lab);

    WatchList& list() { return m_list; }
    Watcher& watcher() { return m_watcher; }
    /// A run that was started here: watched, unless the person has said otherwise.
    void ownRunStarted(const std::string& runId);
    void openDialog();
    /// Shows on it how many things are watched.
    void setButton(NavButton* button);

Q_SIGNALS:
    /// Something watched shall be shown.
    void openRequested(labwarden::console::WatchKind kind, const std::string& id);

private:
    void tell(const News& news);
    void open(const News& news);
    void fetchRun(const std::string& id);
    void sayOnceThatTheDesktopCannot();
    void updateCount();

    LabApi& m_api;
    LabStore& m_store;
    QSettings& m_settings;
    const Clock& m_clock;
    Notifier& m_notifier;
    QWidget* m_lab;
    WatchList m_list;
    Watcher m_watcher;
    NewsModel* m_news;
    NewsStack* m_stack;
    QPointer<NavButton> m_button;
    QPointer<WatchDialog> m_dialog;
};

} // namespace labwarden::console
