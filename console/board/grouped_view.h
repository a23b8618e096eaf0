// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_groups.h"
#include "console/board/given_room.h"
#include "console/board/header_cursor.h"
#include "console/board/rubber_band.h"
#include "console/board/scroll_anchors.h"
#include "console/board/tile_painter.h"

#include <QAbstractItemView>

#include <memory>

namespace labwarden::board {

/// What tiles and heat view have in common: devices in groups that fold, without a proxy between model and
/// view. A change of a device repaints its item and its group's header and nothing else; when groups are
/// arranged anew, what was in sight stays where it was as far as it can. By keyboard: arrows go from device
/// to device, up and down stop at headers, where left and right fold and unfold (with Ctrl: all groups). A
/// rubber band selects; with Ctrl or Shift it adds. GUI thread.
class GroupedView : public QAbstractItemView {
    Q_OBJECT
public:
    /// Makes a layout for groups in a view of a size, scroll bar included.
    using LayoutMaker = std::unique_ptr<const GroupLayout> (*)(std::vector<GroupLayout::Group>, QSize);

    /// `selection` is over the device model of `groups`; both outlive the view.
    GroupedView(DeviceGroups* groups, QItemSelectionModel* selection, LayoutMaker makeLayout,
                QWidget* parent = nullptr);
    ~GroupedView() override;

    DeviceGroups* groups() const { return m_groups; }
    const GroupLayout& groupLayout() const;
    /// Devices that the filter lets through, folded groups included.
    int shownCount() const { return m_groups->shownCount(); }
    /// Painted without colour while the feed is down.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }
    /// The group whose header has the keyboard; -1 when a device has it.
    int currentHeader() const { return m_headers->group(); }
    /// What of the content is in sight.
    QRect shownArea() const { return viewport()->rect().translated(0, verticalOffset()); }
    /// Where a header is seen, in the viewport.
    virtual QRect headerRect(int group) const;
    /// The device under the pointer, else the current one while the view has the keyboard.
    QModelIndex pointedAt() const;
    /// Makes a device current, and that from which Shift extends the selection, which stays as it is.
    void anchorAt(const QModelIndex& index);

    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint& point) const override;
    void reset() override;
    void selectAll() override;
    void setSelectionModel(QItemSelectionModel* selection) override;

Q_SIGNALS:
    void pointedAtChanged();
    /// groupLayout() is another one.
    void laidOut();

protected:
    /// What stays free above and below a device that is scrolled to.
    virtual QMargins scrollMargins(BoardPosition position) const = 0;
    /// How far an item's look reaches beyond its rectangle.
    virtual int overhang() const = 0;
    /// The header at a point of the viewport; -1 for none.
    virtual int headerAt(const QPoint& point) const;

    /// What a paint event has to paint, each once.
    struct Damage {
        std::vector<int> headers;
        std::vector<BoardPosition> items;
    };
    Damage damageOf(const QRegion& region) const;
    TileLook lookOf(int row) const;
    void paintBand(QPainter& painter) const { m_band->paint(painter); }
    QRect onViewport(const QRect& content) const { return content.translated(0, -verticalOffset()); }
    QPoint onContent(const QPoint& point) const { return point + QPoint(0, verticalOffset()); }

    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex& index) const override;
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex& index,
                                                         const QEvent* event) const override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void updateGeometries() override;
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void noteAnchors();
    void onArranged();
    void onRegrouped();
    void layOut();
    void keepAnchors();
    QModelIndex indexOf(BoardPosition position) const;
    std::optional<BoardPosition> currentPosition() const;
    void updateItem(const QModelIndex& index);
    void updateHeader(int group);
    void setHovered(const QModelIndex& index);
    void onHeaderMoved(int from, int to);
    void onFolded(int group);
    void bringIntoView(const QRect& content, const QMargins& margins);
    void selectInBand(const QPoint& point);
    void tellFocus();

    DeviceGroups* m_groups;
    LayoutMaker m_makeLayout;
    mutable std::unique_ptr<const GroupLayout> m_layout; ///< null when it is to be made anew
    bool m_stale = false;
    QPersistentModelIndex m_hovered;
    HeaderCursor* m_headers;
    RubberBand* m_band;
    bool m_anchoring = false;
    ScrollAnchors m_anchors;
    GivenRoom m_room;
    mutable std::vector<bool> m_selected; ///< by row; empty when it has to be asked anew
};

} // namespace labwarden::board
