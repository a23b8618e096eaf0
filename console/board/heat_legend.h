// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace labwarden::board {

/// What the cells of the heat view mean: icon and word of each state, and its shape where cells have no room
/// for icons.
class HeatLegend : public QWidget {
    Q_OBJECT
public:
    explicit HeatLegend(QWidget* parent = nullptr);

    void setShapes(bool shapes);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where each entry stands, in as many lines as they need.
    QList<QRect> entries(int width) const;
    int iconLeft() const;

    bool m_shapes = true;
};

} // namespace labwarden::board
