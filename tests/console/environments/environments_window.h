// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_editor.h"
#include "console/environments/environment_form.h"
#include "console/environments/environment_model.h"
#include "console/environments/environments_page.h"
#include "console/shell/nav_bar.h"
#include "console/widgets/notice.h"
#include "tests/console/environments/fake_environments.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QDialog>
#include <QLabel>
#include <QTableView>

#include <memory>

namespace labwarden::console::test {

/// The console's window on its Environments page. The first environment has everything that one can have.
class EnvironmentsWindow {
public:
    explicit EnvironmentsWindow(style::ThemeMode mode = style::ThemeMode::light)
        : console(std::make_unique<ConsoleFixture>(mode)), environments(console->lab, console->server) {
        auto& full = console->lab.environments[0];
        full.document.description = "Chamber 2 with the 48 V supply.";
        full.document.variables = {{"CHAMBER", "chamber-2", false},
                                   {"SUPPLY_URL", "tcp://supply.lab:5025", false},
                                   {"API_TOKEN", "", true}};
        full.document.runnerQueue = "thermal";
        full.document.defaultParameters = {{"load_pct", 80}, {"log_raw", true}, {"operator_note", "chamber"}};
        full.document.grafanaUrlTemplate =
            "https://grafana.example/d/"
            "device?var-device={device}&var-chamber={var.CHAMBER}&from={from}&to={to}";
        full.changedBy = "M. Keller";
        full.changedAt = Timestamp::now();
        environments.secrets[full.id + " API_TOKEN"] = "stored-token";
        environments.revisions[full.id] = {full};
    }

    std::unique_ptr<ConsoleFixture> console;
    FakeEnvironments environments;
    std::unique_ptr<MainWindow> window;

    FakeLab& lab() { return console->lab; }
    FakeServer& server() { return console->server; }
    const std::string& first() { return console->lab.environments[0].id; }
    const std::string& second() { return console->lab.environments[1].id; }

    void open(QSize size = {1440, 900}) {
        window = std::make_unique<MainWindow>(console->parts());
        window->resize(size);
        window->show();
        window->activateWindow();
        window->begin(console->goodPrefill());
        QTRY_COMPARE(console->store.environments().size(), lab().environments.size());
        QTRY_COMPARE(server().parked(QStringLiteral("/api/v1/events")), 1);
        QTRY_VERIFY(find("navBar")->isVisible());
        keyboard::press(Qt::Key_3, Qt::ControlModifier);
        QTRY_COMPARE(page()->shown()->rowCount(), static_cast<int>(lab().environments.size()));
        QTRY_VERIFY(page()->isVisible());
    }

    EnvironmentsPage* page() { return window->findChild<EnvironmentsPage*>(); }
    EnvironmentEditor* editor() { return page()->editor(); }
    widgets::Notice* notice() { return find<widgets::Notice>("environmentsNotice"); }
    widgets::Notice* editorNotice() { return find<widgets::Notice>("environmentNotice"); }

    template<class T = QWidget>
    T* find(const char* name) {
        T* found = nullptr;
        for (auto* candidate : window->findChildren<T*>(QLatin1String(name)))
            if (!found || candidate->isVisible())
                found = candidate;
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// By keyboard, from the table.
    void openEnvironment(const std::string& id) {
        keyboard::goTo(page()->table());
        page()->table()->setCurrentIndex(page()->shown()->indexOf(id));
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(editor()->environmentId() == id && editor()->isVisible());
    }
    QWidget* field(const char* pointer) {
        auto* found = editor()->form()->fieldAt(QLatin1String(pointer));
        [&] { QVERIFY2(found, pointer); }();
        return found;
    }
    template<class T = QWidget>
    T* inRow(RowList* list, int row, const char* name) {
        auto* found = list->row(row)->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QDialog* dialog(const char* name) {
        QDialog* found = nullptr;
        [&] {
            QTRY_VERIFY2((found = window->findChild<QDialog*>(QLatin1String(name))) && found->isVisible(),
                         name);
        }();
        return found;
    }
    static QStringList linesOf(QDialog* dialog) {
        QStringList lines;
        for (const auto* label :
             dialog->findChild<QWidget*>(QStringLiteral("changesScrollArea"))->findChildren<QLabel*>())
            lines << label->text();
        return lines;
    }
};

} // namespace labwarden::console::test
