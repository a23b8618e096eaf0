// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"

#include <vector>

namespace labwarden {

/// Hears of every change that this server has just committed, before the request is answered, so that whoever
/// made it sees it on the next read. The board implements it; areas get it by constructor and know nothing
/// else of the board.
class EventSink {
public:
    virtual ~EventSink() = default;
    /// Any thread; must not block on anything but a short lock. Events that are already known are ignored by
    /// version.
    virtual void committed(const std::vector<Event>& events) = 0;
};

} // namespace labwarden
