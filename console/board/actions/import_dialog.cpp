// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/import_dialog.h"

#include "console/api/request_sequence.h"
#include "console/board/actions/words.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/table.h"

#include <QButtonGroup>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using console::ApiError;
using console::ApiResult;
using style::Icon;
using style::Text;
using style::Token;
using Kind = ApiError::Kind;
using Shown = ImportModel::Shown;

constexpr int dialogWidth = 940;
constexpr int contentHeight = 380;

/// The file as it was dropped; empty for anything else.
QString droppedFile(const QMimeData* data) {
    const auto urls = data->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

/// Somebody else has changed the lab since the dry run, so another one says something else.
bool isOutOfDate(const ApiError& error) {
    return error.kind == Kind::Conflict || error.kind == Kind::Stale || error.kind == Kind::Invalid;
}

} // namespace

ImportDialog::ImportDialog(const BoardParts& parts, QWidget* parent)
    : widgets::ActionDialog({tr("Import devices"), tr("Import"), "importDialog", "importPushButton",
                             style::ButtonRole::primary, true},
                            dialogWidth, parent)
    , m_parts(parts)
    , m_model(new ImportModel(this)) {
    setAcceptDrops(true);
    makeHead();
    makeChips();
    makeContent();
    showNothing({});
    m_empty->findChild<QPushButton*>(QStringLiteral("emptyStatePushButton"))->setFocus();
}

void ImportDialog::makeHead() {
    m_head = new QWidget(this);
    m_name = new widgets::Label(Text::bodyStrong, Token::text, m_head);
    m_name->setObjectName(QStringLiteral("fileNameLabel"));
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    const auto make = [&](const QString& text, const char* name) {
        auto* button = new QPushButton(text, m_head);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        return button;
    };
    m_again = make(tr("Check again"), "checkAgainPushButton");
    m_again->setToolTip(tr("Read the file once more and say what it would do now (F5)"));
    m_again->setShortcut(QKeySequence(Qt::Key_F5));
    m_choose = make(tr("Choose another file…"), "chooseFilePushButton");
    auto* layout = new QHBoxLayout(m_head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_again);
    layout->addWidget(m_choose);
    body()->addWidget(m_head);
    connect(m_again, &QPushButton::clicked, this, [this] { look(m_file.path); });
    connect(m_choose, &QPushButton::clicked, this, &ImportDialog::chooseFile);
}

void ImportDialog::makeChips() {
    m_chipRow = new QWidget(this);
    auto* layout = new widgets::FlowLayout(6, m_chipRow);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* group = new QButtonGroup(this);
    group->setExclusive(true);
    const auto add = [&](Shown what, const QString& word, std::optional<Token> dot, const char* name) {
        auto* chip = new widgets::Chip(word, dot, m_chipRow);
        chip->setObjectName(QLatin1String(name));
        group->addButton(chip);
        layout->addWidget(chip);
        m_chips.emplace_back(what, chip);
        connect(chip, &widgets::Chip::toggled, this, [this, what](bool on) {
            if (on)
                m_model->show(what);
        });
    };
    add(Shown::all, tr("All"), std::nullopt, "allRowsChip");
    add(Shown::faults, tr("Faults"), Token::failed, "faultRowsChip");
    add(Shown::changes, tr("New and changed"), Token::accent, "changeRowsChip");
    add(Shown::unchanged, tr("As it is"), Token::muted, "unchangedRowsChip");
    m_chips.front().second->setChecked(true);
    body()->addWidget(m_chipRow);
}

void ImportDialog::makeContent() {
    m_stack = new QStackedWidget(this);
    m_stack->setMinimumHeight(contentHeight);
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QStringLiteral("importTableView"));
    m_table->setAccessibleName(tr("What the import would do"));
    m_table->setModel(m_model);
    widgets::setUpTable(m_table);
    widgets::offerCopy(m_table);
    m_table->setSortingEnabled(false);
    constexpr std::pair<ImportModel::Column, int> widths[] = {{ImportModel::LineColumn, 56},
                                                              {ImportModel::KeyColumn, 140},
                                                              {ImportModel::ChangeColumn, 110},
                                                              {ImportModel::FieldColumn, 150}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, width);
    m_empty = new widgets::EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("importEmptyState"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    body()->addWidget(m_stack, 1);
    m_detail = new widgets::FactLine(this);
    m_detail->setObjectName(QStringLiteral("importDetailLine"));
    body()->addWidget(m_detail);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ImportDialog::updateDetail);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ImportDialog::updateDetail);
    connect(m_empty, &widgets::EmptyState::actionTriggered, this, &ImportDialog::chooseFile);
}

void ImportDialog::chooseFile() {
    widgets::FileDialog::openFile(this,
                                  {tr("Import devices"), {}, tr("Devices (*.csv *.json);;All files (*)"), {}},
                                  [this](const QString& path) {
                                      if (!path.isEmpty())
                                          look(path);
                                  });
}

void ImportDialog::look(const QString& path) {
    if (isBusy())
        return;
    m_file = readImportFile(path);
    if (m_file.whyNot.isEmpty())
        dryRun();
    else
        showNothing(m_file.whyNot);
}

