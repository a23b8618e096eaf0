// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/spill_directory.h"

#include "server/failpoint.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace labwarden::telemetry {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& directory, const std::string& why) {
    throw std::runtime_error("The spill directory of telemetry, " + directory.string() + ", " + why);
}

std::string lastError() {
    return std::generic_category().message(errno);
}

} // namespace

SpillDirectory::SpillDirectory(SpillSettings settings) : m_settings(std::move(settings)) {
    const auto& path = m_settings.directory;
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        refuse(path, "cannot be made: " + lastError());
    m_directory.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!m_directory)
        refuse(path, "cannot be opened: " + lastError());
    struct stat facts {};
    if (::fstat(m_directory.get(), &facts) != 0)
        refuse(path, "cannot be looked at: " + lastError());
    if ((facts.st_mode & 077) != 0)
        refuse(path, "may be entered by others than its owner: chmod 700 it, or name another");
    lockDirectory();
    scan();
}

void SpillDirectory::lockDirectory() {
    const auto& path = m_settings.directory;
    m_lock.reset(::openat(m_directory.get(), "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!m_lock)
        refuse(path, "cannot be written: " + lastError());
    if (::flock(m_lock.get(), LOCK_EX | LOCK_NB) != 0)
        refuse(path, errno == EWOULDBLOCK ? "is in use by another server: each needs one of its own"
                                          : "cannot be locked: " + lastError());
}

void SpillDirectory::scan() {
    std::vector<std::string> unfinished;
    for (const auto& entry : std::filesystem::directory_iterator(m_settings.directory)) {
        const std::string name = entry.path().filename().string();
        std::string_view bare = name;
        const bool damaged = bare.ends_with(damagedSuffix);
        if (damaged)
            bare.remove_suffix(damagedSuffix.size());
        else if (bare.ends_with(unfinishedSuffix))
            unfinished.push_back(name);
        const auto id = segmentOf(bare);
        std::error_code error;
        const auto bytes = id ? entry.file_size(error) : 0;
        if (!id || error)
            continue;
        (damaged ? m_damaged : m_segments).emplace(*id, bytes);
        m_bytes += bytes;
        m_next = std::max(m_next, id->number + 1);
        m_counters.found += damaged ? 0 : id->points;
    }
    for (const auto& name : unfinished) // of a server that was killed while it wrote
        ::unlinkat(m_directory.get(), name.c_str(), 0);
    m_counters.points = m_counters.found;
    const std::lock_guard lock(m_mutex);
    makeRoom(0);
    if (!m_segments.empty())
        spdlog::info("Telemetry: {} points are left on disk from an earlier server", m_counters.points);
}

/// With the lock held. False: so much can never fit.
bool SpillDirectory::makeRoom(std::uint64_t bytes) {
    while (m_bytes + bytes > m_settings.maxBytes) {
        if (!m_damaged.empty()) {
            m_bytes -= m_damaged.begin()->second;
            remove(m_damaged.begin()->first, damagedSuffix);
            m_damaged.erase(m_damaged.begin());
            continue;
        }
        auto oldest = m_segments.begin();
        if (oldest != m_segments.end() && m_taken == oldest->first)
            ++oldest;
        if (oldest == m_segments.end())
            return false;
        m_bytes -= oldest->second;
        m_counters.dropped += oldest->first.points;
        m_counters.points -= oldest->first.points;
        remove(oldest->first);
        m_segments.erase(oldest);
    }
    return true;
}

void SpillDirectory::remove(const SegmentId& id, std::string_view suffix) {
    ::unlinkat(m_directory.get(), (segmentName(id) + std::string(suffix)).c_str(), 0);
}

bool SpillDirectory::append(const Batch& batch) {
    const std::uint64_t bytes = segmentBytes(batch);
    SegmentId id{.number = 0, .points = batch.points};
    {
        const std::lock_guard lock(m_mutex);
        if (bytes > m_settings.maxBytes || !makeRoom(bytes)) {
            ++m_counters.failures;
            return false;
        }
        id.number = m_next++;
        m_bytes += bytes;
    }
    std::string why;
    try {
        writeSegment(m_directory.get(), id, batch);
    } catch (const std::system_error& e) {
        why = e.what();
    }
    const std::lock_guard lock(m_mutex);
    if (why.empty()) {
        m_segments.emplace(id, bytes);
        m_counters.points += batch.points;
        return true;
    }
    m_bytes -= bytes;
    ++m_counters.failures;
    if (const auto times = m_log.count())
        spdlog::error("Telemetry: {} batches could not be put on disk ({}), they stay in memory", *times,
                      why);
    return false;
}

std::optional<SpillDirectory::Segment> SpillDirectory::oldest() {
    for (;;) {
        SegmentId id;
        {
            const std::lock_guard lock(m_mutex);
            if (m_segments.empty() || m_taken)
                return std::nullopt;
            id = m_segments.begin()->first;
            m_taken = id;
        }
        try {
            auto segment = readSegment(m_directory.get(), id);
            if (!segment.damaged)
                return Segment{id, std::move(segment.batch)};
            setAside(id, segment.why);
        } catch (const std::system_error& e) {
            spdlog::warn("Telemetry: a segment cannot be read now: {}", e.what());
            release(id);
            return std::nullopt;
        }
    }
}

void SpillDirectory::setAside(const SegmentId& id, const std::string& why) {
    const std::string name = segmentName(id);
    spdlog::error("Telemetry: {} with {} points is damaged ({}) and set aside", name, id.points, why);
    const bool kept = ::renameat(m_directory.get(), name.c_str(), m_directory.get(),
                                 (name + std::string(damagedSuffix)).c_str()) == 0;
    const std::lock_guard lock(m_mutex);
    const auto found = m_segments.find(id);
    if (kept)
        m_damaged.insert(*found);
    else
        m_bytes -= found->second;
    m_segments.erase(found);
    m_taken.reset();
    ++m_counters.damagedSegments;
    m_counters.damagedPoints += id.points;
    m_counters.points -= id.points;
}

void SpillDirectory::done(const SegmentId& id) {
    failpoint("telemetry-replayed");
    const std::lock_guard lock(m_mutex);
    const auto found = m_segments.find(id);
    if (found == m_segments.end())
        return;
    remove(id);
    m_bytes -= found->second;
    m_counters.points -= id.points;
    m_segments.erase(found);
    m_taken.reset();
}

void SpillDirectory::release(const SegmentId& id) {
    const std::lock_guard lock(m_mutex);
    if (m_taken == id)
        m_taken.reset();
}

bool SpillDirectory::empty() const {
    const std::lock_guard lock(m_mutex);
    return m_segments.empty();
}

SpillCounters SpillDirectory::counters() const {
    const std::lock_guard lock(m_mutex);
    SpillCounters counted = m_counters;
    counted.segments = m_segments.size();
    counted.bytes = m_bytes;
    return counted;
}

} // namespace labwarden::telemetry
