// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/tray_notifier.h"

#include <QSystemTrayIcon>

namespace labwarden::console {

TrayNotifier::TrayNotifier(QObject* parent) : Notifier(parent), m_tray(new QSystemTrayIcon(this)) {
    m_tray->setIcon(style::applicationIcon());
    m_tray->setToolTip(QStringLiteral("Labwarden"));
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, &TrayNotifier::click);
    connect(m_tray, &QSystemTrayIcon::activated, this, &TrayNotifier::click);
}

bool TrayNotifier::isAvailable() const {
    return QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages();
}

void TrayNotifier::show(const News& news) {
    m_latest = news;
    m_tray->show();
    m_tray->showMessage(news.title, news.text, style::icon(news.icon, news.colour));
}

void TrayNotifier::click() {
    Q_EMIT clicked(m_latest);
}

} // namespace labwarden::console
