// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of the board's views in both themes and two sizes of window, to be looked at.

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_groups.h"
#include "console/board/device_table.h"
#include "console/board/heat_view.h"
#include "console/board/tile_view.h"
#include "tests/console/board/board_fixture.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console::test;

class BoardPicturesTest : public QObject {
    Q_OBJECT

    /// The real window with these devices on the board.
    struct Console {
        explicit Console(std::vector<Device> devices, std::vector<TestRun> runs = {})
            : fixture(pictures::mode()) {
            fixture.lab.devices = std::move(devices);
            fixture.lab.runs = std::move(runs);
            window = std::make_unique<console::MainWindow>(fixture.parts());
            window->resize(pictures::size());
            window->show();
            window->begin(fixture.goodPrefill());
            QTRY_VERIFY(fixture.store.runsLoaded());
            page = window->findChild<BoardPage*>();
            QTRY_VERIFY(page->isVisible());
        }
        template<class T>
        T* find() const {
            return window->findChild<T*>();
        }
        void show(BoardHeader::View view) const { find<BoardHeader>()->setView(view); }
        void keep(const char* name) const { pictures::keep(window.get(), name); }

        ConsoleFixture fixture;
        std::unique_ptr<console::MainWindow> window;
        BoardPage* page = nullptr;
    };

    static board::test::Lab named(int letters) {
        board::test::Lab lab = board::test::lab(3);
        for (Device& d : lab.devices)
            d.name = letters <= 10 ? "unit-" + d.key.substr(4) + "-" + d.key.substr(1, 2)
                                   : "Climate chamber converter, long soak " + std::string(35, 'x') + d.key;
        return lab;
    }

private Q_SLOTS:
    void views_of_two_hundred_devices_data() { pictures::looks(); }
    void views_of_two_hundred_devices() {
        const board::test::Lab lab = board::test::lab(11);
        const Console console(lab.devices, lab.runs);
        console.page->selectRows({3, 4, 5, 22});
        console.keep("board-tiles");
        auto* tiles = console.find<TileView>();
        tiles->verticalScrollBar()->setValue(130);
        tiles->groups()->setFolded(1, true);
        keyboard::goTo(tiles);
        keyboard::press(Qt::Key_Up);
        console.keep("board-tiles-scrolled");
        tiles->groups()->setFolded(1, false);
        console.show(BoardHeader::Heat);
        console.keep("board-heat");
        console.show(BoardHeader::Table);
        console.keep("board-table");
    }

    void views_of_ten_thousand_devices_data() { pictures::looks(); }
    void views_of_ten_thousand_devices() {
        board::test::Lab lab = board::test::lab(556);
        lab.devices.resize(10000);
        std::erase_if(lab.runs, [&](const TestRun& run) { return run.devices.front().key > "r55"; });
        const Console console(lab.devices, lab.runs);
        QTRY_COMPARE(console.find<TileView>()->shownCount(), 10000);
        console.keep("board-tiles-10000");
        console.show(BoardHeader::Heat);
        console.keep("board-heat-10000");
        console.find<BoardHeader>()->setGrouping(Grouping::type);
        console.page->selectRows({100, 101, 102, 103, 104, 400});
        keyboard::goTo(console.find<HeatView>());
        console.keep("board-heat-10000-by-type");
        console.show(BoardHeader::Table);
        console.keep("board-table-10000");
    }

    void views_of_one_device_data() { pictures::looks(); }
    void views_of_one_device() {
        const Console console({board::test::device(7, 1)});
        for (const auto& [view, name] : {std::pair{BoardHeader::Tiles, "board-tiles-1"},
                                         {BoardHeader::Heat, "board-heat-1"},
                                         {BoardHeader::Table, "board-table-1"}}) {
            console.show(view);
            console.keep(name);
        }
    }

    void an_empty_lab_data() { pictures::looks(); }
    void an_empty_lab() {
        const Console console({});
        console.keep("board-0");
    }

    void names_of_ten_and_eighty_letters_data() { pictures::looks(); }
    void names_of_ten_and_eighty_letters() {
        for (const int letters : {10, 80}) {
            const board::test::Lab lab = named(letters);
            const Console console(lab.devices, lab.runs);
            console.page->selectRows({2});
            for (const auto& [view, name] : {std::pair{BoardHeader::Tiles, "tiles"},
                                             {BoardHeader::Heat, "heat"},
                                             {BoardHeader::Table, "table"}}) {
                console.show(view);
                keyboard::goTo(console.find<BoardHeader>()->view() == BoardHeader::Table
                                   ? static_cast<QWidget*>(console.find<DeviceTable>())
                               : view == BoardHeader::Heat ? static_cast<QWidget*>(console.find<HeatView>())
                                                           : console.find<TileView>());
                console.keep(
                    QStringLiteral("board-%1-names-%2").arg(QLatin1String(name)).arg(letters).toUtf8());
            }
        }
    }

    void stale_views_data() { pictures::looks(); }
    void stale_views() {
        const board::test::Lab lab = board::test::lab(11);
        Console console(lab.devices, lab.runs);
        console.fixture.sync.feed().setTiming(
            {.probeEvery = std::chrono::milliseconds(50), .offlineAfter = std::chrono::milliseconds(100)});
        console.fixture.server.goAway();
        QTRY_VERIFY(console.fixture.sync.feed().state().kind == console::FeedState::Kind::Offline);
        for (const auto& [view, name] : {std::pair{BoardHeader::Tiles, "board-tiles-stale"},
                                         {BoardHeader::Heat, "board-heat-stale"},
                                         {BoardHeader::Table, "board-table-stale"}}) {
            console.show(view);
            console.keep(name);
        }
    }
};

QTEST_MAIN(BoardPicturesTest)
#include "board_pictures_test.moc"
