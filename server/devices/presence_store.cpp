// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/presence_store.h"

#include "common/enum_text.h"
#include "common/json/domain.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "server/storage/redis.h"
#include "sql/queries/devices.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace labwarden::devices {

namespace {

void take(const pqxx::field& text, std::vector<Event>& events) {
    if (auto event = wire::readText<Event>(text.c_str(), wire::programs))
        events.push_back(std::move(event.value));
    else
        spdlog::error("Presence: an event that cannot be read");
}

} // namespace

template<class Call>
auto PresenceStore::attempt(const char* what, Call call) -> std::optional<decltype(call())> {
    try {
        return call();
    } catch (const Unavailable&) {
        return std::nullopt; // its pool says so in the log
    } catch (const std::exception& e) {
        if (const auto times = m_failures.count())
            spdlog::error("Presence: {}: {} ({} failures)", what, e.what(), *times);
        return std::nullopt;
    }
}

std::optional<PresenceStore::Answer>
PresenceStore::setPresence(const std::vector<PresenceBook::Word>& words) {
    return attempt("writing presence", [&] {
        std::vector<std::string> keys, online, causes;
        for (const auto& word : words) {
            keys.push_back(word.key);
            online.emplace_back(word.online ? "t" : "f");
            causes.emplace_back(text(word.cause));
        }
        const auto rows =
            m_database.acquire()->run(queries::devices::set_presence, storage::arrayLiteral(keys),
                                      storage::arrayLiteral(online), storage::arrayLiteral(causes));
        Answer answer;
        for (const auto& row : rows) {
            answer.ids.emplace(row["key"].as<std::string>(), row["id"].as<std::string>());
            if (row["damped"].as<bool>())
                answer.damped.insert(row["key"].as<std::string>());
            if (!row["event"].is_null())
                take(row["event"], answer.events);
        }
        return answer;
    });
}

std::optional<std::vector<Event>>
PresenceStore::hearUnregistered(const std::vector<PresenceBook::Word>& words) {
    return attempt("writing unregistered devices", [&] {
        std::vector<std::string> keys, online;
        for (const auto& word : words) {
            keys.push_back(word.key);
            online.emplace_back(word.online ? "t" : "f");
        }
        std::vector<Event> events;
        for (const auto& row :
             m_database.acquire()->run(queries::devices::hear_unregistered, storage::arrayLiteral(keys),
                                       storage::arrayLiteral(online)))
            take(row["event"], events);
        return events;
    });
}

std::optional<bool> PresenceStore::setMetrics(const std::string& key, const std::vector<Metric>& metrics) {
    return attempt("writing metrics", [&] {
        std::vector<std::string> names, units, intervals;
        for (const auto& metric : metrics) {
            names.push_back(metric.name);
            units.push_back(metric.unit);
            intervals.push_back(std::to_string(metric.intervalMs));
        }
        return m_database.acquire()
            ->run(queries::devices::set_metrics, key, storage::arrayLiteral(names),
                  storage::arrayLiteral(units), storage::arrayLiteral(intervals))
            .front()["known"]
            .as<bool>();
    });
}

std::optional<std::vector<PresenceStore::Device>> PresenceStore::present() {
    return attempt("reading presence", [&] {
        std::vector<Device> devices;
        for (const auto& row : m_database.acquire()->run(queries::devices::present))
            devices.push_back({row["key"].as<std::string>(), row["id"].as<std::string>()});
        return devices;
    });
}

void PresenceStore::setLastSeen(const std::vector<Seen>& seen) {
    constexpr std::size_t each = 500;
    for (std::size_t begin = 0; begin < seen.size(); begin += each) {
        std::vector<std::string> command{"HSET", m_redis.prefix() + "lastSeen"};
        for (std::size_t i = begin; i < std::min(begin + each, seen.size()); ++i) {
            command.push_back(seen[i].id);
            command.push_back(std::to_string(seen[i].at.ms));
        }
        if (!attempt("writing lastSeen", [&] { return m_redis.command(command); }))
            return;
    }
}

} // namespace labwarden::devices
