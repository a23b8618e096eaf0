// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/exchange.h"

#include "server/http/problem.h"

#include <spdlog/spdlog.h>

#include <stdexcept>
#include <utility>

namespace labwarden::http {

Exchange::Exchange(std::shared_ptr<Connection> connection, AnswerStyle style, std::string label,
                   std::string remote)
    : m_connection(std::move(connection))
    , m_style(std::move(style))
    , m_label(std::move(label))
    , m_remote(std::move(remote)) {}

Exchange::~Exchange() {
    try {
        if (!m_answered)
            fail(std::make_exception_ptr(
                std::logic_error("the handler has let go of the request without an answer")));
    } catch (const std::exception& e) {
        spdlog::error("http: {}: {}", m_style.requestId, e.what());
    }
}

void Exchange::send(Response response) {
    if (m_answered.exchange(true))
        return;
    if (response.status < 200 || response.status > 599) {
        spdlog::error("http: {}: {} answered with the status {}", m_style.requestId, m_label,
                      response.status);
        response = problem(500, PublicText("Something went wrong here. The request id names it in the log."),
                           m_style.requestId);
    }
    m_connection->answer(m_style, response);
    log(response.status, response.body ? response.body->size() : 0);
}

void Exchange::fail(std::exception_ptr error) {
    if (m_answered)
        return;
    auto failure = failureOf(std::move(error), m_style.requestId);
    if (!failure.logText.empty())
        spdlog::log(failure.answer.status == 500 ? spdlog::level::err : spdlog::level::warn,
                    "http: {}: {}: {}", m_style.requestId, m_label, failure.logText);
    send(std::move(failure.answer));
}

void Exchange::log(int status, std::size_t bytes) const {
    const auto level = status >= 500 || status == 403 ? spdlog::level::info : spdlog::level::debug;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - m_begin;
    spdlog::log(level, "http: {} {} {} {} bytes {:.1f} ms {}", m_style.requestId, m_label, status, bytes,
                took.count(), m_remote);
}

} // namespace labwarden::http
