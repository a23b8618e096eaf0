// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the whole console costs, the program that ships, with 10,000 devices behind a server inside this one:
// its memory, its share of a core with 500 changes a second over its event feed, and how long after its start
// the log-in can be used. That is looked at from outside, on the screen, and so needs a display (Xvfb will
// do) for both. Prints figures and asserts nothing. Usage: console_bench [seconds of 500 changes/s, 20]
// [starts, 10] [path of labwarden, beside this one].

#include "console/style/tokens.h"
#include "tests/bench/live_lab.h"
#include "tests/console/support/fake_lab.h"
#include "tests/console/support/fake_server.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPixmap>
#include <QProcess>
#include <QScreen>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <unistd.h>

using namespace labwarden;
using namespace labwarden::bench;
using namespace labwarden::console::test;

namespace {

const QString eventsPath = QStringLiteral("/api/v1/events");

void waitFor(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitUntil(const std::function<bool()>& holds, int ms) {
    QElapsedTimer clock;
    clock.start();
    while (!holds() && clock.elapsed() < ms)
        waitFor(10);
    return holds();
}

/// The program with settings of its own.
class Console {
public:
    Console(const QString& program, const QStringList& variables) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS")); // nobody's key store
        for (qsizetype i = 0; i + 1 < variables.size(); i += 2)
            environment.insert(variables[i], variables[i + 1]);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(program, {});
    }
    ~Console() {
        m_process.kill();
        m_process.waitForFinished();
    }

    /// A line of /proc/<pid>/status in MB: "VmRSS", "VmHWM".
    double megabytes(const QByteArray& name) const {
        QFile file(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray& line : file.readAll().split('\n'))
                if (line.startsWith(name + ':'))
                    return line.mid(name.size() + 1).simplified().split(' ').first().toDouble() / 1024;
        return 0;
    }
    double cpuSeconds() const {
        QFile file(QStringLiteral("/proc/%1/stat").arg(m_process.processId()));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray all = file.readAll();
        const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
        return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(sysconf(_SC_CLK_TCK));
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

void wholeConsole(const QString& program, int seconds) {
    LiveLab live;
    FakeServer server;
    FakeLab lab(server);
    lab.devices = live.lab.devices;
    lab.runs = live.lab.runs;
    const QTemporaryDir folder;
    const QString secret = folder.filePath(QStringLiteral("password"));
    QFile file(secret);
    if (!file.open(QIODevice::WriteOnly) || file.write("secret") != 6)
        return;
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const Console console(program, {QStringLiteral("LABWARDEN_CONSOLE_SERVER"), server.url().toString(),
                                    QStringLiteral("LABWARDEN_CONSOLE_USER"), QStringLiteral("engineer"),
                                    QStringLiteral("LABWARDEN_CONSOLE_PASSWORD_FILE"), secret});
    if (!waitUntil([&] { return server.parked(eventsPath) > 0; }, 30000)) {
        std::printf("the console has not come to follow the feed\n");
        return;
    }
    waitFor(3000);
    std::printf("whole console, 10,000 devices: %.0f MB resident, %.0f MB at most\n",
                console.megabytes("VmRSS"), console.megabytes("VmHWM"));
    // Events are collected while an answer is on its way, as the server does it, at most one each 100 ms.
    std::vector<Event> waiting;
    int told = 0;
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &server, [&] {
        const std::vector<Event> more = live.change(changesPerSecond / 10);
        waiting.insert(waiting.end(), more.begin(), more.end());
        if (server.parked(eventsPath) == 0)
            return;
        told += static_cast<int>(waiting.size());
        lab.tell(std::exchange(waiting, {}));
    });
    tick.start(100);
    waitFor(1000);
    QElapsedTimer wall;
    wall.start();
    told = 0;
    const double before = console.cpuSeconds();
    waitFor(seconds * 1000);
    const double took = static_cast<double>(wall.elapsed()) / 1000;
    std::printf("whole console, %.0f changes/s over its feed: %.2f %% of a core; %.0f MB resident\n",
                told / took, (console.cpuSeconds() - before) / took * 100, console.megabytes("VmRSS"));
}

// The button of the log-in stands on the screen: its filled ground is nowhere else.
bool logInIsThere() {
    const QImage screen = QGuiApplication::primaryScreen()->grabWindow(0).toImage();
    const QRgb filled[] = {style::darkTokens()[style::Token::filled].rgb(),
                           style::lightTokens()[style::Token::filled].rgb()};
    int pixels = 0;
    for (int y = 0; y < screen.height(); y += 4)
        for (int x = 0; x < screen.width(); x += 4)
            pixels += screen.pixel(x, y) == filled[0] || screen.pixel(x, y) == filled[1];
    return pixels > 40; // of a button of some 300 by 32
}

void start(const QString& program, int starts) {
    if (QGuiApplication::platformName() != QLatin1String("xcb")) {
        std::printf("start to log-in: can only be looked at on an X display\n");
        return;
    }
    std::vector<double> times;
    for (int i = 0; i < starts; ++i) {
        waitUntil([] { return !logInIsThere(); }, 5000);
        QElapsedTimer clock;
        clock.start();
        const Console console(program, {});
        while (!logInIsThere() && clock.elapsed() < 10000)
            waitFor(2);
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "start to log-in on the screen: median %.0f ms, longest %.0f ms (%zu; a look at the screen takes "
        "part of it)\n",
        times[times.size() / 2], times.back(), times.size());
    QElapsedTimer look;
    look.start();
    logInIsThere();
    std::printf("a look at the screen: %lld ms\n", static_cast<long long>(look.elapsed()));
}

} // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    QApplication application(argc, argv);
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 20;
    const int starts = argc > 2 ? std::atoi(argv[2]) : 10;
    const QString program = argc > 3 ? QString::fromLocal8Bit(argv[3])
                                     : QApplication::applicationDirPath() + QStringLiteral("/labwarden");
    if (!QFileInfo(program).isExecutable()) {
        std::printf("there is no %s\n", qPrintable(program));
        return 1;
    }
    start(program, starts);
    wholeConsole(program, seconds);
    return 0;
}
