// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::identity {

class AuditLog;

/// The audit log, as pages and as CSV. `log` must outlive the routes.
std::vector<http::Route> auditRoutes(AuditLog& log);

} // namespace labwarden::identity
