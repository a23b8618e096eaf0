// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/pg_run_store.h"

#include "common/enum_text.h"
#include "server/errors.h"
#include "server/runs/lane.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/runs.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <spdlog/spdlog.h>

namespace labwarden::runs {

namespace {

namespace json = boost::json;

constexpr std::chrono::seconds restAfter{1}; // without work a thread keeps no session

template<class T>
std::string jsonText(const T& value) {
    return json::serialize(json::value_from(value));
}

/// The one value of the one row, as a JSON object.
json::object answerOf(const pqxx::result& result) {
    return json::parse(result.at(0).at(0).c_str()).as_object();
}

std::string statusOf(const json::object& answer) {
    return json::value_to<std::string>(answer.at("status"));
}

RunChange changeOf(const json::object& answer) {
    RunChange change{.thing = stored<TestRun>(answer.at("run")), .events = {}};
    if (const json::value* events = answer.if_contains("events"))
        change.events = storedEvents(*events);
    return change;
}

AttemptStatus attemptStatus(const std::string& word) {
    if (word == "ok" || word == "finished")
        return AttemptStatus::ok;
    if (word == "unknown")
        return AttemptStatus::unknown;
    if (word == "expired")
        return AttemptStatus::expired;
    if (word == "ended")
        return AttemptStatus::ended;
    if (word == "superseded")
        return AttemptStatus::superseded;
    if (word == "taken")
        return AttemptStatus::taken;
    throw std::logic_error("a run answers its attempt with the unknown word " + word);
}

StartResult readStart(const json::object& answer) {
    using Status = StartResult::Status;
    StartResult result;
    const std::string status = statusOf(answer);
    if (status == "started") {
        result.status = Status::started;
        result.change = changeOf(answer);
    } else if (status == "busy") {
        result.status = Status::busy;
        result.conflicts = answer.at("conflicts").as_array();
    } else if (status == "invalid") {
        result.status = Status::invalid;
        for (const json::value& fault : answer.at("faults").as_array())
            result.faults.push_back(stored<Fault>(fault));
    } else if (status == "stale") {
        result.status = Status::stale;
    } else if (status == "key_reused") {
        result.status = Status::key_reused;
    }
    return result;
}

FinishResult readFinish(const json::object& answer) {
    FinishResult result;
    result.status = attemptStatus(statusOf(answer));
    if (result.status == AttemptStatus::ok)
        result.change = changeOf(answer);
    return result;
}

pqxx::result callStart(storage::Connection& connection, const StartItem& item) {
    const bool keyed = !item.idempotencyKey.empty();
    const char* const key = keyed ? item.idempotencyKey.c_str() : nullptr;
    const char* const hash = keyed ? item.bodyHash.c_str() : nullptr;
    return connection.run(
        queries::runs::start, item.runId, storage::arrayLiteral(item.deviceIds), item.testCaseId,
        item.revisionId, item.environmentId, json::serialize(item.parameters), item.priority, item.userId,
        item.actor, item.address, key, hash, item.environmentRevision, std::string(text(item.whenBusy)));
}

pqxx::result callFinish(storage::Connection& connection, const FinishItem& item) {
    return connection.run(queries::runs::finish, item.runId, item.attempt, std::string(text(item.outcome)),
                          item.reason, jsonText(item.callback.results), jsonText(item.callback.steps),
                          jsonText(item.callback.log), item.address);
}

/// The result of `read`, or its kind's word for what went wrong.
template<class Result, class Status>
Result guarded(const char* what, const std::string& runId, Status unavailable, Status broken,
               const std::function<Result()>& read) {
    Result result;
    try {
        return read();
    } catch (const Unavailable&) {
        result.status = unavailable;
    } catch (const std::exception& e) {
        spdlog::error("{} of run {}: {}", what, runId, e.what());
        result.status = broken;
    }
    return result;
}

} // namespace

PgRunStore::PgRunStore(const RunSettings& settings, storage::Database& database)
    : m_settings(settings), m_database(database) {
    for (int i = 0; i < m_settings.storeThreads; ++i)
        m_threads.emplace_back([this] { work(); });
}

PgRunStore::~PgRunStore() {
    stop();
}

void PgRunStore::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_ready.notify_all();
    for (std::thread& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

bool PgRunStore::push(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_tasks.size() >= m_settings.storeQueue)
            return false;
        m_tasks.push_back(std::move(task));
    }
    m_ready.notify_one();
    return true;
}

void PgRunStore::work() {
    Lane lane(m_database);
    for (;;) {
        std::unique_lock lock(m_mutex);
        const auto wanted = [this] { return m_stopping || !m_tasks.empty(); };
        if (!m_ready.wait_for(lock, restAfter, wanted)) {
            lock.unlock();
            lane.leave();
            lock.lock();
            m_ready.wait(lock, wanted);
        }
        if (m_tasks.empty())
            return;
        const Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task(lane);
    }
}

void PgRunStore::start(StartItem item, std::function<void(StartResult)> done) {
    using Status = StartResult::Status;
    const auto deadline = Lane::Clock::now() + m_settings.answerLimit;
    const bool taken = push([item = std::move(item), done, deadline](Lane& lane) {
        done(guarded<StartResult>("start", item.runId, Status::unavailable, Status::broken, [&] {
            return readStart(
                answerOf(lane.run(deadline, [&](storage::Connection& c) { return callStart(c, item); })));
        }));
    });
    if (!taken) {
        StartResult result;
        result.status = Status::unavailable;
        done(std::move(result));
    }
}

