// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/e2e/support/console_program.h"
#include "tests/e2e/support/lab.h"

#include <QObject>

#include <memory>

namespace labwarden::test {

// What takes moments here may take long on a machine that has other things to do.
constexpr int soon = 20'000;  ///< ms
constexpr int later = 60'000; ///< ms

inline QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// Tests of a lab through the console: a whole lab for each, and a picture and the lab's logs of those that
/// fail. An answer that a Person did not expect fails the test too.
class ConsoleCase : public QObject {
    Q_OBJECT

protected:
    void startLab(LabOptions options = {}) { m_lab = std::make_unique<Lab>(std::move(options)); }
    /// A lab in which nothing is run.
    void startOffice(int servers = 1) { startLab({.servers = servers, .runner = false, .agent = false}); }
    /// A console before the board of a server; false when it does not get there.
    static bool signIn(ConsoleProgram& console, const QString& server, const QString& user,
                       const QString& password = QLatin1String(Lab::password));

    std::unique_ptr<Lab> m_lab;
    std::unique_ptr<ConsoleProgram> m_console, m_second;

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

private:
    int m_faultsBefore = 0;
};

} // namespace labwarden::test
