// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/testcases/exchange/case_files.h"
#include "console/testcases/exchange/case_import.h"
#include "console/testcases/exchange/case_import_model.h"
#include "console/widgets/action_dialog.h"

class QStackedWidget;

namespace labwarden::widgets {
class Chip;
class EmptyState;
class WrapLabel;
} // namespace labwarden::widgets

namespace labwarden::console {

class CaseImportDetail;
class CaseImportTree;

/// Imports test cases from files and whole folders, chosen or dropped: says first what that would do, file by
/// file, and then does it. Files with faults are refused and the others do not mind; what was done is shown,
/// also when it was stopped on the way.
class ImportCasesDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    /// `parts` outlive it.
    explicit ImportCasesDialog(const CaseParts& parts, QWidget* parent = nullptr);

    /// Reads them and asks the server what they would do.
    void take(const QStringList& paths);

Q_SIGNALS:
    /// As soon as it is known; the dialog stays open.
    void imported(int created, int updated, int refused);

protected:
    void submit() override;
    void stop() override;

private:
    void makeHead();
    void makeChips();
    void makeContent();
    void makeSaving();
    void chooseFiles();
    void chooseFolder();
    void onFound(const std::shared_ptr<FoundFiles>& files);
    void onFinished();
    void onChecked();
    void onImported();
    void showItems();
    void showNothing(const QString& problem);
    void saveReport();
    void saveScripts();
    void say(bool isGood, const QString& words, const QString& detail);
    void update();

    CaseParts m_parts;
    CaseFileReader* m_reader;
    CaseImport* m_import;
    CaseImportModel* m_model;
    QStringList m_paths;
    std::shared_ptr<const FoundFiles> m_files;
    std::vector<ImportItem> m_items;
    enum class Stage { empty, reading, checking, known, importing, done } m_stage = Stage::empty;
    widgets::Label* m_name;
    widgets::WrapLabel* m_sums;
    QPushButton *m_again, *m_chooseFiles, *m_chooseFolder, *m_saveReport, *m_saveScripts;
    QWidget *m_head, *m_chipRow;
    std::vector<std::pair<std::optional<ImportGroup>, widgets::Chip*>> m_chips;
    QStackedWidget* m_stack;
    CaseImportTree* m_tree;
    CaseImportDetail* m_detail;
    widgets::EmptyState* m_empty;
};

} // namespace labwarden::console
