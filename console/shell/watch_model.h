// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/watch_list.h"
#include "console/widgets/state_look.h"
#include "console/widgets/table_model.h"

#include <optional>

namespace labwarden::console {

/// What the person watches, a row each, with the state that it is in. GUI thread only.
class WatchModel : public widgets::TableModel<Watch> {
    Q_OBJECT
public:
    enum Column { Name, State, Wanted, ColumnCount };

    /// Both outlive it.
    WatchModel(const LabStore& store, const WatchList& list, QObject* parent = nullptr);

    /// Negative when it is not watched.
    int rowOf(const std::string& id) const;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const Watch& watch, int column, int role) const override;

private:
    void refresh();
    void onStoreChanged(const StoreChanges& changes);
    std::optional<widgets::StateLook> lookOf(const Watch& watch) const;
    QString nameOf(const Watch& watch) const;

    const LabStore& m_store;
    const WatchList& m_list;
};

} // namespace labwarden::console
