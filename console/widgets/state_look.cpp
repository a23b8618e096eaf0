// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/state_look.h"

#include <QCoreApplication>

namespace labwarden::widgets {

using style::Icon;
using style::Token;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("StateLook", text);
}

StateLook lookOf(Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return {Icon::circleCheck, Token::available, tr("Passed")};
    case Outcome::failed:
        return {Icon::circleX, Token::failed, tr("Failed")};
    case Outcome::error:
        return {Icon::triangleAlert, Token::failed, tr("Error")};
    case Outcome::cancelled:
        return {Icon::ban, Token::offline, tr("Cancelled")};
    case Outcome::timed_out:
        return {Icon::timer, Token::warning, tr("Timed out")};
    }
    return {Icon::circleHelp, Token::muted, tr("Unknown")};
}

} // namespace

StateLook lookOf(DeviceState state) {
    switch (state) {
    case DeviceState::available:
        return {Icon::circleCheck, Token::available, tr("Available")};
    case DeviceState::under_test:
        return {Icon::loaderCircle, Token::underTest, tr("Under test")};
    case DeviceState::maintenance:
        return {Icon::wrench, Token::warning, tr("Maintenance")};
    case DeviceState::offline:
        return {Icon::unplug, Token::offline, tr("Offline")};
    }
    return {Icon::circleHelp, Token::muted, tr("Unknown")};
}

StateLook lookOf(RunState state, std::optional<Outcome> outcome) {
    switch (state) {
    case RunState::waiting:
        return {Icon::hourglass, Token::secondary, tr("Waiting")};
    case RunState::queued:
        return {Icon::clock, Token::secondary, tr("Queued")};
    case RunState::dispatched:
        return {Icon::send, Token::secondary, tr("Dispatched")};
    case RunState::running:
        return {Icon::loaderCircle, Token::underTest, tr("Running")};
    case RunState::finished:
        if (outcome)
            return lookOf(*outcome);
        break;
    }
    return {Icon::circleHelp, Token::muted, tr("Unknown")};
}

StateLook lookOf(StepState state) {
    switch (state) {
    case StepState::pending:
        return {Icon::circleDashed, Token::muted, tr("Pending")};
    case StepState::running:
        return {Icon::loaderCircle, Token::underTest, tr("Running")};
    case StepState::passed:
        return {Icon::circleCheck, Token::available, tr("Passed")};
    case StepState::failed:
        return {Icon::circleX, Token::failed, tr("Failed")};
    case StepState::error:
        return {Icon::triangleAlert, Token::failed, tr("Error")};
    case StepState::skipped:
        return {Icon::circleMinus, Token::muted, tr("Skipped")};
    }
    return {Icon::circleHelp, Token::muted, tr("Unknown")};
}

StateLook lookOf(const RunResult& result) {
    if (result.noData)
        return {Icon::triangleAlert, Token::failed, tr("No data")};
    if (result.passed)
        return {Icon::circleCheck, Token::available, tr("Met")};
    if (result.severity == Severity::should)
        return {Icon::triangleAlert, Token::warning, tr("Not met")};
    return {Icon::circleX, Token::failed, tr("Not met")};
}

StateLook lastRunFailedLook() {
    return {Icon::circleX, Token::failed, tr("Last run failed")};
}

StateLook flappingLook() {
    return {Icon::plugZap, Token::warning, tr("Flapping")};
}

bool lastRunFailed(const Device& device) {
    const auto outcome = device.lease.lastOutcome;
    return outcome == Outcome::failed || outcome == Outcome::error || outcome == Outcome::timed_out;
}

} // namespace labwarden::widgets
