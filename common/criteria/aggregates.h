// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"
#include "common/domain/telemetry.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>

namespace labwarden::criteria {

/// A stretch of samples, [begin, end), and the moment at which the window closes.
struct Window {
    std::size_t begin = 0, end = 0;
    Timestamp closes;
};

/// What an aggregate came to in one window.
struct Measured {
    double value = 0;
    Timestamp at; ///< of the sample, where the value is that of a sample; else when the window closes
};

/// Calls `each` for every window, in order, with its value; nothing where the aggregate is not defined (no
/// sample, or fewer than two for delta and rate). `samples` are sorted by time; the windows' begins and ends
/// never go back.
void measure(const Criterion& criterion, std::span<const Sample> samples, std::span<const Window> windows,
             const std::function<void(const Window&, std::optional<Measured>)>& each);

} // namespace labwarden::criteria
