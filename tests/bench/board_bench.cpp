// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the board costs and how long it keeps people waiting, with 10,000 devices: 500 changes a second in
// each view, frames while scrolling, typing in the filter, selecting, the first paint and a resync. Prints
// figures and asserts nothing. Usage: board_bench [seconds of 500 changes/s a view, 10] [one of frames,
// typing, selecting, switching, resync, living]; with QT_QPA_PLATFORM=offscreen it needs no display.

#include "common/json/domain.h"
#include "console/api/answers.h"
#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_groups.h"
#include "console/board/device_table.h"
#include "console/board/heat_view.h"
#include "console/board/tile_view.h"
#include "console/style/theme.h"
#include "tests/bench/gui_times.h"
#include "tests/bench/live_lab.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QWindow>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::bench;

namespace {

/// The board in a window of its own, as large as it is beside the navigation of a window of 1440 x 900.
class Board {
public:
    Board()
        : m_settings(m_folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat)
        , page(BoardParts{store, m_noServer.sync, m_noServer.deviceApi, m_settings}) {
        page.setAutoFillBackground(true);
        page.resize(1232, 900);
        page.show();
        while (!page.windowHandle()->isExposed()) // before that nothing is painted
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        settle();
    }

    static void settle() {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
    BoardHeader& header() { return *page.findChild<BoardHeader*>(); }
    QAbstractItemView& view(BoardHeader::View view) {
        header().setView(view);
        settle();
        if (view == BoardHeader::Tiles)
            return *page.findChild<TileView*>();
        if (view == BoardHeader::Heat)
            return *page.findChild<HeatView*>();
        return *page.findChild<DeviceTable*>();
    }

private:
    QTemporaryDir m_folder;
    QSettings m_settings;

public:
    console::LabStore store;
    test::NoServer m_noServer{store};
    BoardPage page;
};

constexpr std::pair<BoardHeader::View, const char*> views[] = {
    {BoardHeader::Tiles, "tiles"}, {BoardHeader::Heat, "heat view"}, {BoardHeader::Table, "table"}};

// Lets the lab live for a while; the share of one core that this takes, in percent.
double liveFor(int seconds, Board& board, LiveLab& lab, bool changes) {
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &board.store, [&] {
        if (changes)
            board.store.merge(lab.change(changesPerSecond / ticksPerSecond));
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

// From the bytes of GET /devices to pixels, as the console goes: JSON, structs, store, model, views.
void firstPaint(Board& board, const LiveLab& lab) {
    const std::string body = lab.body();
    board.store.replaceRuns(lab.lab.runs);
    UserInfo user;
    user.permissions = {"devices:read", "runs:start"};
    board.store.setSession({{}, user, "0.1.0"});
    Took parsed, read, stored, painted;
    const Took all = tookBy([&] {
        boost::json::value json;
        parsed = tookBy([&] { json = boost::json::parse(body); });
        std::vector<Device> devices;
        read = tookBy([&] { devices = *console::listOf<Device>(json, "devices"); });
        stored = tookBy([&] { board.store.replaceDevices(std::move(devices)); });
        painted = tookBy([&] { board.page.repaint(); });
    });
    std::printf("GET /devices: %.1f MB\n", static_cast<double>(body.size()) / 1e6);
    print(QStringLiteral("from its bytes to the first paint:"), all);
    print(QStringLiteral("- JSON:"), parsed);
    print(QStringLiteral("- structs:"), read);
    print(QStringLiteral("- store, model and layout:"), stored);
    print(QStringLiteral("- paint:"), painted);
}

void frames(Board& board) {
    for (const auto& [which, name] : views) {
        QAbstractItemView& view = board.view(which);
        QScrollBar& bar = *view.verticalScrollBar();
        Times times;
        bar.setValue(0);
        const int step = std::max(1, std::max(view.viewport()->height() / 6, bar.maximum() / 1500));
        for (int at = 0; at <= bar.maximum(); at += step)
            times.add(tookBy([&] {
                bar.setValue(at);
                view.viewport()->repaint();
            }));
        times.print(QStringLiteral("a frame while scrolling, %1:").arg(QLatin1String(name)));
        bar.setValue(0);
    }
    board.header().setGrouping(Grouping::type);
    Times whole;
    QAbstractItemView& heat = board.view(BoardHeader::Heat);
    for (int i = 0; i < 100; ++i)
        whole.add(tookBy([&] { heat.viewport()->repaint(); }));
    whole.print(QStringLiteral("a frame of all 10,000 cells:"));
    board.header().setGrouping(Grouping::rack);
}

// Until what follows from a key is on the screen.
Took answerTo(Board& board, const std::function<void()>& key) {
    return tookBy([&] {
        key();
        Board::settle();
        board.page.repaint();
    });
}

void typing(Board& board) {
    auto& field = *board.page.findChild<QLineEdit*>(QStringLiteral("searchLineEdit"));
    for (const auto& [which, name] : views) {
        board.view(which);
        field.setFocus();
        Times times;
        for (const char* words : {"rack 07 gateway thermal", "available r1 md-7", "zzz"}) {
            for (const char* c = words; *c; ++c)
                times.add(answerTo(board, [&] { press(field, Qt::Key_A, {}, QString(QLatin1Char(*c))); }));
            while (!field.text().isEmpty())
                times.add(answerTo(board, [&] { press(field, Qt::Key_Backspace); }));
        }
        times.print(QStringLiteral("a key in the filter, %1:").arg(QLatin1String(name)));
    }
}

void selecting(Board& board) {
    for (const auto& [which, name] : views) {
        QAbstractItemView& view = board.view(which);
        view.setFocus();
        const QString in = QStringLiteral("selecting in %1, ").arg(QLatin1String(name));
        print(in + QStringLiteral("all:"),
              answerTo(board, [&] { press(view, Qt::Key_A, Qt::ControlModifier); }));
        print(in + QStringLiteral("going on after that:"),
              answerTo(board, [&] { press(view, Qt::Key_Home, Qt::ControlModifier); }));
        std::vector<int> scattered;
        for (const int row : board.page.shownRows())
            if (row % 2)
                scattered.push_back(row);
        print(in + QStringLiteral("every second:"),
              answerTo(board, [&] { board.page.selectRows(scattered); }));
        print(in + QStringLiteral("one instead:"), answerTo(board, [&] { press(view, Qt::Key_Down); }));
    }
}

void switching(Board& board) {
    Times times;
    for (int round = 0; round < 5; ++round)
        for (const auto& [which, name] : views)
            times.add(answerTo(board, [&, view = which] { board.header().setView(view); }));
    times.print(QStringLiteral("from one view to another:"));
    Times folds;
    auto& groups = *board.page.findChild<DeviceGroups*>();
    for (int round = 0; round < 10; ++round)
        folds.add(answerTo(board, [&] { groups.setAllFolded(round % 2 == 0); }));
    folds.print(QStringLiteral("all groups folded, and unfolded:"));
}

// A tenth is gone, a tenth is new, a tenth is different.
void resync(Board& board, const LiveLab& lab) {
    for (const auto& [which, name] : views) {
        board.view(which);
        std::vector<Device> devices;
        for (std::size_t i = 0; i < lab.lab.devices.size(); ++i) {
            Device device = lab.lab.devices[i];
            if (i % 10 == 3)
                device =
                    board::test::device(900 + static_cast<int>(i / 180), static_cast<int>(i / 10 % 18) + 1);
            else if (i % 10 == 7)
                device.presence.online = !device.presence.online;
            devices.push_back(std::move(device));
        }
        for (const std::vector<Device>* state : {&std::as_const(devices), &std::as_const(lab.lab.devices)}) {
            const Took stored = tookBy([&] { board.store.replaceDevices(*state); });
            // The store reports 100 ms later; the clock of the wall would count them.
            const double before = cpuSeconds();
            QEventLoop loop;
            QObject::connect(&board.store, &console::LabStore::changed, &loop, &QEventLoop::quit);
            loop.exec();
            Board::settle();
            board.page.repaint();
            std::printf("%-44s store %.1f ms, model and views %.1f ms of work\n",
                        qPrintable(QStringLiteral("a resync, %1:").arg(QLatin1String(name))), stored.cpu,
                        (cpuSeconds() - before) * 1000);
        }
    }
}

void living(Board& board, LiveLab& lab, int seconds) {
    std::printf("idle: %.2f %% of a core\n", liveFor(seconds / 3 + 1, board, lab, false));
    const auto measure = [&](const char* what) {
        std::printf("%d changes/s, %-24s %.2f %% of a core\n", changesPerSecond, what,
                    liveFor(seconds, board, lab, true));
    };
    auto& field = *board.page.findChild<QLineEdit*>(QStringLiteral("searchLineEdit"));
    board.view(BoardHeader::Tiles);
    measure("tiles by rack:");
    board.header().setGrouping(Grouping::state);
    measure("tiles by state:");
    board.view(BoardHeader::Heat);
    measure("heat view by state:");
    board.header().setGrouping(Grouping::rack);
    measure("heat view by rack:");
    board.header().setGrouping(Grouping::type);
    board.page.selectRows(board.page.shownRows());
    measure("heat view, all selected:");
    DeviceTable& table = static_cast<DeviceTable&>(board.view(BoardHeader::Table));
    measure("table, all selected:");
    board.page.selectRows({0});
    measure("table by name:");
    table.sortByColumn(StateColumn, Qt::DescendingOrder);
    measure("table by state:");
    field.setText(QStringLiteral("gateway"));
    measure("table by state, filtered:");
    field.clear();
}

} // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    QApplication application(argc, argv);
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 10;
    const style::Theme theme(application, style::ThemeMode::dark);
    LiveLab lab;
    Board board;
    std::printf("%d devices, %s; times by the wall (of which work)\n", deviceCount,
                qPrintable(QGuiApplication::platformName()));
    firstPaint(board, lab);
    const std::pair<const char*, std::function<void()>> parts[] = {
        {"frames", [&] { frames(board); }},       {"typing", [&] { typing(board); }},
        {"selecting", [&] { selecting(board); }}, {"switching", [&] { switching(board); }},
        {"resync", [&] { resync(board, lab); }},  {"living", [&] { living(board, lab, seconds); }}};
    for (const auto& [name, measure] : parts)
        if (argc < 3 || std::strcmp(argv[2], name) == 0)
            measure();
    return 0;
}
