// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/users_page.h"

namespace labwarden::console {

UsersPage::UsersPage(const AdminParts& /*parts*/, QWidget* parent)
    : QWidget(parent), m_tools(new QWidget(this)) {
    setObjectName(QStringLiteral("usersPage"));
}

} // namespace labwarden::console
