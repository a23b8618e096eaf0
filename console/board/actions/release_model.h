// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/release_plan.h"
#include "console/widgets/state_look.h"
#include "console/widgets/table_model.h"

namespace labwarden::board {

/// The runs that are to be ended, a row each, and what has become of each. GUI thread.
class ReleaseModel : public widgets::TableModel<ReleaseItem> {
    Q_OBJECT
public:
    enum Column { RunColumn, HolderColumn, SinceColumn, DevicesColumn, OutcomeColumn, columnTotal };
    using TableModel::TableModel;

    /// Keeps what has become of those that are there already.
    void setPlan(std::vector<ReleaseItem> plan);
    void setOutcome(int row, ReleaseItem::Outcome outcome, const QString& why = {});

protected:
    int columns() const override { return columnTotal; }
    QString heading(int column) const override;
    QVariant cell(const ReleaseItem& item, int column, int role) const override;

private:
    QString text(const ReleaseItem& item, int column) const;
};

/// Icon, colour and word of what has become of a run.
widgets::StateLook lookOf(ReleaseItem::Outcome outcome);

} // namespace labwarden::board
