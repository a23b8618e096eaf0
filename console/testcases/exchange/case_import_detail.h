// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_parts.h"
#include "console/testcases/exchange/case_import_model.h"

#include <QPointer>
#include <QTextBrowser>

#include <memory>

namespace labwarden::console {

/// The lines of a text around a place, the place itself marked from below; columns count characters from 1.
/// Long lines are shown around it. Empty when there is no such line.
QString excerptAt(const std::string& text, std::size_t line, std::size_t column);

/// One row of an import in full: what is wrong in its file, with the lines it is about; every note; what it
/// changes in the case that is there, which it asks for; the text of a case that is new; scripts that have to
/// be put into the runner's directory.
class CaseImportDetail : public QTextBrowser {
    Q_OBJECT
public:
    /// `parts` outlive it.
    explicit CaseImportDetail(const CaseParts& parts, QWidget* parent = nullptr);

    /// Null: nothing is selected. `isDone`: the import was in earnest, so that nothing is left to compare.
    void showItem(const ImportItem* item, std::shared_ptr<const FoundFiles> files, bool isDone);

protected:
    void changeEvent(QEvent* event) override;

private:
    void render();
    void compare();
    QString remarks() const;
    QString scripts() const;
    QString changes() const;

    CaseParts m_parts;
    std::optional<ImportItem> m_item;
    std::shared_ptr<const FoundFiles> m_files;
    std::optional<TestCaseDocument> m_document; ///< as the file has it
    std::optional<TestCaseDocument> m_standing; ///< as the lab has it
    QString m_whyNot;                           ///< that could not be asked
    bool m_isDone = false;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
