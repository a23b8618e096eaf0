// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/api/clock.h"
#include "console/widgets/table.h"
#include "console/widgets/table_model.h"

namespace labwarden::console {

/// API keys: those in use first, then the expired and the revoked ones, each by name. GUI thread only.
class ApiKeyModel : public widgets::TableModel<ApiKey> {
    Q_OBJECT
public:
    enum Column { Name, State, Scopes, Expires, LastUsed, MadeBy, Made, ColumnCount };
    explicit ApiKeyModel(const Clock& clock, QObject* parent = nullptr)
        : TableModel(parent), m_clock(clock) {}

    void setKeys(std::vector<ApiKey> keys);
    const Clock& clock() const { return m_clock; }
    /// Negative when there is no such key.
    int rowOf(const std::string& id) const;

protected:
    int columns() const override { return ColumnCount; }
    QString heading(int column) const override;
    QVariant cell(const ApiKey& key, int column, int role) const override;

private:
    const Clock& m_clock;
};

/// A key's state: icon, word and colour.
class ApiKeyStateDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// A list of words as chips; how many did not fit stands at the end ("+3").
class ChipListDelegate : public widgets::RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace labwarden::console
