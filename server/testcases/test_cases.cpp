// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/test_cases.h"

#include "common/uuid.h"
#include "server/errors.h"

#include <boost/json/value_from.hpp>

namespace labwarden::testcases {

namespace {

NotFound noSuchCase() {
    return NotFound(PublicText("There is no such test case."));
}

bool same(const TestCaseDocument& a, const TestCaseDocument& b) {
    return boost::json::value_from(a) == boost::json::value_from(b);
}

} // namespace

Changed<TestCase> TestCases::create(const identity::Caller& caller, const TestCaseDocument& document) {
    auto created = m_store.create(document, caller);
    m_events.committed(created.events);
    return created;
}

Changed<TestCase> TestCases::update(const identity::Caller& caller, const std::string& id,
                                    std::int64_t revision, const TestCaseEdit& edit) {
    // What is looked at here still holds when it is written: a revision never changes, and the store writes
    // only while this one is the newest.
    TestCase newest = get(id);
    if (newest.revision != revision)
        throw Stale();
    if (same(newest.document, edit.document))
        return {std::move(newest), {}};
    auto outcome = m_store.update(id, newest.revision, edit, caller);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchCase();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    auto& updated = std::get<Changed<TestCase>>(outcome);
    m_events.committed(updated.events);
    return std::move(updated);
}

TestCase TestCases::get(const std::string& id) {
    auto found = isUuid(id) ? m_store.get(id) : std::nullopt;
    if (!found)
        throw noSuchCase();
    return std::move(*found);
}

TestCase TestCases::get(const std::string& id, int revision) {
    auto found = isUuid(id) ? m_store.get(id, revision) : std::nullopt;
    if (!found)
        throw NotFound(PublicText("There is no such revision of a test case."));
    return std::move(*found);
}

RevisionPage TestCases::revisions(const std::string& id, std::optional<int> before, int limit) {
    if (!isUuid(id))
        throw noSuchCase();
    RevisionPage page{m_store.revisions(id, before, limit + 1), std::nullopt};
    if (page.revisions.empty() && !before)
        throw noSuchCase();
    if (static_cast<int>(page.revisions.size()) > limit) {
        page.revisions.pop_back();
        page.next = page.revisions.back().revision;
    }
    return page;
}

Page<TestCaseSummary> TestCases::list(const TestCaseFilter& filter, const PageRequest& request) {
    return m_store.list(filter, request);
}

} // namespace labwarden::testcases
