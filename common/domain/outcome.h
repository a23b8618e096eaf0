// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe/enum.hpp>

namespace labwarden {

/// What a finished run came to. `error`: the lab broke, not the device; never counted as a test failure.
enum class Outcome { passed, failed, error, cancelled, timed_out };
BOOST_DESCRIBE_ENUM(Outcome, passed, failed, error, cancelled, timed_out)

/// The worse of two: error > failed > timed_out > cancelled > passed.
Outcome worse(Outcome a, Outcome b);

} // namespace labwarden
