// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "common/domain/device_history.h"
#include "console/api/api_client.h"
#include "console/board/panel/panel_parts.h"
#include "console/widgets/state_look.h"

#include <QTimer>
#include <QWidget>

#include <chrono>
#include <optional>
#include <vector>

class QButtonGroup;
class QGridLayout;

namespace labwarden::widgets {
class EmptyState;
class Label;
class Notice;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::board {

/// One state's part of a range of time.
struct TimeShare {
    widgets::StateLook look;
    double share = 0; ///< 0 to 1
    std::chrono::milliseconds time{0};
    QString percent; ///< "31 %", "< 1 %"
};
/// In the order in which they are shown; those without any time too.
std::vector<TimeShare> timeShares(const DeviceUtilisation& utilisation);

/// How a device has spent the last day, week or month. Asks for nothing while it is hidden.
class DeviceUtilisationTab : public QWidget {
    Q_OBJECT
public:
    explicit DeviceUtilisationTab(const PanelParts& parts, QWidget* parent = nullptr);

    void showDevice(const DeviceDetail& device);
    void clear();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    class Bar;

    QWidget* makeRanges();
    QWidget* makeContent();
    std::chrono::hours range() const;
    void load();
    void showUtilisation();
    void showTrouble(const console::ApiError& error);

    PanelParts m_parts;
    std::string m_deviceId;
    std::optional<DeviceUtilisation> m_found;
    bool m_isLoaded = false;
    QPointer<console::ApiJob> m_job;
    QTimer m_next;
    QButtonGroup* m_ranges;
    widgets::Notice* m_notice;
    QWidget* m_content;
    widgets::SectionHeader* m_header;
    Bar* m_bar;
    QGridLayout* m_rows;
    std::vector<widgets::Label*> m_percents, m_times;
    widgets::Label* m_runs;
    widgets::Label* m_part;
    widgets::EmptyState* m_empty;
};

} // namespace labwarden::board
