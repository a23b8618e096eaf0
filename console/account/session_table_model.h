// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/widgets/table_model.h"

namespace labwarden::console {

/// A person's sessions: the one that asks first, then the ones used last. GUI thread only.
class SessionTableModel : public widgets::TableModel<SessionInfo> {
    Q_OBJECT
public:
    enum Column { Program, Address, Since, LastUsed, ColumnCount };
    using TableModel::TableModel;

    void setSessions(std::vector<SessionInfo> sessions);

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const SessionInfo& session, int column, int role) const override;
};

} // namespace labwarden::console
