// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace labwarden::console {
class LabStore;
}

namespace labwarden::board {

/// What is said of the devices of the lab, each word once and in order: to be offered where somebody writes.
struct LabWords {
    QStringList types, models, firmwares, sites, rooms, racks, owners, tags, capabilities;
};
LabWords labWords(const console::LabStore& store);

} // namespace labwarden::board
