// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QSettings;

namespace labwarden::console {
class DeviceApi;
class LabStore;
class LabSync;
} // namespace labwarden::console

namespace labwarden::board {

/// What the Devices page needs; everything outlives it.
struct BoardParts {
    const console::LabStore& store;
    console::LabSync& sync; ///< takes what writes have answered
    console::DeviceApi& api;
    QSettings& settings;
};

} // namespace labwarden::board
