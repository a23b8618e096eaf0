// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/file_dialog.h"

#include <QFileDialog>
#include <QPointer>

#include <optional>

namespace labwarden::widgets {
namespace {

std::optional<QStringList> nextAnswer;
FileDialog::Request asked;

using Chosen = std::function<void(const QStringList&)>;

/// Null when a test has answered already.
QFileDialog* make(QWidget* parent, const FileDialog::Request& request, Chosen chosen) {
    asked = request;
    if (nextAnswer) {
        const QStringList paths = *nextAnswer;
        nextAnswer.reset();
        chosen(paths);
        return nullptr;
    }
    auto* dialog = new QFileDialog(parent, request.title, {}, request.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, parent,
                     [dialog = QPointer(dialog), chosen = std::move(chosen)](int result) {
                         const auto files = dialog ? dialog->selectedFiles() : QStringList();
                         chosen(result == QDialog::Accepted ? files : QStringList());
                     });
    return dialog;
}

Chosen first(std::function<void(const QString&)> chosen) {
    return [chosen = std::move(chosen)](const QStringList& paths) { chosen(paths.value(0)); };
}

void openExisting(QWidget* parent, const FileDialog::Request& request, QFileDialog::FileMode mode,
                  const char* name, Chosen chosen) {
    if (auto* dialog = make(parent, request, std::move(chosen))) {
        dialog->setObjectName(QLatin1String(name));
        dialog->setAcceptMode(QFileDialog::AcceptOpen);
        dialog->setFileMode(mode);
        dialog->setOption(QFileDialog::ShowDirsOnly, mode == QFileDialog::Directory);
        dialog->open();
    }
}

} // namespace

void FileDialog::setNextAnswer(const QString& path) {
    nextAnswer = path.isEmpty() ? QStringList() : QStringList{path};
}
void FileDialog::setNextAnswers(const QStringList& paths) {
    nextAnswer = paths;
}
const FileDialog::Request& FileDialog::lastRequest() {
    return asked;
}

void FileDialog::saveFile(QWidget* parent, const Request& request,
                          std::function<void(const QString&)> chosen) {
    if (auto* dialog = make(parent, request, first(std::move(chosen)))) {
        dialog->setObjectName(QStringLiteral("saveFileDialog"));
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        dialog->setDefaultSuffix(request.suffix);
        dialog->selectFile(request.suggested);
        dialog->open();
    }
}

void FileDialog::openFile(QWidget* parent, const Request& request,
                          std::function<void(const QString&)> chosen) {
    openExisting(parent, request, QFileDialog::ExistingFile, "openFileDialog", first(std::move(chosen)));
}

void FileDialog::openFiles(QWidget* parent, const Request& request,
                           std::function<void(const QStringList&)> chosen) {
    openExisting(parent, request, QFileDialog::ExistingFiles, "openFilesDialog", std::move(chosen));
}

void FileDialog::chooseFolder(QWidget* parent, const Request& request,
                              std::function<void(const QString&)> chosen) {
    openExisting(parent, request, QFileDialog::Directory, "chooseFolderDialog", first(std::move(chosen)));
}

} // namespace labwarden::widgets
