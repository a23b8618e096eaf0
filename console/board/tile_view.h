// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_model.h"
#include "console/board/tile_layout.h"

#include <QAbstractItemView>
#include <QBasicTimer>
#include <QSet>

namespace labwarden::board {

/// The board: devices as tiles, in groups that fold. It puts the model's rows into groups itself instead of
/// through a proxy: a change of a device repaints its tile and its group's header and nothing else; only when
/// it no longer belongs where it stands is everything put in place anew, at most once a second, so that tiles
/// do not jump about under the pointer. GUI thread.
class TileView : public QAbstractItemView {
    Q_OBJECT
public:
    explicit TileView(QWidget* parent = nullptr);

    /// Both outlive the view, and `selection` is over `devices`: the only kind of model it takes.
    void setDevices(DeviceModel* devices, QItemSelectionModel* selection);
    void setGrouping(Grouping grouping);
    Grouping grouping() const { return m_grouping; }
    void setFilter(const DeviceFilter& filter);
    /// Devices that the filter lets through, folded groups included.
    int shownCount() const { return m_shown; }
    /// The device at a place in reading order, and the place of a device; invalid and -1 for none.
    QModelIndex shownIndex(int place) const;
    int placeOf(const QModelIndex& index) const;
    /// Painted without colour while the feed is down.
    void setStale(bool stale);

    void setFolded(int group, bool folded);
    bool isFolded(int group) const;
    const std::vector<DeviceGroup>& groups() const { return m_groups; }
    const TileLayout& tileLayout() const { return m_layout; }

    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint& point) const override;
    void reset() override;
    void selectAll() override;

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex& index) const override;
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void updateGeometries() override;
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void arrangeNow();
    void arrangeSoon();
    void layOut();
    bool belongs(int row) const;
    std::optional<TilePosition> positionOf(int row) const;
    QModelIndex indexOf(TilePosition position) const;
    QRect onViewport(const QRect& content) const { return content.translated(0, -verticalOffset()); }
    QPoint onContent(const QPoint& point) const { return point + QPoint(0, verticalOffset()); }
    const StateCounts& countsOf(int group) const;
    int headerAt(const QPoint& point) const;
    void setHovered(const QModelIndex& index);

    DeviceModel* m_devices = nullptr;
    Grouping m_grouping = Grouping::rack;
    DeviceFilter m_filter;
    bool m_stale = false;
    std::vector<DeviceGroup> m_groups;
    std::vector<TilePosition> m_positions; ///< by model row; group -1 for one that the filter hides
    mutable std::vector<std::optional<StateCounts>>
        m_counts;           ///< by group, counted when its header is painted
    QSet<QString> m_folded; ///< keys of groups, of this grouping
    TileLayout m_layout;
    int m_shown = 0;
    QPersistentModelIndex m_hovered;
    QBasicTimer m_arrangeTimer;
};

} // namespace labwarden::board
