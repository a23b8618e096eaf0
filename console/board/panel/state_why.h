// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/widgets/state_look.h"

#include <QWidget>

namespace labwarden::widgets {
class Label;
}

namespace labwarden::board {

/// Why a device is in its state, since when and through whom. Calm while it is available, tinted otherwise.
class StateWhy : public QWidget {
    Q_OBJECT
public:
    explicit StateWhy(QWidget* parent = nullptr);

    /// `isLive` false: as far as is known; it may be otherwise by now, and has no colour.
    void showDevice(const DeviceDetail& device, Timestamp now, bool isLive);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    widgets::StateLook m_look;
    widgets::Label* m_word;
    widgets::Label* m_since;
    widgets::Label* m_reason;
};

} // namespace labwarden::board