void PgRunStore::finish(FinishItem item, std::function<void(FinishResult)> done) {
    const auto deadline = Lane::Clock::now() + m_settings.answerLimit;
    const bool taken = push([item = std::move(item), done, deadline](Lane& lane) {
        done(guarded<FinishResult>(
            "callback", item.runId, AttemptStatus::unavailable, AttemptStatus::broken, [&] {
                return readFinish(answerOf(
                    lane.run(deadline, [&](storage::Connection& c) { return callFinish(c, item); })));
            }));
    });
    if (!taken) {
        FinishResult result;
        result.status = AttemptStatus::unavailable;
        done(std::move(result));
    }
}

ClaimResult PgRunStore::claim(const std::string& runId, int attempt, const Claim& claim,
                              const std::string& address) {
    const json::object answer = answerOf(m_database.acquire()->run(queries::runs::claim, runId, attempt,
                                                                   claim.claimId, claim.runner, address));
    ClaimResult result;
    result.status = attemptStatus(statusOf(answer));
    if (result.status == AttemptStatus::ok) {
        result.answer = stored<ClaimAnswer>(answer);
        result.events = storedEvents(answer.at("events"));
    }
    return result;
}

ProgressResult PgRunStore::progress(const std::string& runId, int attempt, const Progress& progress,
                                    const std::string& address) {
    const json::object answer = answerOf(
        m_database.acquire()->run(queries::runs::progress, runId, attempt, jsonText(progress.progress),
                                  jsonText(progress.steps), jsonText(progress.log), address));
    ProgressResult result;
    result.status = attemptStatus(statusOf(answer));
    if (result.status == AttemptStatus::ok) {
        result.answer = stored<ProgressAnswer>(answer);
        result.events = storedEvents(answer.at("events"));
    }
    return result;
}

std::vector<SealedSecret> PgRunStore::secrets(const std::string& runId) {
    std::vector<SealedSecret> secrets;
    for (const pqxx::row& row : m_database.acquire()->run(queries::runs::secrets, runId)) {
        SealedSecret& secret = secrets.emplace_back();
        secret.environmentId = row["environment_id"].c_str();
        secret.name = row["name"].c_str();
        if (!row["sealed"].is_null())
            secret.sealed = row["sealed"].c_str();
    }
    return secrets;
}

CancelResult PgRunStore::cancel(const CancelItem& item) {
    using Status = CancelResult::Status;
    const json::object answer = answerOf(m_database.acquire()->run(
        queries::runs::cancel, item.runId, item.any, item.userId, item.actor, item.address));
    const std::string status = statusOf(answer);
    CancelResult result;
    if (status == "cancelled" || status == "finished") {
        result.status = status == "cancelled" ? Status::cancelled : Status::finished;
        result.change = changeOf(answer);
    } else if (status == "forbidden") {
        result.status = Status::forbidden;
    }
    return result;
}

ReleaseResult PgRunStore::release(const ReleaseItem& item) {
    using Status = ReleaseResult::Status;
    const json::object answer =
        answerOf(m_database.acquire()->run(queries::runs::release, item.deviceId, item.runId, item.reason,
                                           item.userId, item.actor, item.address));
    const std::string status = statusOf(answer);
    ReleaseResult result;
    if (status == "released") {
        result.status = Status::released;
        result.change = changeOf(answer);
    } else if (status == "free" || status == "moved") {
        result.status = status == "free" ? Status::free : Status::moved;
        result.deviceKey = json::value_to<std::string>(answer.at("key"));
    }
    return result;
}

Page<TestRun> PgRunStore::list(const std::vector<RunState>& states, const PageRequest& request) {
    std::vector<std::string> words;
    for (const RunState state : states)
        words.emplace_back(text(state));
    const std::string among = storage::arrayLiteral(words);
    const std::string us = request.after ? std::to_string(request.after->createdUs) : std::string();
    const pqxx::result rows = m_database.acquire()->run(
        queries::runs::list, states.empty() ? nullptr : among.c_str(), request.after ? us.c_str() : nullptr,
        request.after ? request.after->id.c_str() : nullptr,
        request.limit + 1); // one more says whether there is more
    Page<TestRun> page;
    for (const pqxx::row& row : rows) {
        if (static_cast<int>(page.items.size()) == request.limit) {
            const pqxx::row& last = rows[static_cast<pqxx::result::size_type>(request.limit - 1)];
            page.next = PagePlace{last["created_us"].as<std::int64_t>(), last["id"].c_str()};
            break;
        }
        page.items.push_back(stored<TestRun>(json::parse(row["run"].c_str())));
    }
    return page;
}

std::optional<TestRunDetail> PgRunStore::detail(const std::string& runId) {
    const pqxx::result rows = m_database.acquire()->run(queries::runs::detail, runId);
    if (rows.empty())
        return std::nullopt;
    return stored<TestRunDetail>(json::parse(rows[0]["run"].c_str()));
}

} // namespace labwarden::runs
