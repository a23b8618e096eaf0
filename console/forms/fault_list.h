// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"

#include <QWidget>

#include <functional>
#include <vector>

class QListWidget;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// What is wrong with a document, one line each, that lead to where it is; F8 goes from one to the next.
/// Hidden while nothing is wrong.
class FaultList : public QWidget {
    Q_OBJECT
public:
    /// Where a fault is, for people: "Step 2" for "/steps/1/name".
    using Place = std::function<QString(const QString& pointer)>;
    explicit FaultList(Place place, QWidget* parent = nullptr);

    void setFaults(const std::vector<Fault>& faults);
    int count() const { return static_cast<int>(m_faults.size()); }
    /// On to the next one, from the last to the first.
    void next();

Q_SIGNALS:
    void chosen(const QString& pointer);

private:
    void choose(int row);

    Place m_place;
    std::vector<Fault> m_faults;
    widgets::Label* m_title;
    QPushButton* m_next;
    QListWidget* m_list;
    int m_current = -1;
};

} // namespace labwarden::console