void ImportDialog::dryRun() {
    m_isKnown = false;
    m_inEarnest = false;
    update();
    begin(tr("Asking what the file would do…"), 0);
    m_job =
        m_parts.api.import(m_file.text, m_file.format, true, this, [this](ApiResult<ImportReport> result) {
            m_job = nullptr;
            end();
            if (result) {
                onReport(*result);
                return;
            }
            showNothing({});
            notice()->problem(tr("What the file would do could not be found out."),
                              refusalText(result.error()));
            fit();
        });
}

void ImportDialog::onReport(const ImportReport& report) {
    m_report = report;
    m_isKnown = true;
    m_model->setRows(importRows(report, m_file));
    m_stack->setCurrentWidget(m_table);
    updateChips();
    update();
    if (m_model->rowCount() > 0)
        m_table->selectionModel()->setCurrentIndex(m_model->index(0, 0), QItemSelectionModel::NoUpdate);
    fit();
    // What comes next has the keyboard: the way on, or what is wrong.
    (verbButton()->isEnabled() ? static_cast<QWidget*>(verbButton()) : m_table)->setFocus();
}

void ImportDialog::updateChips() {
    for (const auto& [what, chip] : m_chips) {
        chip->setCount(m_model->count(what));
        if (what == (m_report.faults.empty() ? Shown::all : Shown::faults))
            chip->setChecked(true);
    }
}

void ImportDialog::updateDetail() {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_detail->say({}, {}, {});
        return;
    }
    const ImportRow& row = m_model->at(current.row());
    const auto look = lookOf(row.kind);
    const QString what = m_model->index(current.row(), ImportModel::DifferenceColumn).data().toString();
    QStringList parts;
    if (row.line > 0)
        parts << tr("Line %1").arg(row.line);
    for (const QString& part : {row.key, row.field})
        if (!part.isEmpty())
            parts << part;
    const QString where = parts.join(QStringLiteral(", "));
    m_detail->say(look.icon, look.colour, tr("%1: %2").arg(where, what.isEmpty() ? look.word : what));
    fit();
}

/// Without a file, or with one that cannot be sent.
void ImportDialog::showNothing(const QString& problem) {
    m_isKnown = false;
    m_report = {};
    m_model->setRows({});
    if (problem.isEmpty())
        notice()->clear();
    else
        notice()->problem(tr("“%1” cannot be imported.").arg(QFileInfo(m_file.path).fileName()), problem);
    m_empty->setContent(
        Icon::fileText, tr("Drop a CSV or JSON file here"),
        tr("Its devices are registered, or changed where their key is known. What that would "
           "do is shown first.\nAt most %1 devices and %2 MB at once; an export has the right "
           "form.")
            .arg(widgets::countText(static_cast<qint64>(mostImportedDevices)))
            .arg(mostImportedBytes >> 20),
        tr("Choose a file…"));
    m_stack->setCurrentWidget(m_empty);
    update();
    fit();
}

void ImportDialog::update() {
    const bool hasFile = !m_file.path.isEmpty();
    m_head->setVisible(hasFile);
    m_chipRow->setVisible(m_isKnown);
    m_name->setText(QFileInfo(m_file.path).fileName());
    m_name->setToolTip(m_file.path);
    const int changing = m_report.created + m_report.updated;
    setVerb(m_isKnown && changing > 0 ? tr("Import %1").arg(devicesText(changing)) : tr("Import"));
    const auto faults = static_cast<int>(m_report.faults.size());
    setMissing(
        !m_isKnown    ? QString(hasFile ? QString() : tr("Choose a file first."))
        : faults == 1 ? tr("Mend the fault in the file, then check it again.")
        : faults > 1
            ? tr("Mend the %1 faults in the file, then check it again.").arg(widgets::countText(faults))
        : changing == 0 ? tr("Everything is as it is in the file already.")
                        : QString());
    if (!m_isKnown && hasFile)
        setMissing(tr("Check the file first."));
}

void ImportDialog::submit() {
    m_inEarnest = true;
    begin(tr("Importing %1…").arg(devicesText(m_report.created + m_report.updated)), 0);
    m_job = m_parts.api.import(m_file.text, m_file.format, false, this,
                               [this](ApiResult<ImportReport> result) { onImported(std::move(result)); });
}

void ImportDialog::onImported(ApiResult<ImportReport> result) {
    m_job = nullptr;
    end();
    if (result) {
        Q_EMIT imported(result->created, result->updated);
        accept();
        return;
    }
    const ApiError& error = result.error();
    if (isOutOfDate(error) || isFateUnknown(error)) {
        m_isKnown = false;
        update();
        m_again->setFocus();
    }
    if (isOutOfDate(error))
        notice()->problem(tr("The lab is not as it was when the file was checked. Nothing was imported."),
                          refusalText(error));
    else if (isFateUnknown(error))
        notice()->problem(tr("It is not known whether it was imported. Checking again shows it."),
                          refusalText(error));
    else
        notice()->problem(tr("Nothing was imported."), refusalText(error));
    fit();
}

void ImportDialog::stop() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    end();
    if (!m_inEarnest) {
        showNothing({});
        return;
    }
    m_isKnown = false;
    update();
    m_again->setFocus();
    notice()->say(Icon::circleAlert, Token::warning,
                  tr("Stopped waiting. It is done for all of them or for none; checking again shows it."));
    fit();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (!isBusy() && !droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent* event) {
    const QString path = droppedFile(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    look(path);
}

} // namespace labwarden::board
