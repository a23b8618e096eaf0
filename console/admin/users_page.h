// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"

namespace labwarden::console {

/// Everybody who may sign in.
class UsersPage : public QWidget {
    Q_OBJECT
public:
    explicit UsersPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// What stands beside the title of the admin tab.
    QWidget* tools() const { return m_tools; }

private:
    QWidget* m_tools;
};

} // namespace labwarden::console
