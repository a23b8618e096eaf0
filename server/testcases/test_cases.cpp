// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/test_cases.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/testcases/rules.h"

namespace labwarden::testcases {

namespace {

NotFound noSuchCase() {
    return NotFound(PublicText("There is no such test case."));
}

void check(const identity::Caller& caller, const TestCaseDocument& changed) {
    if (auto refusal = refusalOf(caller, changed))
        throw Forbidden(*refusal);
}

Conflict used(const InUse& use) {
    std::string runs, types;
    for (const std::int64_t run : use.runs)
        runs += (runs.empty() ? "" : ", ") + std::to_string(run);
    for (const std::string& type : use.types)
        types += (types.empty() ? "\"" : ", \"") + type + '"';
    std::string text;
    if (!runs.empty())
        text = "Runs of it have not ended: " + runs + ".";
    if (!types.empty())
        text += (text.empty() ? "" : " ") + ("It is the health check of devices of type " + types + ".");
    return Conflict(PublicText(std::move(text)));
}

} // namespace

Changed<TestCase> TestCases::create(const identity::Caller& caller, const TestCaseDocument& document) {
    check(caller, document);
    auto outcome = m_store.create(document, caller);
    if (auto* faulty = std::get_if<Faulty>(&outcome))
        throw Invalid(std::move(faulty->faults));
    auto& created = std::get<Changed<TestCase>>(outcome);
    m_events.committed(created.events);
    return std::move(created);
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
    check(caller, edit.document);
    auto outcome = m_store.update({newest.id, newest.revision, edit.document}, edit.message, caller);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchCase();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    if (auto* faulty = std::get_if<Faulty>(&outcome)) {
        for (Fault& fault : faulty->faults)
            fault.pointer.insert(0, "/document");
        throw Invalid(std::move(faulty->faults));
    }
    auto& updated = std::get<Changed<TestCase>>(outcome);
    m_events.committed(updated.events);
    return std::move(updated);
}

std::vector<Event> TestCases::remove(const identity::Caller& caller, const std::string& id,
                                     std::int64_t revision) {
    const TestCase newest = get(id);
    if (newest.revision != revision)
        throw Stale();
    auto outcome = m_store.remove(newest.id, newest.revision, caller);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchCase();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    if (const auto* use = std::get_if<InUse>(&outcome))
        throw used(*use);
    auto& events = std::get<std::vector<Event>>(outcome);
    m_events.committed(events);
    return std::move(events);
}

TestCaseUsage TestCases::usage(const std::string& id) {
    auto found = isUuid(id) ? m_store.usage(id) : std::nullopt;
    if (!found)
        throw noSuchCase();
    return std::move(*found);
}

std::string TestCases::startRefusal(const TestCase& testCase) const {
    const CaseStatus status = testCase.document.status;
    if (status == CaseStatus::retired)
        return testCase.key + " is retired: it is not started any more.";
    if (m_approvedOnly && status != CaseStatus::approved)
        return testCase.key + " is a draft, and this lab starts approved test cases only.";
    return {};
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
