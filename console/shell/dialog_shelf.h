// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>
#include <QList>
#include <QObject>
#include <QPointer>

namespace labwarden::console {

/// Where the dialogs of a window are while the log-in stands over its pages: out of sight, so that they block
/// nothing, with everything that was entered in them. GUI thread only.
class DialogShelf : public QObject {
    Q_OBJECT
public:
    explicit DialogShelf(QWidget& window);

    /// What is open is put away, and so is what opens from now on.
    void putAway();
    /// What opens from now on stays open; what is put away waits.
    void stop();
    /// What was put away is open again, as it was.
    void bringBack();
    /// What was put away is gone, with what was entered in it. Nothing asks whether that is meant.
    void discard();

    /// What the dialogs are called that are put away.
    QStringList titles() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Shelved {
        QPointer<QDialog> dialog;
        bool modal;
    };
    bool isOurs(const QWidget* dialog) const;
    void shelve(QDialog* dialog);

    QWidget& m_window;
    QList<Shelved> m_shelved; ///< those below first
    bool m_puttingAway = false;
};

} // namespace labwarden::console
