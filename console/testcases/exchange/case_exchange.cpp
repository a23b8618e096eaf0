// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_exchange.h"

#include "console/testcases/case_editor.h"
#include "console/testcases/case_tree.h"
#include "console/testcases/exchange/import_cases_dialog.h"
#include "console/widgets/file_drop.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace labwarden::console {

CaseExchange::CaseExchange(const CaseParts& parts, CaseTree& tree, CaseEditor& editor, QWidget* page)
    : QObject(page), m_parts(parts), m_tree(tree), m_editor(editor), m_page(page) {
    auto* drop = new widgets::FileDrop(page, [this] { return m_parts.store.may("testcases:write"); });
    connect(drop, &widgets::FileDrop::dropped, this, &CaseExchange::importCases);
}

QToolButton* CaseExchange::makeButton(QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QStringLiteral("caseExchangeToolButton"));
    button->setIcon(style::icon(style::Icon::ellipsis));
    button->setToolTip(tr("Import and export"));
    button->setAccessibleName(tr("Import and export test cases"));
    auto* menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("caseExchangeMenu"));
    auto* bring = menu->addAction(style::icon(style::Icon::fileText), tr("Import test cases…"));
    bring->setObjectName(QStringLiteral("importCasesAction"));
    auto* write = menu->addAction(style::icon(style::Icon::download), tr("Export test cases…"));
    write->setObjectName(QStringLiteral("exportCasesAction"));
    connect(menu, &QMenu::aboutToShow, this, [this, bring, write] {
        bring->setVisible(m_parts.store.may("testcases:write"));
        write->setEnabled(m_tree.cases()->totalCount() > 0);
    });
    connect(bring, &QAction::triggered, this, [this] { importCases(); });
    connect(write, &QAction::triggered, this, &CaseExchange::exportCases);
    connect(button, &QToolButton::clicked, menu,
            [button, menu] { menu->popup(button->mapToGlobal(QPoint(0, button->height()))); });
    return button;
}

void CaseExchange::importCases(const QStringList& paths) {
    if (!m_parts.store.may("testcases:write"))
        return;
    if (!m_import) {
        m_import = new ImportCasesDialog(m_parts, m_page);
        connect(m_import, &ImportCasesDialog::imported, this, [this](int created, int updated, int refused) {
            const QString words = tr("Imported: %1 new, %2 changed.").arg(created).arg(updated);
            Q_EMIT done(words, refused == 0   ? QString()
                               : refused == 1 ? tr("1 file was refused.")
                                              : tr("%1 files were refused.").arg(refused));
        });
        m_import->open();
    }
    m_import->take(paths);
}

void CaseExchange::exportCases() {
    auto* dialog = new ExportCasesDialog(m_parts, choice(), m_page);
    connect(dialog, &ExportCasesDialog::exported, this, &CaseExchange::done);
    dialog->open();
}

ExportCasesDialog::Choice CaseExchange::choice() const {
    ExportCasesDialog::Choice choice;
    const auto& model = *m_tree.cases();
    for (const auto* each : m_tree.chosen())
        choice.selected.push_back(*each);
    const auto rows = m_tree.selectionModel()->selectedRows();
    if (rows.size() == 1 && model.isFolder(rows.front()))
        choice.selectedFolder = model.folderAt(rows.front());
    const auto* open = m_parts.store.testCase(m_editor.caseId());
    if (open && m_editor.isDirty())
        choice.unsaved = open->id;
    if (open && (choice.selected.size() != 1 || choice.selected.front().id != open->id))
        choice.open.push_back(*open);
    if (!model.filter().isEmpty())
        for (const auto* each : model.casesBelow({}))
            choice.matching.push_back(*each);
    for (const auto& [id, each] : m_parts.store.testCases())
        choice.all.push_back(each);
    for (auto* cases : {&choice.selected, &choice.matching, &choice.all})
        std::sort(cases->begin(), cases->end(), [](const auto& a, const auto& b) {
            return std::pair(a.key.size(), a.key) < std::pair(b.key.size(), b.key); // by number
        });
    return choice;
}

} // namespace labwarden::console
