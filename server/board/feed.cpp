// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/feed.h"

#include "server/errors.h"
#include "server/identity/caller.h"

#include <algorithm>
#include <charconv>

namespace labwarden::board {

namespace {

Unavailable feedAway() {
    return Unavailable("redis",
                       PublicText("The event feed is not available at the moment; board and test runs are."));
}

http::Response ofBody(std::shared_ptr<const std::string> body) {
    http::Response response;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

/// ?wait=SECONDS, a whole number; `most` when absent.
std::chrono::milliseconds waitOf(const http::Request& request, std::chrono::milliseconds most) {
    const std::optional<std::string> text = request.queryValue("wait");
    if (!text)
        return most;
    int seconds = -1;
    const char* const end = text->data() + text->size();
    const auto [rest, error] = std::from_chars(text->data(), end, seconds);
    if (error != std::errc() || rest != end || seconds < 0)
        throw Invalid(std::vector<Fault>{{"/wait", "must be a number of seconds"}});
    return std::min<std::chrono::milliseconds>(std::chrono::seconds(std::min(seconds, 3600)), most);
}

std::string afterOf(const http::Request& request) {
    std::optional<std::string> text = request.queryValue("after");
    if (!text)
        throw Invalid(
            std::vector<Fault>{{"/after", "is required: the cursor of the board, or of the last bundle"}});
    return std::move(*text);
}

} // namespace

Feed::Feed(const BoardSettings& settings, http::Authenticator& authenticator)
    : m_settings(settings)
    , m_authenticator(authenticator)
    , m_recent(settings.recentEvents)
    , m_thread([this] { work(); }) {}

Feed::~Feed() {
    drain();
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Feed::restart(const StreamStart& start) {
    {
        const std::lock_guard lock(m_mutex);
        m_recent.restart(start);
        m_away = false;
        m_news = true;
    }
    m_wake.notify_all();
}

void Feed::append(const std::vector<StreamedEvent>& events) {
    {
        const std::lock_guard lock(m_mutex);
        m_recent.append(events);
        m_news = true;
    }
    m_wake.notify_all();
}

void Feed::away() {
    {
        const std::lock_guard lock(m_mutex);
        m_away = true;
    }
    m_wake.notify_all();
}

std::size_t Feed::parked() const {
    const std::lock_guard lock(m_mutex);
    return m_polls.size();
}

void Feed::drain() {
    {
        const std::lock_guard lock(m_mutex);
        m_draining = true;
    }
    m_wake.notify_all();
}

void Feed::poll(const http::RequestPtr& request, const http::Responder& responder) {
    try {
        answerNow(request, responder);
    } catch (...) {
        responder.fail(std::current_exception());
    }
}

void Feed::answerNow(const http::RequestPtr& request, const http::Responder& responder) {
    const std::string after = afterOf(*request);
    const std::chrono::milliseconds wait = waitOf(*request, m_settings.maxWait);
    const Hearing hearing = hearingOf(*request->caller);

    std::shared_ptr<const std::string> body;
    {
        const std::lock_guard lock(m_mutex);
        const auto now = Clock::now();
        if (m_away)
            throw feedAway();
        const std::optional<Cursor> cursor = Cursor::parse(after);
        if (!cursor || !m_recent.knows(*cursor)) {
            body = std::make_shared<const std::string>(m_recent.reset());
        } else {
            const bool due =
                m_recent.anyAfter(cursor->id, hearing) && now >= m_lastFlush + m_settings.flushEvery;
            if (!due && wait.count() > 0 && !m_draining) {
                if (m_polls.size() >= m_settings.parkedLimit)
                    throw Throttled(PublicText("Too many readers wait for events."), std::chrono::seconds(5));
                m_polls.push_back({request, responder, *cursor, hearing, now + wait});
                m_news = m_news || m_recent.anyAfter(cursor->id, hearing);
                m_wake.notify_all();
                return;
            }
            body = std::make_shared<const std::string>(m_recent.bundle(cursor->id, hearing));
        }
    }
    responder.send(ofBody(std::move(body)));
}

Feed::Clock::time_point Feed::nextDue() const {
    if (m_polls.empty())
        return Clock::time_point::max();
    if (m_away || m_draining)
        return Clock::time_point::min();
    auto due = m_news ? m_lastFlush + m_settings.flushEvery : Clock::time_point::max();
    for (const Poll& poll : m_polls)
        due = std::min(due, poll.deadline);
    return due;
}

// Takes out the polls that have something to hear, or whose time is over; the others stand at the newest
// event from now on.
std::list<Feed::Poll> Feed::takeDue() {
    const auto now = Clock::now();
    const bool flush = m_news && now >= m_lastFlush + m_settings.flushEvery;
    const bool all = m_away || m_draining;
    std::list<Poll> due;
    for (auto poll = m_polls.begin(); poll != m_polls.end();) {
        const auto next = std::next(poll);
        const bool known = m_recent.knows(poll->after);
        const bool hears = flush && (!known || m_recent.anyAfter(poll->after.id, poll->hearing));
        if (poll->responder.abandoned()) {
            poll->responder.send(http::Response::noContent()); // to nobody: it counts as answered
            m_polls.erase(poll);
        } else if (all || hears || poll->deadline <= now) {
            due.splice(due.end(), m_polls, poll);
        } else if (flush) {
            poll->after.id = std::max(poll->after.id, m_recent.newest().id);
        }
        poll = next;
    }
    if (flush) {
        m_news = false;
        if (!due.empty())
            m_lastFlush = now;
    }
    return due;
}

void Feed::work() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping || !m_polls.empty()) {
        const auto due = nextDue();
        if (due > Clock::now()) {
            if (due == Clock::time_point::max())
                m_wake.wait(lock);
            else
                m_wake.wait_until(lock, due);
            continue;
        }
        std::list<Poll> polls = takeDue();
        lock.unlock();
        answer(std::move(polls));
        lock.lock();
    }
}

void Feed::answer(std::list<Poll> polls) {
    Bundles bundles;
    for (const Poll& poll : polls) {
        try {
            // The session may have ended, or may do less by now.
            auto caller = m_authenticator.quick(poll.request->bearer());
            if (!caller)
                caller = m_authenticator.lookUp(poll.request->bearer());
            const Hearing hearing = hearingOf(*caller);
            std::shared_ptr<const std::string> body;
            {
                const std::lock_guard lock(m_mutex);
                if (m_away)
                    throw feedAway();
                auto& bundle = bundles[{poll.after.text(), hearing}];
                if (!bundle)
                    bundle = std::make_shared<const std::string>(m_recent.knows(poll.after)
                                                                     ? m_recent.bundle(poll.after.id, hearing)
                                                                     : m_recent.reset());
                body = bundle;
            }
            poll.responder.send(ofBody(std::move(body)));
        } catch (...) {
            poll.responder.fail(std::current_exception());
        }
    }
}

} // namespace labwarden::board
