// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/test_cases.h"

#include "common/uuid.h"
#include "server/errors.h"

namespace labwarden::testcases {

Changed<TestCase> TestCases::create(const identity::Caller& caller, const TestCaseDocument& document) {
    auto created = m_store.create(document, caller.userId, caller.remote);
    m_events.committed(created.events);
    return created;
}

TestCase TestCases::get(const std::string& id) {
    auto found = isUuid(id) ? m_store.get(id) : std::nullopt;
    if (!found)
        throw NotFound(PublicText("There is no such test case."));
    return std::move(*found);
}

Page<TestCase> TestCases::list(const PageRequest& request) {
    return m_store.list(request);
}

} // namespace labwarden::testcases
