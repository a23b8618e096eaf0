// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/tokens.h"

#include <QWidget>

#include <vector>

class QPainter;

namespace labwarden::widgets {

/// One part of a distribution: how many of what.
struct Share {
    style::Token colour;
    int count = 0;
    QString word; ///< "available"; for the accessible text
};

/// Paints the parts side by side, each as long as its share; a part that is not zero gets at least 3 pixels,
/// so a single failure among thousands is seen.
void paintDistribution(QPainter& painter, const QRectF& rect, const std::vector<Share>& shares,
                       const style::Tokens& tokens);

/// How long each part is in `width` pixels with `gap` between those that are seen; zero counts get 0. Their
/// sum and the gaps never pass `width`.
std::vector<qreal> distributionWidths(const std::vector<Share>& shares, qreal width, qreal gap);

/// The small bar that shows how the states are spread over a group.
class DistributionBar : public QWidget {
    Q_OBJECT
public:
    explicit DistributionBar(QWidget* parent = nullptr);

    void setShares(std::vector<Share> shares);

    QSize sizeHint() const override { return {90, 4}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Share> m_shares;
};

} // namespace labwarden::widgets
