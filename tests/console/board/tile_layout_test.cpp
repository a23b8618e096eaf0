// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_layout.h"

#include <QTest>

#include <random>

using namespace labwarden::board;
using Move = TileLayout::Move;

namespace {
// 902 pixels hold six columns.
TileLayout racks(const std::vector<TileLayout::Group>& groups) {
    return {groups, 902};
}
} // namespace

class TileLayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tiles_fill_the_width_in_equal_columns() {
        const TileLayout layout = racks({{18, false}});
        QCOMPARE(layout.columns(), 6);
        QCOMPARE(layout.itemRect({0, 0}).left(), TileLayout::margin);
        QCOMPARE(layout.itemRect({0, 5}).right(), 902 - TileLayout::margin - 1);
        for (int i = 1; i < 6; ++i)
            QCOMPARE(layout.itemRect({0, i}).left() - layout.itemRect({0, i - 1}).right() - 1,
                     TileLayout::gap);
        QCOMPARE(layout.itemRect({0, 6}).topLeft(),
                 layout.itemRect({0, 0}).topLeft() + QPoint(0, TileLayout::tileHeight + TileLayout::gap));
    }

    void a_narrow_view_still_has_a_column() {
        const TileLayout layout({{3, false}}, 40);
        QCOMPARE(layout.columns(), 1);
        QVERIFY(layout.itemRect({0, 2}).width() >= TileLayout::leastTileWidth);
    }

    void groups_follow_each_other_and_a_folded_one_keeps_its_header() {
        const TileLayout layout = racks({{18, false}, {18, true}, {1, false}});
        QVERIFY(layout.headerRect(1).top() > layout.itemRect({0, 17}).bottom());
        QVERIFY(layout.itemRect({1, 0}).isEmpty());
        QCOMPARE(layout.headerRect(2).top(), layout.headerRect(1).top() + TileLayout::headerHeight);
        QVERIFY(layout.height() > layout.itemRect({2, 0}).bottom());
    }

    void no_groups_have_no_height_and_nothing_to_hit() {
        const TileLayout layout = racks({});
        QCOMPARE(layout.height(), 0);
        QVERIFY(!layout.at({10, 10}));
        QVERIFY(layout.visible({0, 0, 900, 900}).empty());
    }

    void every_tile_and_header_is_found_where_it_is() {
        std::mt19937 random(7);
        for (int round = 0; round < 50; ++round) {
            std::vector<TileLayout::Group> groups;
            for (int i = 0; i < 6; ++i)
                groups.push_back({static_cast<int>(random() % 40) + 1, random() % 4 == 0});
            const TileLayout layout(groups, 300 + static_cast<int>(random() % 1500));
            for (int g = 0; g < 6; ++g) {
                const auto header = layout.at(layout.headerRect(g).center());
                QVERIFY(header == (BoardPosition{g, BoardPosition::header}));
                for (int i = 0; !groups[std::size_t(g)].folded && i < groups[std::size_t(g)].count; ++i) {
                    const QRect rect = layout.itemRect({g, i});
                    for (const QPoint point : {rect.topLeft(), rect.center(), rect.bottomRight()}) {
                        QVERIFY(layout.at(point) == (BoardPosition{g, i}));
                    }
                    const auto beside = layout.at(rect.bottomRight() + QPoint(2, 2));
                    QVERIFY(!beside || beside->isHeader());
                }
            }
        }
    }

    void what_is_visible_is_what_the_rectangle_touches() {
        const TileLayout layout = racks({{40, false}, {5, true}, {40, false}});
        for (int y = -50; y < layout.height() + 50; y += 7) {
            const QRect rect(0, y, 902, 300);
            std::vector<BoardPosition> slow;
            for (int g = 0; g < 3; ++g)
                for (int i = 0; i < 40; ++i)
                    if (layout.itemRect({g, i}).intersects(rect))
                        slow.push_back({g, i});
            QVERIFY(layout.itemsIn(rect) == slow);
        }
    }

    void arrows_cross_groups_and_pass_folded_ones() {
        const TileLayout layout = racks({{8, false}, {5, true}, {3, false}});
        const auto moved = [&](BoardPosition from, Move move) { return layout.moved(from, move, {300}); };
        QVERIFY(moved({0, 7}, Move::right) == (BoardPosition{2, 0}));
        QVERIFY(moved({2, 0}, Move::left) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 1}, Move::down) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 5}, Move::down) == (BoardPosition{0, 7})); // the last row is shorter
        QVERIFY(moved({0, 7}, Move::down) == (BoardPosition{2, 1}));
        QVERIFY(moved({2, 2}, Move::up) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 0}, Move::left) == (BoardPosition{0, 0}));
        QVERIFY(moved({2, 2}, Move::right) == (BoardPosition{2, 2}));
        QVERIFY(moved({2, 2}, Move::first) == (BoardPosition{0, 0}));
        QVERIFY(moved({0, 0}, Move::last) == (BoardPosition{2, 2}));
    }

    void up_and_down_stop_at_headers_when_they_may() {
        const TileLayout layout = racks({{8, false}, {5, true}, {3, false}});
        const BoardPosition headers[] = {{0}, {1}, {2}};
        const auto moved = [&](BoardPosition from, Move move, int x = -1) {
            return layout.moved(from, move, {300, true, x});
        };
        QVERIFY(moved({0, 1}, Move::down) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 7}, Move::down) == headers[1]);
        QVERIFY(moved(headers[1], Move::down) == headers[2]);
        QVERIFY(moved(headers[2], Move::down) == (BoardPosition{2, 0}));
        QVERIFY(moved(headers[2], Move::down, layout.itemRect({0, 2}).center().x()) == (BoardPosition{2, 2}));
        QVERIFY(moved({2, 1}, Move::down) == (BoardPosition{2, 1}));
        QVERIFY(moved({2, 1}, Move::up) == headers[2]);
        QVERIFY(moved(headers[2], Move::up) == headers[1]);
        QVERIFY(moved(headers[1], Move::up, layout.itemRect({0, 1}).center().x()) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 3}, Move::up) == headers[0]);
        QVERIFY(moved(headers[0], Move::up) == headers[0]);
        QVERIFY(moved(headers[0], Move::right) == (BoardPosition{0, 0}));
        QVERIFY(moved(headers[1], Move::right) == (BoardPosition{2, 0}));
        QVERIFY(moved(headers[2], Move::left) == (BoardPosition{0, 7}));
    }

    void where_all_is_folded_a_key_leads_to_the_first_header() {
        const TileLayout layout = racks({{2, true}, {2, true}});
        QVERIFY(layout.moved({0, 1}, Move::down, {300, true}) == BoardPosition{0});
        QVERIFY(layout.moved({-1, 0}, Move::up, {300, true}) == BoardPosition{0});
    }

    void a_page_down_travels_a_page_and_ends_at_the_last_row() {
        const TileLayout layout = racks({{600, false}});
        const BoardPosition next = layout.moved({0, 2}, Move::pageDown, {430});
        QCOMPARE(layout.itemRect(next).top() - layout.itemRect({0, 2}).top(), 430);
        QCOMPARE(next.index % 6, 2);
        QVERIFY(layout.moved(next, Move::pageUp, {430}) == (BoardPosition{0, 2}));
        QVERIFY(layout.moved({0, 596}, Move::pageDown, {430}).index / 6 == 99);
    }

    void from_a_tile_that_is_gone_a_key_leads_to_the_first() {
        const TileLayout layout = racks({{2, true}, {2, false}});
        QVERIFY(layout.moved({0, 1}, Move::right, {300}) == (BoardPosition{1, 0}));
        QVERIFY(layout.moved({7, 1}, Move::down, {300}) == (BoardPosition{1, 0}));
    }
};

QTEST_GUILESS_MAIN(TileLayoutTest)
#include "tile_layout_test.moc"
