// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"

#include <QString>

#include <vector>

namespace labwarden::board {

/// Why nothing passes a filter, in a few short lines for people: the part that no device meets, with what was
/// probably meant, or which part to leave out and how many devices that would bring. `chip` is the word of
/// the chip that is on. Empty if something does pass.
QString whyNothing(const std::vector<DeviceRow>& rows, const DeviceFilter& filter, const QString& chip);

} // namespace labwarden::board
