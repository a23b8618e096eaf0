// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/widgets/table.h"
#include "console/widgets/table_model.h"

#include <functional>

namespace labwarden::console {

/// Entries of the audit log, newest first. Older ones are fetched when a view has come to the end. GUI thread
/// only.
class AuditModel : public widgets::TableModel<AuditEntry> {
    Q_OBJECT
public:
    enum Column { When, Who, What, From, ColumnCount };
    using TableModel::TableModel;

    void replace(std::vector<AuditEntry> entries) { resetRows(std::move(entries)); }
    void add(std::vector<AuditEntry> entries) { append(std::move(entries)); }

    void setFetcher(std::function<bool()> hasOlder, std::function<void()> fetchOlder);
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const AuditEntry& entry, int column, int role) const override;

private:
    std::function<bool()> m_hasOlder;
    std::function<void()> m_fetchOlder;
};

/// Paints what was done with its picture before it.
class AuditActionDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// Day and time to the second on this machine's clock.
QString auditTimeText(Timestamp at);

} // namespace labwarden::console
