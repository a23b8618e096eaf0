// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What somebody waits for in the palette with 10,000 devices and 500 runs: opening it, and each key until its
// answer is painted. Prints figures and asserts nothing. Usage: jump_bench; with QT_QPA_PLATFORM=offscreen it
// needs no display.

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

using namespace labwarden;
using namespace labwarden::console;

namespace {

constexpr int deviceCount = 10'000;
constexpr int runCount = 500;

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

    QElapsedTimer clock;
    clock.start();
    palette.open();
    palette.repaint();
    std::printf("opened over %d devices and %zu runs: %.1f ms\n", deviceCount, lab.runs.size(),
                static_cast<double>(clock.nsecsElapsed()) / 1e6);

    auto* line = palette.findChild<QLineEdit*>();
    double slowest = 0, sum = 0;
    int keys = 0;
    for (const char* query : {"r", "r07-u08", "u18", "gateway r42", "SN-12004", "#48300", "thermal soak",
                              "ru8", "converter 12", "zzzz", "e"}) {
        double most = 0;
        line->clear();
        for (const char* letter = query; *letter; ++letter) {
            clock.restart();
            QTest::keyClick(line, *letter);
            palette.repaint();
            const double took = static_cast<double>(clock.nsecsElapsed()) / 1e6;
            most = std::max(most, took);
            sum += took;
            ++keys;
        }
        std::printf("  %-14s slowest key %6.1f ms\n", query, most);
        slowest = std::max(slowest, most);
    }
    std::printf("a key: %.1f ms in the mean, %.1f ms at most\n", sum / keys, slowest);
    return 0;
}
