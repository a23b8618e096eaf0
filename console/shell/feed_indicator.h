// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/event_feed.h"

#include <QAbstractButton>

namespace labwarden::console {

/// "Live · 12 ms", "Reconnecting…", "Offline since 14:02": a dot and its words. While not live a click tries
/// at once. Screen readers are told when the connection is lost and when it is back, and not of every
/// measured delay.
class FeedIndicator : public QAbstractButton {
    Q_OBJECT
public:
    explicit FeedIndicator(QWidget* parent = nullptr);

    void setState(const FeedState& state);
    static QString words(const FeedState& state);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    FeedState m_state;
};

} // namespace labwarden::console
