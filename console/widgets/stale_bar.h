// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <QWidget>

#include <optional>

namespace labwarden::widgets {

class Label;

/// Says across a page or dialog that what is shown may no longer be true, and since when.
class StaleBar : public QWidget {
    Q_OBJECT
public:
    enum class Subject { devices, testCases, environments, runs, everything };
    explicit StaleBar(Subject subject, QWidget* parent = nullptr);

    void setLastHeard(std::optional<Timestamp> at);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Subject m_subject;
    Label* m_text;
};

} // namespace labwarden::widgets
