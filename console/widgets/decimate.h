// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"

#include <QList>
#include <QPointF>

#include <span>
#include <vector>

namespace labwarden::widgets {

/// What of `samples` (in order of time) can be seen between `from` and `to` in `pixels` columns: of each
/// column its first, lowest, highest and last sample, in order of time, so that no peak is lost and no line
/// is drawn twice. One sample before and one after the window stay in, so that the line reaches the edges. x
/// is milliseconds since 1970, y the value. Values that are not finite are left out.
QList<QPointF> decimate(std::span<const Sample> samples, Timestamp from, Timestamp to, int pixels);

/// `samples` without the lines that would lead over a gap: the parts between them, in order, none of them
/// empty.
std::vector<std::span<const Sample>> splitAtGaps(std::span<const Sample> samples,
                                                 std::span<const TelemetryGap> gaps);

} // namespace labwarden::widgets
