// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QWidget;

namespace labwarden::console {

/// Underlines what stands in a field with a red wave, and makes `message` its tool tip and accessible
/// description. Empty: nothing is wrong with it, and its own tool tip is back.
void markFault(QWidget* field, const QString& message);
/// What is said of it now.
QString faultAt(const QWidget* field);

} // namespace labwarden::console
