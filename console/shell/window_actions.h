// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/jump_action.h"
#include "console/style/theme.h"

namespace labwarden::console {

class EventFeed;
class LabStore;

/// What the window can do, as Ctrl+K asks for it. What is referred to outlives the actions.
struct WindowVerbs {
    struct Page {
        int number;
        QString name, words; ///< "Devices", and what else people may type for it
        style::Icon icon;
        std::function<bool()> offered;
    };
    std::vector<Page> pages;
    std::function<void(int page)> goTo;
    std::function<void()> startRun, newTestCase, newEnvironment, importTestCases, exportTestCases,
        openWatching, openAccount, signOut;
    std::function<void()> registerDevice, importDevices, exportDevices, reviewNewDevices;
    std::function<void(style::ThemeMode mode)> setTheme;
};

/// The actions of every console, in the order in which they are shown; `store` knows what the person may.
JumpActions windowActions(const WindowVerbs& verbs, const LabStore& store, EventFeed& feed);

} // namespace labwarden::console
