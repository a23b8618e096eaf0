// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/exchange/case_import_model.h"

#include <QTreeView>

namespace labwarden::console {

/// The list of an import: groups are open, the files that are refused show their faults, and the first row is
/// the current one whenever the rows are others.
class CaseImportTree : public QTreeView {
    Q_OBJECT
public:
    /// The model outlives it.
    explicit CaseImportTree(CaseImportModel* model, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Another row is the current one, or the same one says something else.
    void currentItemChanged(const labwarden::console::ImportItem* item);

private:
    void onReset();

    CaseImportModel* m_model;
};

} // namespace labwarden::console
