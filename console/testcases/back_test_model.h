// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/back_test.h"
#include "console/widgets/table_model.h"

namespace labwarden::console {

/// The criteria of a back-test with their verdicts, in the order of the case.
class BackTestModel : public widgets::TableModel<BackTestLine> {
    Q_OBJECT
public:
    enum Column { State, Criterion, Value, Place, ColumnCount };
    using TableModel::TableModel;

    /// Rows are kept where there are as many as before, so that what is selected stays so.
    void setLines(std::vector<BackTestLine> lines);

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const BackTestLine& line, int column, int role) const override;
};

/// "3 of 4 would have held, 1 was not tried"
QString summaryOf(const std::vector<BackTestLine>& lines);

} // namespace labwarden::console
