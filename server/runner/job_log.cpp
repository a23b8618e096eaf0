// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/job_log.h"

#include "common/json/reader.h"

namespace labwarden::runner {

namespace {

/// Bytes of the character at the front; 0 when it is no valid UTF-8.
std::size_t characterLength(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    return length != 0 && length <= text.size() && wire::isUtf8(text.substr(0, length)) ? length : 0;
}

} // namespace

std::string cleanLine(std::string_view text, std::size_t limit) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (out.size() + length > limit) {
            out += "…";
            break;
        }
        const auto first = static_cast<unsigned char>(text.front());
        if (length == 0)
            out += '?';
        else if (first == '\t')
            out += ' ';
        else if (first >= 0x20 &&
                 first != 0x7f) // other control characters, such as colours of a terminal, are left out
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

void JobLog::add(std::string_view text, Timestamp now) {
    if (m_count > maxLines)
        return;
    if (++m_count > maxLines) {
        m_waiting.push_back({now, "more than " + std::to_string(maxLines) + " lines: the rest is left out"});
        return;
    }
    m_waiting.push_back({now, cleanLine(m_secrets.masked(std::string(text.substr(0, 64 << 10))))});
}

std::vector<LogLine> JobLog::take() {
    std::vector<LogLine> lines;
    for (std::size_t bytes = 0; !m_waiting.empty() && lines.size() < batchLines && bytes < batchBytes;) {
        bytes += m_waiting.front().text.size();
        lines.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return lines;
}

void JobLog::putBack(std::vector<LogLine> lines) {
    for (auto it = lines.rbegin(); it != lines.rend(); ++it)
        m_waiting.push_front(std::move(*it));
}

} // namespace labwarden::runner
