// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/run_id.h"

#include "common/timestamp.h"
#include "common/uuid.h"

#include <sodium.h>

#include <array>

namespace labwarden::runs {

std::string newRunId() {
    std::array<std::byte, 10> random;
    randombytes_buf(random.data(), random.size());
    return uuidV7(Timestamp::now(), random);
}

} // namespace labwarden::runs
