// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/admin_api.h"
#include "console/api/device_api.h"
#include "console/api/environment_api.h"
#include "console/api/server_clock.h"
#include "console/api/test_case_api.h"
#include "console/login/prefill.h"
#include "console/login/system_key_store.h"
#include "console/shell/main_window.h"
#include "console/store/people_sync.h"
#include "console/store/session_watch.h"

#include <QApplication>
#include <QSettings>

using namespace labwarden;
using namespace labwarden::console;

namespace {

style::ThemeMode themeOf(const QSettings& settings) {
    switch (settings.value(QStringLiteral("window/theme")).toInt()) {
    case static_cast<int>(style::ThemeMode::light):
        return style::ThemeMode::light;
    case static_cast<int>(style::ThemeMode::dark):
        return style::ThemeMode::dark;
    default:
        return style::ThemeMode::system;
    }
}

/// The first argument that is a link of ours: the desktop starts the console so for labwarden://…
QUrl linkOf(const QStringList& arguments) {
    for (const auto& argument : arguments)
        if (argument.startsWith(QLatin1String("labwarden://")))
            return QUrl(argument);
    return {};
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("labwarden"));
    QApplication::setApplicationDisplayName(QStringLiteral("Labwarden"));
    QApplication::setOrganizationName(QStringLiteral("Labwarden"));
    QApplication::setApplicationVersion(QStringLiteral(LABWARDEN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("labwarden"));

    QSettings settings;
    style::Theme theme(application, themeOf(settings));
    CertificatePins pins(settings);
    SystemKeyStore keyStore;
    KeptSessions kept(keyStore, settings);
    ApiClient client;
    client.setPins(&pins);
    LabApi api(client);
    DeviceApi deviceApi(client);
    TestCaseApi testCaseApi(client);
    EnvironmentApi environmentApi(client);
    ServerClock clock(client);
    LabStore store;
    LabSync sync(api, store);
    SignIn signIn(api, store, sync, kept);
    AccountApi accountApi(client);
    SessionWatch watch(accountApi, store, sync);
    AdminApi adminApi(client);
    PeopleStore people;
    PeopleSync peopleSync(adminApi, people, store, sync.feed());

    MainWindow window({api, deviceApi, testCaseApi, environmentApi, store, sync, signIn, kept, pins, clock,
                       theme, settings, adminApi, people, peopleSync});
    window.show();
    window.begin(prefillFrom(QProcessEnvironment::systemEnvironment()));
    if (const QUrl link = linkOf(QApplication::arguments()); link.isValid())
        window.openLink(link);
    return QApplication::exec();
}
