// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/file_dialog.h"

#include <QFileDialog>
#include <QPointer>

#include <optional>

namespace labwarden::widgets {
namespace {

std::optional<QString> nextAnswer;
FileDialog::Request asked;

/// Null when a test has answered already.
QFileDialog* make(QWidget* parent, const FileDialog::Request& request,
                  std::function<void(const QString&)> chosen) {
    asked = request;
    if (nextAnswer) {
        const QString path = *nextAnswer;
        nextAnswer.reset();
        chosen(path);
        return nullptr;
    }
    auto* dialog = new QFileDialog(parent, request.title, {}, request.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, parent,
                     [dialog = QPointer(dialog), chosen = std::move(chosen)](int result) {
                         const auto files = dialog ? dialog->selectedFiles() : QStringList();
                         chosen(result == QDialog::Accepted ? files.value(0) : QString());
                     });
    return dialog;
}

} // namespace

void FileDialog::setNextAnswer(const QString& path) {
    nextAnswer = path;
}
const FileDialog::Request& FileDialog::lastRequest() {
    return asked;
}

void FileDialog::saveFile(QWidget* parent, const Request& request,
                          std::function<void(const QString&)> chosen) {
    if (auto* dialog = make(parent, request, std::move(chosen))) {
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
    if (auto* dialog = make(parent, request, std::move(chosen))) {
        dialog->setObjectName(QStringLiteral("openFileDialog"));
        dialog->setAcceptMode(QFileDialog::AcceptOpen);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->open();
    }
}

} // namespace labwarden::widgets
