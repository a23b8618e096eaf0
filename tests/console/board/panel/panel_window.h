// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/board_page.h"
#include "console/board/panel/device_panel.h"
#include "console/board/tile_view.h"
#include "console/shell/nav_bar.h"
#include "console/shell/side_panels.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/state_badge.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QDialog>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>

#include <memory>

namespace labwarden::console::test {

/// What tests of a device's panel share: the whole window, signed in as somebody who may change devices, and
/// getting about in it by keyboard. A base of the test's class.
class PanelWindow {
protected:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    void make(style::ThemeMode mode = style::ThemeMode::dark) {
        m_window.reset();
        m_console = std::make_unique<ConsoleFixture>(mode);
        auto& permissions = m_console->lab.permissions;
        permissions.push_back("devices:write");
    }
    void open(const QSize& size = {1440, 900}) {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(size);
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.environments().size() > 0);
        feedIsUp();
    }
    void close() {
        m_window.reset();
        m_console.reset();
    }
    void feedIsUp() { QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1); }

    template<class T>
    T* find(const char* name, const QWidget* in = nullptr) {
        auto* found = (in ? in : m_window.get())->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Panels of devices from left to right, those that are seen.
    QList<board::DevicePanel*> panels() {
        QList<board::DevicePanel*> seen;
        const auto all = m_window->findChildren<board::DevicePanel*>();
        for (auto* panel : all)
            if (panel->isVisible())
                seen << panel;
        std::sort(seen.begin(), seen.end(), [](auto* a, auto* b) {
            return a->mapToGlobal(QPoint()).x() < b->mapToGlobal(QPoint()).x();
        });
        return seen;
    }
    board::DevicePanel* panel() {
        const auto all = panels();
        [&] { QVERIFY(!all.isEmpty()); }();
        return all.last();
    }
    Device& device(const char* key) { return m_console->lab.byKey(key); }
    QString path(const char* key, const char* rest = "") {
        return QStringLiteral("/api/v1/devices/%1%2")
            .arg(QString::fromStdString(device(key).id), QLatin1String(rest));
    }
    int asked(const char* key, const char* rest = "") {
        return m_console->server.count("GET", path(key, rest));
    }
    /// Chooses the device on the board and presses Enter there.
    void openDevice(const char* key) {
        auto* page = m_window->findChild<board::BoardPage*>();
        QVERIFY(page->showDevice(QString::fromStdString(device(key).id)));
        keyboard::press(m_window->findChild<board::TileView*>(), Qt::Key_Return);
        QTRY_VERIFY(!panels().isEmpty());
        QTRY_COMPARE(panel()->deviceId(), device(key).id);
        QTRY_VERIFY(text("deviceKeyLabel") == QLatin1String(key));
        QTRY_VERIFY(asked(key) > 0);
    }
    /// With the keys that lead there.
    void openTab(board::DevicePanel::Tab tab) {
        auto* tabs = find<QTabBar>("deviceTabBar", panel());
        keyboard::goTo(tabs);
        while (tabs->currentIndex() < tab)
            keyboard::press(Qt::Key_Right);
        while (tabs->currentIndex() > tab)
            keyboard::press(Qt::Key_Left);
        QCOMPARE(tabs->currentIndex(), int(tab));
    }
    QString text(const char* label) { return find<widgets::Label>(label, panel())->text(); }
    QString badge() { return find<widgets::StateBadge>("deviceStateBadge", panel())->text(); }
    QString notice(const char* name) {
        auto* found = find<widgets::Notice>(name, panel());
        return found->isVisible() ? found->accessibleName() : QString();
    }
    void refuse(const char* method, const QString& at, const Answer& answer) {
        m_console->server.on(method, at, [answer](const Request&) { return answer; });
    }
};

} // namespace labwarden::console::test
