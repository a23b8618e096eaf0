// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/export_cases_dialog.h"

#include "console/testcases/exchange/case_file_names.h"
#include "console/testcases/exchange/exchange_words.h"
#include "console/testcases/exchange/safe_writing.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"

#include <QButtonGroup>
#include <QDir>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using casetext::Notation;
using style::Icon;
using style::Token;

constexpr int dialogWidth = 500;
constexpr qsizetype mostNamed = 8; // of what could not be written
const QString formKey = QStringLiteral("testcases/exportForm");
const QString jsonWord = QStringLiteral("json");
const QString yamlWord = QStringLiteral("yaml");

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// The first few, a line each, and how many others there are.
QString someOf(const QStringList& lines) {
    QString text = lines.mid(0, mostNamed).join(QLatin1Char('\n'));
    if (lines.size() > mostNamed)
        text += ExportCasesDialog::tr("\nand %1 more").arg(widgets::countText(lines.size() - mostNamed));
    return text;
}

} // namespace

ExportCasesDialog::ExportCasesDialog(const CaseParts& parts, Choice choice, QWidget* parent)
    : ActionDialog(
          {tr("Export test cases"), tr("Choose a folder…"), "exportCasesDialog", "exportCasesPushButton"},
          dialogWidth, parent)
    , m_parts(parts)
    , m_choice(std::move(choice))
    , m_export(new CaseExport(parts.api, this))
    , m_unsaved(new widgets::FactLine(this)) {
    addWhich();
    addForm();
    m_unsaved->setObjectName(QStringLiteral("unsavedFactLine"));
    body()->addWidget(m_unsaved);
    connect(m_export, &CaseExport::progress, this, [this](int done, int total) {
        setProgress(tr("Writing… %1 of %2").arg(widgets::countText(done), casesText(total)), done);
    });
    connect(m_export, &CaseExport::finished, this, &ExportCasesDialog::onFinished);
    update();
}

void ExportCasesDialog::addWhich() {
    auto* group = new QButtonGroup(this);
    body()->addWidget(new widgets::SectionHeader(tr("Which"), this));
    const auto add = [&](const Cases& cases, const QString& text, const char* name) {
        if (cases.empty())
            return;
        auto* button = new QRadioButton(text, this);
        button->setObjectName(QLatin1String(name));
        group->addButton(button);
        body()->addWidget(button);
        m_which.emplace_back(button, &cases);
        connect(button, &QRadioButton::toggled, this, &ExportCasesDialog::update);
    };
    const auto count = [](const Cases& cases) { return casesText(static_cast<qsizetype>(cases.size())); };
    const auto nameOf = [](const Cases& cases) { return cases.empty() ? QString() : q(cases.front().key); };
    add(m_choice.selected,
        !m_choice.selectedFolder.isEmpty()
            ? tr("The folder %1, %2").arg(m_choice.selectedFolder, count(m_choice.selected))
        : m_choice.selected.size() == 1 ? tr("The selected one, %1").arg(nameOf(m_choice.selected))
                                        : tr("The %1 that are selected").arg(count(m_choice.selected)),
        "selectedCasesRadioButton");
    add(m_choice.open, tr("The open one, %1").arg(nameOf(m_choice.open)), "openCaseRadioButton");
    add(m_choice.matching, tr("The %1 that match the filter").arg(count(m_choice.matching)),
        "matchingCasesRadioButton");
    add(m_choice.all,
        m_choice.all.size() == 1 ? tr("The only one there is") : tr("All %1").arg(count(m_choice.all)),
        "allCasesRadioButton");
    if (m_which.empty())
        return;
    m_which.front().first->setChecked(true);
    m_which.front().first->setFocus();
}

void ExportCasesDialog::addForm() {
    body()->addSpacing(8);
    body()->addWidget(new widgets::SectionHeader(tr("Form"), this));
    auto* group = new QButtonGroup(this);
    const auto add = [&](const QString& text, const char* name) {
        auto* button = new QRadioButton(text, this);
        button->setObjectName(QLatin1String(name));
        group->addButton(button);
        body()->addWidget(button);
        return button;
    };
    m_yaml = add(tr("YAML, for people and version control"), "yamlRadioButton");
    m_json = add(tr("JSON, for programs"), "jsonCasesRadioButton");
    (m_parts.settings.value(formKey).toString() == jsonWord ? m_json : m_yaml)->setChecked(true);
}

