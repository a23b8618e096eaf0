// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/answers.h"

#include <QCoreApplication>

namespace labwarden::console {

ApiError unreadable() {
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.status = 200;
    error.title = QCoreApplication::translate("LabApi", "The server's answer cannot be read.");
    return error;
}

std::string textOf(const boost::json::value& body, std::string_view member) {
    const auto* object = body.if_object();
    const auto* value = object ? object->if_contains(member) : nullptr;
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

} // namespace labwarden::console
