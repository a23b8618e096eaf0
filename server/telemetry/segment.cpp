// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/segment.h"

#include "server/failpoint.h"
#include "server/http/unique_fd.h"

#include <boost/crc.hpp>

#include <charconv>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace labwarden::telemetry {
namespace {

constexpr std::string_view suffix = ".lines";
constexpr std::size_t digits = 20; ///< of the greatest 64-bit number
constexpr std::string_view mark = "labwarden-telemetry 1 ";
constexpr std::size_t longestHead = 100;
constexpr std::size_t largest = 256 << 20; ///< no batch is nearly as large

std::uint32_t checksum(std::string_view bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

std::string headOf(std::size_t points, std::string_view lines) {
    char text[longestHead];
    const int size = std::snprintf(text, sizeof text, "labwarden-telemetry 1 %zu %zu %08x\n", points,
                                   lines.size(), static_cast<unsigned>(checksum(lines)));
    return {text, static_cast<std::size_t>(size)};
}

template<class Number>
std::optional<Number> wholeNumber(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

[[noreturn]] void fail(const char* doing) {
    throw std::system_error(errno, std::generic_category(), doing);
}

void writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// The file under its unfinished name; gone at the end unless it has got its own.
class Unfinished {
public:
    Unfinished(int directory, const std::string& name)
        : m_directory(directory)
        , m_name(name + std::string(unfinishedSuffix))
        , m_file(::openat(directory, m_name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                          0600)) {
        if (m_file.get() < 0)
            fail("create");
    }
    ~Unfinished() {
        if (!m_named)
            ::unlinkat(m_directory, m_name.c_str(), 0);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    int file() const { return m_file.get(); }
    void rename(const std::string& name) {
        if (::renameat(m_directory, m_name.c_str(), m_directory, name.c_str()) != 0)
            fail("rename");
        m_named = true;
    }

private:
    const int m_directory;
    const std::string m_name;
    const http::UniqueFd m_file;
    bool m_named = false;
};

} // namespace

std::string segmentName(const SegmentId& id) {
    std::string number = std::to_string(id.number);
    number.insert(0, digits - number.size(), '0');
    return number + "-" + std::to_string(id.points) + std::string(suffix);
}

std::optional<SegmentId> segmentOf(std::string_view name) {
    if (name.size() < digits + 1 + suffix.size() || name[digits] != '-' || !name.ends_with(suffix))
        return std::nullopt;
    const auto number = wholeNumber<std::uint64_t>(name.substr(0, digits));
    name.remove_prefix(digits + 1);
    name.remove_suffix(suffix.size());
    const auto points = wholeNumber<std::size_t>(name);
    if (!number || !points)
        return std::nullopt;
    return SegmentId{*number, *points};
}

std::size_t segmentBytes(const Batch& batch) {
    return longestHead + batch.lines.size();
}

void writeSegment(int directory, const SegmentId& id, const Batch& batch) {
    const std::string name = segmentName(id);
    Unfinished unfinished(directory, name);
    writeAll(unfinished.file(), headOf(batch.points, batch.lines));
    writeAll(unfinished.file(), batch.lines);
    if (::fsync(unfinished.file()) != 0)
        fail("fsync");
    failpoint("telemetry-segment-unfinished");
    unfinished.rename(name);
    // The name may be lost with the power until this; the points are there either way.
    ::fsync(directory);
}

ReadSegment readSegment(int directory, const SegmentId& id) {
    const auto damaged = [](std::string why) { return ReadSegment{{}, true, std::move(why)}; };
    const http::UniqueFd file(
        ::openat(directory, segmentName(id).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.get() < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
            fail("open");
        return damaged("it cannot be opened: " + std::generic_category().message(errno));
    }
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
        static_cast<std::uint64_t>(facts.st_size) > largest)
        return damaged("it is no file of a fitting size");
    std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return damaged("it cannot be read: " +
                           (got < 0 ? std::generic_category().message(errno) : "it ends too early"));
        have += static_cast<std::size_t>(got);
    }
    const auto end = bytes.find('\n');
    if (end == std::string::npos || !bytes.starts_with(mark))
        return damaged("it does not begin as a segment does");
    const std::string_view lines = std::string_view(bytes).substr(end + 1);
    if (std::string_view(bytes).substr(0, end + 1) != headOf(id.points, lines))
        return damaged("its checksum is another");
    bytes.erase(0, end + 1);
    return {{std::move(bytes), id.points}, false, {}};
}

} // namespace labwarden::telemetry
