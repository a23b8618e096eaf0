// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcessEnvironment>
#include <QString>

namespace labwarden::console {

/// What the log-in page starts with. With server, user and password it signs in at once.
struct Prefill {
    QString server, user, password;
    QString problem; ///< why the password file was not taken, for people; else empty
    bool complete() const { return !server.isEmpty() && !user.isEmpty() && !password.isEmpty(); }
};

/// From LABWARDEN_CONSOLE_SERVER, LABWARDEN_CONSOLE_USER and LABWARDEN_CONSOLE_PASSWORD_FILE. The file holds
/// the password in its first line; one that others may read or write is refused.
Prefill prefillFrom(const QProcessEnvironment& environment);

} // namespace labwarden::console
