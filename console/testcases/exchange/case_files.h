// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/case_import.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

class QThread;

namespace labwarden::console {

inline constexpr int mostFoundFiles = 20'000;           ///< of one import in the console
inline constexpr qint64 mostFoundBytes = 256ll << 20;   ///< of them together
inline constexpr qint64 mostBytesOfACaseFile = 1 << 20; ///< of one

/// What was chosen to be imported, looked at before anything is sent. A plain value.
struct FoundFiles {
    /// What one request carries.
    struct Piece {
        QByteArray body;                ///< a CaseFolder as JSON
        std::vector<std::size_t> files; ///< their places in `files`
    };
    std::vector<CaseFile> files;         ///< that are sent, in the order of their paths
    std::vector<Piece> pieces;           ///< each within the limits of one request
    std::vector<CaseFileReport> refused; ///< that can't be sent: unreadable, too long, no text
    QStringList leftOut;                 ///< in a folder, of kinds that no import takes
    QString whyNot;                      ///< nothing can be sent; empty: it can

    const CaseFile* find(const std::string& path) const;
};

/// Reads files, and folders with all that is below them (no hidden ones, no links to folders). Of one folder
/// the paths are relative to it, of several they begin with its name. Any thread; `stop` ends it early,
/// `progress` is told how many files have been read.
FoundFiles findCaseFiles(const QStringList& paths, const std::atomic_bool& stop,
                         const std::function<void(int files)>& progress);

/// The same in a thread of its own. GUI thread.
class CaseFileReader : public QObject {
    Q_OBJECT
public:
    explicit CaseFileReader(QObject* parent = nullptr);
    ~CaseFileReader() override;

    /// What is under way is given up.
    void start(const QStringList& paths);
    /// found() does not follow.
    void cancel();

Q_SIGNALS:
    void progress(int files);
    void found(const std::shared_ptr<labwarden::console::FoundFiles>& files);

private:
    std::atomic_bool m_stop = false;
    std::unique_ptr<QThread> m_thread;
    std::shared_ptr<FoundFiles> m_wanted; ///< that the thread fills; null when it was given up
};

} // namespace labwarden::console
