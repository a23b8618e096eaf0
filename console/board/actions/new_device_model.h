// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"
#include "console/widgets/table_model.h"

namespace labwarden::board {

/// The devices that nobody has registered, in natural order of their keys; refused ones only when asked for.
/// Follows the store; what is selected stays. GUI thread.
class NewDeviceModel : public widgets::TableModel<UnregisteredDevice> {
    Q_OBJECT
public:
    enum Column { KeyColumn, StateColumn, HeardColumn, columnTotal };

    /// `store` outlives it.
    explicit NewDeviceModel(const console::LabStore& store, QObject* parent = nullptr);

    void setRefusedShown(bool shown);
    bool isRefusedShown() const { return m_refusedShown; }
    /// Of the whole store.
    int waitingCount() const { return m_waiting; }
    int refusedCount() const { return m_refused; }

Q_SIGNALS:
    void countsChanged();

protected:
    int columns() const override { return columnTotal; }
    QString heading(int column) const override;
    QVariant cell(const UnregisteredDevice& device, int column, int role) const override;

private:
    void follow();
    QString text(const UnregisteredDevice& device, int column) const;

    const console::LabStore& m_store;
    bool m_refusedShown = false;
    int m_waiting = 0, m_refused = 0;
};

/// How many devices wait to be accepted or refused.
int waitingDevices(const console::LabStore& store);

} // namespace labwarden::board
