// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/account/session_table_model.h"

#include "console/widgets/format.h"

#include <algorithm>
#include <tuple>

namespace labwarden::console {

void SessionTableModel::setSessions(std::vector<SessionInfo> sessions) {
    std::sort(sessions.begin(), sessions.end(), [](const SessionInfo& a, const SessionInfo& b) {
        return std::tuple(!a.current, b.lastUsedAt.ms, a.id) < std::tuple(!b.current, a.lastUsedAt.ms, b.id);
    });
    resetRows(std::move(sessions));
}

QString SessionTableModel::heading(int column) const {
    switch (column) {
    case Program:
        return tr("Program");
    case Address:
        return tr("Address");
    case Since:
        return tr("Signed in");
    default:
        return tr("Last used");
    }
}

QVariant SessionTableModel::cell(const SessionInfo& session, int column, int role) const {
    if (role == Qt::ToolTipRole)
        return column == LastUsed ? tr("Ends by itself on %1").arg(widgets::dateTimeText(session.expiresAt))
                                  : cell(session, column, Qt::DisplayRole);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Program: {
        const QString program = widgets::programText(QString::fromStdString(session.userAgent));
        return session.current ? tr("%1 (this one)").arg(program) : program;
    }
    case Address:
        return QString::fromStdString(session.address);
    case Since:
        return widgets::dateTimeText(session.createdAt);
    default:
        return widgets::dateTimeText(session.lastUsedAt);
    }
}

} // namespace labwarden::console
