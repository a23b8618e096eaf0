// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_pane.h"

#include "console/board/heat_legend.h"
#include "console/board/heat_painter.h"
#include "console/board/heat_view.h"
#include "console/board/pointed_device.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"

#include <QVBoxLayout>

namespace labwarden::board {

namespace {
constexpr int wideEnough = 860; ///< for legend and device in one line
}

HeatPane::HeatPane(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent)
    : QWidget(parent)
    , m_view(new HeatView(groups, selection))
    , m_legend(new HeatLegend)
    , m_pointed(new PointedDevice)
    , m_foot(new QBoxLayout(QBoxLayout::LeftToRight)) {
    const int margin = style::metrics::pageMargin;
    m_foot->setContentsMargins(margin, 8, margin, 8);
    m_foot->setSpacing(8);
    m_foot->addWidget(m_pointed, 1);
    m_foot->addWidget(m_legend);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(new widgets::Hairline);
    layout->addLayout(m_foot);
    connect(m_view, &GroupedView::laidOut, m_legend,
            [this] { m_legend->setShapes(!HeatPainter::hasIcons(m_view->cell())); });
    connect(m_view, &GroupedView::pointedAtChanged, this, [this] {
        const QModelIndex index = m_view->pointedAt();
        m_pointed->setDevice(index.isValid() ? &m_view->groups()->devices()->at(index.row()) : nullptr);
    });
}

void HeatPane::setStale(bool stale) {
    m_view->setStale(stale);
    m_pointed->setStale(stale);
}

void HeatPane::resizeEvent(QResizeEvent* event) {
    m_foot->setDirection(width() >= wideEnough ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    QWidget::resizeEvent(event);
}

} // namespace labwarden::board
