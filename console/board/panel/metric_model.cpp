// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/metric_model.h"

#include "console/telemetry/thresholds.h"

#include <algorithm>

namespace labwarden::board {

MetricModel::MetricModel(std::size_t most, QObject* parent) : QAbstractListModel(parent), m_most(most) {}

void MetricModel::setMetrics(std::vector<Metric> metrics) {
    beginResetModel();
    m_metrics = std::move(metrics);
    endResetModel();
}

void MetricModel::choose(const std::vector<std::string>& names) {
    m_chosen = names;
    if (!m_metrics.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

std::vector<Metric> MetricModel::chosen() const {
    std::vector<Metric> chosen;
    for (const auto& name : m_chosen) {
        const auto at = std::find_if(m_metrics.begin(), m_metrics.end(),
                                     [&](const Metric& metric) { return metric.name == name; });
        if (at != m_metrics.end() && chosen.size() < m_most)
            chosen.push_back(*at);
    }
    return chosen;
}

bool MetricModel::isChosen(const std::string& name) const {
    return std::find(m_chosen.begin(), m_chosen.end(), name) != m_chosen.end();
}

int MetricModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_metrics.size());
}

QVariant MetricModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& metric = m_metrics[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: {
        const QString title = console::titleOf(metric.name);
        return metric.unit.empty()
                   ? title
                   : QStringLiteral("%1 (%2)").arg(title, QString::fromStdString(metric.unit));
    }
    case Qt::CheckStateRole:
        return isChosen(metric.name) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        if (isFull() && !isChosen(metric.name))
            return tr("At most %1 metrics can be looked at together.").arg(m_most);
        return role == Qt::ToolTipRole ? QVariant(QString::fromStdString(metric.name)) : QVariant();
    default:
        return {};
    }
}

bool MetricModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const auto& name = m_metrics[static_cast<std::size_t>(index.row())].name;
    const bool wanted = value.toInt() == Qt::Checked;
    if (wanted == isChosen(name) || (wanted && isFull()))
        return false;
    if (wanted)
        m_chosen.push_back(name);
    else
        std::erase(m_chosen, name);
    Q_EMIT dataChanged(this->index(0), this->index(rowCount() - 1)); // what can be checked may be different
    Q_EMIT chosenChanged();
    return true;
}

Qt::ItemFlags MetricModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    const auto& name = m_metrics[static_cast<std::size_t>(index.row())].name;
    const Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsUserCheckable;
    return isFull() && !isChosen(name) ? flags : flags | Qt::ItemIsEnabled;
}

} // namespace labwarden::board
