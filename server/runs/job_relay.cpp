// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/job_relay.h"

#include "common/domain/parameters.h"
#include "server/clients/amqp.h"
#include "server/event_sink.h"
#include "server/failpoint.h"
#include "server/runs/job_queues.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/runs.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <map>

namespace labwarden::runs {

namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr int batchSize = 200;
constexpr std::chrono::seconds declareEvery{10};
constexpr std::chrono::seconds publishLimit{
    4}; // less than a statement may take: the transaction stays open meanwhile

double seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

std::vector<Event> eventsIn(const pqxx::result& result) {
    return storedEvents(json::parse(result.at(0).at(0).c_str()));
}

std::string idList(const std::vector<std::string>& ids) {
    return storage::arrayLiteral(ids);
}

} // namespace

struct JobRelay::Batch {
    struct Undeliverable {
        std::string runId;
        int attempt;
    };
    bool full = false;
    std::vector<std::string> done; ///< outbox ids whose rows may go
    std::vector<clients::AmqpMessage> messages;
    std::vector<Undeliverable> broken; ///< jobs that could not be made
    bool stuck = false;                ///< the broker would not take some
};

JobRelay::JobRelay(const RunSettings& settings, const clients::Url& amqp, storage::Database& database,
                   const CallbackTokens& tokens, EventSink& sink)
    : m_settings(settings)
    , m_amqp(amqp)
    , m_database(database)
    , m_tokens(tokens)
    , m_sink(sink)
    , m_rounds("job relay", settings.relayPoll, [this] { return round(); }) {}

JobRelay::~JobRelay() {
    stop();
}

bool JobRelay::round() {
    try {
        if (!m_publisher)
            connect();
        m_publisher->keepAlive();
        declareNamedQueues();
        const bool more = publishBatch();
        redeliverUnclaimed();
        return more;
    } catch (const Unavailable& e) {
        if (e.dependency == "amqp") {
            m_connected = false;
            m_publisher.reset();
        }
        throw;
    }
}

void JobRelay::connect() {
    m_publisher = std::make_unique<clients::AmqpPublisher>(
        m_amqp, clients::AmqpSettings{.name = "labwardend job relay"});
    m_declared.clear();
    m_nextDeclare = {};
    m_publisher->declareQueue(deadLetterQueue(m_settings.jobQueue), deadLetterArguments());
    declare(m_settings.jobQueue);
    m_connected = true;
}

void JobRelay::declare(const std::string& queue) {
    if (m_declared.contains(queue))
        return;
    // One that somebody has made otherwise takes jobs all the same, and must not hold up those of the others.
    if (!m_publisher->tryDeclareQueue(queue, jobQueueArguments(m_settings.jobQueue)))
        spdlog::warn("job relay: the broker has the queue {} with other arguments, or lets it not be made",
                     queue);
    m_declared.insert(queue);
}

// Before the first job: runners of a new environment find their queue there.
void JobRelay::declareNamedQueues() {
    if (Clock::now() < m_nextDeclare)
        return;
    const pqxx::result names = m_database.acquire()->run(queries::runs::queues);
    for (const pqxx::row& row : names)
        declare(queueNamed(m_settings.jobQueue, row["queue"].c_str()));
    m_nextDeclare = Clock::now() + declareEvery;
}

bool JobRelay::publishBatch() {
    const auto connection = m_database.acquire();
    if (!connection->run(queries::runs::jobs_waiting).at(0).at(0).as<bool>())
        return false;
    std::vector<Event> events;
    Batch batch;
    // The rows stay locked until the broker has spoken, so that no other relay publishes them too.
    connection->transact([&](storage::Transaction& transaction) {
        batch = take(transaction);
        failpoint("before-publish");
        publish(batch);
        failpoint("after-publish");
        if (!batch.done.empty())
            events = eventsIn(transaction.run(queries::runs::mark_dispatched, idList(batch.done)));
    });
    for (const Batch::Undeliverable& run : batch.broken) {
        const std::vector<Event> ended =
            eventsIn(connection->run(queries::runs::end_undeliverable, run.runId, run.attempt));
        events.insert(events.end(), ended.begin(), ended.end());
    }
    m_sink.committed(events);
    return batch.full && !batch.stuck;
}

