// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"

#include <string>
#include <vector>

namespace labwarden::runner {

/// Where a job stands, step by step: those of the test case, then the teardown. A plain value; its owner
/// locks.
class Timeline {
public:
    explicit Timeline(const TestCaseDocument& testCase);

    void start(std::size_t index, Timestamp now);
    void finish(std::size_t index, StepState state, std::string message, Timestamp now);
    /// Whatever has not begun will not.
    void skipPending(bool teardown);

    RunProgress progress(Timestamp now) const;
    const std::vector<RunStep>& steps() const { return m_steps; }
    /// The steps that changed since the last call; at first all of them.
    std::vector<RunStep> takeChanged();
    /// They did not arrive: the next call gives them again.
    void putBack(const std::vector<RunStep>& steps);

private:
    std::vector<RunStep> m_steps;
    std::vector<double> m_seconds; ///< how long each is expected to take
    std::vector<bool> m_changed;
    std::size_t m_current = 0;
};

} // namespace labwarden::runner
