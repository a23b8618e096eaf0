// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <vector>

namespace labwarden::testcases {

class TestCases;

/// The service must outlive the routes.
std::vector<http::Route> routes(TestCases& testCases);

} // namespace labwarden::testcases
