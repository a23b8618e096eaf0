// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_layout.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace labwarden::board;
using Move = GroupLayout::Move;

namespace {

std::vector<GroupLayout::Group> racks(int count, int devices = 18) {
    return std::vector<GroupLayout::Group>(std::size_t(count), {devices, false});
}

std::vector<QRect> rectsOf(const HeatLayout& layout) {
    std::vector<QRect> rects;
    for (int g = 0; g < layout.groupCount(); ++g) {
        rects.push_back(layout.headerRect(g));
        for (int i = 0; layout.isOpen(g) && i < layout.group(g).count; ++i)
            rects.push_back(layout.itemRect({g, i}));
    }
    return rects;
}

} // namespace

class HeatLayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cells_are_as_large_as_lets_all_be_seen() {
        int before = HeatLayout::largestCell + 1;
        for (const int count : {2, 20, 60, 120, 250}) {
            const HeatLayout layout(racks(count), {1260, 760});
            QVERIFY(layout.height() <= 760);
            QVERIFY(layout.cell() <= before);
            before = layout.cell();
        }
        QVERIFY(before < HeatLayout::largestCell);
        QCOMPARE(HeatLayout(racks(2), {1260, 760}).cell(), HeatLayout::largestCell);
    }

    void what_does_not_fit_even_with_the_smallest_is_scrolled_and_easy_to_point_at() {
        const HeatLayout layout(racks(556), {900, 500});
        QCOMPARE(layout.cell(), HeatLayout::scrolledCell);
        QVERIFY(layout.height() > 500);
    }

    void ten_thousand_of_one_kind_fill_the_width() {
        const HeatLayout layout(racks(3, 3334), {1260, 700});
        QVERIFY(layout.height() <= 700);
        for (const QRect& rect : rectsOf(layout))
            QVERIFY(rect.left() >= HeatLayout::margin && rect.right() < 1260 - HeatLayout::margin);
    }

    void small_groups_stand_side_by_side() {
        const HeatLayout layout(racks(4), {900, 700});
        QCOMPARE(layout.headerRect(0).top(), layout.headerRect(1).top());
        QVERIFY(layout.headerRect(1).left() > layout.headerRect(0).right());
        QCOMPARE(layout.itemRect({1, 0}).left(), layout.headerRect(1).left());
    }

    void no_groups_have_no_height_and_nothing_to_hit() {
        const HeatLayout layout({}, {900, 700});
        QCOMPARE(layout.height(), 0);
        QVERIFY(!layout.at({30, 30}));
        QVERIFY(layout.visible({0, 0, 900, 900}).empty());
        QVERIFY(layout.moved({0, 0}, Move::down, {300, true}) == (BoardPosition{0, 0}));
    }

    void nothing_overlaps_and_all_is_found_where_it_is() {
        std::mt19937 random(11);
        for (int round = 0; round < 30; ++round) {
            const HeatLayout layout = randomLayout(random);
            const std::vector<QRect> rects = rectsOf(layout);
            for (std::size_t a = 0; a < rects.size(); ++a)
                for (std::size_t b = a + 1; b < rects.size(); ++b)
                    QVERIFY(!rects[a].intersects(rects[b]));
            for (int g = 0; g < layout.groupCount(); ++g) {
                QVERIFY(layout.at(layout.headerRect(g).center()) == BoardPosition{g});
                for (int i = 0; layout.isOpen(g) && i < layout.group(g).count; ++i) {
                    const QRect rect = layout.itemRect({g, i});
                    QVERIFY(rect.bottom() < layout.height());
                    for (const QPoint point : {rect.topLeft(), rect.bottomRight()})
                        QVERIFY(layout.at(point) == (BoardPosition{g, i}));
                }
                QVERIFY(layout.isOpen(g) || layout.itemRect({g, 0}).isEmpty());
            }
        }
    }

    void what_is_visible_is_what_the_rectangle_touches() {
        std::mt19937 random(12);
        for (int round = 0; round < 30; ++round) {
            const HeatLayout layout = randomLayout(random);
            const QRect rect(int(random() % 900) - 50, int(random() % 900) - 50, int(random() % 400) + 1,
                             int(random() % 400) + 1);
            std::vector<BoardPosition> slow;
            for (int g = 0; g < layout.groupCount(); ++g)
                for (int i = 0; i < layout.group(g).count; ++i)
                    if (layout.itemRect({g, i}).intersects(rect))
                        slow.push_back({g, i});
            std::vector<BoardPosition> fast = layout.itemsIn(rect);
            std::sort(fast.begin(), fast.end());
            QVERIFY(fast == slow);
        }
    }

    void arrows_go_through_a_block_and_on_to_the_next() {
        const HeatLayout layout(racks(2), {900, 700}); // two blocks of 6 by 3 beside each other
        const auto moved = [&](BoardPosition from, Move move) { return layout.moved(from, move, {300}); };
        QVERIFY(moved({0, 0}, Move::right) == (BoardPosition{0, 1}));
        QVERIFY(moved({0, 1}, Move::down) == (BoardPosition{0, 7}));
        QVERIFY(moved({0, 17}, Move::right) == (BoardPosition{1, 0}));
        QVERIFY(moved({1, 0}, Move::left) == (BoardPosition{0, 17}));
        QVERIFY(moved({0, 16}, Move::down) == (BoardPosition{0, 16})); // nothing below
        QVERIFY(moved({0, 3}, Move::last) == (BoardPosition{1, 17}));
    }

    void down_leads_to_the_block_below_and_its_header() {
        const HeatLayout layout(racks(30), {700, 2000});
        int below = 1; // the first block of the second row of blocks
        while (layout.headerRect(below).top() == layout.headerRect(0).top())
            ++below;
        const BoardPosition last{1, 17};
        const auto down = layout.moved(last, Move::down, {300, false});
        QCOMPARE(layout.itemRect(down).top(), layout.itemRect({below, 0}).top());
        QCOMPARE(layout.itemRect(down).left(), layout.itemRect({1, 5}).left());
        QVERIFY(layout.moved(down, Move::up, {300, false}) == last);
        const auto header = layout.moved(last, Move::down, {300, true});
        QVERIFY(header == BoardPosition{below + 1});
        QVERIFY(layout.moved({below + 1, 2}, Move::up, {300, true}) == header);
        QVERIFY(!layout.moved(header, Move::up, {300, true}).isHeader());
    }

    void every_cell_is_reached_by_going_right() {
        std::mt19937 random(13);
        const HeatLayout layout = randomLayout(random);
        BoardPosition at = layout.moved({-1, 0}, Move::first, {300});
        int reached = 1;
        for (auto next = layout.moved(at, Move::right, {300}); next != at;
             next = layout.moved(at, Move::right, {300})) {
            at = next;
            ++reached;
        }
        int open = 0;
        for (int g = 0; g < layout.groupCount(); ++g)
            open += layout.isOpen(g) ? layout.group(g).count : 0;
        QCOMPARE(reached, open);
    }

private:
    static HeatLayout randomLayout(std::mt19937& random) {
        std::vector<GroupLayout::Group> groups;
        for (int i = 0; i < 9; ++i)
            groups.push_back({static_cast<int>(random() % 60) + 1, random() % 4 == 0});
        return {groups, {300 + static_cast<int>(random() % 900), 200 + static_cast<int>(random() % 700)}};
    }
};

QTEST_GUILESS_MAIN(HeatLayoutTest)
#include "heat_layout_test.moc"
