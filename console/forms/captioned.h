// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

class QWidget;

namespace labwarden::console {

/// A field with its caption above it, both in a widget that belongs to `parent`.
QWidget* captioned(const QString& caption, QWidget* field, QWidget* parent);

} // namespace labwarden::console
