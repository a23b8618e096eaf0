// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace labwarden::console {

struct FileToWrite {
    QString path;
    QByteArray text;
};

/// Writes a file so that it is whole or as it was before; its folder is made. Why it could not; empty: it is
/// written. Any thread.
QString writeSafely(const QString& path, const QByteArray& text);

/// Asks when any of the files is there already, and calls `write` with those that are to be written: all, or
/// nothing of it when the person would rather keep them. `parent` outlives the question.
void askBeforeOverwriting(QWidget* parent, const std::vector<FileToWrite>& files,
                          std::function<void(const std::vector<FileToWrite>&)> write);

} // namespace labwarden::console
