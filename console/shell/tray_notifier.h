// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/notifier.h"

class QSystemTrayIcon;

namespace labwarden::console {

/// Through the desktop's notification area. Our icon is there from the first news on; a click on the icon
/// counts as one on the latest news.
class TrayNotifier : public Notifier {
    Q_OBJECT
public:
    explicit TrayNotifier(QObject* parent = nullptr);

    bool isAvailable() const override;
    void show(const News& news) override;

private:
    void click();

    QSystemTrayIcon* m_tray;
    News m_latest;
};

} // namespace labwarden::console
