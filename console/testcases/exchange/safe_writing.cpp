// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/safe_writing.h"

#include "console/widgets/format.h"
#include "console/widgets/message_box.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SafeWriting", text);
}

} // namespace

QString writeSafely(const QString& path, const QByteArray& text) {
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return tr("the folder %1 cannot be made").arg(QDir::toNativeSeparators(folder));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return file.errorString();
    return {};
}

void askBeforeOverwriting(QWidget* parent, const std::vector<FileToWrite>& files,
                          std::function<void(const std::vector<FileToWrite>&)> write) {
    QStringList there;
    for (const auto& file : files)
        if (QFileInfo::exists(file.path))
            there << QFileInfo(file.path).fileName();
    if (there.isEmpty()) {
        write(files);
        return;
    }
    constexpr int mostNamed = 5;
    QString names = there.mid(0, mostNamed).join(QStringLiteral(", "));
    if (there.size() > mostNamed)
        names = tr("%1 and %2 more").arg(names, widgets::countText(there.size() - mostNamed));
    widgets::MessageBox::ask(parent,
                             {there.size() == 1
                                  ? tr("Overwrite 1 file?")
                                  : tr("Overwrite %1 files?").arg(widgets::countText(there.size())),
                              tr("There already: %1.").arg(names), tr("Overwrite"), tr("Keep them"), true},
                             [files, write = std::move(write)](widgets::MessageBox::Answer answer) {
                                 if (answer == widgets::MessageBox::Answer::yes)
                                     write(files);
                             });
}

} // namespace labwarden::console
