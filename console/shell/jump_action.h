// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/icons.h"

#include <QKeySequence>
#include <QString>

#include <functional>
#include <vector>

namespace labwarden::console {

/// Something that the palette can do. Whoever can do it adds it to the window's list.
struct JumpAction {
    QString id;    ///< stays the same in every language: what was used lately is remembered by it
    QString title; ///< "Start a run…"
    style::Icon icon = style::Icon::chevronRight;
    std::function<void()> run;
    std::function<bool()> offered = {}; ///< whether the person may do it now; without: always
    QKeySequence keys = {};             ///< that do the same
    QString words = {};                 ///< that people may type for it, besides those of the title
};

using JumpActions = std::vector<JumpAction>;

} // namespace labwarden::console
