// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_groups.h"
#include "console/environments/environment_parts.h"

class QStringListModel;

namespace labwarden::widgets {
class WrapLabel;
}

namespace labwarden::console {

/// Name and description.
class EnvironmentHead : public EnvironmentFields {
    Q_OBJECT
public:
    EnvironmentHead(EnvironmentDraft& draft, QWidget* parent);
};

/// Where runs take their runner and their telemetry from.
class RunSection : public EnvironmentFields {
    Q_OBJECT
public:
    RunSection(EnvironmentDraft& draft, QWidget* parent);
    void refresh() override;

private:
    widgets::Label* m_queue;
};

/// The template of the link to Grafana, and the link it makes for a device that one chooses.
class LinkSection : public EnvironmentFields {
    Q_OBJECT
public:
    /// What `parts` refer to outlives it.
    LinkSection(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent);

    void refresh() override;
    QList<QWidget*> tabStops() const override;
    /// Empty while there is none.
    QString link() const;

private:
    void makePreview();
    void refreshDevices();
    void showLink();

    EnvironmentParts m_parts;
    QLineEdit *m_template, *m_device;
    QStringListModel* m_devices;
    QComboBox* m_time;
    widgets::WrapLabel* m_link;
    QPushButton* m_open;
};

} // namespace labwarden::console
