// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/dialog_shelf.h"

#include <QApplication>
#include <QEvent>

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

/// How many windows stand below a dialog: what was opened from another one lies above it.
int depthOf(const QWidget* dialog) {
    int depth = 0;
    for (const QWidget* below = dialog->parentWidget(); below; below = below->parentWidget())
        depth += below->isWindow() ? 1 : 0;
    return depth;
}

} // namespace

DialogShelf::DialogShelf(QWidget& window) : QObject(&window), m_window(window) {
    qApp->installEventFilter(this);
}

bool DialogShelf::isOurs(const QWidget* dialog) const {
    for (const QWidget* below = dialog->parentWidget(); below; below = below->parentWidget())
        if (below == &m_window)
            return true;
    return false;
}

void DialogShelf::putAway() {
    m_puttingAway = true;
    while (auto* popup = QApplication::activePopupWidget())
        if (!popup->close())
            break;
    QList<QDialog*> open;
    for (auto* widget : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<QDialog*>(widget); dialog && dialog->isVisible() && isOurs(dialog))
            open << dialog;
    std::stable_sort(open.begin(), open.end(),
                     [](const QDialog* a, const QDialog* b) { return depthOf(a) < depthOf(b); });
    for (auto* dialog : std::as_const(open))
        shelve(dialog);
}

void DialogShelf::shelve(QDialog* dialog) {
    m_shelved.append({dialog, dialog->isModal()});
    dialog->hide(); // not close(): that would end it
}

void DialogShelf::stop() {
    m_puttingAway = false;
}

void DialogShelf::bringBack() {
    stop();
    for (const auto& [dialog, modal] : std::exchange(m_shelved, {})) {
        if (!dialog)
            continue;
        if (modal)
            dialog->open();
        else
            dialog->show();
    }
}

void DialogShelf::discard() {
    stop();
    for (const auto& shelved : std::exchange(m_shelved, {}))
        if (shelved.dialog)
            shelved.dialog->deleteLater();
}

QStringList DialogShelf::titles() const {
    QStringList titles;
    for (const auto& shelved : m_shelved)
        if (shelved.dialog)
            titles << shelved.dialog->windowTitle();
    return titles;
}

bool DialogShelf::eventFilter(QObject* watched, QEvent* event) {
    if (m_puttingAway && event->type() == QEvent::Show) {
        // An answer that came late may open a dialog; it waits with the others.
        if (auto* dialog = qobject_cast<QDialog*>(watched); dialog && dialog->isWindow() && isOurs(dialog))
            QMetaObject::invokeMethod(
                this,
                [this, dialog = QPointer<QDialog>(dialog)] {
                    if (m_puttingAway && dialog && dialog->isVisible())
                        shelve(dialog);
                },
                Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace labwarden::console
