// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/influx.h"
#include "server/telemetry/batch.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace labwarden::telemetry {

/// What became of a batch. Not taken: it is as if nothing had happened (or all of it had, which writing it
/// again does no harm), keep it. Taken: it is dealt with, `refused` points of it will never be taken.
struct Delivery {
    bool taken = false;
    std::size_t refused = 0;
    std::string why; ///< for the log, when it was not taken as a whole
};

/// Puts batches into InfluxDB and judges its answers. Of one thread; each call ends within the deadline.
class InfluxSink {
public:
    /// Throws std::invalid_argument on a URL that is not http with a database.
    InfluxSink(const clients::Url& influx, std::chrono::milliseconds deadline);

    /// Makes the database unless that was done. False: InfluxDB is away. An account that may not make it
    /// leaves that to whoever may.
    bool ready();
    /// Refused is only what InfluxDB itself says about single points (a 400 in its words), or one point that
    /// is too large on its way. Anything else (away, slow, failing, a wrong password, no database, somebody
    /// else who answers) can be mended without losing points.
    Delivery write(const Batch& batch);

private:
    Delivery writeHalves(const Batch& batch);

    clients::InfluxClient m_influx;
    bool m_databaseMade = false;
};

} // namespace labwarden::telemetry
