// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/control_style.h"
#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QFontInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QRawFont>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTest>

#include <cmath>

using namespace labwarden::style;

namespace {

// Contrast as WCAG 2.1 defines it.
double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

bool readable(const QColor& text, const QColor& ground) {
    const double ratio = contrast(text, ground);
    if (ratio < 4.5)
        qWarning("%s on %s: %.2f", qPrintable(text.name()), qPrintable(ground.name()), ratio);
    return ratio >= 4.5;
}

constexpr Token written[] = {Token::text,   Token::secondary, Token::muted,
                             Token::accent, Token::available, Token::underTest,
                             Token::failed, Token::warning,   Token::offline};

int pixelsLike(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                         std::abs(pixel.blue() - colour.blue()) <
                     24;
        }
    return count;
}

} // namespace

class StyleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp, ThemeMode::dark); }
    void cleanup() { m_theme->setMode(ThemeMode::dark); }

    void every_text_and_state_is_readable_on_every_ground_data() { themes(); }
    void every_text_and_state_is_readable_on_every_ground() {
        QFETCH(bool, dark);
        const Tokens& t = dark ? darkTokens() : lightTokens();
        for (const Token token : written)
            for (const Token ground : {Token::bg, Token::surface, Token::raised})
                QVERIFY(readable(t[token], t[ground]));
    }

    void a_tinted_ground_keeps_the_texts_on_it_readable_data() { themes(); }
    void a_tinted_ground_keeps_the_texts_on_it_readable() {
        QFETCH(bool, dark);
        const Tokens& t = dark ? darkTokens() : lightTokens();
        for (const Token token :
             {Token::accent, Token::failed, Token::warning, Token::available, Token::offline}) {
            for (const Token text : {Token::text, Token::secondary, Token::muted})
                QVERIFY(readable(t[text], t.tint(token)));
            QVERIFY(readable(t[token], t.tint(token)));
        }
    }

    void a_filled_button_is_readable_data() { themes(); }
    void a_filled_button_is_readable() {
        QFETCH(bool, dark);
        const Tokens& t = dark ? darkTokens() : lightTokens();
        QVERIFY(readable(t[Token::onFilled], t[Token::filled]));
    }

    void selected_text_is_readable_data() { themes(); }
    void selected_text_is_readable() {
        QFETCH(bool, dark);
        const QPalette palette = paletteOf(dark ? darkTokens() : lightTokens());
        QVERIFY(readable(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)));
    }

    void a_palette_tells_its_theme() {
        QVERIFY(tokens(paletteOf(darkTokens())).isDark());
        QVERIFY(!tokens(paletteOf(lightTokens())).isDark());
    }

    void each_text_uses_the_fonts_that_ship() {
        for (const Text text : {Text::title, Text::heading, Text::body, Text::bodyMedium, Text::bodyStrong,
                                Text::secondary, Text::secondaryStrong, Text::caption, Text::captionStrong})
            QCOMPARE(QFontInfo(font(text)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(font(Text::code)).family(), QStringLiteral("Hack"));
        QCOMPARE(QFontInfo(font(Text::title)).weight(), int(QFont::DemiBold));
        QCOMPARE(QFontInfo(font(Text::bodyMedium)).weight(), int(QFont::Medium));
    }

    void the_icon_font_has_every_icon_that_is_named() {
        QFile header(QStringLiteral(LABWARDEN_SOURCE_DIR "/console/style/icons.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        QFile file(QStringLiteral(":/labwarden/icons/lucide.ttf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QRawFont lucide(file.readAll(), 16);
        QVERIFY(lucide.isValid());
        static const QRegularExpression entry(QStringLiteral("(\\w+) = 0x([0-9a-f]+),"));
        auto matches = entry.globalMatch(QString::fromUtf8(header.readAll()));
        QVERIFY(matches.hasNext());
        while (matches.hasNext()) {
            const auto match = matches.next();
            const uint code = match.captured(2).toUInt(nullptr, 16);
            QVERIFY2(lucide.supportsCharacter(code), qPrintable(match.captured(1)));
        }
    }

    void an_icon_is_painted_in_the_colour_of_the_theme_that_is_on() {
        const QIcon passed = icon(Icon::circleCheck, Token::available);
        const auto painted = [&] { return passed.pixmap(QSize(32, 32)).toImage(); };
        QVERIFY(pixelsLike(painted(), darkTokens()[Token::available]) > 20);
        m_theme->setMode(ThemeMode::light);
        QVERIFY(pixelsLike(painted(), lightTokens()[Token::available]) > 20);
    }

    void an_icon_is_sharp_at_twice_the_pixels() {
        const QPixmap pixmap = icon(Icon::wrench).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(pixmap.size(), QSize(32, 32));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    }

    void controls_are_32_pixels_high() {
        QPushButton button(QStringLiteral("Start run"));
        QLineEdit edit;
        QComboBox combo;
        combo.addItem(QStringLiteral("Rack"));
        QSpinBox spin;
        for (QWidget* widget : std::initializer_list<QWidget*>{&button, &edit, &combo, &spin})
            QCOMPARE(widget->sizeHint().height(), metrics::controlHeight);
    }

    void a_button_is_painted_by_its_role() {
        const Tokens& t = darkTokens();
        QPushButton button(QStringLiteral("Go"));
        button.resize(button.sizeHint());
        const auto shot = [&] { return button.grab().toImage(); };
        QVERIFY(pixelsLike(shot(), t[Token::filled]) < 20);
        setButtonRole(&button, ButtonRole::primary);
        QVERIFY(pixelsLike(shot(), t[Token::filled]) > 500);
        setButtonRole(&button, ButtonRole::danger);
        QVERIFY(pixelsLike(shot(), t[Token::failed]) > 10);
    }

    void switching_the_theme_repaints_what_is_visible() {
        QWidget window;
        QLineEdit edit(&window);
        window.resize(200, 80);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.grab().toImage().pixelColor(190, 70), darkTokens()[Token::bg]);
        m_theme->setMode(ThemeMode::light);
        QTRY_COMPARE(window.grab().toImage().pixelColor(190, 70), lightTokens()[Token::bg]);
        QVERIFY(!tokens(&edit).isDark());
    }

private:
    static void themes() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }

    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(StyleTest)
#include "style_test.moc"
