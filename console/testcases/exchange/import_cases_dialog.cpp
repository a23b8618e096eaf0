// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/import_cases_dialog.h"

#include "console/testcases/exchange/case_import_detail.h"
#include "console/testcases/exchange/case_import_report.h"
#include "console/testcases/exchange/case_import_tree.h"
#include "console/testcases/exchange/exchange_words.h"
#include "console/testcases/exchange/safe_writing.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/file_drop.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"
#include "console/widgets/wrap_label.h"

#include <QButtonGroup>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int dialogWidth = 1120;
constexpr int contentHeight = 380;
constexpr int treeWidth = 660;

/// Of a progress; of a single request nobody knows how far it is.
int stepsOf(const FoundFiles& files) {
    return files.pieces.size() > 1 ? static_cast<int>(files.files.size()) : 0;
}

} // namespace

ImportCasesDialog::ImportCasesDialog(const CaseParts& parts, QWidget* parent)
    : ActionDialog({tr("Import test cases"), tr("Import"), "importCasesDialog", "importCasesPushButton",
                    style::ButtonRole::primary, true},
                   dialogWidth, parent)
    , m_parts(parts)
    , m_reader(new CaseFileReader(this))
    , m_import(new CaseImport(parts.cases, this))
    , m_model(new CaseImportModel(this)) {
    makeHead();
    makeChips();
    makeContent();
    makeSaving();
    auto* drop = new widgets::FileDrop(this, [this] { return !isBusy(); });
    connect(drop, &widgets::FileDrop::dropped, this, &ImportCasesDialog::take);
    connect(m_reader, &CaseFileReader::found, this, &ImportCasesDialog::onFound);
    connect(m_reader, &CaseFileReader::progress, this,
            [this](int files) { setProgress(tr("Reading… %1").arg(filesText(files)), 0); });
    connect(m_import, &CaseImport::finished, this, &ImportCasesDialog::onFinished);
    connect(m_import, &CaseImport::progress, this, [this](int files, int total) {
        const QString words = m_stage == Stage::importing ? tr("Importing… %1 of %2")
                                                          : tr("Asking what they would do… %1 of %2");
        setProgress(words.arg(widgets::countText(files), filesText(total)), files);
    });
    showNothing({});
    m_empty->findChild<QPushButton*>(QStringLiteral("emptyStatePushButton"))->setFocus();
}

// --- what it is made of ---

void ImportCasesDialog::makeHead() {
    m_head = new QWidget(this);
    m_name = new widgets::Label(Text::bodyStrong, Token::text, m_head);
    m_name->setObjectName(QStringLiteral("importNameLabel"));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    const auto make = [&](const QString& text, const char* name) {
        auto* button = new QPushButton(text, m_head);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        return button;
    };
    m_again = make(tr("Check again"), "checkAgainPushButton");
    m_again->setToolTip(tr("Read the files once more and say what they would do now (F5)"));
    m_again->setShortcut(QKeySequence(Qt::Key_F5));
    m_chooseFiles = make(tr("Choose files…"), "chooseFilesPushButton");
    m_chooseFolder = make(tr("Choose a folder…"), "chooseFolderPushButton");
    auto* layout = new QHBoxLayout(m_head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_again);
    layout->addWidget(m_chooseFiles);
    layout->addWidget(m_chooseFolder);
    body()->addWidget(m_head);
    connect(m_again, &QPushButton::clicked, this, [this] { take(QStringList(m_paths)); });
    connect(m_chooseFiles, &QPushButton::clicked, this, &ImportCasesDialog::chooseFiles);
    connect(m_chooseFolder, &QPushButton::clicked, this, &ImportCasesDialog::chooseFolder);
}

