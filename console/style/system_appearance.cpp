// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/style/system_appearance.h"

#include <QGuiApplication>
#include <QPalette>

#ifdef LABWARDEN_HAS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusReply>
#include <QDBusVariant>
#endif
#ifdef Q_OS_WIN
#include <QSettings>
#endif

namespace labwarden::style {

namespace {

#ifdef LABWARDEN_HAS_DBUS
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearanceArea = QStringLiteral("org.freedesktop.appearance");
const QString colorSchemeKey = QStringLiteral("color-scheme");
constexpr uint preferDark = 1; // 0: no preference, 2: prefer light

// Some portals wrap the value in one variant more than others.
uint colorScheme(QVariant value) {
    while (value.metaType() == QMetaType::fromType<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}
#endif

} // namespace

SystemAppearance::SystemAppearance(QObject* parent)
    : QObject(parent), m_dark(QGuiApplication::palette().color(QPalette::Window).lightness() < 128) {
#ifdef LABWARDEN_HAS_DBUS
    // Without an address libdbus would start a bus of its own.
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) {
        QDBusConnection bus = QDBusConnection::sessionBus();
        QDBusMessage read = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface,
                                                           QStringLiteral("Read"));
        read << appearanceArea << colorSchemeKey;
        const QDBusReply<QDBusVariant> reply = bus.call(read, QDBus::Block, 300);
        if (reply.isValid())
            m_dark = colorScheme(reply.value().variant()) == preferDark;
        bus.connect(portalService, portalPath, portalInterface, QStringLiteral("SettingChanged"), this,
                    SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    }
#endif
    refresh();
}

void SystemAppearance::refresh() {
#ifdef Q_OS_WIN
    const QSettings settings(
        QStringLiteral(
            "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"),
        QSettings::NativeFormat);
    setDark(settings.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0);
#endif
}

void SystemAppearance::onPortalSetting([[maybe_unused]] const QString& area,
                                       [[maybe_unused]] const QString& key,
                                       [[maybe_unused]] const QDBusVariant& value) {
#ifdef LABWARDEN_HAS_DBUS
    if (area == appearanceArea && key == colorSchemeKey)
        setDark(colorScheme(value.variant()) == preferDark);
#endif
}

void SystemAppearance::setDark(bool dark) {
    if (m_dark == dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace labwarden::style
