// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

#include <string>
#include <vector>

class QGridLayout;
class QPushButton;

namespace labwarden::widgets {

class Label;

/// Whose value of a field it shall be.
enum class Side { open, mine, theirs };

/// One field in which what I want differs from what is there now; the texts as people read them.
struct Difference {
    std::string caption; ///< "Role engineer"; in the language of the console
    std::string was, mine, theirs;
    bool iChanged = false, theyChanged = false;
    /// Whose value is the natural one: that of the only one who has changed it; open when both have.
    Side suggestion() const;
};

/// Somebody else has changed the same thing: shows what it was, yours and theirs, field by field, and lets
/// one choose. Fields that only one side has changed are chosen beforehand; nothing is saved before every
/// other one is.
class DifferenceDialog : public QDialog {
    Q_OBJECT
public:
    DifferenceDialog(const QString& name, std::vector<Difference> differences, QWidget* parent = nullptr);

    /// One for each difference.
    const std::vector<Side>& sides() const { return m_sides; }

private:
    void addRow(QGridLayout* grid, int index);
    void update();

    std::vector<Difference> m_differences;
    std::vector<Side> m_sides;
    Label* m_missing;
    QPushButton* m_save;
};

} // namespace labwarden::widgets
