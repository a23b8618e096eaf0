// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/live_values.h"

#include <QWidget>

namespace labwarden::widgets {
class Label;
class StateBadge;
} // namespace labwarden::widgets

namespace labwarden::console {

/// A live value below its criterion: whether it holds, the value and over which time that is; or why there is
/// none. Hidden without a device.
class LiveLine : public QWidget {
    Q_OBJECT
public:
    explicit LiveLine(QWidget* parent = nullptr);

    void setValue(const std::optional<LiveValue>& value);
    /// What it says, state first.
    QString text() const;

private:
    void showResult(const BackTestResult& result, Severity severity, bool isStale);

    widgets::StateBadge* m_badge;
    widgets::Label* m_words;
};

} // namespace labwarden::console
