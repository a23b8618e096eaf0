// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main job as a person sees it: the console's real window, by mouse and keyboard, against a whole lab of
// real programs.

#include "common/json/domain.h"
#include "console/widgets/notice.h"
#include "tests/e2e/support/console_case.h"

#include <QComboBox>
#include <QDialog>
#include <QElapsedTimer>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <boost/json/array.hpp>

#include <csignal>
#include <memory>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

namespace {

/// The percentage in "Running 67 %"; -1 when there is none.
int percentIn(const QString& badge) {
    static const QRegularExpression number(QStringLiteral("(\\d+)\\s*%"));
    const auto match = number.match(badge);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

} // namespace

class ConsoleTest : public ConsoleCase {
    Q_OBJECT

    void openLab(LabOptions options = {}) {
        startLab(std::move(options));
        m_admin = std::make_unique<Person>(*m_lab, "admin");
        m_engineer = std::make_unique<Person>(*m_lab, "engineer");
        m_host = q(m_lab->hostKey());
        m_console = std::make_unique<ConsoleProgram>();
    }
    /// With this machine registered, and somebody who sees it available.
    void openLabAndSignIn(LabOptions options = {}) {
        openLab(std::move(options));
        m_hostId = m_admin->addDevice(m_lab->hostKey());
        m_engineer->addEnvironment("Bench");
        m_console->typeSignIn(q(m_lab->url()), QStringLiteral("engineer"), QLatin1String(Lab::password));
        QTRY_COMPARE_WITH_TIMEOUT(m_console->tileState(m_host), QStringLiteral("Available"), later);
    }
    /// From the selected tiles through the dialog to the run that opens.
    void startRun(const QString& testCase) {
        QTRY_VERIFY_WITH_TIMEOUT(startButton()->isEnabled(), soon);
        QTest::mouseClick(startButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->window.findChild<QDialog*>(QStringLiteral("startRunDialog")),
                                 soon);
        QPointer<QDialog> dialog = m_console->window.findChild<QDialog*>(QStringLiteral("startRunDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(
            ConsoleProgram::choose(m_console->widget<QComboBox>("testCaseComboBox"), testCase), soon);
        QTRY_VERIFY_WITH_TIMEOUT(ConsoleProgram::choose(m_console->widget<QComboBox>("environmentComboBox"),
                                                        QStringLiteral("Bench")),
                                 soon);
        auto& start = m_console->widget<QPushButton>("startPushButton");
        QTRY_VERIFY_WITH_TIMEOUT(start.isEnabled(), soon);
        QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog, soon);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->widget<QWidget>("runInspector").isVisible(), soon);
    }
    QPushButton* startButton() const {
        return m_console->widget<QWidget>("boardPage")
            .findChild<QPushButton*>(QStringLiteral("startRunPushButton"));
    }
    QString noticeWords(const char* name) const { return m_console->widget<widgets::Notice>(name).words(); }
    /// Where what the console knows of the devices is not what a server says; empty when nowhere.
    QString differences(Person& person) const;

    std::unique_ptr<Person> m_admin, m_engineer;
    QString m_host;
    std::string m_hostId;

private Q_SLOTS:
    void a_run_on_this_machine_passes_before_ones_eyes();
    void a_broken_limit_fails_the_run_and_is_named();
    void a_lost_server_is_in_sight_and_nothing_is_lost_when_it_is_back_data();
    void a_lost_server_is_in_sight_and_nothing_is_lost_when_it_is_back();
};

QString ConsoleTest::differences(Person& person) const {
    const auto board = person.get("/api/v1/devices");
    QStringList found;
    std::size_t count = 0;
    for (const auto& entry : board.at("devices").as_array()) {
        const auto reading = wire::read<Device>(entry, wire::server);
        const Device& theirs = reading.value;
        const Device* ours = m_console->store.device(theirs.id);
        ++count;
        if (!ours) {
            found << q(theirs.key + " is missing");
            continue;
        }
        if (static_cast<const DeviceFacts&>(*ours) != static_cast<const DeviceFacts&>(theirs))
            found << q(theirs.key + ": facts");
        if (ours->presence != theirs.presence)
            found << q(theirs.key + ": presence");
        if (ours->lease != theirs.lease)
            found << q(theirs.key + ": lease");
        if (ours->service != theirs.service)
            found << q(theirs.key + ": service");
    }
    if (m_console->store.devices().size() != count)
        found << QStringLiteral("%1 devices instead of %2").arg(m_console->store.devices().size()).arg(count);
    return found.join(QStringLiteral("; "));
}

