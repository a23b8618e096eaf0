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

std::string textOf(const boost::json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

std::vector<StartConflict> conflictsOf(const boost::json::value& json) {
    std::vector<StartConflict> conflicts;
    const auto* array = json.if_array();
    if (!array)
        return conflicts;
    for (const auto& entry : *array) {
        const auto* object = entry.if_object();
        if (!object)
            continue;
        StartConflict conflict;
        conflict.deviceId = textOf(*object, "deviceId");
        conflict.key = textOf(*object, "key");
        conflict.reason = textOf(*object, "reason");
        conflict.detail = textOf(*object, "detail");
        conflict.runId = textOf(*object, "runId");
        conflict.holder = textOf(*object, "holder");
        if (const auto* number = object->if_contains("runNumber"); number && number->is_int64())
            conflict.runNumber = number->get_int64();
        conflict.since = Timestamp::parse(textOf(*object, "since"));
        conflicts.push_back(std::move(conflict));
    }
    return conflicts;
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
        error.conflicts = conflictsOf(problem->conflicts);
        error.rawConflicts = std::move(problem->conflicts);
    }
    return error;
}

} // namespace labwarden::console
