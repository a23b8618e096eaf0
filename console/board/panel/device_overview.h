// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"

#include <QScrollArea>

class QVBoxLayout;

namespace labwarden::widgets {
class FactList;
class Label;
class Notice;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::board {

class RunStrip;
class StateWhy;

/// A device at a glance: why it is in its state, its run, what else there is to know, what it is.
class DeviceOverview : public QScrollArea {
    Q_OBJECT
public:
    explicit DeviceOverview(QWidget* parent = nullptr);

    void showDevice(const DeviceDetail& device, Timestamp now, bool isLive);

Q_SIGNALS:
    void runRequested(const std::string& runId);

private:
    StateWhy* m_why;
    QVBoxLayout* m_remarks;
    RunStrip* m_run;
    widgets::FactList* m_facts;
    QWidget* m_notesPart;
    widgets::Label* m_notes;
};

} // namespace labwarden::board
