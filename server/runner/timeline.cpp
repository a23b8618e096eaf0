// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/timeline.h"

#include <algorithm>
#include <numeric>

namespace labwarden::runner {

namespace {

/// A guess for the bar that people see; a script may say more by its time limit.
double expectedSeconds(const Step& step) {
    if (step.kind == StepKind::wait || step.kind == StepKind::measure)
        return std::max(step.durationSeconds, 0.1);
    return step.timeoutSeconds > 0 ? std::min(step.timeoutSeconds, 30.0) : 5.0;
}

} // namespace

Timeline::Timeline(const TestCaseDocument& testCase) {
    const auto add = [&](const std::vector<Step>& steps, bool teardown) {
        for (const Step& step : steps) {
            RunStep entry;
            entry.index = static_cast<int>(m_steps.size());
            entry.name = step.name;
            entry.kind = step.kind;
            entry.teardown = teardown;
            m_steps.push_back(std::move(entry));
            m_seconds.push_back(expectedSeconds(step));
        }
    };
    add(testCase.steps, false);
    add(testCase.teardown, true);
    m_changed.assign(m_steps.size(), true);
}

void Timeline::start(std::size_t index, Timestamp now) {
    m_current = index;
    m_steps[index].state = StepState::running;
    m_steps[index].startedAt = now;
    m_changed[index] = true;
}

void Timeline::finish(std::size_t index, StepState state, std::string message, Timestamp now) {
    m_steps[index].state = state;
    m_steps[index].message = std::move(message);
    m_steps[index].finishedAt = now;
    m_changed[index] = true;
}

void Timeline::skipPending(bool teardown) {
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (m_steps[i].teardown == teardown && m_steps[i].state == StepState::pending) {
            m_steps[i].state = StepState::skipped;
            m_changed[i] = true;
        }
    }
}

RunProgress Timeline::progress(Timestamp now) const {
    RunProgress progress;
    progress.stepCount = static_cast<int>(m_steps.size());
    if (m_steps.empty())
        return progress;
    progress.step = m_steps[m_current].name;
    progress.stepIndex = static_cast<int>(m_current);
    double done = 0;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (m_steps[i].state == StepState::running) {
            const double elapsed = static_cast<double>((now - *m_steps[i].startedAt).count()) / 1000;
            done += std::clamp(elapsed, 0.0, m_seconds[i] * 0.99);
        } else if (m_steps[i].state != StepState::pending) {
            done += m_seconds[i];
        }
    }
    const double all = std::accumulate(m_seconds.begin(), m_seconds.end(), 0.0);
    progress.percent = std::clamp(100 * done / all, 0.0, 100.0);
    return progress;
}

std::vector<RunStep> Timeline::takeChanged() {
    std::vector<RunStep> out;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (m_changed[i])
            out.push_back(m_steps[i]);
    }
    m_changed.assign(m_steps.size(), false);
    return out;
}

void Timeline::putBack(const std::vector<RunStep>& steps) {
    for (const RunStep& step : steps)
        m_changed[static_cast<std::size_t>(step.index)] = true;
}

} // namespace labwarden::runner
