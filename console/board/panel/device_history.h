// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/board/panel/history_feed.h"
#include "console/board/panel/panel_parts.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QListView;
class QPushButton;

namespace labwarden::widgets {
class EmptyState;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::board {

class HistoryModel;

/// The past of a device as a timeline, newest first, by day; of everything or of one kind. Runs are opened
/// from it. Asks for nothing while it is hidden.
class DeviceHistory : public QWidget {
    Q_OBJECT
public:
    explicit DeviceHistory(const PanelParts& parts, QWidget* parent = nullptr);

    void showDevice(const DeviceDetail& device);
    void clear();

Q_SIGNALS:
    void runRequested(const std::string& runId);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeKinds();
    std::optional<HistoryKind> kind() const;
    void load();
    void catchUp();
    void showFeed();
    void showEmpty();

    PanelParts m_parts;
    HistoryFeed m_feed;
    HistoryModel* m_model;
    std::string m_deviceId, m_openId;         ///< of which device it is, and which is loaded
    std::array<std::int64_t, 4> m_versions{}; ///< of the device's parts when it was loaded last
    bool m_isStale = false;                   ///< something has become of the device since
    QButtonGroup* m_kinds;
    widgets::Notice* m_notice;
    QListView* m_list;
    widgets::EmptyState* m_empty;
    QPushButton* m_older;
};

} // namespace labwarden::board
