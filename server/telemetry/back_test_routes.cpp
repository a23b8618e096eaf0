// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/back_test_routes.h"

#include "common/domain/back_test.h"
#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/identity/caller.h"
#include "server/telemetry/query_service.h"

#include <memory>
#include <semaphore>

namespace labwarden::telemetry {
namespace {

constexpr std::chrono::seconds longest{10}; ///< of one answer, together
constexpr int mostAtOnce = 4;               ///< so that they leave threads to everybody else

using Places = std::counting_semaphore<mostAtOnce>;

/// One of the places while it lives.
class Place {
public:
    explicit Place(Places& places) : m_places(places) {
        if (!m_places.try_acquire())
            throw Unavailable("back-test",
                              PublicText("Others are trying criteria just now; try again in a moment."));
    }
    ~Place() { m_places.release(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    Places& m_places;
};

http::Response backTest(QueryService& service, Places& places, const http::Request& request) {
    const auto asked = http::bodyOf<BackTestRequest>(request);
    if (!request.caller->may("devices:read"))
        throw Forbidden(PublicText("This needs the permission devices:read, too."));
    const Place place(places);
    const auto deadline = std::chrono::steady_clock::now() + longest;
    const auto inTime = [deadline] {
        if (std::chrono::steady_clock::now() > deadline)
            throw Invalid(std::vector<Fault>{
                {"/from", "is the beginning of more than can be judged within ten seconds; choose a shorter "
                          "time or fewer criteria"}});
    };
    const Timestamp now = Timestamp::now();
    WholeQuery query;
    query.metrics = metricsOf(asked);
    query.deadline = longest;
    query.span = [&](std::chrono::milliseconds longestInterval) {
        return spanToRead(asked, now, longestInterval);
    };
    const auto whole = service.whole(asked.deviceId, query);
    auto answer = answerOf(asked, whole.telemetry, now, inTime);
    answer.device = whole.device;
    for (auto& series : answer.series)
        series.device = whole.device;
    return http::Response::of(answer);
}

} // namespace

std::vector<http::Route> backTestRoutes(QueryService& service) {
    auto places = std::make_shared<Places>(mostAtOnce);
    return {{http::Method::Post, "/api/v1/test-cases/back-test", http::Session{"testcases:read"},
             http::answer([&service, places](const http::Request& request) {
                 return backTest(service, *places, request);
             }),
             "Try criteria on telemetry that is already there"}};
}

} // namespace labwarden::telemetry
