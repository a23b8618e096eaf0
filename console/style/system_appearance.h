// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QDBusVariant;

namespace labwarden::style {

/// Whether the desktop asks programs to be dark. Linux: the settings portal, where one answers within 300 ms;
/// Windows: its setting for apps; elsewhere the palette that Qt took from the system before it was given
/// ours. Make it before the application's palette is set. GUI thread.
class SystemAppearance : public QObject {
    Q_OBJECT
public:
    explicit SystemAppearance(QObject* parent = nullptr);

    bool isDark() const { return m_dark; }
    /// Asks again, where asking is cheap (Windows).
    void refresh();

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onPortalSetting(const QString& area, const QString& key, const QDBusVariant& value);

private:
    void setDark(bool dark);

    bool m_dark = false;
};

} // namespace labwarden::style
