// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/testcases/exchange/export_cases_dialog.h"

#include <QObject>
#include <QPointer>

class QToolButton;

namespace labwarden::console {

class CaseEditor;
class CaseTree;
class ImportCasesDialog;

/// Test cases as files, from the Test cases page: its menu, files that are dropped on it, the dialogs. GUI
/// thread.
class CaseExchange : public QObject {
    Q_OBJECT
public:
    using Cases = ExportCasesDialog::Cases;

    /// All outlive it; `page` takes files that are dropped.
    CaseExchange(const CaseParts& parts, CaseTree& tree, CaseEditor& editor, QWidget* page);

    /// Opens its menu; belongs to `parent`.
    QToolButton* makeButton(QWidget* parent);
    /// With paths it looks at these at once.
    void importCases(const QStringList& paths = {});
    /// Asks which, beginning with what is selected.
    void exportCases();

Q_SIGNALS:
    void done(const QString& words, const QString& detail);

private:
    ExportCasesDialog::Choice choice() const;

    CaseParts m_parts;
    CaseTree& m_tree;
    CaseEditor& m_editor;
    QWidget* m_page;
    QPointer<ImportCasesDialog> m_import;
};

} // namespace labwarden::console
