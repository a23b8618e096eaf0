// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
class StateBadge;
} // namespace labwarden::widgets

namespace labwarden::board {

/// The run that holds a device: which, at what step, how far, until when at most; or the last one and what
/// it came to. One button opens it. Hidden for a device that never had one.
class RunStrip : public QWidget {
    Q_OBJECT
public:
    explicit RunStrip(QWidget* parent = nullptr);

    /// `isLive` false: as far as is known, without colour.
    void showDevice(const DeviceDetail& device, Timestamp now, bool isLive);
    /// Of the run that the button opens; empty without one.
    const std::string& runId() const { return m_runId; }

Q_SIGNALS:
    void openRequested(const std::string& runId);

private:
    class Progress;

    void showHolder(const DeviceDetail& device, Timestamp now, bool isLive);
    void showLast(const Lease& lease);

    std::string m_runId;
    widgets::Label* m_title;
    widgets::StateBadge* m_badge;
    widgets::Label* m_case;
    widgets::Label* m_step;
    widgets::Label* m_percent;
    Progress* m_progress;
    widgets::Label* m_until;
    QPushButton* m_open;
};

} // namespace labwarden::board
