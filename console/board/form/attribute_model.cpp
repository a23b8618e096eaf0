// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/attribute_model.h"

#include <QSet>

namespace labwarden::board {

void AttributeModel::setAttributes(const std::map<std::string, std::string>& attributes) {
    beginResetModel();
    m_attributes.clear();
    for (const auto& [name, value] : attributes)
        m_attributes.append(Attribute{QString::fromStdString(name), QString::fromStdString(value)});
    m_attributes.append(Attribute());
    endResetModel();
}

std::map<std::string, std::string> AttributeModel::attributes() const {
    std::map<std::string, std::string> attributes;
    for (const auto& attribute : m_attributes)
        if (!attribute.isEmpty())
            attributes[attribute.name.toStdString()] = attribute.value.toStdString();
    return attributes;
}

QString AttributeModel::fault() const {
    QSet<QString> names;
    for (const auto& attribute : m_attributes) {
        if (attribute.isEmpty())
            continue;
        if (attribute.name.isEmpty())
            return tr("“%1” has no name.").arg(attribute.value);
        if (attribute.value.isEmpty())
            return tr("“%1” has no value.").arg(attribute.name);
        if (names.contains(attribute.name))
            return tr("“%1” is there twice.").arg(attribute.name);
        names.insert(attribute.name);
    }
    return {};
}

void AttributeModel::remove(int row) {
    if (row < 0 || row >= m_attributes.size() - 1)
        return;
    beginRemoveRows({}, row, row);
    m_attributes.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

int AttributeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_attributes.size());
}

int AttributeModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AttributeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isNew = isLast(index.row()) && m_attributes[index.row()].isEmpty();
    if (role == Qt::DisplayRole || role == Qt::EditRole || role == Qt::ToolTipRole) {
        if (isNew)
            return role == Qt::DisplayRole && index.column() == Name ? QVariant(tr("New attribute…"))
                                                                     : QVariant(QString());
        const auto& attribute = m_attributes[index.row()];
        return index.column() == Name ? attribute.name : attribute.value;
    }
    if (role == Qt::AccessibleTextRole && isNew)
        return index.column() == Name ? tr("Name of a new attribute") : tr("Value of a new attribute");
    return {};
}

QVariant AttributeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Attribute") : section == Value ? tr("Value") : QVariant();
}

bool AttributeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString text = value.toString().trimmed();
    auto& attribute = m_attributes[index.row()];
    auto& part = index.column() == Name ? attribute.name : attribute.value;
    if (part == text)
        return true;
    part = text;
    if (isLast(index.row())) { // it is one now, and a new empty one follows
        beginInsertRows({}, index.row() + 1, index.row() + 1);
        m_attributes.append(Attribute());
        endInsertRows();
    }
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags AttributeModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren;
}

} // namespace labwarden::board
