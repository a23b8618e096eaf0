// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace labwarden::style {

/// What a text is, which decides its size and weight. Sizes are device-independent pixels.
enum class Text {
    title,           ///< 20 semibold: name of a page
    heading,         ///< 17 semibold: name of a dialog or panel
    body,            ///< 13
    bodyMedium,      ///< 13 medium: buttons, navigation
    bodyStrong,      ///< 13 semibold: names of things
    secondary,       ///< 12
    secondaryStrong, ///< 12 semibold
    caption,         ///< 11
    captionStrong,   ///< 11 semibold: state words
    code,            ///< 12 Hack: expressions, logs
};

/// Makes the program's own fonts known to Qt; the ones installed on the machine are not needed. Once, after
/// QGuiApplication is made and before anything is painted. False (and a warning in the log) when a font is
/// broken.
bool loadFonts();

QFont font(Text text);

} // namespace labwarden::style
