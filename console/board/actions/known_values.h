// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QStringList>

class QLineEdit;

namespace labwarden::board {

/// What devices of the lab say already, each once, in the order of the alphabet: offered while one writes, so
/// that the same thing has one name.
struct KnownValues {
    QStringList types, models, sites, rooms, racks, owners, tags, capabilities;
    static KnownValues of(const console::LabStore& store);
};

/// Offers what contains the text so far.
void offerCompletion(QLineEdit* line, const QStringList& values);
/// The same for a list with commas: what stands behind the last one is completed.
void offerListCompletion(QLineEdit* line, const QStringList& values);

/// The parts between commas, without blanks around them, each once.
std::vector<std::string> listOf(const QString& text);
QString textOfList(const std::vector<std::string>& items);

} // namespace labwarden::board
