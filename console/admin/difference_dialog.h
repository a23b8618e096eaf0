// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_edit.h"

#include <QDialog>

class QGridLayout;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// Somebody else has changed the same user: shows what it was, yours and theirs, field by field, and lets one
/// choose. Fields that only one side has changed are chosen beforehand; nothing is saved before every other
/// one is.
class DifferenceDialog : public QDialog {
    Q_OBJECT
public:
    DifferenceDialog(const QString& name, std::vector<FieldDifference> differences,
                     QWidget* parent = nullptr);

    /// One for each difference.
    const std::vector<Side>& sides() const { return m_sides; }

private:
    void addRow(QGridLayout* grid, int index);
    void update();

    std::vector<FieldDifference> m_differences;
    std::vector<Side> m_sides;
    widgets::Label* m_missing;
    QPushButton* m_save;
};

} // namespace labwarden::console
