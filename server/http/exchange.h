// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/connection.h"
#include "server/http/route.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <string>

namespace labwarden::http {

/// One request and its one answer; the end of a Responder. Any thread.
class Exchange : public Responder::Sink {
public:
    /// `label`: method and path, for the log.
    Exchange(std::shared_ptr<Connection> connection, AnswerStyle style, std::string label,
             std::string remote);
    ~Exchange() override; ///< answers 500 when nobody has answered

    void send(Response response) override;
    void fail(std::exception_ptr error) override;
    bool abandoned() const override { return m_connection->gone(); }

private:
    void log(int status, std::size_t bytes) const;

    const std::shared_ptr<Connection> m_connection;
    const AnswerStyle m_style;
    const std::string m_label, m_remote;
    const std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::atomic<bool> m_answered = false;
};

} // namespace labwarden::http
