// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of finding devices, in every state, to be looked at.

#include "console/board/query/query_field.h"
#include "console/board/query/query_popup.h"
#include "console/board/query/views_button.h"
#include "console/board/tile_view.h"
#include "console/runs/run_inspector.h"
#include "console/shell/nav_bar.h"
#include "console/widgets/chip.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QDialog>
#include <QLineEdit>
#include <QMenu>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;

class QueryPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>(pictures::mode());
        auto& lab = m_console->lab;
        int number = 0;
        for (Device& device : lab.devices) {
            ++number;
            device.tags = number % 3 ? std::vector<std::string>{"gpu", "thermal"}
                                     : std::vector<std::string>{"endurance"};
            if (number % 5 == 0)
                device.owner = "Power team";
            if (number % 17 == 0)
                device.presence.flappingUntil = Timestamp::now() + std::chrono::hours(1);
        }
        lab.byKey("r09-u02").presence.flappingUntil = Timestamp::now() + std::chrono::hours(1);
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(pictures::size());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(m_window->findChild<TileView*>()->shownCount(), 36);
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void finding_data() { pictures::looks(); }
    void finding() {
        keep("query-none");
        keyboard::write(field(), QStringLiteral("ta"));
        keyboard::press(Qt::Key_Down);
        keep("query-fields");
        keyboard::type(field(), QStringLiteral("rack 7 state:"));
        keep("query-states");
        keyboard::type(field(), QStringLiteral("state:available tag:"));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keep("query-values");
        keyboard::type(field(), {});
        keyboard::press(Qt::Key_Down);
        keep("query-all-fields");
        keyboard::type(field(), QStringLiteral("stat:available tag:gpu is:flaping rack 7"));
        keep("query-faults");
        keyboard::press(Qt::Key_Escape);
        keyboard::press(Qt::Key_Tab);
        keep("query-faults-left");
        keyboard::type(field(), QStringLiteral("state:available tag:gpu rack 7 model~\"gateway\""));
        keyboard::press(Qt::Key_Return);
        keep("query-written");
    }

    void beside_a_run_data() { pictures::looks(); }
    void beside_a_run() {
        const TestRun& run = m_console->lab.finish(48213, Outcome::passed); // nothing counts up any more
        m_console->lab.tell(
            {eventOf(run), eventOf(run.devices.front().id, m_console->lab.byKey("r07-u02").lease)});
        m_window->openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        QTRY_VERIFY(m_window->findChild<RunInspector*>()->isVisible());
        m_window->findChild<NavBar*>()->setCurrent(0);
        keyboard::write(field(), QStringLiteral("stat:x rack 7 tag:"));
        keep("query-narrow");
    }

    void nothing_found_data() { pictures::looks(); }
    void nothing_found() {
        keyboard::write(field(), QStringLiteral("tag:gpux "));
        keep("query-nothing-near");
        keyboard::type(field(), QStringLiteral("tag:endurance rack 7 model~\"gateway\" "));
        m_window->findChild<widgets::Chip*>(QStringLiteral("offlineChip"))->click();
        keep("query-nothing");
    }

    void help_data() { pictures::looks(); }
    void help() {
        keyboard::press(field(), Qt::Key_F1);
        auto* help = m_window->findChild<QDialog*>(QStringLiteral("queryHelpDialog"));
        QTRY_VERIFY(help && help->isVisible());
        pictures::keep(help, "query-help");
    }

    void views_data() { pictures::looks(); }
    void views() {
        keyboard::write(field(), QStringLiteral("tag:gpu state:available "));
        saveAs(QStringLiteral("Free GPUs"), false);
        keyboard::type(field(), QStringLiteral("is:failed "));
        saveAs(QStringLiteral("To be looked at after the night, rack by rack, by whoever comes"), true);
        saveAs(QStringLiteral("Morning"), false);
        keep("views-in-use");
        keyboard::type(field(), QStringLiteral("is:failed -rack 7 "));
        keep("views-changed");
        QMenu* menu = openMenu();
        keyboard::press(Qt::Key_Down);
        pictures::keep(menu, "views-menu");
        keyboard::press(Qt::Key_Escape);
    }

private:
    void keep(const char* name) { pictures::keep(m_window.get(), name); }
    QueryField* field() const { return m_window->findChild<QueryField*>(); }
    QMenu* openMenu() {
        keyboard::press(m_window->findChild<ViewsButton*>(), Qt::Key_Return);
        QMenu* menu = nullptr;
        [&] {
            QTRY_VERIFY((menu = m_window->findChild<QMenu*>(QStringLiteral("viewsMenu"))) &&
                        menu->isVisible());
        }();
        return menu;
    }
    void saveAs(const QString& name, bool seen) {
        openMenu()->findChild<QAction*>(QStringLiteral("saveViewAsAction"))->trigger();
        keyboard::press(Qt::Key_Escape);
        auto* line = m_window->findChild<QLineEdit*>(QStringLiteral("viewNameLineEdit"));
        QTRY_VERIFY(line && line->isVisible());
        keyboard::type(line, name);
        if (seen)
            pictures::keep(line->window(), "views-name");
        keyboard::press(line, Qt::Key_Return);
        QTRY_VERIFY(!m_window->findChild<QLineEdit*>(QStringLiteral("viewNameLineEdit")));
    }

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(QueryPicturesTest)
#include "query_pictures_test.moc"
