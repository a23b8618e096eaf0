// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/once_a_minute.h"

#include <cstdint>

namespace labwarden::telemetry {

struct IngestStatus;

/// Tells the log once a minute what was lost for want of room. A plain value of one thread.
class DropReport {
public:
    void look(const IngestStatus& status);

private:
    struct Loss {
        std::uint64_t seen = 0;
        clients::OnceAMinute log;
    };
    static void tell(Loss& loss, std::uint64_t total, const char* what);

    Loss m_inbound, m_memory, m_disk;
};

} // namespace labwarden::telemetry
