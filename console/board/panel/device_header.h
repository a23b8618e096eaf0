// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"

#include <QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace labwarden::widgets {
class StateBadge;
class WrapLabel;
} // namespace labwarden::widgets

namespace labwarden::board {

/// The head of a device's panel: its name, state and key, and what can be done with the panel and the
/// device.
class DeviceHeader : public QWidget {
    Q_OBJECT
public:
    explicit DeviceHeader(QWidget* parent = nullptr);

    struct State {
        bool isLive = true; ///< false: what is shown may be otherwise by now, and has no colour
        bool isGone = false;
        bool hasGrafana = false;
        bool mayEdit = false;
        bool canEdit = false; ///< everything that is edited is known
    };
    void showDevice(const DeviceDetail& device, const State& state);
    void setPinned(bool pinned);
    /// A button for what else can be done with the device; the action outlives it.
    void offer(QAction* action);
    void copyLink();

Q_SIGNALS:
    void grafanaRequested();
    void editRequested();
    void pinToggled(bool pinned);
    void closeRequested();

private:
    QToolButton* toolButton(const char* name, const QString& words, const QString& tip);
    void copy(QToolButton* button, const QString& text);

    QString m_linkText, m_keyText;
    widgets::WrapLabel* m_name;
    widgets::StateBadge* m_badge;
    widgets::WrapLabel* m_key;
    QToolButton* m_copyKey;
    QToolButton* m_link;
    QToolButton* m_pin;
    QToolButton* m_close;
    QPushButton* m_grafana;
    QPushButton* m_edit;
    QHBoxLayout* m_actions;
    std::vector<QToolButton*> m_tools; ///< of offer()
};

} // namespace labwarden::board
