// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/problem.h"

#include "common/domain/problem.h"
#include "server/http/request.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <array>

namespace labwarden::http {
namespace {

Response write(const Problem& problem) {
    boost::json::object out{{"type", problem.type},
                            {"title", problem.title},
                            {"status", problem.status},
                            {"detail", problem.detail},
                            {"requestId", problem.requestId}};
    if (!problem.errors.empty())
        out["errors"] = boost::json::value_from(problem.errors);
    if (!problem.conflicts.is_null())
        out["conflicts"] = problem.conflicts;
    auto response = Response::json(problem.status, out);
    response.contentType = "application/problem+json";
    return response;
}

Problem basic(int status, std::string detail, std::string_view requestId, std::string_view type = {}) {
    Problem problem;
    if (!type.empty())
        problem.type = type;
    problem.title = reasonPhrase(status);
    problem.status = status;
    problem.detail = std::move(detail);
    problem.requestId = requestId;
    return problem;
}

Response retryLater(Response response, std::chrono::seconds after) {
    return std::move(response).with("Retry-After", std::to_string(std::max<std::int64_t>(1, after.count())));
}

Failure internal(std::string_view requestId, std::string logText) {
    return {
        problem(500, PublicText("Something went wrong here. The request id names it in the log."), requestId),
        std::move(logText)};
}

} // namespace

Response problem(int status, const PublicText& detail, std::string_view requestId) {
    return write(basic(status, detail.value, requestId, detail.type));
}

Failure failureOf(std::exception_ptr error, std::string_view requestId) {
    // what() of a ServiceError is its PublicText; no other what() may be used for an answer.
    const auto plain = [requestId](int status, const ServiceError& e) {
        return problem(status, PublicText(e.what(), e.type), requestId);
    };
    const auto invalid = [requestId](int status, const Invalid& e) {
        auto p = basic(status, e.what(), requestId);
        p.errors = e.faults;
        return write(p);
    };
    try {
        std::rethrow_exception(std::move(error));
    } catch (const MalformedBody& e) {
        return {invalid(400, e), {}};
    } catch (const Invalid& e) {
        return {invalid(422, e), {}};
    } catch (const NotFound& e) {
        return {plain(404, e), {}};
    } catch (const Conflict& e) {
        auto p = basic(409, e.what(), requestId, e.type);
        if (!e.conflicts.empty())
            p.conflicts = e.conflicts;
        return {write(p), {}};
    } catch (const Stale& e) {
        return {plain(412, e), {}};
    } catch (const VersionRequired& e) {
        return {plain(428, e), {}};
    } catch (const Unauthenticated& e) {
        return {plain(401, e).with("WWW-Authenticate", "Bearer"), {}};
    } catch (const Forbidden& e) {
        return {plain(403, e), {}};
    } catch (const Throttled& e) {
        return {retryLater(plain(429, e), e.retryAfter), {}};
    } catch (const Unavailable& e) {
        return {retryLater(plain(503, e), e.retryAfter), "unavailable: " + e.dependency};
    } catch (const std::exception& e) {
        return internal(requestId, e.what());
    } catch (...) {
        return internal(requestId, "something that is no std::exception was thrown");
    }
}

std::string_view reasonPhrase(int status) {
    struct Name {
        int status;
        std::string_view text;
    };
    static constexpr std::array names{
        Name{200, "OK"},
        Name{201, "Created"},
        Name{202, "Accepted"},
        Name{204, "No Content"},
        Name{206, "Partial Content"},
        Name{303, "See Other"},
        Name{304, "Not Modified"},
        Name{400, "Bad Request"},
        Name{401, "Unauthorized"},
        Name{403, "Forbidden"},
        Name{404, "Not Found"},
        Name{405, "Method Not Allowed"},
        Name{406, "Not Acceptable"},
        Name{408, "Request Timeout"},
        Name{409, "Conflict"},
        Name{411, "Length Required"},
        Name{412, "Precondition Failed"},
        Name{413, "Content Too Large"},
        Name{414, "URI Too Long"},
        Name{415, "Unsupported Media Type"},
        Name{417, "Expectation Failed"},
        Name{422, "Unprocessable Content"},
        Name{428, "Precondition Required"},
        Name{429, "Too Many Requests"},
        Name{431, "Request Header Fields Too Large"},
        Name{500, "Internal Server Error"},
        Name{501, "Not Implemented"},
        Name{503, "Service Unavailable"},
        Name{504, "Gateway Timeout"},
        Name{505, "HTTP Version Not Supported"},
    };
    const auto found = std::ranges::find(names, status, &Name::status);
    return found == names.end() ? "Error" : found->text;
}

} // namespace labwarden::http
