// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/lab_client.h"

#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <type_traits>

namespace labwarden::runner {

namespace {

Reply replyOf(const clients::HttpResult& result) {
    if (result.failure == clients::HttpFailure::TooLarge)
        return Reply::Busy; // an answer, if a strange one
    if (result.failure != clients::HttpFailure::None)
        return Reply::Silent;
    if (result.ok())
        return Reply::Done;
    if (result.status == 409)
        return Reply::Refused;
    const bool later =
        result.status == 408 || result.status == 429 || result.status < 400 || result.status >= 500;
    return later ? Reply::Busy : Reply::Rejected;
}

} // namespace

LabClient::LabClient(std::string callbackUrl, std::string token)
    : m_url(std::move(callbackUrl)), m_token(std::move(token)), m_http({.userAgent = "labwarden-runner"}) {
    while (m_url.ends_with('/'))
        m_url.pop_back();
}

template<class T>
Answered<T> LabClient::post(const char* what, const boost::json::value& body) {
    const clients::HttpResult result = m_http.post(m_url + "/" + what, boost::json::serialize(body), m_token);
    Answered<T> answered;
    answered.reply = replyOf(result);
    if (answered.reply != Reply::Done) {
        answered.detail = result.failure == clients::HttpFailure::None
                              ? "HTTP " + std::to_string(result.status) + " " + result.body.substr(0, 500)
                              : result.detail;
        return answered;
    }
    if constexpr (!std::is_same_v<T, int>) {
        wire::Reading<T> reading = wire::readText<T>(result.body, wire::programs);
        if (!reading) {
            answered.reply = Reply::Busy;
            answered.detail = "its answer cannot be read: " + reading.faults.front().pointer + " " +
                              reading.faults.front().message;
        }
        answered.value = std::move(reading.value);
    }
    return answered;
}

Answered<ClaimAnswer> LabClient::claim(const Claim& claim) {
    return post<ClaimAnswer>("claim", boost::json::value_from(claim));
}

Answered<ProgressAnswer> LabClient::progress(const Progress& progress) {
    return post<ProgressAnswer>("progress", boost::json::value_from(progress));
}

Answered<int> LabClient::callback(const Callback& callback) {
    return post<int>("callback", boost::json::value_from(callback));
}

} // namespace labwarden::runner
