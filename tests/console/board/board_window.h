// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_model.h"
#include "console/board/tile_view.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_device_actions.h"
#include "tests/console/support/keyboard.h"

#include <QDialog>
#include <QItemSelectionModel>
#include <QPushButton>

#include <boost/json/parse.hpp>

#include <memory>

namespace labwarden::console::test {

/// The console's window on its Devices page, in a lab where things can be done with devices; whoever signs in
/// may do everything with them unless told otherwise.
class BoardWindow {
public:
    explicit BoardWindow(style::ThemeMode mode = style::ThemeMode::light)
        : console(std::make_unique<ConsoleFixture>(mode)), actions(console->lab, console->server) {}

    std::unique_ptr<ConsoleFixture> console;
    FakeDeviceActions actions;
    std::unique_ptr<MainWindow> window;

    FakeLab& lab() { return console->lab; }
    FakeServer& server() { return console->server; }
    LabStore& store() { return console->store; }

    void open(QSize size = {1440, 900}) {
        window = std::make_unique<MainWindow>(console->parts());
        window->resize(size);
        window->show();
        window->activateWindow();
        window->begin(console->goodPrefill());
        QTRY_VERIFY(store().runsLoaded());
        QTRY_VERIFY(!store().environments().empty());
        QTRY_COMPARE(server().parked(QStringLiteral("/api/v1/events")), 1);
        QTRY_COMPARE(devices()->rowCount(), static_cast<int>(lab().devices.size()));
    }
    template<class T = QWidget>
    T* find(const char* name) {
        T* found = nullptr;
        for (auto* candidate : window->findChildren<T*>(QLatin1String(name)))
            if (!found || candidate->isVisible())
                found = candidate;
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Waits until it is there.
    QDialog* dialog(const char* name) {
        QDialog* found = nullptr;
        [&] {
            QTRY_VERIFY2((found = window->findChild<QDialog*>(QLatin1String(name))) && found->isVisible(),
                         name);
        }();
        return found;
    }
    void awaitClosed(const char* name) {
        QTRY_VERIFY2(!window->findChild<QDialog*>(QLatin1String(name)), name);
    }
    /// In the dialog that is open.
    template<class T = QWidget>
    T* in(QDialog* dialog, const char* name) {
        auto* found = dialog->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    board::TileView* tiles() { return window->findChild<board::TileView*>(); }
    board::DeviceModel* devices() { return window->findChild<board::DeviceModel*>(); }
    widgets::Notice* notice() { return find<widgets::Notice>("boardNotice"); }

    /// The keyboard is in the tiles, and these are selected.
    void select(const std::vector<std::string>& keys) {
        keyboard::goTo(tiles());
        QItemSelection selection;
        for (const auto& key : keys) {
            const QModelIndex index = devices()->index(devices()->rowOfDevice(lab().byKey(key).id), 0);
            [&] { QVERIFY2(index.isValid(), key.c_str()); }();
            selection.select(index, index);
        }
        tiles()->selectionModel()->select(selection,
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        if (!selection.isEmpty())
            tiles()->selectionModel()->setCurrentIndex(selection.first().topLeft(),
                                                       QItemSelectionModel::NoUpdate);
        QTRY_COMPARE(find("selectionBar")->isVisible(), !keys.empty());
    }
    const Device& device(const std::string& key) { return *store().device(lab().byKey(key).id); }
    void awaitNotice(const QString& words) {
        QTRY_VERIFY2(notice()->accessibleName().contains(words), qPrintable(notice()->accessibleName()));
    }
    int sent(const char* method, const char* path) { return server().count(method, QLatin1String(path)); }
    boost::json::value lastBody(const char* method, const QString& path) {
        const auto* request = server().last(method, path);
        [&] { QVERIFY2(request, qPrintable(path)); }();
        return boost::json::parse(request->body.toStdString());
    }
};

} // namespace labwarden::console::test
