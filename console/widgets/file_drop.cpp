// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/file_drop.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace labwarden::widgets {
namespace {

QStringList pathsOf(const QMimeData* data) {
    QStringList paths;
    const auto urls = data->urls();
    for (const auto& url : urls)
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace

FileDrop::FileDrop(QWidget* target, std::function<bool()> mayTake)
    : QObject(target), m_mayTake(std::move(mayTake)) {
    target->setAcceptDrops(true);
    target->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto* drop = static_cast<QDropEvent*>(event);
    const QStringList paths = pathsOf(drop->mimeData());
    if (paths.isEmpty() || !m_mayTake())
        return false;
    drop->setDropAction(Qt::CopyAction);
    drop->accept();
    if (event->type() == QEvent::Drop)
        Q_EMIT dropped(paths);
    return true;
}

} // namespace labwarden::widgets
