// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QComboBox>

class QSettings;

namespace labwarden::console {

/// The address of the server, with those that worked before. In the open list Delete, or the cross at the
/// right, takes an entry out. The list is kept in the settings.
class ServerBox : public QComboBox {
    Q_OBJECT
public:
    explicit ServerBox(QSettings& settings, QWidget* parent = nullptr);

    /// The address just worked: it comes first.
    void remember(const QString& address);

Q_SIGNALS:
    /// Somebody has taken the address out of the list: whatever else is known of it may go, too.
    void forgotten(const QString& address);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void forget(int row);

    QSettings& m_settings;
};

} // namespace labwarden::console
