// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "common/domain/test_case_actions.h"
#include "tests/console/support/fake_lab.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console::test {

/// The test cases of a FakeLab behind its server, with revisions: created, saved, changed many at once,
/// deleted. Whoever signs in may write them. Changes the lab, answers with the events, and tells them through
/// the feed.
class FakeCases {
public:
    FakeCases(FakeLab& lab, FakeServer& server);

    /// The next writes are refused so.
    void refuse(const FakeServer::Answer& answer) { m_refusal = answer; }
    void letPass() { m_refusal.reset(); }
    /// What somebody else saves; the event is told.
    void saveAs(const std::string& who, const std::string& id,
                const std::function<void(TestCaseDocument&)>& change, const std::string& message = {});
    void remove(const std::string& id);
    /// Many cases in a tree of folders, three levels deep; not told.
    void addMany(int count);
    TestCase& byId(const std::string& id);
    /// As whoever is signed in writes them; to be told by whoever does it.
    Event add(const TestCaseDocument& document);
    Event change(const std::string& id, const TestCaseDocument& document, const std::string& message);
    std::map<std::string, std::vector<TestCase>> revisions; ///< by id, oldest first
    std::map<std::string, TestCaseUsage> usage;             ///< by id

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    void on(const char* method, const char* path, std::function<Answer(const Request&)> handler);
    Answer create(const Request& request);
    Answer save(const Request& request);
    Answer bulk(const Request& request);
    Answer get(const Request& request);
    Answer erase(const Request& request);
    Event store(TestCase& testCase, const TestCaseDocument& document, const std::string& who,
                const std::string& message);

    FakeLab& m_lab;
    FakeServer& m_server;
    std::optional<Answer> m_refusal;
    int m_next = 500;
};

} // namespace labwarden::console::test
