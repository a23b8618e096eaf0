// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>
#include <Qt>

class QWidget;

/// Somebody without a mouse: gets from one place to the next by keys, so that a test which gets there shows
/// that a person can. Each fails the running test when it does not get there.
namespace labwarden::console::test::keyboard {

/// Who has the keyboard: in an open menu that, else the focus of the active window. May be null.
QWidget* holder();
/// With Tab, and inside a group of choices with the arrows, from where the keyboard is; waits for a dialog
/// that is closing to hand it back.
void goTo(QWidget* target);
/// Until the keyboard is there by itself: after a dialog has closed, or a request was answered.
void awaitAt(QWidget* target);
/// Goes there, and presses.
void press(QWidget* target, Qt::Key key = Qt::Key_Space, Qt::KeyboardModifiers with = Qt::NoModifier);
/// To whoever has the keyboard.
void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier);
/// Goes there and writes, where the cursor is.
void write(QWidget* field, const QString& text);
/// Goes there and replaces what stands there.
void type(QWidget* field, const QString& text);

/// The object names of what Tab leads to in the window of `from`, beginning there, until it comes back.
QStringList order(QWidget* from);

} // namespace labwarden::console::test::keyboard
