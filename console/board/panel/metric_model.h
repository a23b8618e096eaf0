// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"

#include <QAbstractListModel>

#include <string>
#include <vector>

namespace labwarden::board {

/// The metrics of a device, each to be checked or not. At most so many can be looked at together; the others
/// cannot be checked then, and say why.
class MetricModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit MetricModel(std::size_t most, QObject* parent = nullptr);

    /// Those chosen before stay chosen where they are still there.
    void setMetrics(std::vector<Metric> metrics);
    const std::vector<Metric>& metrics() const { return m_metrics; }
    /// Names that are no metric of the device wait until they are.
    void choose(const std::vector<std::string>& names);
    /// In the order in which they were chosen.
    std::vector<Metric> chosen() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    /// By a person.
    void chosenChanged();

private:
    bool isChosen(const std::string& name) const;
    bool isFull() const { return chosen().size() >= m_most; }

    std::size_t m_most;
    std::vector<Metric> m_metrics;
    std::vector<std::string> m_chosen;
};

} // namespace labwarden::board
