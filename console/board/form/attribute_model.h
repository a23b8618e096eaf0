// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractTableModel>
#include <QList>

#include <map>
#include <string>

namespace labwarden::board {

/// Attributes of a device to be edited: name and value, with an empty row at the end that becomes one when
/// something is written into it.
class AttributeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Value, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setAttributes(const std::map<std::string, std::string>& attributes);
    /// Of two with the same name the last one; see fault().
    std::map<std::string, std::string> attributes() const;
    /// What can't be right: a name twice, a value without a name or the other way round; empty when all is
    /// well.
    QString fault() const;
    void remove(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    /// By a person.
    void edited();

private:
    struct Attribute {
        QString name, value;
        bool isEmpty() const { return name.isEmpty() && value.isEmpty(); }
    };
    bool isLast(int row) const { return row == m_attributes.size() - 1; }

    QList<Attribute> m_attributes{Attribute()}; ///< the last one is empty
};

} // namespace labwarden::board
