// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/announce.h"

#include <QAccessible>
#include <QWidget>

#include <utility>

namespace labwarden::widgets {
namespace {

constexpr int mostKept = 20;

QStringList& kept() {
    static QStringList announcements;
    return announcements;
}

} // namespace

void announce(QWidget* widget) {
    if (kept().size() >= mostKept)
        kept().removeFirst();
    kept() << widget->accessibleName();
    QAccessibleEvent event(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QStringList takeAnnouncements() {
    return std::exchange(kept(), {});
}

} // namespace labwarden::widgets