void ImportCasesDialog::makeChips() {
    m_sums = new widgets::WrapLabel(Text::secondary, Token::secondary, this);
    m_sums->setObjectName(QStringLiteral("importSumsLabel"));
    body()->addWidget(m_sums);
    m_chipRow = new QWidget(this);
    auto* layout = new widgets::FlowLayout(6, m_chipRow);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    const auto add = [&](std::optional<ImportGroup> which, const char* name) {
        const auto look =
            which ? lookOf(*which, false) : widgets::StateLook{Icon::list, Token::text, tr("All")};
        auto* chip =
            new widgets::Chip(look.word, which ? std::optional(look.colour) : std::nullopt, m_chipRow);
        if (which)
            chip->setGlyph(look.icon);
        chip->setObjectName(QLatin1String(name));
        group->addButton(chip);
        layout->addWidget(chip);
        m_chips.emplace_back(which, chip);
        connect(chip, &widgets::Chip::toggled, this, [this, which](bool on) {
            if (on)
                m_model->show(which);
        });
    };
    add({}, "allItemsChip");
    add(ImportGroup::refused, "refusedItemsChip");
    add(ImportGroup::unsent, "unsentItemsChip");
    add(ImportGroup::with_notes, "notedItemsChip");
    add(ImportGroup::created, "newItemsChip");
    add(ImportGroup::updated, "changedItemsChip");
    add(ImportGroup::unchanged, "unchangedItemsChip");
    add(ImportGroup::left_out, "leftOutItemsChip");
    m_chips.front().second->setChecked(true);
    body()->addWidget(m_chipRow);
}

void ImportCasesDialog::makeContent() {
    m_stack = new QStackedWidget(this);
    m_stack->setMinimumHeight(contentHeight);
    m_empty = new widgets::EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("importCasesEmptyState"));
    auto* split = new QSplitter(Qt::Horizontal, m_stack);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    m_tree = new CaseImportTree(m_model, split);
    m_detail = new CaseImportDetail(m_parts, split);
    split->addWidget(m_tree);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 0);
    split->setSizes({treeWidth, dialogWidth - treeWidth});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(split);
    body()->addWidget(m_stack, 1);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &ImportCasesDialog::chooseFiles);
    connect(m_empty, &widgets::EmptyState::otherTriggered, this, &ImportCasesDialog::chooseFolder);
    connect(m_tree, &CaseImportTree::currentItemChanged, this,
            [this](const ImportItem* item) { m_detail->showItem(item, m_files, m_stage == Stage::done); });
}

void ImportCasesDialog::makeSaving() {
    m_saveScripts = new QPushButton(tr("Save the scripts…"), this);
    m_saveScripts->setObjectName(QStringLiteral("saveScriptsPushButton"));
    m_saveScripts->setToolTip(tr("Scripts that the test cases call, for the runner's script directory"));
    m_saveReport = new QPushButton(tr("Save the report…"), this);
    m_saveReport->setObjectName(QStringLiteral("saveReportPushButton"));
    addButton(m_saveScripts);
    addButton(m_saveReport);
    connect(m_saveScripts, &QPushButton::clicked, this, &ImportCasesDialog::saveScripts);
    connect(m_saveReport, &QPushButton::clicked, this, &ImportCasesDialog::saveReport);
}

// --- files ---

void ImportCasesDialog::chooseFiles() {
    widgets::FileDialog::openFiles(
        this, {tr("Import test cases"), {}, tr("Test cases (*.yaml *.yml *.json *.csv);;All files (*)"), {}},
        [this](const QStringList& paths) { take(paths); });
}

void ImportCasesDialog::chooseFolder() {
    widgets::FileDialog::chooseFolder(this, {tr("Import a folder of test cases"), {}, {}, {}},
                                      [this](const QString& path) {
                                          if (!path.isEmpty())
                                              take({path});
                                      });
}

void ImportCasesDialog::take(const QStringList& paths) {
    if (isBusy() || paths.isEmpty())
        return;
    m_paths = paths;
    m_stage = Stage::reading;
    update();
    begin(tr("Reading the files…"), 0);
    m_reader->start(paths);
}

