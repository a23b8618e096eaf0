// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/distribution_bar.h"

#include "console/style/painting.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace labwarden::widgets {

namespace {
constexpr qreal leastWidth = 3;
constexpr qreal gapWidth = 1;
} // namespace

std::vector<qreal> distributionWidths(const std::vector<Share>& shares, qreal width, qreal gap) {
    std::vector<qreal> widths(shares.size(), 0);
    const int total =
        std::accumulate(shares.begin(), shares.end(), 0, [](int n, const Share& s) { return n + s.count; });
    const auto seen = std::count_if(shares.begin(), shares.end(), [](const Share& s) { return s.count > 0; });
    if (total <= 0)
        return widths;
    const qreal room = std::max<qreal>(0, width - gap * static_cast<qreal>(seen - 1));
    const qreal least = std::min(leastWidth, room / static_cast<qreal>(seen));
    // The small ones take their least from what the large ones have above it.
    qreal lifted = 0;
    qreal above = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        widths[i] = room * shares[i].count / total;
        if (shares[i].count > 0 && widths[i] < least) {
            lifted += least - widths[i];
            widths[i] = least;
        } else if (widths[i] > least) {
            above += widths[i] - least;
        }
    }
    if (above > 0)
        for (qreal& w : widths)
            if (w > least)
                w -= lifted * (w - least) / above;
    return widths;
}

void paintDistribution(QPainter& painter, const QRectF& rect, const std::vector<Share>& shares,
                       const style::Tokens& tokens) {
    const std::vector<qreal> widths = distributionWidths(shares, rect.width(), gapWidth);
    qreal x = rect.left();
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (widths[i] <= 0)
            continue;
        style::paintBox(painter, {x, rect.top(), widths[i], rect.height()}, rect.height() / 2,
                        tokens[shares[i].colour]);
        x += widths[i] + gapWidth;
    }
}

DistributionBar::DistributionBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void DistributionBar::setShares(std::vector<Share> shares) {
    m_shares = std::move(shares);
    QStringList words;
    for (const Share& share : m_shares)
        if (share.count > 0)
            words << QStringLiteral("%1 %2").arg(share.count).arg(share.word);
    setAccessibleName(words.join(QStringLiteral(", ")));
    setToolTip(accessibleName());
    update();
}

void DistributionBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintDistribution(painter, QRectF(0, (height() - 4) / 2.0, width(), 4), m_shares, style::tokens(this));
}

} // namespace labwarden::widgets
