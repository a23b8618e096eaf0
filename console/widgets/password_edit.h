// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>

namespace labwarden::widgets {

/// A line for a password, with an eye that shows it (Ctrl+R). Emptied, it hides what comes next.
class PasswordEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit PasswordEdit(QWidget* parent = nullptr);

    /// The action behind the eye.
    QAction* reveal() const { return m_reveal; }
    /// Empties the line and hides again.
    void forget();

private:
    QAction* m_reveal;
};

} // namespace labwarden::widgets
