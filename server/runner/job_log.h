// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/secret_mask.h"
#include "common/domain/test_run.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::runner {

/// The lines a job has to say, bounded, clean enough for every reader, with its secrets blacked out. Its
/// owner locks.
class JobLog {
public:
    static constexpr std::size_t maxLines =
        5'000; ///< of one job; then one line says that the rest was left out
    static constexpr std::size_t maxLength = 2'000; ///< bytes of a line
    static constexpr std::size_t batchLines = 500, batchBytes = 256 << 10;

    /// `secrets` are not to be seen in it.
    explicit JobLog(SecretMask secrets = {}) : m_secrets(std::move(secrets)) {}
    void add(std::string_view text, Timestamp now);
    bool empty() const { return m_waiting.empty(); }
    /// The oldest lines, as many as fit one message.
    std::vector<LogLine> take();
    /// They did not arrive.
    void putBack(std::vector<LogLine> lines);

private:
    const SecretMask m_secrets;
    std::deque<LogLine> m_waiting;
    std::size_t m_count = 0;
};

/// Valid UTF-8 in one line: whatever is not becomes '?', at most `limit` bytes.
std::string cleanLine(std::string_view text, std::size_t limit = JobLog::maxLength);

} // namespace labwarden::runner