const ExportCasesDialog::Cases& ExportCasesDialog::cases() const {
    const auto at = std::find_if(m_which.begin(), m_which.end(),
                                 [](const auto& each) { return each.first->isChecked(); });
    return at == m_which.end() ? m_choice.all : *at->second;
}

Notation ExportCasesDialog::notation() const {
    return m_json->isChecked() ? Notation::json : Notation::yaml;
}

void ExportCasesDialog::update() {
    const auto& wanted = cases();
    setVerb(wanted.size() == 1 ? tr("Choose a file…") : tr("Choose a folder…"));
    setMissing(wanted.empty() ? tr("There is no test case to export.") : QString());
    const auto unsaved = std::find_if(wanted.begin(), wanted.end(),
                                      [this](const auto& each) { return each.id == m_choice.unsaved; });
    m_unsaved->say(
        Icon::pencil, Token::warning,
        unsaved == wanted.end()
            ? QString()
            : tr("%1 has changes that are not saved; they are not in its file.").arg(q(unsaved->key)));
    fit();
}

void ExportCasesDialog::submit() {
    const QString form = notation() == Notation::json ? jsonWord : yamlWord;
    m_parts.settings.setValue(formKey, form);
    if (cases().size() > 1) {
        widgets::FileDialog::chooseFolder(this, {tr("Export test cases to a folder"), {}, {}, {}},
                                          [this](const QString& folder) {
                                              if (!folder.isEmpty())
                                                  exportTo(folder);
                                          });
        return;
    }
    const QString filter = notation() == Notation::json ? tr("JSON (*.json)") : tr("YAML (*.yaml)");
    widgets::FileDialog::saveFile(
        this, {tr("Export a test case"), q(cases().front().key) + QLatin1Char('.') + form, filter, form},
        [this](const QString& path) {
            if (!path.isEmpty())
                exportOneTo(path);
        });
}

void ExportCasesDialog::exportTo(const QString& folder) {
    const auto paths = exportPaths(cases(), notation());
    std::vector<FileToWrite> files;
    std::vector<CaseToExport> wanted;
    for (qsizetype i = 0; i < paths.size(); ++i) {
        const auto& each = cases()[static_cast<std::size_t>(i)];
        wanted.push_back({each.id, each.key, QDir(folder).filePath(paths[i])});
        files.push_back({wanted.back().path, {}});
    }
    askBeforeOverwriting(this, files, [this, wanted, folder](const auto&) { start(wanted, folder); });
}

void ExportCasesDialog::exportOneTo(const QString& path) {
    const auto& only = cases().front();
    start({{only.id, only.key, path}}, {}); // whoever named the file was asked about it
}

void ExportCasesDialog::start(std::vector<CaseToExport> wanted, const QString& folder) {
    m_target = QDir::toNativeSeparators(folder.isEmpty() ? wanted.front().path : folder);
    begin(tr("Writing…"), static_cast<int>(wanted.size()));
    m_export->start(std::move(wanted), notation(), folder);
}

void ExportCasesDialog::stop() {
    m_export->stop();
}

void ExportCasesDialog::onFinished(const ExportResult& result) {
    end();
    const QString written = result.written == 1 ? tr("1 test case is written.")
                                                : tr("%1 are written.").arg(casesText(result.written));
    const QString elsewhere =
        result.elsewhere.isEmpty()
            ? QString()
            : tr("The folder has other files of them, from before. Delete those, or an import of the folder "
                 "refuses both:\n%1")
                  .arg(someOf(result.elsewhere));
    if (result.isWhole() && result.elsewhere.isEmpty()) {
        Q_EMIT exported(written, m_target);
        accept();
        return;
    }
    setBegun();
    if (result.isWhole())
        notice()->say(Icon::triangleAlert, Token::warning, written, elsewhere);
    else if (result.stopped)
        notice()->say(Icon::circleMinus, Token::warning,
                      tr("Stopped. %1 of %2 are written.")
                          .arg(widgets::countText(result.written), casesText(result.total)),
                      someOf(result.failed));
    else
        notice()->problem(
            tr("%1 of %2 are written.").arg(widgets::countText(result.written), casesText(result.total)),
            someOf(result.failed));
    fit();
}

} // namespace labwarden::console
