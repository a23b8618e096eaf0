// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the board costs: 10,000 devices, 500 changes a second, with all of them and with a filter on. Prints
// figures and asserts nothing. Usage: board_bench [seconds, 10]; with QT_QPA_PLATFORM=offscreen it needs no
// display.

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/tile_view.h"
#include "console/style/theme.h"
#include "console/widgets/chip.h"
#include "tests/console/board/board_fixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <random>

using namespace labwarden;
using namespace labwarden::board;

namespace {

constexpr int deviceCount = 10000;
constexpr int changesPerSecond = 500;
constexpr int ticksPerSecond = 50;

double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Lets the lab live for a while; the share of one core that this takes, in percent.
double liveFor(int seconds, console::LabStore& store, test::Lab& lab, bool changes) {
    std::mt19937 random(1);
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &store, [&] {
        std::vector<Event> events;
        for (int i = 0; changes && i < changesPerSecond / ticksPerSecond; ++i) {
            Device& device = lab.devices[random() % lab.devices.size()];
            device.presence.online = !device.presence.online;
            events.push_back(test::presenceEvent(device));
        }
        if (!events.empty())
            store.merge(events);
    });
    QEventLoop loop;
    QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
    tick.start(1000 / ticksPerSecond);
    QElapsedTimer wall;
    wall.start();
    const double before = cpuSeconds();
    loop.exec();
    return (cpuSeconds() - before) / (static_cast<double>(wall.elapsed()) / 1000) * 100;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 10;
    const style::Theme theme(application, style::ThemeMode::dark);
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);

    test::Lab lab = test::lab(deviceCount / 18 + 1);
    lab.devices.resize(deviceCount);
    console::LabStore store;
    BoardPage page(store, settings);
    page.resize(1440, 1000);

    QElapsedTimer clock;
    clock.start();
    test::fill(store, lab);
    const qint64 filled = clock.elapsed();
    page.show();
    page.repaint();
    const qint64 painted = clock.elapsed();
    std::printf("%d devices: in the store and model after %lld ms, painted after %lld ms\n", deviceCount,
                static_cast<long long>(filled), static_cast<long long>(painted));

    clock.restart();
    page.grab();
    std::printf("one whole paint: %lld ms\n", static_cast<long long>(clock.elapsed()));

    std::printf("idle: %.2f %% of a core\n", liveFor(seconds / 3 + 1, store, lab, false));
    std::printf("%d changes/s, tiles by rack: %.2f %% of a core\n", changesPerSecond,
                liveFor(seconds, store, lab, true));
    page.findChild<BoardHeader*>()->setGrouping(Grouping::state);
    std::printf("%d changes/s, tiles by state: %.2f %% of a core\n", changesPerSecond,
                liveFor(seconds, store, lab, true));
    page.findChild<BoardHeader*>()->setView(BoardHeader::Table);
    std::printf("%d changes/s, table by name: %.2f %% of a core\n", changesPerSecond,
                liveFor(seconds, store, lab, true));
    return 0;
}
