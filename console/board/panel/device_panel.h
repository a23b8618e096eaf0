// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/panel/device_watch.h"
#include "console/board/panel/panel_parts.h"

#include <QTimer>
#include <QUrl>
#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::console {
class WatchList;
}

namespace labwarden::board {

class DeviceEditor;
class DeviceHeader;
class DeviceHistory;
class DeviceOverview;
class DeviceTelemetry;
class DeviceUtilisationTab;
class WatchActions;

/// One device, at the right of the window: why it is in its state, what it is, its telemetry, its past, how
/// it spent its time; and from there to its run, to Grafana and to edit it. GUI thread only.
class DevicePanel : public QWidget {
    Q_OBJECT
public:
    enum Tab { Overview, Telemetry, History, Utilisation };

    explicit DevicePanel(const PanelParts& parts, QWidget* parent = nullptr);
    ~DevicePanel() override;

    void openDevice(const std::string& deviceId);
    /// Follows nothing any more.
    void close();
    const std::string& deviceId() const { return m_watch.deviceId(); }
    /// What it is about, in a few words: the device's name.
    QString title() const;

    bool isPinned() const { return m_isPinned; }
    void setPinned(bool pinned);
    void setTab(Tab tab);
    /// Whether what is shown is true now, as the board says it too.
    void setLive(bool live, std::optional<Timestamp> lastHeard);
    /// The device can be watched from here from now on; `list` outlives the panel.
    void setWatchList(console::WatchList& list);
    void copyLink();
    /// The keyboard goes to where one goes on: its run, else its parts.
    void focusFirst();

Q_SIGNALS:
    void closeRequested();
    void pinToggled(bool pinned);
    void runRequested(const std::string& runId);
    /// The device, or what it is called, is another one.
    void titleChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void connectParts();
    void showDevice();
    void showNotice();
    void askForGrafana();
    void openGrafana();
    void edit();

    PanelParts m_parts;
    DeviceWatch m_watch;
    QTimer m_seconds;
    QPointer<console::ApiJob> m_grafanaJob;
    QPointer<DeviceEditor> m_editor;
    std::string m_grafanaOf; ///< device id of which it is known whether it has a place in Grafana
    bool m_hasGrafana = false;
    bool m_isPinned = false;
    bool m_isLive = true;
    std::optional<Timestamp> m_lastHeard;
    QString m_title;
    WatchActions* m_watchActions = nullptr;
    std::string m_watchedDevice; ///< id that it has been told

    DeviceHeader* m_header;
    widgets::Notice* m_notice;  ///< of the device itself: gone, not live, not loaded
    widgets::Notice* m_problem; ///< of what was tried here
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    DeviceOverview* m_overview;
    DeviceTelemetry* m_telemetry;
    DeviceHistory* m_history;
    DeviceUtilisationTab* m_utilisation;
};

} // namespace labwarden::board
