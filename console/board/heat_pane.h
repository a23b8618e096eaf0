// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QBoxLayout;
class QItemSelectionModel;

namespace labwarden::board {

class DeviceGroups;
class HeatLegend;
class HeatView;
class PointedDevice;

/// The heat view, and below it what its cells mean and which device is pointed at.
class HeatPane : public QWidget {
    Q_OBJECT
public:
    HeatPane(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent = nullptr);

    HeatView* view() const { return m_view; }
    /// Painted without colour while the feed is down.
    void setStale(bool stale);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    HeatView* m_view;
    HeatLegend* m_legend;
    PointedDevice* m_pointed;
    QBoxLayout* m_foot;
};

} // namespace labwarden::board
