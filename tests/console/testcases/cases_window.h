// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/nav_bar.h"
#include "console/testcases/case_editor.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_text_view.h"
#include "console/testcases/case_tree.h"
#include "console/testcases/case_views.h"
#include "console/testcases/code_edit.h"
#include "console/testcases/test_cases_page.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/testcases/fake_cases.h"
#include "tests/console/testcases/fake_exchange.h"

#include <QDropEvent>
#include <QMimeData>

#include <QClipboard>

#include <memory>

namespace labwarden::console::test {

/// Files of this machine are dragged onto a widget and let go.
inline void dropFiles(QWidget* onto, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(onto, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(onto, &drop);
    QVERIFY(drop.isAccepted());
}

/// The console's window on its Test cases page.
class CasesWindow {
public:
    explicit CasesWindow(style::ThemeMode mode = style::ThemeMode::light, int more = 0)
        : console(std::make_unique<ConsoleFixture>(mode))
        , cases(console->lab, console->server)
        , exchange(console->lab, console->server, cases) {
        console->lab.testCases[0].document.folder = "Thermal";
        console->lab.testCases[0].document.status = CaseStatus::approved;
        cases.revisions[console->lab.testCases[0].id] = {console->lab.testCases[0]};
        cases.addMany(more);
    }

    std::unique_ptr<ConsoleFixture> console;
    FakeCases cases;
    FakeExchange exchange;
    std::unique_ptr<MainWindow> window;

    FakeLab& lab() { return console->lab; }
    FakeServer& server() { return console->server; }
    const std::string& first() { return console->lab.testCases[0].id; }

    void open(QSize size = {1440, 900}) {
        window = std::make_unique<MainWindow>(console->parts());
        window->resize(size);
        window->show();
        window->activateWindow();
        window->begin(console->goodPrefill());
        QTRY_COMPARE(console->store.testCases().size(), lab().testCases.size());
        QTRY_COMPARE(server().parked(QStringLiteral("/api/v1/events")), 1);
        QTRY_VERIFY(find("navBar")->isVisible());
        window->findChild<NavBar*>()->setCurrent(1);
        QTRY_COMPARE(tree()->cases()->totalCount(), static_cast<int>(lab().testCases.size()));
        QVERIFY(page()->isVisible());
    }
    /// Whether what is not saved is on the disk.
    bool hasDraft() {
        DraftShelf shelf(console->settings);
        const auto* session = console->store.session();
        shelf.setPerson(session->server.toString(), QString::fromStdString(session->user.id));
        return shelf.find(first()).has_value();
    }
    void awaitDraft() { QTRY_VERIFY(hasDraft()); }
    /// As if the program had been killed: the window goes without a word.
    void crash() { window.reset(); }

    TestCasesPage* page() { return window->findChild<TestCasesPage*>(); }
    CaseTree* tree() { return window->findChild<CaseTree*>(); }
    CaseEditor* editor() { return page()->editor(); }
    widgets::Notice* notice() { return find<widgets::Notice>("testCasesNotice"); }
    widgets::Notice* caseNotice() { return find<widgets::Notice>("caseNotice"); }

    template<class T = QWidget>
    T* find(const char* name) {
        T* found = nullptr;
        for (auto* candidate : window->findChildren<T*>(QLatin1String(name)))
            if (!found || candidate->isVisible())
                found = candidate;
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// By keyboard, from the tree.
    void openCase(const std::string& id) {
        keyboard::goTo(tree());
        tree()->select(id);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(editor()->caseId() == id && editor()->form()->isVisible());
    }
    CodeEdit* code() { return editor()->views()->text()->code(); }
    QString textOfCode() { return code()->toPlainText(); }
    /// Ctrl+E, to the text.
    void showText() {
        keyboard::press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(code()->isVisible() && code()->hasFocus());
    }
    /// As somebody pastes over what is there.
    void paste(const QString& text) {
        QApplication::clipboard()->setText(text);
        keyboard::press(Qt::Key_A, Qt::ControlModifier);
        keyboard::press(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(textOfCode(), text);
    }
    QWidget* field(const char* pointer) {
        auto* found = editor()->form()->fieldAt(QLatin1String(pointer));
        [&] { QVERIFY2(found, pointer); }();
        return found;
    }
};

} // namespace labwarden::console::test
