// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// The foot of the editor: what the change is for, and the two ways to go on.
class CaseFooter : public QWidget {
    Q_OBJECT
public:
    explicit CaseFooter(QWidget* parent = nullptr);

    struct State {
        bool isNew = false, isDirty = false, isBusy = false, canSave = false;
        int faults = 0;
    };
    void setState(const State& state);
    QString message() const;
    void setMessage(const QString& message);

Q_SIGNALS:
    void saveRequested();
    void discardRequested();
    void messageEdited();

private:
    QLineEdit* m_message;
    widgets::Label* m_words;
    QPushButton *m_discard, *m_save;
};

} // namespace labwarden::console
