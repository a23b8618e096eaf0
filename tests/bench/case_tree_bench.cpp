// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long the Test cases page keeps people waiting, with 10,000 cases in 500 folders: the first paint,
// frames while scrolling, a key in the filter, folding, changes by others. Prints figures and asserts
// nothing; with QT_QPA_PLATFORM=offscreen it needs no display.

#include "console/api/server_clock.h"
#include "console/style/theme.h"
#include "console/testcases/case_editor.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_text_view.h"
#include "console/testcases/case_tree.h"
#include "console/testcases/case_views.h"
#include "console/testcases/code_edit.h"
#include "console/testcases/test_cases_page.h"
#include "tests/bench/gui_times.h"

#include <QApplication>
#include <QEventLoop>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QWindow>

using namespace labwarden;
using namespace labwarden::bench;
using namespace labwarden::console;

namespace {

constexpr int caseCount = 10'000;

std::vector<TestCaseSummary> manyCases() {
    const char* areas[] = {"Battery", "Charging", "Radio", "Thermal", "Updates"};
    const char* what[] = {"Cold start", "Soak", "Brown-out", "Recovery", "Endurance", "Limits"};
    std::vector<TestCaseSummary> all(caseCount);
    for (int i = 0; i < caseCount; ++i) {
        auto& each = all[static_cast<std::size_t>(i)];
        each.id = "00000000-0000-4000-8000-" +
                  QString::number(i).rightJustified(12, QLatin1Char('0')).toStdString();
        each.key = "TC-" + std::to_string(i + 1);
        each.title = std::string(what[i % 6]) + " " + std::to_string(i + 1);
        each.folder = std::string(areas[i % 5]) + "/Set " + std::to_string(i / 5 % 20) + "/Part " +
                      std::to_string(i / 100 % 5);
        each.status = static_cast<CaseStatus>(i % 3);
        each.tags = {i % 2 ? "nightly" : "weekly", "gen4"};
        each.owner = i % 4 ? "keller" : "lindqvist";
        each.changedBy = "M. Keller";
        each.changedAt = Timestamp::now();
        each.revision = each.version = 1;
    }
    return all;
}

/// The page in a window of its own, as large as it is beside the navigation of a window of 1440 x 900.
struct Page {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat};
    LabStore store;
    ApiClient client; // leads to no server
    LabApi api{client};
    TestCaseApi cases{client};
    LabSync sync{api, store};
    ServerClock clock{client};
    TestCasesPage page{CaseParts{api, cases, store, sync, clock, settings}};

    Page() {
        UserInfo user;
        user.permissions = {"testcases:read", "testcases:write"};
        store.setSession({{}, user, "0.1.0"});
        store.replaceDevices({});
        page.setAutoFillBackground(true);
        page.resize(1232, 900);
        page.show();
        while (!page.windowHandle()->isExposed()) // before that nothing is painted
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        settle();
    }
    /// The model follows and the view lays out: each in a turn of its own.
    static void settle() {
        for (int turn = 0; turn < 6; ++turn) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
    }
    CaseTree& tree() { return *page.findChild<CaseTree*>(); }
    /// Until what follows is on the screen.
    Took answerTo(const std::function<void()>& what) {
        return tookBy([&] {
            what();
            settle();
            page.repaint();
        });
    }
};

/// The same for what the store gathers for a moment before it tells.
Took answerOfStore(Page& p, const std::function<void()>& what) {
    bool told = false;
    const auto connection = QObject::connect(&p.store, &LabStore::changed, &p.page, [&] { told = true; });
    const Took took = p.answerTo([&] {
        what();
        while (!told)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    });
    QObject::disconnect(connection);
    return took;
}

void frames(Page& p) {
    QScrollBar& bar = *p.tree().verticalScrollBar();
    Times times;
    bar.setValue(0);
    const int step = std::max(1, bar.maximum() / 1500);
    for (int at = 0; at <= bar.maximum(); at += step)
        times.add(tookBy([&] {
            bar.setValue(at);
            p.tree().viewport()->repaint();
        }));
    times.print(QStringLiteral("a frame while scrolling, top to bottom:"));
    bar.setValue(0);
    Times rows;
    for (int i = 0; i < 500; ++i)
        rows.add(p.answerTo([&] { press(p.tree(), Qt::Key_Down); }));
    rows.print(QStringLiteral("a row down by keyboard:"));
}

void typing(Page& p) {
    auto& field = *p.page.findChild<QLineEdit*>(QStringLiteral("caseSearchField"));
    field.setFocus();
    Times times;
    for (const char* words : {"soak nightly 77", "thermal set 7", "zzz"}) {
        for (const char* c = words; *c; ++c)
            times.add(p.answerTo([&] { press(field, Qt::Key_A, {}, QString(QLatin1Char(*c))); }));
        while (!field.text().isEmpty())
            times.add(p.answerTo([&] { press(field, Qt::Key_Backspace); }));
    }
    times.print(QStringLiteral("a key in the filter:"));
}

void folding(Page& p) {
    print(QStringLiteral("all folders folded:"), p.answerTo([&] { p.tree().collapseAll(); }));
    print(QStringLiteral("all folders unfolded:"), p.answerTo([&] { p.tree().expandAll(); }));
}

void changes(Page& p, std::vector<TestCaseSummary> all) {
    Times times;
    for (std::size_t i = 0; i < 50; ++i) {
        auto& each = all[i * 199];
        each.title += " again";
        ++each.version;
        times.add(answerOfStore(p, [&] { p.store.replaceTestCases(all); }));
    }
    times.print(QStringLiteral("a case renamed by somebody else:"));
}

/// As large as the format allows.
TestCaseDocument largeCase() {
    TestCaseDocument document;
    document.title = "Everything";
    for (int i = 0; i < 200; ++i) {
        Step step;
        step.name = "Step " + std::to_string(i);
        step.kind = StepKind::measure;
        step.durationSeconds = 60;
        document.steps.push_back(step);
        document.criteria.push_back(
            {"max(metric_" + std::to_string(i) + ") < " + std::to_string(50 + i) + " °C over 30 s",
             Severity::must, step.name});
    }
    return document;
}

void writing(Page& p) {
    auto& editor = *p.page.editor();
    print(QStringLiteral("a case of 200 steps and 200 criteria opened:"),
          p.answerTo([&] { editor.openNew(largeCase()); }));
    const auto typeInto = [&](QWidget& field, const QString& what) {
        Times times;
        field.setFocus();
        for (int i = 0; i < 40; ++i)
            times.add(p.answerTo([&] { press(field, Qt::Key_A, {}, QStringLiteral("a")); }));
        times.print(what);
    };
    typeInto(*editor.form()->fieldAt(QStringLiteral("/title")), QStringLiteral("a letter in its form:"));
    print(QStringLiteral("from its form to its text:"),
          p.answerTo([&] { editor.views()->setView(CaseViews::View::text); }));
    auto& code = *editor.views()->text()->code();
    code.goTo(7); // in the title
    typeInto(code, QStringLiteral("a letter in its text:"));
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const style::Theme theme(application, style::ThemeMode::dark);
    Page p;
    const auto all = manyCases();
    print(QStringLiteral("from the summaries to the first paint:"),
          answerOfStore(p, [&] { p.store.replaceTestCases(all); }));
    frames(p);
    typing(p);
    folding(p);
    changes(p, all);
    writing(p);
    return 0;
}
