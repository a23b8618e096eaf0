// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/lab_api.h"
#include "console/store/lab_store.h"

#include <QComboBox>

#include <string>

class QSettings;

namespace labwarden::board {

/// Which metric's newest value stands on every device: what the devices of the lab measure, the most frequent
/// first, or none. Remembered; at first it is a temperature, if the lab has one. Asks the server what there
/// is when somebody signs in, and again when it is opened. Hidden while the lab measures nothing.
class ValueChoice : public QComboBox {
    Q_OBJECT
public:
    /// Everything outlives it.
    ValueChoice(console::LabApi& api, const console::LabStore& store, QSettings& settings,
                QWidget* parent = nullptr);

    /// Empty: none.
    std::string metric() const;
    void showPopup() override;

Q_SIGNALS:
    void metricChanged(const std::string& metric);

private:
    void ask();
    void fill(const std::vector<LabMetric>& metrics);

    console::LabApi& m_api;
    const console::LabStore& m_store;
    QSettings& m_settings;
    QPointer<console::ApiJob> m_job;
    std::string m_told;
};

} // namespace labwarden::board
