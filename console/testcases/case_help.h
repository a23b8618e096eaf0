// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"

#include <QObject>
#include <QStringList>

#include <vector>

class QLineEdit;
class QStringListModel;

namespace labwarden::console {

/// What the fields of a test case offer while one writes: metrics that devices of the lab really have, their
/// types and tags, folders and tags of other cases, people. Empty until it is told. GUI thread.
class CaseHelp : public QObject {
    Q_OBJECT
public:
    explicit CaseHelp(QObject* parent = nullptr);

    void setMetrics(std::vector<Metric> metrics);
    const std::vector<Metric>& metrics() const { return m_metrics; }
    /// The unit of a metric; empty when it is not known.
    QString unitOf(const QString& metric) const;
    void setFolders(const QStringList& folders);
    void setOwners(const QStringList& owners);
    void setDeviceTypes(const QStringList& types);
    void setDeviceTags(const QStringList& tags);
    void setCaseTags(const QStringList& tags);
    const QStringList& deviceTags() const { return m_deviceTags; }
    const QStringList& caseTags() const { return m_caseTags; }

    enum class List { metrics, folders, owners, deviceTypes };
    /// The line offers what of the list has what is written in it, now and later.
    void complete(QLineEdit* line, List list);

Q_SIGNALS:
    /// Tags and metrics.
    void changed();

private:
    void set(List list, const QStringList& words);

    std::vector<Metric> m_metrics;
    QStringList m_deviceTags, m_caseTags;
    QStringListModel* m_lists[4];
};

} // namespace labwarden::console
