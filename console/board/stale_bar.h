// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QWidget>

#include <optional>

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

/// Says across the page that what is shown may no longer be true, and since when.
class StaleBar : public QWidget {
    Q_OBJECT
public:
    explicit StaleBar(QWidget* parent = nullptr);

    void setLastHeard(std::optional<Timestamp> at);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    widgets::Label* m_text;
};

} // namespace labwarden::board
