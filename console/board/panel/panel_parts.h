// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QSettings;

namespace labwarden::console {
class Clock;
class DeviceApi;
class LabApi;
class LabStore;
} // namespace labwarden::console

namespace labwarden::board {

/// What the panel of a device and its parts work with; everything outlives them.
struct PanelParts {
    console::LabApi& api;
    console::DeviceApi& deviceApi;
    console::LabStore& store;
    const console::Clock& clock;
    QSettings& settings;
};

} // namespace labwarden::board
