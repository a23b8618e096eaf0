// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/notifier.h"

#include <QStringList>

#include <vector>

namespace labwarden::console::test {

/// A desktop that keeps what it was told to show; or one without a notification area.
class RecordingNotifier : public Notifier {
public:
    bool isAvailable() const override { return available; }
    void show(const News& news) override { shown.push_back(news); }

    QStringList titles() const {
        QStringList titles;
        for (const auto& news : shown)
            titles << news.title;
        return titles;
    }
    /// As if the person had clicked on the latest.
    void click() { Q_EMIT clicked(shown.back()); }

    bool available = true;
    std::vector<News> shown;
};

} // namespace labwarden::console::test
