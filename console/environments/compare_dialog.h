// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QDialog>

class QComboBox;

namespace labwarden::widgets {
class ChangeList;
class Label;
} // namespace labwarden::widgets

namespace labwarden::console {

/// What differs between an environment and another one, as they are saved; live.
class CompareDialog : public QDialog {
    Q_OBJECT
public:
    /// The store outlives it, and has the environment.
    CompareDialog(const LabStore& store, const std::string& id, QWidget* parent);

private:
    void fill();
    void compare();

    const LabStore& m_store;
    std::string m_id;
    QComboBox* m_other;
    widgets::Label* m_hint;
    widgets::ChangeList* m_changes;
};

} // namespace labwarden::console
