// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/board/panel/panel_parts.h"
#include "console/store/lab_sync.h"

#include <QList>
#include <QWidget>

#include <optional>

class QSettings;
class QSplitter;
class QTabBar;

namespace labwarden::board {
class DevicePanel;
}

namespace labwarden::widgets {
class Hairline;
}

namespace labwarden::console {

class DeviceApi;
class RunInspector;
class WatchList;

/// What the panels need; everything outlives them.
struct SidePanelParts {
    LabApi& api;
    DeviceApi& deviceApi;
    LabStore& store;
    LabSync& sync;
    const Clock& clock;
    QSettings& settings;
};

/// How many panels have room beside one another in `width` pixels: at least one of those there are.
int panelsAbreast(int width, int count);

/// The right side of the window: devices and a run, side by side as far as there is room, the others behind
/// tabs. A device that is opened takes the place of the one before, unless that is pinned. Hidden while it is
/// empty. GUI thread only.
class SidePanels : public QWidget {
    Q_OBJECT
public:
    /// The last one of `splitter`, which is as wide as the window has room for pages and panels; beside the
    /// panels `pageMinimum` pixels are left.
    SidePanels(const SidePanelParts& parts, QSplitter& splitter, int pageMinimum);

    /// What the person watches can be changed in the panels. `list` outlives them.
    void setWatchList(WatchList& list);
    /// Opens it, or brings it to the front; the keyboard goes into it when it is in front already.
    void openDevice(const std::string& deviceId);
    void openRun(const std::string& runId);
    void closeAll();
    bool isEmpty() const { return m_panels.isEmpty(); }
    /// Whether they have anything to say beside the page that is shown.
    void setOffered(bool offered);
    /// Whether what is shown is true now, as the board says it too.
    void setLive(bool live, std::optional<Timestamp> lastHeard);
    /// The keyboard goes to the next panel that is seen; false when there is none after the one that has it.
    bool focusNext();

Q_SIGNALS:
    /// The run that is open; empty when none is.
    void runChanged(const std::string& runId);
    /// By a person: the keyboard is wanted elsewhere.
    void closed();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    board::DevicePanel* panelOf(const std::string& deviceId) const;
    board::DevicePanel* makeDevicePanel();
    void add(QWidget* panel);
    void touch(QWidget* panel);
    void close(QWidget* panel);
    void remove(QWidget* panel);
    void fit();
    void arrange();
    void showTabs(int abreast);
    QString titleOf(QWidget* panel) const;
    void copyLink();

    SidePanelParts m_parts;
    QSplitter& m_splitter;
    int m_pageMinimum;
    QTabBar* m_tabs;
    widgets::Hairline* m_line; ///< below the tabs
    QSplitter* m_abreast;
    RunInspector* m_run;
    WatchList* m_watchList = nullptr;
    QList<QWidget*> m_panels; ///< from left to right; the run is the last one
    QList<QWidget*> m_recent; ///< the one looked at last is the first
    qsizetype m_seen = 0;     ///< how many of them have room
    bool m_isOffered = true;
    bool m_isLive = true;
    std::optional<Timestamp> m_lastHeard;
};

} // namespace labwarden::console
