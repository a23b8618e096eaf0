// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/board/actions/board_parts.h"
#include "console/board/arrangement.h"
#include "console/store/latest_values.h"
#include "console/store/watch_list.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QAbstractItemView;
class QItemSelectionModel;
class QSettings;
class QStackedWidget;

namespace labwarden::widgets {
class EmptyState;
class StaleBar;
} // namespace labwarden::widgets

namespace labwarden::board {

class BoardActions;
class BoardHeader;
class DeviceGroups;
class DeviceModel;
class DeviceTable;
class HeatPane;
class SavedViews;
class TileView;
class ViewsButton;
struct BoardLook;
class WatchActions;

/// The Devices page: every device of the lab with its state, as tiles, as a heat view or as a
/// table. Looks at the store only;
/// BoardActions does what people want of the devices. GUI thread.
class BoardPage : public QWidget {
    Q_OBJECT
public:
    /// View, grouping, folds and columns are remembered in the settings, and so are the views that each
    /// person has saved.
    explicit BoardPage(const BoardParts& parts, QWidget* parent = nullptr);

    DeviceModel* devices() const { return m_devices; }
    /// The one selection of all views, over devices(). What the filter hides stays selected in it, so that it
    /// is there again with the next filter, but is not meant: selectedRows() leaves it out.
    QItemSelectionModel* selection() const { return m_selection; }
    /// Rows of devices() that are selected and shown: what an action is for. In the order of the model.
    std::vector<int> selectedRows() const;
    /// Rows of devices() that the filter lets through, folded groups included, in reading order: "all that
    /// match".
    std::vector<int> shownRows() const;
    /// Selects these rows of devices() and nothing else.
    void selectRows(const std::vector<int>& rows);

    /// Decides how long a device counts as flapping; outlives it. Without one it is the machine's clock.
    void setClock(const console::Clock& clock);
    /// The newest value of a metric that is chosen here stands on every device from now on; both outlive the
    /// page.
    void setValues(console::LatestValues& values, console::LabApi& api);
    /// What the person watches is marked from now on, and can be changed here (W). `list` outlives it.
    void setWatchList(console::WatchList& list);
    /// For the chosen devices; null before setWatchList().
    WatchActions* watchActions() const { return m_watchActions; }
    /// What is done here without a selection: registering, import, export, new devices.
    BoardActions* actions() const { return m_actions; }

    QStringList selectedDeviceIds() const;
    /// Brings a device into view, selected, and clears a filter that hides it. False when there is no such
    /// device.
    bool showDevice(const QString& deviceId);
    /// Whether what is shown is true now. While it is not, the board is shown without colour and a bar says
    /// since when.
    void setLive(bool live, std::optional<Timestamp> lastHeard = {});

Q_SIGNALS:
    /// All of them available when this is emitted.
    void startRunRequested(const QStringList& deviceIds);
    /// More of a device was asked for: Enter or a double click.
    void deviceActivated(const QString& deviceId);
    /// The run that holds a device, or its last one that failed, was asked for: Ctrl+Enter.
    void runActivated(const QString& runId);
    /// What selectedRows() says may have changed: the selection, the filter, or the selected devices
    /// themselves.
    void selectionChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void askForValues();
    void makeActions(const BoardParts& parts);
    void restoreView();
    void connectQuery();
    BoardLook look() const;
    void setLook(const BoardLook& look);
    void followPerson();
    void rememberFolds();
    void applyFilter();
    void focusDevices();
    void switchView();
    void updateCounts();
    void updateContent();
    void showChanges();
    void updateSelection();
    void activate(int row);
    void keepCurrent(int first, int last);
    QAbstractItemView* currentView() const;
    void showCurrent();
    std::vector<std::string> shownIds() const;
    void activateRun();

    const console::LabStore& m_store;
    QSettings& m_settings;
    DeviceModel* m_devices;
    QItemSelectionModel* m_selection;
    BoardHeader* m_header;
    BoardActions* m_actions = nullptr;
    widgets::StaleBar* m_staleBar;
    QStackedWidget* m_content;
    DeviceGroups* m_groups;
    TileView* m_tiles;
    HeatPane* m_heat;
    DeviceTable* m_table;
    QWidget* m_tablePane; ///< gives the table the page's margins
    widgets::EmptyState* m_empty;
    DeviceFilter m_filter;
    SavedViews* m_savedViews;
    QString m_person; ///< whose views they are
    ViewsButton* m_viewsButton;
    QTimer m_devicesChanged; ///< many changes that come together are shown once
    WatchActions* m_watchActions = nullptr;
    console::LatestValues* m_values = nullptr;
};

} // namespace labwarden::board
