// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace labwarden::widgets {

class Label;

/// One line of a form: a caption, below it what is filled in, and below that what is wrong with it.
class FormField : public QWidget {
    Q_OBJECT
public:
    /// `caption` may have a mnemonic ("&Password"); without it, it is the editor's accessible name. The
    /// editor then belongs to the field. The label of the fault is called `<editor's name>Fault`.
    FormField(const QString& caption, QWidget* editor, QWidget* parent = nullptr);

    QWidget* editor() const { return m_editor; }
    /// Empty: nothing is wrong. Words that are no sentence ("must be a number") are made one. A fault is the
    /// editor's accessible description, too.
    void setFault(const QString& words);
    bool hasFault() const;

private:
    QWidget* m_editor;
    Label* m_fault;
};

} // namespace labwarden::widgets
