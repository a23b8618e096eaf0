// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::testcases {

class BulkEdit;
class TestCases;

/// The services must outlive the routes.
std::vector<http::Route> routes(TestCases& testCases, BulkEdit& bulkEdit);

} // namespace labwarden::testcases