void ImportCasesDialog::onFound(const std::shared_ptr<FoundFiles>& files) {
    end();
    m_files = files;
    if (!files->whyNot.isEmpty()) {
        showNothing(files->whyNot);
        return;
    }
    m_stage = Stage::checking;
    begin(tr("Asking what they would do…"), stepsOf(*files));
    m_import->check(files);
}

// --- what the server says ---

void ImportCasesDialog::onFinished() {
    end();
    if (m_stage == Stage::importing)
        onImported();
    else
        onChecked();
}

void ImportCasesDialog::onChecked() {
    const auto& state = m_import->state();
    if (!state.isWhole()) {
        showNothing({});
        say(false, tr("What the files would do could not be found out."), state.sequence.error.text());
        return;
    }
    m_stage = Stage::known;
    showItems();
    // What comes next has the keyboard: the way on, or what is wrong.
    (verbButton()->isEnabled() ? static_cast<QWidget*>(verbButton()) : m_tree)->setFocus();
}

void ImportCasesDialog::submit() {
    m_stage = Stage::importing;
    begin(tr("Importing…"), stepsOf(*m_files));
    m_import->apply();
}

void ImportCasesDialog::onImported() {
    const auto& state = m_import->state();
    m_stage = Stage::done;
    setBegun();
    showItems();
    const QString done = tr("%1 imported: %2 new, %3 changed.")
                             .arg(casesText(state.changing()), widgets::countText(state.report.created),
                                  widgets::countText(state.report.updated));
    const int refused = state.report.refused;
    const QString others = refused == 0   ? QString()
                           : refused == 1 ? tr("1 file was refused; the list says why.")
                                          : tr("%1 files were refused; the list says why.").arg(refused);
    if (state.sequence.stopped)
        notice()->say(Icon::circleMinus, Token::warning, tr("Stopped. %1").arg(done),
                      tr("%1 not sent; they are in the list.")
                          .arg(filesText(static_cast<qsizetype>(state.notSent.size()))));
    else if (!state.isWhole())
        notice()->problem(tr("The import broke off. %1").arg(done), state.sequence.error.text());
    else if (refused > 0)
        notice()->say(Icon::triangleAlert, Token::warning, done, others);
    else
        notice()->say(Icon::circleCheck, Token::available, done);
    Q_EMIT imported(state.report.created, state.report.updated, refused);
    fit();
    closeButton()->setFocus();
}

void ImportCasesDialog::stop() {
    if (m_stage == Stage::importing) {
        m_import->stop(); // what is under way is answered first
        return;
    }
    m_reader->cancel();
    m_import->stop();
    end();
    showNothing({});
}

// --- showing ---

void ImportCasesDialog::showItems() {
    m_items = importItems(m_import->state(), m_files->leftOut);
    m_chips.front().second->setChecked(true);
    m_model->setItems(m_items, m_stage == Stage::done);
    m_stack->setCurrentIndex(1);
    update();
    fit();
}

void ImportCasesDialog::showNothing(const QString& problem) {
    m_stage = Stage::empty;
    m_items.clear();
    m_model->setItems({}, false);
    if (problem.isEmpty())
        notice()->clear();
    else
        notice()->problem(tr("Nothing of this can be imported."), problem);
    m_empty->setContent(
        Icon::folder, tr("Drop files or a whole folder here"),
        tr("Test cases as YAML, JSON or CSV, and Linaro's test definitions. What an import would do is shown "
           "first.\nAt most %1 files of %2 MB each; more than %3 go to the server in several requests.")
            .arg(widgets::countText(mostFoundFiles))
            .arg(mostBytesOfACaseFile >> 20)
            .arg(widgets::countText(static_cast<qint64>(mostImportedFiles))),
        tr("Choose files…"), tr("Choose a folder…"));
    m_stack->setCurrentIndex(0);
    update();
    fit();
}

