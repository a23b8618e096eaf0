// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/theme.h"

#include <QSize>

class QWidget;

/// Pictures of the console in both themes and two sizes of window, for people to look at. What they hold by
/// themselves: nothing is empty, and what is shown comes to rest.
namespace labwarden::console::test::pictures {

/// Rows for a test's _data(): "dark-1440", "light-1440", "dark-1280", "light-1280".
void looks();
/// Of the row that runs.
style::ThemeMode mode();
QSize size();
/// Grabs the widget once it stands still, and writes "<name>-<row>.png" to the folder LABWARDEN_SCREENSHOTS.
/// Fails the running test when it does not come to rest, and when what is shown has faults (legibility.h).
/// What shall be seen has to be there before.
void keep(QWidget* widget, const char* name);

} // namespace labwarden::console::test::pictures
