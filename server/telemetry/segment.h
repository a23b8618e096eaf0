// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/telemetry/batch.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// One batch in one file: a line with the count of points, the bytes and the CRC-32 of what follows, then the
/// batch as it is. Pure file work, any thread.
namespace labwarden::telemetry {

/// What tells a segment from another; ascending in the order in which they were written.
struct SegmentId {
    std::uint64_t number = 0;
    std::size_t points = 0; ///< in the name too, so that even a file that cannot be read tells what it held
    auto operator<=>(const SegmentId&) const = default;
};

/// "00000000000000000007-5000.lines"
std::string segmentName(const SegmentId& id);
/// Nothing for a name that is none of a segment.
std::optional<SegmentId> segmentOf(std::string_view name);
/// How many bytes the file of this batch will have.
std::size_t segmentBytes(const Batch& batch);

/// Whole and on the disk (file and name) once it has returned: written under another name, synced, renamed,
/// the directory synced. Throws std::system_error when the disk does not take it; then nothing is left of it.
void writeSegment(int directory, const SegmentId& id, const Batch& batch);

struct ReadSegment {
    Batch batch;
    bool damaged = false; ///< then the batch is empty, and `why` tells
    std::string why;
};
/// Throws std::system_error when the process or the machine is short of something (descriptors, memory): try
/// again later. Anything else that keeps the file from being read is damage.
ReadSegment readSegment(int directory, const SegmentId& id);

/// Marks the beginning of files that are not segments yet; those that a killed process left are of no use.
inline constexpr std::string_view unfinishedSuffix = ".unfinished";
inline constexpr std::string_view damagedSuffix = ".damaged";

} // namespace labwarden::telemetry
