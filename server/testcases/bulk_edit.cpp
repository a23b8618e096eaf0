// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/bulk_edit.h"

#include "server/testcases/rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace labwarden::testcases {

namespace {

constexpr std::size_t casesAtOnce = 100; // in one transaction
constexpr std::size_t mostTags = 32;

constexpr const char* missing = "There is no such test case.";
constexpr const char* outdated = "Somebody has changed it meanwhile.";

TestCaseSummary summaryOf(const TestCase& testCase) {
    const TestCaseDocument& document = testCase.document;
    return {testCase.id,        testCase.key,       testCase.revision, document.title,
            document.folder,    document.tags,      document.owner,    document.status,
            testCase.changedBy, testCase.changedAt, testCase.version};
}

TestCaseDocument changedBy(const TestCaseBulk& wanted, TestCaseDocument document) {
    std::erase_if(document.tags,
                  [&](const std::string& tag) { return std::ranges::count(wanted.removeTags, tag) > 0; });
    for (const std::string& tag : wanted.addTags)
        if (std::ranges::count(document.tags, tag) == 0)
            document.tags.push_back(tag);
    document.folder = wanted.folder.value_or(document.folder);
    document.owner = wanted.owner.value_or(document.owner);
    document.status = wanted.status.value_or(document.status);
    return document;
}

} // namespace

Changed<TestCaseBulkReport> BulkEdit::run(const identity::Caller& caller, const TestCaseBulk& wanted) {
    Changed<TestCaseBulkReport> out;
    const std::span<const SeenTestCase> all(wanted.testCases);
    for (std::size_t from = 0; from < all.size(); from += casesAtOnce)
        runSome(caller, wanted, all.subspan(from, std::min(casesAtOnce, all.size() - from)), out);
    return out;
}

void BulkEdit::runSome(const identity::Caller& caller, const TestCaseBulk& wanted,
                       std::span<const SeenTestCase> some, Changed<TestCaseBulkReport>& out) {
    std::unordered_map<std::string, TestCase> newest;
    std::vector<std::string> ids;
    for (const SeenTestCase& seen : some)
        ids.push_back(seen.id);
    for (TestCase& testCase : m_store.getMany(ids))
        newest.emplace(testCase.id, std::move(testCase));

    std::unordered_map<std::string, TestCaseSummary> changed;
    std::unordered_map<std::string, std::string> refused;
    std::vector<TestCaseSave> saves;
    for (const SeenTestCase& seen : some) {
        const auto at = newest.find(seen.id);
        if (at == newest.end()) {
            refused[seen.id] = missing;
            continue;
        }
        auto document = changedBy(wanted, at->second.document);
        if (at->second.revision != seen.revision)
            refused[seen.id] = outdated;
        else if (same(document, at->second.document))
            changed[seen.id] = summaryOf(at->second);
        else if (document.tags.size() > mostTags)
            refused[seen.id] = "It would have more than " + std::to_string(mostTags) + " tags.";
        else if (auto why = refusalOf(caller, document))
            refused[seen.id] = std::move(why->value);
        else
            saves.push_back({seen.id, seen.revision, std::move(document)});
    }
    if (!saves.empty())
        for (auto& [id, outcome] : m_store.updateMany(saves, wanted.message, caller)) {
            if (auto* saved = std::get_if<Changed<TestCase>>(&outcome)) {
                changed[id] = summaryOf(saved->thing);
                m_events.committed(saved->events);
                out.events.insert(out.events.end(), saved->events.begin(), saved->events.end());
            } else if (std::holds_alternative<Missing>(outcome)) {
                refused[id] = missing;
            } else if (std::holds_alternative<Outdated>(outcome)) {
                refused[id] = outdated;
            } else {
                refused[id] =
                    "One of its attachments " + std::get<Faulty>(outcome).faults.front().message + '.';
            }
        }
    for (const SeenTestCase& seen : some)
        if (const auto at = changed.find(seen.id); at != changed.end())
            out.thing.changed.push_back(std::move(at->second));
        else
            out.thing.refused.push_back({seen.id, std::move(refused[seen.id])});
}

} // namespace labwarden::testcases
