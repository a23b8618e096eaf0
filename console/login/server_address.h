// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QUrl>

#include <optional>

namespace labwarden::console {

/// The server that a person has typed: "lab.example", "lab.example:8080" or a whole http(s) address. Without
/// a scheme it is https, or http for this very machine. Nothing when it is no address, or carries a user,
/// query or fragment.
std::optional<QUrl> serverAddress(const QString& text);

/// Whether a password to there could be read on the way: http to another machine.
bool isReadableOnTheWay(const QUrl& server);

/// The address as people say it: host, and port when it is not the scheme's own.
QString shortAddress(const QUrl& server);

} // namespace labwarden::console
