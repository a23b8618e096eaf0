// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace labwarden::console {

/// Shows a secret the one time that it can be shown. Whoever closes it without having copied the secret is
/// asked first.
class SecretDialog : public QDialog {
    Q_OBJECT
public:
    struct Words {
        QString title; ///< "Key “ci” is made"
        QString text;  ///< what it is for, and that it is not shown again
        QString secret;
        QString facts;  ///< small print below it; may be empty
        QString losing; ///< what it means to close without it: "Without it the key is of no use; …"
    };

    explicit SecretDialog(const Words& words, QWidget* parent = nullptr);

    void done(int result) override;

private:
    void copy();
    bool isCopied() const;

    QString m_secret, m_losing;
    QLineEdit* m_line;
    QPushButton* m_copy;
    QPushButton* m_close;
    bool m_copied = false;
    bool m_asking = false;
};

} // namespace labwarden::console
