// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/console_case.h"

#include <QTest>

#include <gtest/gtest.h>

namespace labwarden::test {
namespace {

/// What Lab and Person, who speak GoogleTest, have found wrong so far.
int faults() {
    return testing::UnitTest::GetInstance()->ad_hoc_test_result().total_part_count();
}

} // namespace

bool ConsoleCase::signIn(ConsoleProgram& console, const QString& server, const QString& user,
                         const QString& password) {
    console.typeSignIn(server, user, password);
    return QTest::qWaitFor([&] { return console.isShown("navBar"); }, later);
}

void ConsoleCase::initTestCase() {
    testing::InitGoogleTest();
}

void ConsoleCase::init() {
    m_faultsBefore = faults();
}

void ConsoleCase::cleanup() {
    for (auto* console : {&m_second, &m_console}) {
        if (QTest::currentTestFailed() && *console)
            (*console)->keepPicture(QStringLiteral("e2e-failed-%1%2")
                                        .arg(QLatin1String(QTest::currentTestFunction()),
                                             QLatin1String(console == &m_second ? "-second" : "")));
        console->reset();
    }
    const bool unexpectedAnswers = faults() > m_faultsBefore;
    if (QTest::currentTestFailed())
        ADD_FAILURE() << "so that the lab keeps its logs";
    m_lab.reset();
    QVERIFY2(!unexpectedAnswers, "the server's answers were not as expected: see above");
}

} // namespace labwarden::test
