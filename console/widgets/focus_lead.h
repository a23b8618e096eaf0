// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace labwarden::widgets {

/// Whoever gives `container` the keyboard gives it to `target`, which is inside; another one from the next
/// call on. Not a focus proxy: Tab would take the container for its target and pass over all that stands
/// before it.
void leadFocus(QWidget* container, QWidget* target);

} // namespace labwarden::widgets
