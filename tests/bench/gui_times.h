// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

/// How long a window keeps people waiting. GUI thread.
namespace labwarden::bench {

inline double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// How long something took on the clock of the wall, and how much of it was work: beside others at work on
/// the same machine only the second says something.
struct Took {
    double wall = 0, cpu = 0; ///< in ms
};

inline Took tookBy(const std::function<void()>& what) {
    QElapsedTimer clock;
    clock.start();
    const double before = cpuSeconds();
    what();
    return {static_cast<double>(clock.nsecsElapsed()) / 1e6, (cpuSeconds() - before) * 1000};
}

struct Times {
    std::vector<double> wall, cpu;

    void add(Took took) {
        wall.push_back(took.wall);
        cpu.push_back(took.cpu);
    }
    static double at(std::vector<double>& ms, double share) {
        std::sort(ms.begin(), ms.end());
        return ms[std::min(ms.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ms.size())))];
    }
    void print(const QString& what) {
        std::printf("%-44s p50 %5.1f (%5.1f) ms, p99 %5.1f (%5.1f), longest %5.1f (%5.1f); %zu\n",
                    qPrintable(what), at(wall, 0.5), at(cpu, 0.5), at(wall, 0.99), at(cpu, 0.99), at(wall, 1),
                    at(cpu, 1), wall.size());
    }
};

inline void print(const QString& what, Took took) {
    std::printf("%-44s %5.1f (%5.1f) ms\n", qPrintable(what), took.wall, took.cpu);
}

/// A key, pressed and let go.
inline void press(QWidget& on, Qt::Key key, Qt::KeyboardModifiers with = {}, const QString& text = {}) {
    QKeyEvent down(QEvent::KeyPress, key, with, text);
    QApplication::sendEvent(&on, &down);
    QKeyEvent up(QEvent::KeyRelease, key, with, text);
    QApplication::sendEvent(&on, &up);
}

} // namespace labwarden::bench
