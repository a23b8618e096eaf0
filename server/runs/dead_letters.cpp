// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/dead_letters.h"

#include "server/clients/amqp.h"
#include "server/event_sink.h"
#include "server/runs/job_queues.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/runs.h"

#include <boost/json/parse.hpp>

namespace labwarden::runs {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

} // namespace

DeadLetters::DeadLetters(const RunSettings& settings, const clients::Url& amqp, storage::Database& database,
                         EventSink& sink)
    : m_settings(settings)
    , m_amqp(amqp)
    , m_database(database)
    , m_sink(sink)
    , m_rounds("dead letters", 10ms, [this] { return round(); }) {}

DeadLetters::~DeadLetters() {
    stop();
}

bool DeadLetters::round() {
    try {
        if (!m_consumer) {
            const std::string queue = deadLetterQueue(m_settings.jobQueue);
            m_consumer = std::make_unique<clients::AmqpConsumer>(
                m_amqp, clients::AmqpSettings{.name = "labwardend dead letters"});
            m_consumer->declareQueue(queue, deadLetterArguments());
            m_consumer->consume(queue, 1);
        }
        const auto delivery = m_consumer->next(500ms);
        if (!delivery)
            return false;
        end(*delivery);
        m_consumer->ack(delivery->tag);
        return true;
    } catch (...) {
        m_consumer.reset(); // whatever was not acknowledged comes again
        throw;
    }
}

void DeadLetters::end(const clients::Delivery& delivery) {
    std::vector<Event> events;
    try {
        const Job job = stored<Job>(json::parse(delivery.body));
        events = storedEvents(json::parse(m_database.acquire()
                                              ->run(queries::runs::end_undeliverable, job.runId, job.attempt)
                                              .at(0)
                                              .at(0)
                                              .c_str()));
        spdlog::warn("dead letters: no runner could take run {}", job.runNumber);
    } catch (const std::logic_error& e) {
        spdlog::error("dead letters: dropped what is no job: {}", e.what());
    } catch (const boost::system::system_error&) {
        spdlog::error("dead letters: dropped what is not JSON");
    }
    m_sink.committed(events);
}

} // namespace labwarden::runs