void ConsoleTest::a_run_on_this_machine_passes_before_ones_eyes() {
    openLabAndSignIn();
    if (QTest::currentTestFailed())
        return;
    m_engineer->addTestCase("Host is sane", {"max(mem_used_pct) <= 100 %", "count(load1) > 2"}, 10);
    QVERIFY(!startButton()->isEnabled());
    m_console->clickTile(m_host);
    QCOMPARE(m_console->selectedTiles(), QStringList{m_host});
    startRun(QStringLiteral("Host is sane"));
    if (QTest::currentTestFailed())
        return;

    QTRY_COMPARE_WITH_TIMEOUT(m_console->tileState(m_host), QStringLiteral("Under test"), soon);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->runBadge().startsWith(QLatin1String("Running")), soon);
    QTRY_VERIFY_WITH_TIMEOUT(percentIn(m_console->runBadge()) > 0, soon);
    const int percent = percentIn(m_console->runBadge());
    QTRY_VERIFY_WITH_TIMEOUT(m_console->chartPoints() > 0, soon);
    const int points = m_console->chartPoints();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->chartPoints() > points, soon);
    QTRY_VERIFY_WITH_TIMEOUT(
        percentIn(m_console->runBadge()) > percent || m_console->runBadge() == QLatin1String("Passed"), soon);

    QTRY_COMPARE_WITH_TIMEOUT(m_console->runBadge(), QStringLiteral("Passed"), later);
    const auto says = [this](const char* pattern) {
        const QRegularExpression line(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
        return m_console->criteria().filter(line).size() == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(R"(met: max\(mem_used_pct\) <= 100 %, [\d.,]+ % ?)"), soon);
    QTRY_VERIFY_WITH_TIMEOUT(says(R"(met: count\(load1\) > 2, \d+ ?)"), soon);
    QVERIFY(!m_console->widget<QWidget>("whyNotice").isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_console->tileState(m_host), QStringLiteral("Available"), soon);

    QVERIFY(m_console->keepPicture(QStringLiteral("e2e-passed")));
    m_console->theme.setMode(style::ThemeMode::light);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->window.palette().window().color().lightness() > 127, soon);
    QVERIFY(m_console->keepPicture(QStringLiteral("e2e-passed")));
}

void ConsoleTest::a_broken_limit_fails_the_run_and_is_named() {
    openLabAndSignIn();
    if (QTest::currentTestFailed())
        return;
    m_engineer->addTestCase("Host is sane", {"max(mem_used_pct) <= 100 %"}, 10);
    m_engineer->addTestCase("Impossible", {"max(mem_used_pct) <= 0.001 %", "count(load1) > 0"}, 2);
    m_console->clickTile(m_host);
    startRun(QStringLiteral("Impossible"));
    if (QTest::currentTestFailed())
        return;

    QTRY_COMPARE_WITH_TIMEOUT(m_console->runBadge(), QStringLiteral("Failed"), later);
    static const QRegularExpression why(
        QStringLiteral("max\\(mem_used_pct\\) was [\\d.,]+\\s%, the limit is <= 0\\.001\\s?%\\."));
    QTRY_VERIFY2_WITH_TIMEOUT(why.match(noticeWords("whyNotice")).hasMatch(),
                              qPrintable(noticeWords("whyNotice")), soon);
    QVERIFY(m_console->widget<QWidget>("whyNotice").isVisible());
    const auto criteria = m_console->criteria();
    QCOMPARE(criteria.size(), 2);
    QVERIFY2(criteria.at(0).startsWith(QLatin1String("broken: max(mem_used_pct) <= 0.001 %, ")),
             qPrintable(criteria.at(0)));
    QVERIFY2(criteria.at(1).startsWith(QLatin1String("met: count(load1) > 0, ")), qPrintable(criteria.at(1)));
    QVERIFY(m_console->keepPicture(QStringLiteral("e2e-failed-limit")));
}

