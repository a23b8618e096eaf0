// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

class QWidget;

namespace labwarden::widgets {

/// Screen readers say the accessible name of a widget now, wherever the keyboard is: for what changes by
/// itself and has to be known.
void announce(QWidget* widget);
/// What was announced since this was last asked: for tests.
QStringList takeAnnouncements();

} // namespace labwarden::widgets
