// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/fonts.h"

#include <QFontDatabase>
#include <QtDebug>

// In the global namespace, as the macro declares a function.
static void initResources() {
    Q_INIT_RESOURCE(labwarden);
}

namespace labwarden::style {

bool loadFonts() {
    initResources();
    bool whole = true;
    for (const char* file : {"fonts/Inter-Regular.otf", "fonts/Inter-Medium.otf", "fonts/Inter-SemiBold.otf",
                             "fonts/Inter-Bold.otf", "fonts/Hack-Regular.ttf", "icons/lucide.ttf"}) {
        if (QFontDatabase::addApplicationFont(QStringLiteral(":/labwarden/") + QLatin1String(file)) < 0) {
            qWarning("The font %s can't be read", file);
            whole = false;
        }
    }
    return whole;
}

namespace {

QFont inter(int pixels, QFont::Weight weight) {
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

} // namespace

QFont font(Text text) {
    switch (text) {
    case Text::title:
        return inter(20, QFont::DemiBold);
    case Text::heading:
        return inter(17, QFont::DemiBold);
    case Text::body:
        return inter(13, QFont::Normal);
    case Text::bodyMedium:
        return inter(13, QFont::Medium);
    case Text::bodyStrong:
        return inter(13, QFont::DemiBold);
    case Text::secondary:
        return inter(12, QFont::Normal);
    case Text::secondaryStrong:
        return inter(12, QFont::DemiBold);
    case Text::caption:
        return inter(11, QFont::Normal);
    case Text::captionStrong:
        return inter(11, QFont::DemiBold);
    case Text::code: {
        QFont code(QStringLiteral("Hack"));
        code.setPixelSize(12);
        code.setStyleHint(QFont::Monospace);
        return code;
    }
    }
    return inter(13, QFont::Normal);
}

} // namespace labwarden::style
