// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

/// Says above the board that devices want to join. Hidden while there are none.
class NewDevicesBar : public QWidget {
    Q_OBJECT
public:
    explicit NewDevicesBar(QWidget* parent = nullptr);

    void setCount(int count);

Q_SIGNALS:
    void reviewRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    widgets::Label* m_text;
    QPushButton* m_review;
};

} // namespace labwarden::board
