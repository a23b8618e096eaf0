// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/theme.h"
#include "console/widgets/decimate.h"
#include "console/widgets/plot.h"
#include "console/widgets/plot_axes.h"

#include <QApplication>
#include <QLineSeries>
#include <QMouseEvent>
#include <QTest>
#include <QTimeZone>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

using namespace labwarden;
using namespace labwarden::widgets;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp start{1772373600000}; // 2026-03-01T14:00:00Z

std::vector<Sample> wave(int count, std::chrono::milliseconds interval) {
    std::vector<Sample> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back({start + i * interval, 50 + 20 * std::sin(i / 40.0)});
    return samples;
}

QString labels(const auto& ticks) {
    QStringList texts;
    for (const auto& tick : ticks)
        texts << tick.label;
    return texts.join(QLatin1Char(' '));
}

} // namespace

class PlotTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        qputenv("TZ", "Europe/Berlin");
        tzset();
        m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark);
    }

    void thinning_keeps_every_columns_extremes_and_order() {
        std::mt19937 random(20260301);
        for (int round = 0; round < 200; ++round) {
            const int count = static_cast<int>(random() % 3000);
            const int pixels = 1 + static_cast<int>(random() % 300);
            std::vector<Sample> samples;
            Timestamp at = start;
            for (int i = 0; i < count; ++i) {
                at = at + std::chrono::milliseconds(random() % 50);
                samples.push_back({at, static_cast<double>(random() % 1000)});
            }
            const Timestamp to = at + 1ms;
            const QList<QPointF> points = decimate(samples, start, to, pixels);
            QVERIFY(points.size() <= 4 * (pixels + 1));
            QVERIFY(
                std::is_sorted(points.begin(), points.end(), [](auto& a, auto& b) { return a.x() < b.x(); }));
            const auto columnOf = [&](double ms) {
                return std::floor((ms - double(start.ms)) / (double(to.ms - start.ms) / pixels));
            };
            std::map<double, std::pair<double, double>> wanted, got;
            const auto note = [](auto& map, double column, double value) {
                const auto [it, fresh] = map.try_emplace(column, value, value);
                it->second = {std::min(it->second.first, value), std::max(it->second.second, value)};
            };
            for (const Sample& s : samples)
                note(wanted, columnOf(double(s.at.ms)), s.value);
            for (const QPointF& p : points)
                note(got, columnOf(p.x()), p.y());
            QVERIFY(wanted == got);
        }
    }

    void thinning_keeps_a_neighbour_on_each_side_of_the_window() {
        const std::vector<Sample> samples{
            {start, 1}, {start + 10s, 2}, {start + 20s, 3}, {start + 30s, 4}, {start + 40s, 5}};
        const QList<QPointF> points = decimate(samples, start + 15s, start + 25s, 100);
        QCOMPARE(points.size(), 3);
        QCOMPARE(points.first().y(), 2.0);
        QCOMPARE(points.last().y(), 4.0);
    }

    void thinning_leaves_out_what_is_not_a_number() {
        const std::vector<Sample> samples{{start, 1}, {start + 1s, std::nan("")}, {start + 2s, 3}};
        QCOMPARE(decimate(samples, start, start + 2s, 10).size(), 2);
    }

    void values_are_marked_in_round_steps() {
        QCOMPARE(labels(valueTicks(20, 90, 4)), QStringLiteral("20 40 60 80"));
        QCOMPARE(labels(valueTicks(0, 1, 4)), QStringLiteral("0.0 0.5 1.0"));
        QCOMPARE(labels(valueTicks(4.7, 5.3, 6)), QStringLiteral("4.7 4.8 4.9 5.0 5.1 5.2 5.3"));
        QVERIFY(valueTicks(1, 1, 4).empty());
    }

    void times_are_marked_in_full_steps_of_local_time() {
        QCOMPARE(labels(timeTicks(start, start + 30min, 5)), QStringLiteral("15:00 15:10 15:20 15:30"));
        QCOMPARE(labels(timeTicks(start + 1s, start + 9s, 5)),
                 QStringLiteral("15:00:02 15:00:04 15:00:06 15:00:08"));
        QCOMPARE(labels(timeTicks(start, start + 24h, 5)), QStringLiteral("18:00 00:00 06:00 12:00"));
    }

    void a_range_is_never_empty() {
        const ValueRange flat = roundRange(5, 5);
        QVERIFY(flat.lowest < 5 && flat.highest > 5);
        const ValueRange range = roundRange(0.2, 97);
        QVERIFY(range.lowest <= 0.2 && range.lowest >= 0 && range.highest >= 97);
    }

    void a_hundred_thousand_samples_reach_the_chart_thinned() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries(
            {{QStringLiteral("Case temp"), QStringLiteral("°C"), style::Token::accent, wave(100000, 100ms)}});
        plot.grab();
        const auto* line = qobject_cast<QLineSeries*>(plot.chart()->series().first());
        QVERIFY(line->count() > 640);
        QVERIFY(line->count() <= 4 * 640);
    }

    void live_samples_replace_the_line_and_widen_the_window() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, wave(10, 1s)}});
        auto* line = qobject_cast<QLineSeries*>(plot.chart()->series().first());
        QCOMPARE(line->count(), 10);
        plot.replace(0, wave(25, 1s));
        QCOMPARE(line->count(), 25);
        QCOMPARE(plot.chart()->series().first(), line);
    }

    void the_cursor_tells_the_values_under_it() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries(
            {{QStringLiteral("Case temp"),
              QStringLiteral("°C"),
              style::Token::accent,
              {{start, 20}, {start + 10s, 71.4}}},
             {QStringLiteral("Ambient"), QStringLiteral("°C"), style::Token::muted, {{start + 10s, 44}}}});
        plot.show();
        QVERIFY(plot.cursorTexts().isEmpty());
        QTest::keyClick(&plot, Qt::Key_Right);
        QCOMPARE(plot.cursor(), std::optional(start + 10s));
        QCOMPARE(plot.cursorTexts(),
                 QStringList({QStringLiteral("Case temp 71.4 °C"), QStringLiteral("Ambient 44 °C")}));
        QVERIFY(plot.accessibleDescription().contains(QStringLiteral("71.4")));
        QTest::mouseMove(plot.viewport(), QPoint(60, 100));
        QTRY_COMPARE(plot.cursorTexts(), QStringList({QStringLiteral("Case temp 20 °C")}));
    }

    void a_limit_is_in_the_picture_with_its_band() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries(
            {{QStringLiteral("Case temp"), QStringLiteral("°C"), style::Token::accent, wave(100, 1s)}});
        const auto band = [&] {
            const QImage image = plot.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                count += image.pixelColor(60, y) == style::darkTokens().tint(style::Token::failed);
            return count;
        };
        QCOMPARE(band(), 0);
        plot.setLimits({{90, QStringLiteral("fail above 90 °C")}});
        QVERIFY(band() > 8);
    }

    void a_limit_far_away_is_named_at_the_edge_where_it_lies() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries(
            {{QStringLiteral("Case temp"), QStringLiteral("°C"), style::Token::accent, wave(100, 1s)}});
        // Pixels of the label's colour in the upper and the lower half.
        const auto label = [&] {
            const QImage image = plot.grab().toImage();
            std::pair<int, int> count;
            for (int y = 0; y < image.height(); ++y)
                for (int x = image.width() / 2; x < image.width(); ++x)
                    if (image.pixelColor(x, y) == style::darkTokens()[style::Token::failed])
                        ++(y < image.height() / 2 ? count.first : count.second);
            return count;
        };
        QCOMPARE(label(), std::pair(0, 0));
        plot.setLimits({{5'000, QStringLiteral("fail above 5000 °C")}});
        const auto above = label();
        QVERIFY(above.first > 0 && above.second == 0);
        plot.setLimits({{-5'000, QStringLiteral("fail below -5000 °C"), PlotLimit::Beyond::below}});
        const auto below = label();
        QVERIFY(below.first == 0 && below.second > 0);
    }

    void a_marked_moment_is_seen_however_short_it_is() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries(
            {{QStringLiteral("Case temp"), QStringLiteral("°C"), style::Token::accent, wave(100, 1s)}});
        const auto colours = [&] {
            const QImage image = plot.grab().toImage();
            int count = 0;
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, static_cast<int>(plot.area().top()) + 1) ==
                         style::darkTokens()[style::Token::failed];
            return count;
        };
        QCOMPARE(colours(), 0);
        plot.setSpans({{start + 50s, start + 50s}});
        const int moment = colours();
        QVERIFY(moment >= 2);
        plot.setSpans({{start + 40s, start + 60s}});
        QVERIFY(colours() > 10 * moment);
        plot.setSpans({{start + 400s, start + 600s}}); // not now
        QCOMPARE(colours(), 0);
    }

    void a_window_is_panned_by_its_length_and_zoomed_around_a_time() {
        const TimeSpan span{start, start + 100s};
        QCOMPARE(panned(span, 0.25), (TimeSpan{start + 25s, start + 125s}));
        QCOMPARE(panned(span, -1), (TimeSpan{start - 100s, start}));
        QCOMPARE(zoomed(span, 0.5, start + 100s), (TimeSpan{start + 50s, start + 100s}));
        QCOMPARE(zoomed(span, 0.5, start + 50s), (TimeSpan{start + 25s, start + 75s}));
        QCOMPARE(zoomed(span, 2, start), (TimeSpan{start, start + 200s}));
        // What lies outside is not kept still: the nearer edge is.
        QCOMPARE(zoomed(span, 0.5, start + 900s), (TimeSpan{start + 50s, start + 100s}));
        QCOMPARE(zoomed(span, 1e-9, start).length(), 1s);
        QVERIFY(zoomed(span, 1e12, start).length() <= 24h * 366);
    }

    void keys_pan_zoom_and_go_back() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, wave(101, 1s)}});
        plot.show();
        PlotNavigation navigation(&plot);
        std::optional<TimeSpan> wanted;
        int resets = 0;
        connect(&navigation, &PlotNavigation::windowWanted, this, [&](Timestamp from, Timestamp to) {
            wanted = TimeSpan{from, to};
        });
        connect(&navigation, &PlotNavigation::resetWanted, this, [&] { ++resets; });
        QTest::keyClick(&plot, Qt::Key_Right);
        QVERIFY(!wanted); // that was the cursor
        QCOMPARE(plot.cursor(), std::optional(start + 100s));
        QTest::keyClick(&plot, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(wanted, std::optional(TimeSpan{start - 25s, start + 75s}));
        QTest::keyClick(&plot, Qt::Key_Minus);
        QCOMPARE(wanted, std::optional(TimeSpan{start - 50s, start + 100s})); // around the cursor
        QTest::keyClick(&plot, Qt::Key_Plus);
        QVERIFY(wanted->length() < 100s && wanted->to == start + 100s);
        QTest::keyClick(&plot, Qt::Key_0);
        QCOMPARE(resets, 1);
    }

    void a_drag_pans_and_the_wheel_zooms_around_the_pointer() {
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, wave(101, 1s)}});
        plot.show();
        PlotNavigation navigation(&plot);
        std::optional<TimeSpan> wanted;
        connect(&navigation, &PlotNavigation::windowWanted, this, [&](Timestamp from, Timestamp to) {
            wanted = TimeSpan{from, to};
        });
        const QPoint middle = plot.area().center().toPoint();
        const QPoint left(middle.x() - qRound(plot.area().width() / 4), middle.y());
        QTest::mousePress(plot.viewport(), Qt::LeftButton, {}, middle);
        QMouseEvent move(QEvent::MouseMove, left, plot.viewport()->mapToGlobal(left), Qt::NoButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(plot.viewport(), &move);
        QTest::mouseRelease(plot.viewport(), Qt::LeftButton, {}, left);
        QVERIFY(wanted);
        QVERIFY(std::chrono::abs(wanted->from - (start + 25s)) < 500ms); // the line went with the pointer
        QCOMPARE(wanted->length(), 100s);
        const auto turn = [&](Qt::KeyboardModifiers with) {
            wanted.reset();
            QWheelEvent wheel(middle, plot.viewport()->mapToGlobal(middle), {}, {0, 120}, {}, with,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(plot.viewport(), &wheel);
        };
        plot.clearFocus();
        turn(Qt::NoModifier);
        QVERIFY(!wanted); // scrolls the page
        turn(Qt::ControlModifier);
        QVERIFY(wanted && wanted->length() < 100s);
        QVERIFY(std::chrono::abs(wanted->from + wanted->length() / 2 - (start + 50s)) < 500ms);
    }

    void no_line_leads_over_a_gap() {
        const std::vector<Sample> samples{{start, 1}, {start + 1s, 2}, {start + 60s, 3}, {start + 120s, 4}};
        const std::vector<TelemetryGap> gaps{{start + 1s, start + 60s}, {start + 60s, start + 120s}};
        const auto parts = splitAtGaps(samples, gaps);
        QCOMPARE(parts.size(), std::size_t(3));
        QCOMPARE(parts[0].size(), std::size_t(2));
        QCOMPARE(parts[2].front().value, 4.0);
        QCOMPARE(splitAtGaps(samples, {}).size(), std::size_t(1));
        QVERIFY(splitAtGaps({}, gaps).empty());
        Plot plot;
        plot.resize(640, 240);
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, samples, gaps}});
        QCOMPARE(plot.chart()->series().size(), 3);
        QVERIFY(!plot.grab().isNull());
        plot.replace(0, samples);
        QCOMPARE(plot.chart()->series().size(), 1);
        plot.replace(0, samples, gaps);
        QCOMPARE(qobject_cast<QLineSeries*>(plot.chart()->series().last())->pen().color(),
                 style::darkTokens()[style::Token::accent]);
    }

    void an_empty_plot_says_so_and_has_no_cursor() {
        Plot plot;
        plot.resize(640, 240);
        QVERIFY(plot.isEmpty());
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, {}}});
        QVERIFY(plot.isEmpty());
        QTest::keyClick(&plot, Qt::Key_Right);
        QVERIFY(!plot.cursor());
        QVERIFY(!plot.grab().isNull());
    }

    void lines_take_the_colours_of_the_theme_that_is_on() {
        Plot plot;
        plot.setSeries({{QStringLiteral("Load"), QStringLiteral("%"), style::Token::accent, wave(10, 1s)}});
        plot.show();
        const auto* line = qobject_cast<QLineSeries*>(plot.chart()->series().first());
        QCOMPARE(line->pen().color(), style::darkTokens()[style::Token::accent]);
        m_theme->setMode(style::ThemeMode::light);
        QTRY_COMPARE(line->pen().color(), style::lightTokens()[style::Token::accent]);
        m_theme->setMode(style::ThemeMode::dark);
    }

private:
    std::unique_ptr<style::Theme> m_theme;
};

QTEST_MAIN(PlotTest)
#include "plot_test.moc"
