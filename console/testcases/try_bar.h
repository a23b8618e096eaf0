// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/live_values.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

class DeviceBox;
class RowList;
class TrialDevice;

/// Above the criteria: on which device they are tried, and the way to a back-test. It tells each criterion's
/// row its live value while it is seen.
class TryBar : public QWidget {
    Q_OBJECT
public:
    /// All outlive it. `rows`: those of the criteria.
    TryBar(const CaseParts& parts, CaseDraft& draft, TrialDevice& device, RowList& rows, QWidget* parent);

    /// While the connection is lost nothing is live.
    void setLive(bool live);
    QList<QWidget*> tabStops() const;

Q_SIGNALS:
    void backTestRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void update();
    void tellRows();

    CaseParts m_parts;
    CaseDraft& m_draft;
    RowList& m_rows;
    LiveValues m_values;
    DeviceBox* m_device;
    QPushButton* m_backTest;
    bool m_isLive = true;
};

} // namespace labwarden::console
