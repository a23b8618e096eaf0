// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/back_test.h"
#include "console/api/clock.h"
#include "tests/console/support/fake_lab.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace labwarden::console::test {

/// Back-tests of a FakeLab: its own samples, judged by the code that the server has.
class FakeBackTest {
public:
    FakeBackTest(FakeLab& lab, FakeServer& server, const Clock& clock);

    using Value = std::function<std::optional<double>(Timestamp)>; ///< nothing: no sample there
    /// What a device sends, one a second. Until it is told it sends nothing.
    void sends(const std::string& key, const std::string& metric, const std::string& unit, Value value);

    /// The next requests are answered so.
    void refuse(const FakeServer::Answer& answer) { m_refusal = answer; }
    void letPass() { m_refusal.reset(); }
    enum class Kind { live, ofSpan };
    /// The next ones of that kind wait until release().
    void hold(Kind kind) { m_held = kind; }
    void release();
    std::vector<BackTestRequest> asked, askedLive;

    static constexpr const char* path = "/api/v1/test-cases/back-test";

private:
    FakeServer::Answer answer(const FakeServer::Request& request);
    FakeServer::Answer judged(const BackTestRequest& request) const;

    FakeLab& m_lab;
    FakeServer& m_server;
    const Clock& m_clock;
    struct Source {
        std::string unit;
        Value value;
    };
    std::map<std::pair<std::string, std::string>, Source> m_sources; ///< by device's id and metric
    std::optional<FakeServer::Answer> m_refusal;
    std::optional<Kind> m_held;
};

} // namespace labwarden::console::test