void ConsoleTest::a_lost_server_is_in_sight_and_nothing_is_lost_when_it_is_back_data() {
    QTest::addColumn<int>("servers");
    QTest::addColumn<int>("signal");
    QTest::newRow("the only server, stopped") << 1 << SIGTERM;
    QTest::newRow("one of two, killed") << 2 << SIGKILL;
}

void ConsoleTest::a_lost_server_is_in_sight_and_nothing_is_lost_when_it_is_back() {
    QFETCH(int, servers);
    QFETCH(int, signal);
    openLabAndSignIn({.servers = servers});
    if (QTest::currentTestFailed())
        return;
    const auto first = m_admin->addDevice("bench-1");
    const auto second = m_admin->addDevice("bench-2");
    const auto environment = m_engineer->addEnvironment("Elsewhere");
    const auto outlives = m_engineer->addTestCase("Ends meanwhile", {"count(load1) > 0"}, 5);
    const auto goesOn = m_engineer->addTestCase("Goes on", {"count(load1) > 0"}, 120);
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->tileState(QStringLiteral("bench-2")).isEmpty(), soon);
    m_console->clickTile(QStringLiteral("bench-2"));

    // The last that happens before, the runs' end and the agent's fall behind the console's back. The run is
    // started at the server that stays: the job tells the runner to call back where it was published.
    m_admin->addDevice("bench-3");
    Person starter(*m_lab, "engineer", servers - 1);
    const auto run = std::string(starter.startRun(m_hostId, outlives, environment).at("id").as_string());
    m_lab->server().signal(signal);
    QVERIFY(m_lab->server().wait(std::chrono::seconds(30)));
    QElapsedTimer away;
    away.start();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Reconnecting")), soon);
    if (servers > 1) {
        Person elsewhere(*m_lab, "engineer", 1);
        Person registrar(*m_lab, "admin", 1);
        registrar.addDevice("bench-4");
        elsewhere.startRun(first, goesOn, environment);
        const auto cancelled =
            std::string(elsewhere.startRun(second, goesOn, environment).at("id").as_string());
        elsewhere.post("/api/v1/test-runs/" + cancelled + "/cancel", json::object{}, 200);
        elsewhere.finished(run);
    }
    m_lab->agent().kill();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Offline since")), soon);
    QVERIFY(
        m_console->widget<QWidget>("boardPage").findChild<QWidget*>(QStringLiteral("staleBar"))->isVisible());
    QVERIFY(m_console->keepPicture(QStringLiteral("e2e-lost")));
    QTRY_VERIFY_WITH_TIMEOUT(away.hasExpired(20'000), later);

    m_lab->startServer();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), soon);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->tileState(m_host), QStringLiteral("Offline"), later);
    m_engineer->finished(run);
    QTRY_COMPARE_WITH_TIMEOUT(differences(*m_engineer), QString(), soon);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_console->store.run(run) && m_console->store.run(run)->state == RunState::finished, soon);
    QCOMPARE(m_console->store.devices().size(), std::size_t(servers > 1 ? 5 : 4));
    QCOMPARE(m_console->selectedTiles(), QStringList{QStringLiteral("bench-2")});

    // And it goes on by itself from there.
    m_lab->startAgent();
    QTRY_COMPARE_WITH_TIMEOUT(m_console->tileState(m_host), QStringLiteral("Available"), later);
    m_admin->addDevice("bench-5");
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->tileState(QStringLiteral("bench-5")).isEmpty(), soon);
    QTRY_COMPARE_WITH_TIMEOUT(differences(*m_engineer), QString(), soon);
}

QTEST_MAIN(ConsoleTest)
#include "console_test.moc"
