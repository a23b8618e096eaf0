// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/e2e/support/console_program.h"

#include <QStringList>

class QModelIndex;

namespace labwarden::test {

/// The admin tab of a console, by keyboard. What says false has waited for it in vain.
class AdminTab {
public:
    explicit AdminTab(ConsoleProgram& console) : m_console(console) {}

    /// Goes to "Users", "Roles", "API keys" or "Audit log", and waits until what is there has been loaded.
    bool open(const char* section);

    /// User names, from the first row on.
    QStringList usernames() const;
    /// Goes to the row with the arrow keys; with Shift the way is chosen, too.
    bool goTo(const QString& username, Qt::KeyboardModifiers with = Qt::NoModifier);
    /// Shows them in the editor.
    bool edit(const QString& username);
    /// Presses a button that opens a menu, and takes an entry of it.
    bool take(const char* button, const char* menu, const QString& entry);
    /// Presses the button in a notice: "Undo".
    bool pressIn(const char* notice);
    /// The text of the secret that is shown, copied and closed; empty when there is none.
    QString takeSecret();

    /// Gives or takes a permission in the matrix; nothing is saved.
    bool toggle(const QString& role, const QString& permission);
    /// What the changes that are not saved would do, sentence by sentence.
    QStringList effects() const;
    /// The state of an API key, "Active"; empty when there is no such key.
    QString keyState(const QString& name) const;

private:
    QModelIndex cell(const QString& role, const QString& permission) const;

    ConsoleProgram& m_console;
};

} // namespace labwarden::test
