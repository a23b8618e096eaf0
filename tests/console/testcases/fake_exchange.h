// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/case_import.h"
#include "tests/console/testcases/fake_cases.h"

#include <map>
#include <optional>
#include <vector>

namespace labwarden::console::test {

/// Import of test cases and files beside them, for a lab of FakeCases. Files are read by the code that the
/// server reads them with.
class FakeExchange {
public:
    FakeExchange(FakeLab& lab, FakeServer& server, FakeCases& cases);

    /// From now on imports wait; the number of those that do.
    void park(bool parks) { m_parks = parks; }
    int parked() const { return static_cast<int>(m_parked.size()); }
    /// Does what waits, and answers.
    void answerParked();
    /// The next imports and files are refused so.
    void refuse(std::optional<FakeServer::Answer> answer) { m_refusal = std::move(answer); }

    int dryRuns = 0, imports = 0;                ///< that were answered
    std::map<std::string, std::string> attached; ///< bytes by their hash

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    Answer import(const Request& request);
    void compare(CaseFileReport& file, const std::vector<TestCaseDocument>& documents, bool dryRun,
                 std::vector<Event>& events);
    Answer put(const Request& request);
    Answer get(const Request& request);

    FakeLab& m_lab;
    FakeServer& m_server;
    FakeCases& m_cases;
    bool m_parks = false;
    std::vector<Request> m_parked;
    std::optional<Answer> m_refusal;
};

} // namespace labwarden::console::test
