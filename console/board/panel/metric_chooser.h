// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QListView;
class QPushButton;

namespace labwarden::board {

class MetricModel;

/// A button that says how many metrics are looked at, and the list behind it to choose them from.
class MetricChooser : public QWidget {
    Q_OBJECT
public:
    explicit MetricChooser(MetricModel& model, QWidget* parent = nullptr);

    /// The button, to be put beside others; the list is where this widget is.
    QPushButton* button() const { return m_button; }

private:
    void showCount();

    MetricModel& m_model;
    QPushButton* m_button;
    QListView* m_list;
};

} // namespace labwarden::board
