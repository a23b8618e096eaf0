// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"

#include <QDialog>

namespace labwarden::console {

/// A change of many that was not made: who stood in the way, each with the reason.
class RefusedDialog : public QDialog {
    Q_OBJECT
public:
    RefusedDialog(const std::vector<UserConflict>& conflicts, int asked, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Those named here are to be left out of the choice.
    void leaveOutRequested(const std::vector<std::string>& userIds);
};

} // namespace labwarden::console
