// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QStringView>

/// How a query compares texts. None of it allocates but nearest().
namespace labwarden::board {

/// Equal but for case; numbers within by their value: "Rev 07" is "rev 7".
bool equalsByValue(QStringView a, QStringView b);
/// Whether `text` begins with `beginning`, compared as above; zeros at the end of `beginning` may still
/// become any number.
bool beginsByValue(QStringView text, QStringView beginning);
/// "07" for "Rack 07" and for "rack07", when `name` is "rack"; everything else as it is.
QStringView withoutName(QStringView text, QStringView name);
/// The candidate that was probably meant by a misspelt word; empty when none is near.
QString nearest(const QString& word, const QStringList& candidates);

} // namespace labwarden::board
