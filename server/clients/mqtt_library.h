// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace labwarden::clients {

/// Holds libmosquitto initialised while it lives; the library counts its users. Base class of whatever
/// derives from mosquittopp.
class MqttLibrary {
public:
    MqttLibrary();
    ~MqttLibrary();
    MqttLibrary(const MqttLibrary&) = delete;
    MqttLibrary& operator=(const MqttLibrary&) = delete;
};

} // namespace labwarden::clients
