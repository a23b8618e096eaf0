// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/device_api.h"
#include "console/api/environment_api.h"
#include "console/api/test_case_api.h"
#include "console/login/prefill.h"
#include "console/login/sign_in.h"
#include "console/shell/main_window.h"
#include "console/store/people_sync.h"
#include "console/store/session_watch.h"
#include "console/style/theme.h"
#include "tests/console/support/fake_devices.h"
#include "tests/console/support/fake_lab.h"
#include "tests/console/support/fake_server.h"
#include "tests/console/support/memory_key_store.h"
#include "tests/console/support/recording_notifier.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace labwarden::console::test {

/// A clock that stands where a test has put it.
class FixedClock : public Clock {
public:
    Timestamp now() const override { return m_now; }
    void set(Timestamp now) { m_now = now; }

private:
    Timestamp m_now = Timestamp::now();
};

/// Everything that main.cpp wires, against a lab inside the test, with settings of its own.
class ConsoleFixture {
public:
    explicit ConsoleFixture(style::ThemeMode mode = style::ThemeMode::light)
        : settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , theme(*qApp, mode) {
        client.setPins(&pins);
    }

    FakeServer server;
    FakeLab lab{server};
    FakeDevices devices{lab, server};

private:
    QTemporaryDir m_folder;

public:
    QSettings settings;
    style::Theme theme;
    CertificatePins pins{settings};
    MemoryKeyStore keyStore;
    KeptSessions kept{keyStore, settings};
    ApiClient client;
    LabApi api{client};
    DeviceApi deviceApi{client};
    TestCaseApi testCaseApi{client};
    EnvironmentApi environmentApi{client};
    FixedClock clock;
    LabStore store;
    LabSync sync{api, store};
    SignIn signIn{api, store, sync, kept};
    AccountApi accountApi{client};
    SessionWatch watch{accountApi, store, sync};
    AdminApi adminApi{client};
    PeopleStore people;
    PeopleSync peopleSync{adminApi, people, store, sync.feed()};
    RecordingNotifier notifier;

    /// Signs in without a window; for pages by themselves.
    void signInDirectly() {
        signIn.signIn(server.url(), QStringLiteral("engineer"), QStringLiteral("secret"));
        QTRY_VERIFY(store.runsLoaded());
        QTRY_VERIFY(!store.testCases().empty() || lab.testCases.empty());
        QTRY_VERIFY(!store.environments().empty() || lab.environments.empty());
    }
    WindowParts parts() {
        return {api,  deviceApi, testCaseApi, environmentApi, store,    sync,   signIn,     kept,
                pins, clock,     theme,       settings,       adminApi, people, peopleSync, &notifier};
    }
    Prefill goodPrefill() const {
        return {server.url().toString(), QStringLiteral("engineer"), QStringLiteral("secret"), {}};
    }
};

} // namespace labwarden::console::test
