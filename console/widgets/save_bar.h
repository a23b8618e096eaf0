// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace labwarden::widgets {

class Label;

/// The foot of an editor: what is not saved or, where saves are kept as revisions, what the change is for;
/// and the two ways to go on.
class SaveBar : public QWidget {
    Q_OBJECT
public:
    struct State {
        QString save, discard; ///< what the buttons say
        QString unsaved;       ///< may be empty
        bool canSave = false, canDiscard = false;
        bool offersDiscard = false;
        bool asksForMessage = false; ///< instead of `unsaved`
    };

    /// The button's object name is made of `what` is saved: "saveUserPushButton" for "User".
    explicit SaveBar(const QString& what, QWidget* parent = nullptr);

    void setState(const State& state);
    QString message() const;
    void setMessage(const QString& message);

Q_SIGNALS:
    void saveRequested();
    void discardRequested();
    void messageEdited();

private:
    QLineEdit* m_message;
    Label* m_unsaved;
    QPushButton *m_discard, *m_save;
};

} // namespace labwarden::widgets
