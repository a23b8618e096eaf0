// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::testcases {

class Attachments;

/// /api/v1/attachments. The service must outlive the routes.
std::vector<http::Route> attachmentRoutes(Attachments& attachments);

} // namespace labwarden::testcases
