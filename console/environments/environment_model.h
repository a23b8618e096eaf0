// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"
#include "console/widgets/table_model.h"

#include <QSortFilterProxyModel>

namespace labwarden::console {

/// All environments that the store has, live, in no order; see EnvironmentProxy.
class EnvironmentModel : public widgets::TableModel<Environment> {
    Q_OBJECT
public:
    enum Column { Name, Queue, Variables, ChangedBy, Changed, ColumnCount };

    explicit EnvironmentModel(const LabStore& store, QObject* parent = nullptr);

    /// -1 when there is no such environment.
    int rowOf(const std::string& id) const;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const Environment& environment, int column, int role) const override;

private:
    void update();

    const LabStore& m_store;
};

/// Environments by any column, those that have all words of a filter.
class EnvironmentProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit EnvironmentProxy(EnvironmentModel* environments, QObject* parent = nullptr);

    void setFilter(const QString& text);
    const Environment& at(const QModelIndex& index) const {
        return m_environments->at(mapToSource(index).row());
    }
    /// Invalid when it is not shown.
    QModelIndex indexOf(const std::string& id) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    EnvironmentModel* m_environments;
    QStringList m_words;
};

} // namespace labwarden::console
