// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

/// The foot of an editor: what is not saved, and the two ways to go on.
class SaveBar : public QWidget {
    Q_OBJECT
public:
    struct State {
        QString save, discard; ///< what the buttons say
        QString unsaved;       ///< may be empty
        bool canSave = false, canDiscard = false;
        bool offersDiscard = false;
    };

    explicit SaveBar(QWidget* parent = nullptr);

    void setState(const State& state);

Q_SIGNALS:
    void saveRequested();
    void discardRequested();

private:
    widgets::Label* m_unsaved;
    QPushButton *m_discard, *m_save;
};

} // namespace labwarden::console