void ImportCasesDialog::update() {
    const bool isShown = m_stage == Stage::known || m_stage == Stage::importing || m_stage == Stage::done;
    const bool isDone = m_stage == Stage::done;
    m_head->setVisible(!m_paths.isEmpty());
    setTitle(isDone ? tr("Import of test cases") : tr("Import test cases"));
    m_name->setText(m_paths.size() == 1 ? QFileInfo(m_paths.front()).fileName() : filesText(m_paths.size()));
    m_name->setToolTip(m_paths.mid(0, 20).join(QLatin1Char('\n')));
    m_sums->setVisible(isShown);
    m_chipRow->setVisible(isShown);
    for (const auto& [group, chip] : m_chips) {
        const int count = group ? m_model->countOf(*group) : m_model->totalCount();
        chip->setCount(count);
        const bool isRare = group == ImportGroup::unsent || group == ImportGroup::left_out;
        chip->setVisible(!isRare || count > 0);
    }
    m_saveReport->setVisible(isShown);
    m_saveScripts->setVisible(isShown && std::any_of(m_items.begin(), m_items.end(),
                                                     [](const auto& item) { return !item.scripts.empty(); }));
    verbButton()->setVisible(!isDone);
    if (isShown)
        m_sums->setText(importSumsText(m_import->state(), m_model->countOf(ImportGroup::left_out)));
    const int changing = isShown ? m_import->state().changing() : 0;
    setVerb(changing > 0 ? tr("Import %1").arg(casesText(changing)) : tr("Import"));
    setMissing(isDone                    ? QString()
               : m_stage != Stage::known ? tr("Choose files or a folder first.")
               : changing > 0            ? QString()
               : m_import->state().report.refused > 0
                   ? tr("Nothing can be imported: mend the files, then check them again.")
                   : tr("Everything is as the files say already."));
}

void ImportCasesDialog::say(bool isGood, const QString& words, const QString& detail) {
    if (isGood)
        notice()->say(Icon::circleCheck, Token::available, words, detail);
    else
        notice()->problem(words, detail);
    fit();
}

// --- saving ---

void ImportCasesDialog::saveReport() {
    widgets::FileDialog::saveFile(
        this,
        {tr("Save the report"), QStringLiteral("labwarden-import.txt"),
         tr("Text (*.txt);;Comma-separated values (*.csv)"), QStringLiteral("txt")},
        [this](const QString& path) {
            if (path.isEmpty())
                return;
            const bool isDone = m_stage == Stage::done;
            const bool isCsv = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
            const QString why = writeSafely(path, isCsv ? importReportCsv(m_items, isDone)
                                                        : importReportText(m_items, isDone));
            say(why.isEmpty(),
                why.isEmpty() ? tr("The report is saved.") : tr("The report could not be saved."),
                why.isEmpty() ? QDir::toNativeSeparators(path) : why);
        });
}

void ImportCasesDialog::saveScripts() {
    widgets::FileDialog::chooseFolder(
        this, {tr("Save the scripts in a folder"), {}, {}, {}}, [this](const QString& folder) {
            if (folder.isEmpty())
                return;
            std::vector<FileToWrite> files;
            for (const auto& item : m_items)
                for (const auto& script : item.scripts)
                    files.push_back({QDir(folder).filePath(QString::fromStdString(script.name)),
                                     QByteArray::fromStdString(script.text)});
            askBeforeOverwriting(this, files, [this, folder](const std::vector<FileToWrite>& wanted) {
                QStringList failed;
                for (const auto& file : wanted)
                    if (const QString why = writeSafely(file.path, file.text); !why.isEmpty())
                        failed << QStringLiteral("%1: %2").arg(QFileInfo(file.path).fileName(), why);
                say(failed.isEmpty(),
                    failed.isEmpty() ? tr("%1 saved.").arg(filesText(static_cast<qsizetype>(wanted.size())))
                                     : tr("%1 could not be saved.").arg(filesText(failed.size())),
                    failed.isEmpty() ? QDir::toNativeSeparators(folder) : failed.join(QLatin1Char('\n')));
            });
        });
}

} // namespace labwarden::console
