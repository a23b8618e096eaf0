// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QComboBox>
#include <QObject>

class QSettings;

namespace labwarden::console {

/// On which device criteria are tried: one for the whole page, remembered for each person. GUI thread.
class TrialDevice : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    TrialDevice(const LabStore& store, QSettings& settings, QObject* parent);

    /// Empty: none, or one that the lab does not have any more.
    const std::string& id() const { return m_id; }
    /// As the lab calls it; empty without one.
    QString key() const;
    void choose(const std::string& id);

Q_SIGNALS:
    void changed();

private:
    void load();
    QString settingsKey() const;

    const LabStore& m_store;
    QSettings& m_settings;
    std::string m_id;
};

/// Chooses it: a list of all devices, those that fit the test case first, and a line that completes any part
/// of a key or name.
class DeviceBox : public QComboBox {
    Q_OBJECT
public:
    /// Both outlive it.
    DeviceBox(const LabStore& store, TrialDevice& device, QWidget* parent);

    void setRequirements(const Requirements& requirements);

protected:
    void showPopup() override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void fill();
    void show();
    void take();

    const LabStore& m_store;
    TrialDevice& m_device;
    Requirements m_requirements;
};

} // namespace labwarden::console
