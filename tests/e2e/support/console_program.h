// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/device_api.h"
#include "console/api/environment_api.h"
#include "console/api/server_clock.h"
#include "console/api/test_case_api.h"
#include "console/shell/main_window.h"
#include "console/store/people_sync.h"
#include "console/store/session_watch.h"
#include "tests/console/support/memory_key_store.h"

#include <QApplication>
#include <QDialog>
#include <QPointer>
#include <QSettings>
#include <QTemporaryDir>

#include <chrono>
#include <memory>
#include <string>

class QComboBox;

namespace labwarden::test {

/// What a computer keeps when the console is closed.
struct ConsoleHome {
    QTemporaryDir folder;
    console::test::MemoryKeyStore keyStore;
};

/// The console as main.cpp wires it, in front of whoever tests it: mouse and keyboard go to its widgets,
/// which are found by their object names. Settings and key store are its own, or those of the console that
/// was there before.
class ConsoleProgram {
public:
    explicit ConsoleProgram(style::ThemeMode mode = style::ThemeMode::dark,
                            std::shared_ptr<ConsoleHome> home = std::make_shared<ConsoleHome>());

    /// The only widget of that name in the window or its dialogs; the test program ends when there is none.
    template<class T>
    T& widget(const char* name) const;

    /// Fills the log-in page by keyboard alone, from the first field on, and presses Enter. Keeps what is
    /// already there of the server and the user when they are given as empty.
    void typeSignIn(const QString& server, const QString& user, const QString& password);
    /// Goes through the box with the arrow keys to the entry that contains the text; false when none does.
    static bool choose(QComboBox& box, const QString& text);

    // Each waits until it can be done, and says false when that takes too long.
    /// Puts the keyboard into a widget.
    bool focus(QWidget& widget);
    /// The same, and presses a key.
    bool press(QWidget& widget, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier);
    bool press(const char* name, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier);
    /// Types into a line in place of what is in it.
    bool type(const char* name, const QString& text);
    /// Says yes to the question that is, or will be, asked.
    bool agree();
    bool signOut();

    bool isShown(const char* name) const;
    /// The text of a label, line, button or badge; empty while it is not shown.
    QString text(const char* name) const;
    /// What a notice says, with its small print; empty while it is not shown.
    QString words(const char* notice) const;
    /// The dialog of that name that is open; waited for, null when it does not come.
    QPointer<QDialog> dialog(const char* name) const;

    /// What the tile of a device says of its state, "Under test"; empty when there is no such device.
    QString tileState(const QString& key) const;
    void clickTile(const QString& key);
    /// Names of the devices whose tiles are selected.
    QStringList selectedTiles() const;

    QString feedText() const; ///< "Live · 12 ms", "Offline since 14:02"
    QString runBadge() const; ///< "Running 67 %", "Passed"
    /// What each criterion of the open run says, "met: max(load1) <= 4, 0.6".
    QStringList criteria() const;
    /// Points of the longest line in the chart.
    int chartPoints() const;

    /// Saves the window's picture as <name>-dark.png or <name>-light.png in the folder LABWARDEN_SCREENSHOTS.
    bool keepPicture(const QString& name);

private:
    std::shared_ptr<ConsoleHome> m_home;

public:
    QSettings settings;
    style::Theme theme;
    console::CertificatePins pins{settings};
    console::KeptSessions kept{m_home->keyStore, settings};
    console::ApiClient client;
    console::LabApi api{client};
    console::DeviceApi deviceApi{client};
    console::TestCaseApi testCaseApi{client};
    console::EnvironmentApi environmentApi{client};
    console::ServerClock clock{client};
    console::LabStore store;
    console::LabSync sync{api, store};
    console::SignIn signIn{api, store, sync, kept};
    console::AccountApi accountApi{client};
    console::SessionWatch watch{accountApi, store, sync};
    console::AdminApi adminApi{client};
    console::PeopleStore people;
    console::PeopleSync peopleSync{adminApi, people, store, sync.feed()};
    console::MainWindow window;
};

template<class T>
T& ConsoleProgram::widget(const char* name) const {
    auto* found = window.findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("the console has no %s", name);
    return *found;
}

} // namespace labwarden::test
