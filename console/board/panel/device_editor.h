// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "console/api/api_error.h"
#include "console/board/panel/panel_parts.h"

#include <QDialog>
#include <QPointer>

class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::board {

class DeviceForm;
class DeviceSaving;

/// What people say of a device, edited over the window. What is entered stays whatever the server says, and
/// over the end of a session; nobody's change is overwritten unseen; nothing entered is lost unasked.
class DeviceEditor : public QDialog {
    Q_OBJECT
public:
    DeviceEditor(const PanelParts& parts, const DeviceDetail& device, QWidget* parent = nullptr);

    bool isDirty() const;
    /// Asks first when something entered would be lost.
    void reject() override;

Q_SIGNALS:
    void saved(const labwarden::DeviceDetail& device);

private:
    QWidget* makeForm();
    QWidget* makeFooter();
    void connectParts();
    void updateFooter();
    void onStore();
    void save();
    void refuse(const console::ApiError& error);
    void askToRemove();
    void setBusy(bool busy);

    PanelParts m_parts;
    DeviceSaving* m_saving;
    DeviceDetail m_base; ///< the state that the edits began from
    bool m_isBusy = false;
    bool m_isGone = false;
    QPointer<QWidget> m_focus; ///< had the keyboard when the server was asked

    widgets::Notice* m_notice;
    DeviceForm* m_form;
    widgets::Label* m_unsaved;
    QPushButton* m_remove;
    QPushButton* m_cancel;
    QPushButton* m_save;
};

} // namespace labwarden::board
