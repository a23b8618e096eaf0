// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What somebody waits for in the palette with 10,000 devices and 500 runs: opening it, and each key until its
// answer is painted, as time on the clock and as time of the processor. Prints figures and asserts nothing.
// Usage: jump_bench; with QT_QPA_PLATFORM=offscreen it needs no display.

#include "console/shell/jump_palette.h"
#include "console/style/theme.h"
#include "tests/console/board/board_fixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace labwarden;
using namespace labwarden::console;

namespace {

constexpr int deviceCount = 10'000;
constexpr int runCount = 500;

/// Time on the clock and of the processor since it was made, in ms.
class Stopwatch {
public:
    Stopwatch() { m_clock.start(); }
    double wall() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e6; }
    double cpu() const { return static_cast<double>(std::clock() - m_before) * 1e3 / CLOCKS_PER_SEC; }

private:
    QElapsedTimer m_clock;
    std::clock_t m_before = std::clock();
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const style::Theme theme(application, style::ThemeMode::dark);
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);

    board::test::Lab lab = board::test::lab(deviceCount / 18 + 1);
    lab.devices.resize(deviceCount);
    lab.runs.resize(std::min<std::size_t>(lab.runs.size(), runCount));
    LabStore store;
    board::test::fill(store, lab);
    QWidget window;
    window.resize(1440, 900);
    JumpPalette palette(store, settings, &window);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window))
        return 1;

    const Stopwatch opening;
    palette.open();
    palette.repaint();
    std::printf("opened over %d devices and %zu runs: %.1f ms, %.1f of the processor\n", deviceCount,
                lab.runs.size(), opening.wall(), opening.cpu());

    auto* line = palette.findChild<QLineEdit*>();
    double slowest = 0, slowestCpu = 0, sum = 0;
    int keys = 0;
    for (const char* query : {"r", "r07-u08", "u18", "gateway r42", "SN-12004", "#48300", "thermal soak",
                              "ru8", "converter 12", "zzzz", "e"}) {
        double most = 0;
        line->clear();
        for (const char* letter = query; *letter; ++letter) {
            const Stopwatch key;
            QTest::keyClick(line, *letter);
            palette.repaint();
            most = std::max(most, key.wall());
            slowestCpu = std::max(slowestCpu, key.cpu());
            sum += key.wall();
            ++keys;
        }
        std::printf("  %-14s slowest key %6.1f ms\n", query, most);
        slowest = std::max(slowest, most);
    }
    std::printf("a key: %.1f ms in the mean, %.1f ms at most, %.1f of the processor at most\n", sum / keys,
                slowest, slowestCpu);
    return 0;
}
