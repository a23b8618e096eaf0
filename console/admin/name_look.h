// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace labwarden::console {

/// Why a name may be taken for another one, as a sentence: its letters come from more than one script
/// ("аdmin" with a Cyrillic а), it looks like one of `others`, or something in it cannot be seen. Empty when
/// it is what it looks like. A warning only: people do have reasons.
QString whatMisleads(const QString& name, const QStringList& others);

} // namespace labwarden::console
