// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/shell/watch_news.h"

#include <QObject>

namespace labwarden::console {

/// The way to a person who is looking elsewhere: the desktop's notifications; tests record them. GUI thread
/// only.
class Notifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// False: what is shown would be seen by nobody.
    virtual bool isAvailable() const = 0;
    virtual void show(const News& news) = 0;

Q_SIGNALS:
    /// The person has clicked on it.
    void clicked(const labwarden::console::News& news);
};

} // namespace labwarden::console
