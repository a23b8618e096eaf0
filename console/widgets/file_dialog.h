// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace labwarden::widgets {

/// The one way to ask for a file. No nested event loop: the answer comes to a function. GUI thread only.
class FileDialog {
public:
    struct Request {
        QString title;     ///< "Export the audit log"
        QString suggested; ///< file name, or path, to begin with
        QString filter;    ///< "Comma-separated values (*.csv)"
        QString suffix;    ///< "csv": added to a name that has none
    };

    /// `chosen` is called once with the path to write to, empty when the person gave up, and never when
    /// `parent` has died before. The person has been asked before an existing file is named.
    static void saveFile(QWidget* parent, const Request& request, std::function<void(const QString&)> chosen);

    /// The same for a file to read from; the person can only name one that exists.
    static void openFile(QWidget* parent, const Request& request, std::function<void(const QString&)> chosen);

    /// The same for one file or several; an empty list when the person gave up.
    static void openFiles(QWidget* parent, const Request& request,
                          std::function<void(const QStringList&)> chosen);

    /// The same for a folder; only the title of the request counts.
    static void chooseFolder(QWidget* parent, const Request& request,
                             std::function<void(const QString&)> chosen);

    /// The next request is answered so at once, without a window: for tests.
    static void setNextAnswer(const QString& path);
    static void setNextAnswers(const QStringList& paths);
    /// The request made last.
    static const Request& lastRequest();
};

} // namespace labwarden::widgets
