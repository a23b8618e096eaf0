// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"
#include "console/testcases/exchange/case_exchange.h"
#include "console/testcases/exchange/export_cases_dialog.h"
#include "console/testcases/exchange/import_cases_dialog.h"
#include "console/widgets/file_dialog.h"
#include "tests/console/support/pictures.h"
#include "tests/console/testcases/cases_window.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTextEdit>
#include <QToolButton>
#include <QTreeView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

const QString fixtures = QStringLiteral(LABWARDEN_SOURCE_DIR "/tests/fixtures/test-definitions");

/// The fixtures, what the lab has already, and a file that no import takes.
void fill(const QTemporaryDir& folder, FakeLab& lab) {
    const auto put = [&](const QString& path, const QByteArray& text) {
        QDir(folder.path()).mkpath(QFileInfo(path).path());
        QFile file(folder.filePath(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    QDir top(fixtures);
    QDirIterator all(fixtures, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        put(top.relativeFilePath(file.fileName()), file.readAll());
    }
    const auto& known = lab.testCases[0];
    put(QStringLiteral("own/soak.yaml"),
        QByteArray::fromStdString(casetext::writeCase({known.key, known.document})));
    auto changed = lab.testCases[1].document;
    changed.title = "Boots in the cold";
    changed.steps[1].durationSeconds = 900;
    changed.criteria[0].expression = "max(case_temp) < 70 °C";
    put(QStringLiteral("own/cold.yaml"),
        QByteArray::fromStdString(casetext::writeCase({lab.testCases[1].key, changed})));
    put(QStringLiteral("own/ping.yaml"),
        "title: Ping\nsteps:\n  - name: Ping\n    kind: command\n    command: ping\n");
    put(QStringLiteral("README.md"), "# Test definitions\n");
}

} // namespace

/// Pictures of import, export and attachments, to be looked at.
class ExchangePicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void importing_data() { pictures::looks(); }
    void importing() {
        CasesWindow w(pictures::mode(), 20);
        QTemporaryDir folder;
        fill(folder, w.lab());
        w.open(pictures::size());
        w.page()->exchange()->importCases();
        auto* dialog = w.window->findChild<ImportCasesDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        pictures::keep(dialog, "import-cases-empty");
        dialog->take({folder.path()});
        auto* tree = dialog->findChild<QTreeView*>(QStringLiteral("importTreeView"));
        auto* verb = dialog->findChild<QPushButton*>(QStringLiteral("importCasesPushButton"));
        QTRY_VERIFY(verb->isEnabled());
        pictures::keep(dialog, "import-cases");
        const auto select = [&](const char* what) {
            const auto found =
                tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, QLatin1String(what), 1,
                                     Qt::MatchRecursive | Qt::MatchStartsWith);
            QVERIFY2(!found.isEmpty(), what);
            tree->setCurrentIndex(found[0]);
            tree->scrollTo(found[0], QAbstractItemView::PositionAtCenter);
        };
        select("typo.yaml");
        pictures::keep(dialog, "import-cases-faults");
        select("net-link");
        pictures::keep(dialog, "import-cases-notes");
        select("Boots in the cold");
        auto* detail = dialog->findChild<QTextEdit*>(QStringLiteral("importDetailBrowser"));
        QTRY_VERIFY(detail->toPlainText().contains(QLatin1String("Boots in the cold\n")) &&
                    !detail->toPlainText().contains(QLatin1String("Asking")));
        pictures::keep(dialog, "import-cases-changes");
        select("Ping");
        pictures::keep(dialog, "import-cases-new");
        verb->click();
        QTRY_VERIFY(!verb->isVisible());
        pictures::keep(dialog, "import-cases-done");
    }

    void progress_data() { pictures::looks(); }
    void progress() {
        CasesWindow w(pictures::mode());
        w.open(pictures::size());
        w.exchange.park(true);
        w.page()->exchange()->importCases({fixtures});
        QTRY_COMPARE(w.exchange.parked(), 1);
        pictures::keep(w.window->findChild<ImportCasesDialog*>(), "import-cases-progress");
    }

    void exporting_data() { pictures::looks(); }
    void exporting() {
        CasesWindow w(pictures::mode(), 60);
        w.open(pictures::size());
        keyboard::press(w.find<QToolButton>("caseExchangeToolButton"));
        QTRY_VERIFY(w.find<QMenu>("caseExchangeMenu")->isVisible());
        pictures::keep(w.find<QMenu>("caseExchangeMenu"), "case-exchange-menu");
        keyboard::press(Qt::Key_Escape);
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Not saved"));
        w.page()->exchange()->exportCases();
        auto* dialog = w.window->findChild<ExportCasesDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        pictures::keep(dialog, "export-cases");
        dialog->findChild<QAbstractButton*>(QStringLiteral("allCasesRadioButton"))->setChecked(true);
        w.lab().testCases.erase(w.lab().testCases.begin() + 1, w.lab().testCases.begin() + 12);
        QTemporaryDir folder;
        widgets::FileDialog::setNextAnswer(folder.path());
        dialog->findChild<QPushButton*>(QStringLiteral("exportCasesPushButton"))->click();
        QTRY_VERIFY(!dialog->findChild<widgets::Notice*>(QStringLiteral("actionNotice"))->words().isEmpty());
        pictures::keep(dialog, "export-cases-failed");
    }

    void attachments_data() { pictures::looks(); }
    void attachments() {
        CasesWindow w(pictures::mode(), 60);
        const std::string sha256(64, 'a');
        w.lab().testCases[0].document.attachments = {
            {"wiring-plan.pdf", sha256, 2'400'000, "application/pdf"},
            {"reference trace of the converter at 45 °C.csv", sha256, 81'000, "text/csv"},
            {"flash-tool.exe", sha256, 9'000'000, "application/x-ms-dos-executable"}};
        w.open(pictures::size());
        w.openCase(w.first());
        auto* form = w.editor()->form();
        form->verticalScrollBar()->setValue(form->verticalScrollBar()->maximum());
        pictures::keep(w.window.get(), "attachments");
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("trace.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(3'000'000, 'x'));
        file.close();
        w.server().on("PUT", QStringLiteral("/api/v1/attachments/"),
                      [](const FakeServer::Request&) { return FakeServer::Answer::parked(); });
        dropFiles(form->widget(), {file.fileName()});
        QTRY_VERIFY(w.find<QLabel>("attachmentProgressLabel")->text().contains(QLatin1String(" of ")));
        pictures::keep(w.window.get(), "attachments-sending");
        w.server().goAway();
        QTRY_VERIFY(!w.caseNotice()->words().isEmpty());
    }
};

QTEST_MAIN(ExchangePicturesTest)
#include "exchange_pictures_test.moc"
