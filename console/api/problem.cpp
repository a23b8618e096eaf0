// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/problem.h"

#include "console/api/json.h"

#include <QCoreApplication>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ApiError", text);
}

struct Meaning {
    ApiError::Kind kind;
    QString words; ///< when the server has none
};

Meaning meaningOf(int status) {
    using Kind = ApiError::Kind;
    switch (status) {
    case 401:
        return {Kind::Unauthorized, tr("You are not signed in.")};
    case 403:
        return {Kind::Forbidden, tr("You are not allowed to do this.")};
    case 404:
    case 410:
        return {Kind::NotFound, tr("There is no such thing on the server.")};
    case 409:
        return {Kind::Conflict, tr("Something has changed in the meantime.")};
    case 412:
        return {Kind::Stale, tr("Somebody else has changed this in the meantime.")};
    case 408:
    case 504:
        return {Kind::Timeout, tr("The server did not answer in time.")};
    case 429:
        return {Kind::Throttled, tr("Too many requests.")};
    case 503:
        return {Kind::Server, tr("The server is busy or one of its services is down.")};
    default:
        return {status < 500 ? Kind::Invalid : Kind::Server,
                status < 500 ? tr("The server refuses this request.") : tr("The server has failed.")};
    }
}

std::vector<Obstacle> obstaclesOf(const boost::json::value& json) {
    std::vector<Obstacle> obstacles;
    if (const auto* array = json.if_array())
        for (const auto& entry : *array)
            if (auto obstacle = readTolerant<Obstacle>(entry))
                obstacles.push_back(std::move(*obstacle));
    return obstacles;
}

} // namespace

ApiError errorOfAnswer(int status, const boost::json::value& body) {
    auto [kind, words] = meaningOf(status);
    ApiError error;
    error.kind = kind;
    error.status = status;
    error.title = words;
    if (auto problem = readTolerant<Problem>(body)) {
        if (!problem->title.empty())
            error.title = QString::fromStdString(problem->title);
        error.type = QString::fromStdString(problem->type);
        error.detail = QString::fromStdString(problem->detail);
        error.requestId = QString::fromStdString(problem->requestId);
        error.faults = std::move(problem->errors);
        error.conflicts = obstaclesOf(problem->conflicts);
        error.rawConflicts = std::move(problem->conflicts);
    }
    return error;
}

} // namespace labwarden::console
