// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/window_actions.h"

#include "console/api/event_feed.h"
#include "console/store/lab_store.h"

#include <QCoreApplication>

namespace labwarden::console {
namespace {

using style::Icon;

QString tr(const char* text) {
    return QCoreApplication::translate("WindowActions", text);
}

QString id(const char* name) {
    return QLatin1String(name);
}

} // namespace

JumpActions windowActions(const WindowVerbs& verbs, const LabStore& store, EventFeed& feed) {
    JumpActions all;
    all.push_back({id("startRun"), tr("Start a run…"), Icon::play, verbs.startRun,
                   [&store] { return store.may("runs:start"); }, QKeySequence::New, tr("new test")});
    if (verbs.newTestCase)
        all.push_back({id("newTestCase"),
                       tr("New test case"),
                       Icon::plus,
                       verbs.newTestCase,
                       [&store] { return store.may("testcases:write"); },
                       {},
                       tr("write create")});
    if (verbs.newEnvironment)
        all.push_back({id("newEnvironment"),
                       tr("New environment"),
                       Icon::plus,
                       verbs.newEnvironment,
                       [&store] { return store.may("environments:write"); },
                       {},
                       tr("write create variables secrets")});
    if (verbs.importTestCases)
        all.push_back({id("importTestCases"),
                       tr("Import test cases…"),
                       Icon::fileText,
                       verbs.importTestCases,
                       [&store] { return store.may("testcases:write"); },
                       {},
                       tr("yaml json csv lava linaro folder file")});
    if (verbs.exportTestCases)
        all.push_back({id("exportTestCases"),
                       tr("Export test cases…"),
                       Icon::download,
                       verbs.exportTestCases,
                       [&store] { return store.may("testcases:read"); },
                       {},
                       tr("yaml json folder file save")});
    for (const auto& page : verbs.pages)
        all.push_back({QStringLiteral("page%1").arg(page.number), tr("Go to %1").arg(page.name), page.icon,
                       [goTo = verbs.goTo, number = page.number] { goTo(number); }, page.offered,
                       QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page.number)), page.words});
    const auto mayWrite = [&store] { return store.may("devices:write"); };
    all.push_back({id("registerDevice"),
                   tr("Register a device…"),
                   Icon::plus,
                   verbs.registerDevice,
                   mayWrite,
                   {},
                   tr("new add device")});
    all.push_back({id("reviewNewDevices"),
                   tr("New devices…"),
                   Icon::plugZap,
                   verbs.reviewNewDevices,
                   mayWrite,
                   {},
                   tr("accept refuse unregistered")});
    all.push_back({id("importDevices"),
                   tr("Import devices…"),
                   Icon::fileText,
                   verbs.importDevices,
                   mayWrite,
                   {},
                   tr("csv file json")});
    all.push_back({id("exportDevices"),
                   tr("Export devices…"),
                   Icon::download,
                   verbs.exportDevices,
                   [&store] { return store.may("devices:read"); },
                   {},
                   tr("csv file json save")});
    all.push_back({id("watching"),
                   tr("What I watch…"),
                   Icon::eye,
                   verbs.openWatching,
                   {},
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W),
                   tr("watching notifications told")});
    all.push_back({id("account"),
                   tr("Your account…"),
                   Icon::circleUser,
                   verbs.openAccount,
                   {},
                   {},
                   tr("password profile sessions")});
    const auto theme = [&](const char* name, const QString& title, Icon icon, style::ThemeMode mode) {
        all.push_back({id(name),
                       title,
                       icon,
                       [set = verbs.setTheme, mode] { set(mode); },
                       {},
                       {},
                       tr("theme colours")});
    };
    theme("themeLight", tr("Light appearance"), Icon::sun, style::ThemeMode::light);
    theme("themeDark", tr("Dark appearance"), Icon::moon, style::ThemeMode::dark);
    theme("themeSystem", tr("Appearance as the system"), Icon::sunMoon, style::ThemeMode::system);
    all.push_back({id("reconnect"), tr("Try to reconnect now"), Icon::refreshCw, [&feed] { feed.retryNow(); },
                   [&feed] { return isLost(feed.state()); }, QKeySequence::Refresh});
    all.push_back({id("signOut"), tr("Sign out"), Icon::logOut, verbs.signOut, {}, {}, tr("log off leave")});
    return all;
}

} // namespace labwarden::console
