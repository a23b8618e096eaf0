// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/pictures.h"

#include "tests/console/support/legibility.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace labwarden::console::test::pictures {
namespace {

constexpr int alike = 4; ///< as many looks at it, one after the other

} // namespace

void looks() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<QSize>("size");
    for (const auto size : {QSize(1440, 900), QSize(1280, 720)})
        for (const auto mode : {style::ThemeMode::dark, style::ThemeMode::light})
            QTest::addRow("%s-%d", mode == style::ThemeMode::dark ? "dark" : "light", size.width())
                << int(mode) << size;
}

style::ThemeMode mode() {
    QFETCH(int, mode);
    return static_cast<style::ThemeMode>(mode);
}

QSize size() {
    QFETCH(QSize, size);
    return size;
}

void keep(QWidget* widget, const char* name) {
    QVERIFY2(widget, name);
    QApplication::setCursorFlashTime(0); // a blinking cursor never rests
    const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS", QDir::tempPath());
    QVERIFY(QDir().mkpath(folder));
    QImage picture;
    int same = 0;
    QTRY_VERIFY2(
        [&] {
            const QImage now = widget->grab().toImage();
            same = now == picture ? same + 1 : 0;
            picture = now;
            return same >= alike;
        }(),
        name);
    QVERIFY(!picture.isNull());
    const QStringList faults = legibility::faults(widget);
    QVERIFY2(faults.isEmpty(),
             qPrintable(QLatin1String(name) + QLatin1String(":\n") + faults.join(QLatin1Char('\n'))));
    QVERIFY(picture.save(QStringLiteral("%1/%2-%3.png")
                             .arg(folder, QLatin1String(name), QLatin1String(QTest::currentDataTag()))));
}

} // namespace labwarden::console::test::pictures
