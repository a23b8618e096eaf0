// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/theme.h"
#include "console/widgets/chip.h"
#include "console/widgets/distribution_bar.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/format.h"
#include "console/widgets/key_values.h"
#include "console/widgets/label.h"
#include "console/widgets/search_field.h"
#include "console/widgets/segment_switch.h"
#include "console/widgets/state_badge.h"
#include "console/widgets/step_timeline.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <numeric>
#include <set>

using namespace labwarden;
using namespace labwarden::widgets;
using namespace std::chrono_literals;

namespace {
constexpr Timestamp start{1772373600000};
}

class WidgetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }

    void no_two_states_of_a_device_share_icon_or_word() {
        std::set<QString> words;
        std::set<style::Icon> icons;
        for (const DeviceState state : {DeviceState::available, DeviceState::under_test,
                                        DeviceState::maintenance, DeviceState::offline}) {
            words.insert(lookOf(state).word);
            icons.insert(lookOf(state).icon);
        }
        QCOMPARE(words.size(), std::size_t(4));
        QCOMPARE(icons.size(), std::size_t(4));
    }

    void a_finished_run_shows_its_outcome() {
        QCOMPARE(lookOf(RunState::finished, Outcome::failed).word, QStringLiteral("Failed"));
        QCOMPARE(lookOf(RunState::running, {}).word, QStringLiteral("Running"));
    }

    void only_a_run_that_went_wrong_leaves_a_badge_on_its_device() {
        Device device;
        QVERIFY(!lastRunFailed(device));
        for (const auto& [outcome, wrong] : {std::pair{Outcome::passed, false},
                                             {Outcome::cancelled, false},
                                             {Outcome::failed, true},
                                             {Outcome::error, true},
                                             {Outcome::timed_out, true}}) {
            device.lease.lastOutcome = outcome;
            QCOMPARE(lastRunFailed(device), wrong);
        }
    }

    void a_badge_tells_its_state_to_a_screen_reader() {
        StateBadge badge;
        const int before = badge.sizeHint().width();
        badge.setLook(lookOf(RunState::running, {}), QStringLiteral("67 %"));
        QCOMPARE(badge.accessibleName(), QStringLiteral("Running 67 %"));
        QVERIFY(badge.sizeHint().width() > before);
    }

    void a_distribution_shows_one_failure_among_thousands() {
        const std::vector<Share> shares{{style::Token::available, 9999, {}},
                                        {style::Token::failed, 1, {}},
                                        {style::Token::offline, 0, {}}};
        const std::vector<qreal> widths = distributionWidths(shares, 90, 1);
        QVERIFY(widths[1] >= 3);
        QCOMPARE(widths[2], 0.0);
        QVERIFY(std::abs(std::accumulate(widths.begin(), widths.end(), 1.0) - 90) < 1e-6);
    }

    void a_distribution_never_overflows_its_bar() {
        std::vector<Share> shares(40, {style::Token::failed, 1, {}});
        shares.push_back({style::Token::available, 100000, {}});
        const std::vector<qreal> widths = distributionWidths(shares, 60, 1);
        QVERIFY(std::accumulate(widths.begin(), widths.end(), 40.0) <= 60.0001);
        for (const qreal width : distributionWidths({}, 60, 1))
            QCOMPARE(width, 0.0);
    }

    void a_chip_counts_and_toggles_by_keyboard() {
        Chip chip(QStringLiteral("Offline"), style::Token::offline);
        chip.setCount(10558);
        QCOMPARE(chip.accessibleName(), QStringLiteral("Offline, 10558"));
        QTest::keyClick(&chip, Qt::Key_Return);
        QVERIFY(chip.isChecked());
        QTest::keyClick(&chip, Qt::Key_Space);
        QVERIFY(!chip.isChecked());
    }

    void ctrl_f_leads_to_the_filter_and_escape_clears_it() {
        QWidget window;
        SearchField field(&window);
        QPushButton other(&window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other.setFocus();
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(field.hasFocus());
        QTest::keyClicks(&field, QStringLiteral("r07"));
        QCOMPARE(field.text(), QStringLiteral("r07"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
    }

    void a_switch_has_one_view_on() {
        SegmentSwitch views;
        views.add(style::Icon::layoutGrid, QStringLiteral("Tiles"));
        views.add(style::Icon::list, QStringLiteral("Table"));
        QCOMPARE(views.current(), 0);
        QSignalSpy changed(&views, &SegmentSwitch::currentChanged);
        views.setCurrent(1);
        QCOMPARE(views.current(), 1);
        QCOMPARE(changed.count(), 1);
    }

    void an_empty_state_offers_its_action() {
        EmptyState empty;
        auto* button = empty.findChild<QPushButton*>(QStringLiteral("emptyStatePushButton"));
        empty.setContent(style::Icon::server, QStringLiteral("No devices yet"));
        QVERIFY(button->isHidden());
        empty.setContent(style::Icon::server, QStringLiteral("No devices yet"), {}, QStringLiteral("Reload"));
        QVERIFY(!button->isHidden());
        QSignalSpy triggered(&empty, &EmptyState::actionTriggered);
        button->click();
        QCOMPARE(triggered.count(), 1);
    }

    void steps_share_one_axis_and_pending_ones_follow() {
        const std::vector<StepSpan> spans =
            stepSpans({{QStringLiteral("a"), StepState::passed, start, start + 10s, 0ms},
                       {QStringLiteral("b"), StepState::running, start + 10s, {}, 20s},
                       {QStringLiteral("c"), StepState::pending, {}, {}, 10s}},
                      start + 15s);
        QCOMPARE(spans[0].from, 0.0);
        QCOMPARE(spans[0].to, 0.25);
        QCOMPARE(spans[1].from, 0.25);
        QCOMPARE(spans[1].to, 0.375);
        QCOMPARE(spans[2].from, 0.75);
        QCOMPARE(spans[2].to, 1.0);
    }

    void a_timeline_without_a_start_is_still_an_axis() {
        const std::vector<StepSpan> spans =
            stepSpans({{QStringLiteral("a"), StepState::pending, {}, {}, 10s}}, start);
        QCOMPARE(spans.at(0).from, 0.0);
        QCOMPARE(spans.at(0).to, 1.0);
        QVERIFY(stepSpans({}, start).empty());
    }

    void the_servers_words_become_a_sentence() {
        QCOMPARE(sentenceText(QStringLiteral("must be a number")), QStringLiteral("Must be a number."));
        QCOMPARE(sentenceText(QStringLiteral("Really?")), QStringLiteral("Really?"));
        QCOMPARE(sentenceText({}), QString());
    }

    void numbers_and_times_read_as_people_write_them() {
        QCOMPARE(durationText(42s), QStringLiteral("42 s"));
        QCOMPARE(durationText(370s), QStringLiteral("6 m 10 s"));
        QCOMPARE(durationText(2h + 5min), QStringLiteral("2 h 05 m"));
        QCOMPARE(durationText(76h), QStringLiteral("3 d 4 h"));
        QCOMPARE(durationText(-5s), QStringLiteral("0 s"));
        QCOMPARE(valueText(71.4, QStringLiteral("°C")), QStringLiteral("71.4 °C"));
        QCOMPARE(valueText(100, QStringLiteral("%")), QStringLiteral("100 %"));
        QCOMPARE(valueText(0.034, {}), QStringLiteral("0.034"));
        QCOMPARE(valueText(4.75, QStringLiteral("V")), QStringLiteral("4.75 V"));
        QCOMPARE(valueText(85.04, QStringLiteral("%")), QStringLiteral("85.04 %"));
        QCOMPARE(valueText(0, {}), QStringLiteral("0"));
        QCOMPARE(valueText(12345.4, {}), QStringLiteral("12345"));
        QCOMPARE(valueText(std::nan(""), QStringLiteral("V")), QStringLiteral("–"));
        QCOMPARE(countText(10000), QStringLiteral("10\u202f000"));
        QCOMPARE(countText(999), QStringLiteral("999"));
    }

    void a_label_takes_its_colour_from_the_theme_that_is_on() {
        QWidget window;
        Label label(QStringLiteral("r07-u08"), style::Text::body, style::Token::muted, &window);
        window.show();
        QCOMPARE(label.palette().color(QPalette::WindowText), style::darkTokens()[style::Token::muted]);
        m_theme->setMode(style::ThemeMode::light);
        QTRY_COMPARE(label.palette().color(QPalette::WindowText), style::lightTokens()[style::Token::muted]);
        m_theme->setMode(style::ThemeMode::dark);
    }

    void a_label_shows_markup_as_text() {
        const Label label(QStringLiteral("<b>x</b>"), style::Text::body);
        QCOMPARE(label.textFormat(), Qt::PlainText);
    }

    void a_fact_is_named_with_its_caption() {
        KeyValues facts;
        const int device = facts.add(QStringLiteral("Device"), QStringLiteral("r07-u08"));
        facts.setValue(device, QStringLiteral("r07-u09"));
        QCOMPARE(facts.value(device), QStringLiteral("r07-u09"));
    }

private:
    std::unique_ptr<style::Theme> m_theme;
};

QTEST_MAIN(WidgetsTest)
#include "widgets_test.moc"