JobRelay::Batch JobRelay::take(storage::Transaction& transaction) const {
    const pqxx::result rows = transaction.run(queries::runs::take_jobs, batchSize);
    Batch batch;
    batch.full = rows.size() == batchSize;
    for (const pqxx::row& row : rows) {
        const std::string id = row["id"].c_str();
        if (row["job"].is_null()) { // claimed, ended or superseded: nobody waits for it
            batch.done.push_back(id);
            continue;
        }
        const std::string runId = row["run_id"].c_str();
        const int attempt = row["attempt"].as<int>();
        try {
            json::value text = json::parse(row["job"].c_str());
            text.as_object()["callbackUrl"] = m_settings.publicUrl + "/api/v1/test-runs/" + runId;
            text.as_object()["callbackToken"] = m_tokens.make(runId, attempt);
            Job job = stored<Job>(text);
            BoundTestCase bound = bindParameters(job.testCase, job.parameters);
            if (!bound)
                throw std::logic_error("parameters: " + bound.faults.front().pointer + " " +
                                       bound.faults.front().message);
            job.testCase = std::move(bound.document);
            clients::AmqpMessage message;
            message.routingKey = queueNamed(m_settings.jobQueue, row["queue"].c_str());
            message.messageId = id;
            message.type = "job";
            message.body = json::serialize(json::value_from(job));
            batch.messages.push_back(std::move(message));
        } catch (const std::logic_error& e) {
            spdlog::error("job of run {}: {}", runId, e.what());
            batch.done.push_back(id);
            batch.broken.push_back({runId, attempt});
        }
    }
    return batch;
}

void JobRelay::publish(Batch& batch) {
    for (const clients::AmqpMessage& message : batch.messages)
        declare(message.routingKey);
    if (batch.messages.empty())
        return;
    const std::vector<clients::PublishResult> results = m_publisher->publish(batch.messages, publishLimit);
    for (std::size_t i = 0; i < results.size(); ++i) {
        const clients::AmqpMessage& message = batch.messages[i];
        if (results[i] == clients::PublishResult::Confirmed) {
            batch.done.push_back(message.messageId);
            continue;
        }
        // Its row stays. Somebody may have deleted the queue: it is declared anew in the next round.
        batch.stuck = true;
        m_declared.erase(message.routingKey);
        spdlog::warn("job relay: the broker would not take a job for {}", message.routingKey);
    }
}

// A job that was confirmed long ago, that nobody has claimed, and whose queue is empty, is nowhere: its
// runner has died between acknowledging and claiming, or the queue was purged. A second copy does no harm,
// the second claim is refused.
void JobRelay::redeliverUnclaimed() {
    const auto now = Clock::now();
    if (now < m_nextRedeliver)
        return;
    m_nextRedeliver = now + std::clamp<std::chrono::milliseconds>(
                                m_settings.claimLimit / 20, m_settings.relayPoll, std::chrono::seconds(30));
    const auto connection = m_database.acquire();
    const pqxx::result rows = connection->run(queries::runs::unclaimed, seconds(m_settings.claimLimit));
    std::map<std::string, bool> empty;
    for (const pqxx::row& row : rows) {
        const std::string queue = queueNamed(m_settings.jobQueue, row["queue"].c_str());
        if (m_settings.callbackOnlyQueues.contains(queue))
            continue;
        if (!empty.contains(queue)) {
            const auto depth = m_publisher->queueDepth(queue);
            empty[queue] = !depth || depth->messages == 0;
        }
        if (empty[queue] && connection
                                ->run(queries::runs::redeliver, row["id"].c_str(), row["attempt"].as<int>(),
                                      seconds(m_settings.claimLimit))
                                .at(0)
                                .at(0)
                                .as<bool>())
            spdlog::warn("job relay: run {} was not claimed, its job goes out again", row["id"].c_str());
    }
}

} // namespace labwarden::runs
