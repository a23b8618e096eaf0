// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace labwarden::storage {

/// In builds with tests, and with LABWARDEN_QUERY_LOG=<file> in the environment: appends each name once a
/// process, so that a test can say which queries no test ran. Otherwise nothing. Any thread.
void noteQuery(const char* name);

} // namespace labwarden::storage
