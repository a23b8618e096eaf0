// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/feed_in_dialogs.h"

#include "console/widgets/announce.h"
#include "console/widgets/stale_bar.h"

#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QLayout>

namespace labwarden::console {

FeedInDialogs::FeedInDialogs(QWidget& window) : QObject(&window), m_window(window) {
    qApp->installEventFilter(this);
}

bool FeedInDialogs::isOurs(const QWidget* dialog) const {
    for (const QWidget* below = dialog->parentWidget(); below; below = below->parentWidget())
        if (below == &m_window)
            return true;
    return false;
}

void FeedInDialogs::setLive(bool live, std::optional<Timestamp> lastHeard) {
    m_live = live;
    m_lastHeard = lastHeard;
    const auto windows = QApplication::topLevelWidgets();
    for (auto* window : windows)
        if (auto* dialog = qobject_cast<QDialog*>(window); dialog && isOurs(dialog))
            show(*dialog);
}

/// In the place of a menu bar, which a layout keeps across its whole upper edge.
void FeedInDialogs::show(QDialog& dialog) {
    if (!dialog.layout())
        return;
    using widgets::StaleBar;
    auto* bar = dialog.findChild<StaleBar*>(QStringLiteral("staleDialogBar"), Qt::FindDirectChildrenOnly);
    if (m_live) {
        if (bar)
            bar->hide();
        return;
    }
    if (!bar) {
        if (dialog.layout()->menuBar())
            return;
        bar = new StaleBar(StaleBar::Subject::everything, &dialog);
        bar->setObjectName(QStringLiteral("staleDialogBar"));
        bar->hide();
        dialog.layout()->setMenuBar(bar);
    }
    bar->setLastHeard(m_lastHeard);
    if (!bar->isHidden())
        return;
    bar->show();
    widgets::announce(bar);
}

bool FeedInDialogs::eventFilter(QObject* watched, QEvent* event) {
    if (!m_live && event->type() == QEvent::Show)
        if (auto* dialog = qobject_cast<QDialog*>(watched); dialog && dialog->isWindow() && isOurs(dialog))
            show(*dialog);
    return QObject::eventFilter(watched, event);
}

} // namespace labwarden::console
