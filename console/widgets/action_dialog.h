// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/style/control_style.h"

#include <QDialog>
#include <QPointer>

class QHBoxLayout;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace labwarden::widgets {

class Label;
class Notice;

/// What dialogs that do something have in common: a heading, what is filled in, what is wrong with it, how
/// far it has come, and two buttons. While it is at work nothing can be filled in, and its way out stops the
/// work instead of closing it. Deletes itself once it is closed.
class ActionDialog : public QDialog {
    Q_OBJECT
public:
    void reject() override;

Q_SIGNALS:
    /// The dialog is closed, by whichever way, and the keyboard is free.
    void closed();

protected:
    struct Words {
        QString title;
        QString verb;       ///< of the button that does it
        const char* name;   ///< the dialog's object name
        const char* button; ///< the button's
        style::ButtonRole role = style::ButtonRole::primary;
        bool grows = false; ///< what is in it can use more room than it asks for
    };
    ActionDialog(const Words& words, int width, QWidget* parent);

    QVBoxLayout* body() const { return m_body; }
    Notice* notice() const { return m_notice; }
    QPushButton* verbButton() const { return m_do; }
    QPushButton* closeButton() const { return m_close; }
    void setTitle(const QString& title);
    void setVerb(const QString& verb);
    /// Why it can't be done yet, beside the button, which then does nothing; empty: it can.
    void setMissing(const QString& words);
    /// Puts a button left of the others; it then belongs to the dialog.
    void addButton(QPushButton* button);

    /// Something has been done: the way out takes nothing back any more.
    void setBegun();
    /// From now on it is at work. `total` 0: nobody knows how long it takes.
    void begin(const QString& words, int total);
    void setProgress(const QString& words, int done);
    void end();
    bool isBusy() const { return m_busy; }
    /// Makes the dialog as high as what is in it asks for; one that a person may have made higher stays so.
    void fit();

    virtual void submit() = 0;
    /// Somebody wants out of what is under way.
    virtual void stop() {}
    /// Whether something would be lost if it were closed now.
    virtual bool isDirty() const { return false; }
    void done(int result) override;
    void showEvent(QShowEvent* event) override;

private:
    void updateButtons();

    QString m_verb, m_missing;
    bool m_grows;
    bool m_hasBegun = false;
    Label* m_heading;
    QWidget* m_content;
    QVBoxLayout* m_body;
    Notice* m_notice;
    QWidget* m_work; ///< the line that says how far it has come
    Label* m_workWords;
    QProgressBar* m_progress;
    Label* m_hint;
    QHBoxLayout* m_buttons;
    QPushButton* m_close;
    QPushButton* m_do;
    QPointer<QWidget> m_before; ///< who had the keyboard when the work began
    bool m_busy = false;
};

} // namespace labwarden::widgets
