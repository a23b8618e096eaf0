// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/device_export.h"
#include "console/widgets/action_dialog.h"

class QRadioButton;
class QSettings;

namespace labwarden::board {

/// Asks which devices go into a file, and in which form; then where to.
class ExportDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    struct Choice {
        Keys selected;
        Keys matching;
        bool isFiltered = false; ///< else all devices match
        int all = 0;
    };
    /// `settings` remembers the form and outlives it.
    ExportDialog(Choice choice, QSettings& settings, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Just before it closes.
    void chosen(const labwarden::board::DeviceExport::Wish& wish);

protected:
    void submit() override;

private:
    console::DeviceApi::Format format() const;

    Choice m_choice;
    QSettings& m_settings;
    QRadioButton *m_selected, *m_matching, *m_all;
    QRadioButton *m_csv, *m_json;
};

} // namespace labwarden::board
