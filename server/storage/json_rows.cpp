// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/json_rows.h"

#include <boost/json/parse.hpp>

namespace labwarden::storage {

boost::json::value parsed(const pqxx::field& field) {
    return boost::json::parse(field.c_str());
}

} // namespace labwarden::storage
