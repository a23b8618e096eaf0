// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/snapshot.h"

#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace labwarden::board {

namespace {

std::string randomWord() {
    std::array<unsigned char, 6> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * bytes.size() + 1> hex;
    return sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
}

/// Level 1: a fifth of the size for a third of the time of level 6.
std::string gzipped(const std::string& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib");
    std::string out(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        throw std::runtime_error("zlib");
    return out;
}

template<class Part>
bool takeNewer(Part& mine, const Part& theirs) {
    if (theirs.version <= mine.version)
        return false;
    mine = theirs;
    return true;
}

/// The part that an event carries, when it can be read and is newer.
template<class Part>
bool takeState(Part& mine, const Event& event) {
    if (event.version <= mine.version)
        return false;
    auto reading = wire::read<Part>(event.state, wire::server);
    if (!reading) {
        spdlog::error("board: event of {}: {} {}", event.id, reading.faults.front().pointer,
                      reading.faults.front().message);
        return false;
    }
    mine = std::move(reading.value);
    return true;
}

} // namespace

const std::shared_ptr<const std::string>& RenderedBoard::gzip() const {
    std::call_once(m_once, [this] { m_gzip = std::make_shared<const std::string>(gzipped(*m_plain)); });
    return m_gzip;
}

Snapshot::Snapshot() : m_instance(randomWord()) {}

void Snapshot::show(const Entry& entry) {
    if (entry.device.DeviceFacts::version > entry.deleted)
        m_texts.put(entry.device.key, boost::json::serialize(boost::json::value_from(entry.device)));
    else
        m_texts.remove(entry.device.key);
    m_rendered.reset();
}

std::uint64_t Snapshot::beginLoad() {
    const std::lock_guard lock(m_mutex);
    return ++m_load;
}

void Snapshot::load(std::uint64_t begun, const std::vector<Device>& devices) {
    const std::lock_guard lock(m_mutex);
    std::map<std::string_view, const Device*> found;
    for (const Device& device : devices) {
        found.emplace(device.id, &device);
        Entry& entry = m_entries[device.id];
        bool changed =
            takeNewer(static_cast<DeviceFacts&>(entry.device), static_cast<const DeviceFacts&>(device));
        changed |= takeNewer(entry.device.presence, device.presence);
        changed |= takeNewer(entry.device.lease, device.lease);
        changed |= takeNewer(entry.device.service, device.service);
        if (entry.device.lastSeen != device.lastSeen) {
            entry.device.lastSeen = device.lastSeen;
            changed = true;
        }
        if (changed)
            show(entry);
    }
    std::erase_if(m_entries, [&](const auto& item) {
        const bool gone = item.second.touched < begun && !found.contains(item.first);
        if (gone) {
            m_texts.remove(item.second.device.key);
            m_rendered.reset();
        }
        return gone;
    });
}

void Snapshot::apply(const std::vector<Event>& events) {
    const std::lock_guard lock(m_mutex);
    for (const Event& event : events)
        applyOne(event);
}

void Snapshot::applyOne(const Event& event) {
    const bool ours = event.part == EventPart::device || event.part == EventPart::presence ||
                      event.part == EventPart::lease || event.part == EventPart::service;
    if (!ours)
        return;
    Entry& entry = m_entries[event.id];
    bool changed = false;
    if (event.part == EventPart::device && event.deleted) {
        changed = event.version > entry.deleted;
        entry.deleted = std::max(entry.deleted, event.version);
    } else if (event.part == EventPart::device) {
        changed = takeState(static_cast<DeviceFacts&>(entry.device), event);
    } else if (event.part == EventPart::presence) {
        changed = takeState(entry.device.presence, event);
    } else if (event.part == EventPart::lease) {
        changed = takeState(entry.device.lease, event);
    } else {
        changed = takeState(entry.device.service, event);
    }
    if (!changed)
        return;
    entry.touched = m_load;
    show(entry);
}

void Snapshot::stamp(const std::string& cursor, bool force) {
    const std::lock_guard lock(m_mutex);
    if (m_cursor == cursor)
        return;
    m_cursor = cursor;
    if (force)
        m_rendered.reset();
}

std::shared_ptr<const RenderedBoard> Snapshot::rendered() {
    const std::lock_guard lock(m_mutex);
    if (m_rendered)
        return m_rendered;
    auto body = std::make_shared<std::string>();
    body->reserve(64 + m_texts.bytes() + m_cursor.size());
    *body += "{\"devices\":[";
    m_texts.appendTo(*body);
    *body += "],\"cursor\":\"" + m_cursor + "\"}";
    m_rendered = std::make_shared<const RenderedBoard>(std::move(body),
                                                       m_instance + "-" + std::to_string(++m_revision));
    return m_rendered;
}

} // namespace labwarden::board
