// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/testcases/exchange/case_export.h"
#include "console/widgets/action_dialog.h"

class QRadioButton;

namespace labwarden::widgets {
class FactLine;
}

namespace labwarden::console {

/// Asks which test cases become files, and in which form; then where to, and writes them. Several go into a
/// folder, each in its own file in the folders of the tree; a single one into a file. What could not be
/// written is named.
class ExportCasesDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    using Cases = std::vector<TestCaseSummary>;
    /// What there is to choose from; what is empty is not offered.
    struct Choice {
        Cases selected;
        QString selectedFolder; ///< the selection is a whole folder of the tree: its path
        Cases open;             ///< the one in the editor
        std::string unsaved;    ///< id of a case with changes that are not saved
        Cases matching;         ///< of a filter
        Cases all;
    };
    /// `parts` outlive it; its settings remember the form.
    ExportCasesDialog(const CaseParts& parts, Choice choice, QWidget* parent = nullptr);

Q_SIGNALS:
    /// All of it is written.
    void exported(const QString& words, const QString& detail);

protected:
    void submit() override;
    void stop() override;

private:
    void addWhich();
    void addForm();
    const Cases& cases() const;
    casetext::Notation notation() const;
    void exportTo(const QString& folder);
    void exportOneTo(const QString& path);
    void start(std::vector<CaseToExport> wanted, const QString& folder);
    void onFinished(const ExportResult& result);
    void update();

    CaseParts m_parts;
    Choice m_choice;
    CaseExport* m_export;
    QString m_target;
    std::vector<std::pair<QRadioButton*, const Cases*>> m_which;
    QRadioButton *m_yaml = nullptr, *m_json = nullptr;
    widgets::FactLine* m_unsaved;
};

} // namespace labwarden::console
