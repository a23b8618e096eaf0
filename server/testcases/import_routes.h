// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::testcases {

class CaseImport;

/// `POST /test-cases/import`. `import` must outlive the server.
std::vector<http::Route> importRoutes(CaseImport& import);

} // namespace labwarden::testcases
