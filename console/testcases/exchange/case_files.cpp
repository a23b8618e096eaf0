// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_files.h"

#include "common/casetext/import.h"
#include "common/json/domain.h"
#include "common/json/reader.h"
#include "console/api/test_case_api.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <map>

namespace labwarden::console {
namespace {

constexpr int progressStep = 20; // files
constexpr qsizetype mostLeftOut = 50'000;

QString tr(const char* text) {
    return QCoreApplication::translate("CaseFiles", text);
}

bool isTaken(const QString& name) {
    for (const char* end : {".yaml", ".yml", ".json", ".csv"})
        if (name.endsWith(QLatin1String(end), Qt::CaseInsensitive))
            return true;
    return false;
}

/// A file on the disk, and what it is called in the import.
struct Place {
    QString file, path;
};

void walk(const QString& folder, const QString& prefix, FoundFiles& found, std::vector<Place>& places,
          const std::atomic_bool& stop) {
    const QDir top(folder);
    QDirIterator all(folder, QDir::Files, QDirIterator::Subdirectories);
    while (!stop && places.size() <= mostFoundFiles && found.leftOut.size() <= mostLeftOut && all.hasNext()) {
        const QString file = all.next();
        const QString path = prefix + top.relativeFilePath(file);
        if (isTaken(path))
            places.push_back({file, path});
        else
            found.leftOut << path;
    }
}

std::vector<Place> placesOf(const QStringList& paths, FoundFiles& found, const std::atomic_bool& stop) {
    std::vector<Place> places;
    for (const auto& path : paths) {
        const QFileInfo info(path);
        if (!info.isDir())
            places.push_back({path, info.fileName()});
        else
            walk(path, paths.size() > 1 ? QDir(path).dirName() + QLatin1Char('/') : QString(), found, places,
                 stop);
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.path < b.path; });
    found.leftOut.sort();
    return places;
}

/// Reads files one by one, and packs them for the way.
class Packer {
public:
    explicit Packer(FoundFiles& found) : m_found(found) {}

    void add(const Place& place) {
        CaseFile file{place.path.toStdString(), {}};
        QFile source(place.file);
        if (!source.open(QIODevice::ReadOnly)) {
            refuse(file.path, tr("cannot be read: %1").arg(source.errorString()));
            return;
        }
        const QByteArray text = source.read(mostBytesOfACaseFile + 1);
        if (text.size() > mostBytesOfACaseFile) {
            refuse(file.path, tr("has more than %1 MB").arg(mostBytesOfACaseFile >> 20));
            return;
        }
        m_bytes += text.size();
        file.text = text.toStdString();
        pack(std::move(file));
    }
    void finish() {
        if (!m_files.empty())
            close();
    }
    bool isTooMuch() const { return m_bytes > mostFoundBytes; }

private:
    void refuse(const std::string& path, const QString& why) {
        m_found.refused.push_back({path, FileOutcome::refused, {}, {{0, 0, {}, why.toStdString()}}});
    }

    void pack(CaseFile file) {
        auto read = casetext::readFile(file);
        if (!wire::isUtf8(file.text)) { // it would spoil the request
            m_found.refused.push_back({file.path, FileOutcome::refused, {}, std::move(read.faults)});
            if (m_found.refused.back().faults.empty())
                m_found.refused.back().faults.push_back({0, 0, {}, tr("is not UTF-8").toStdString()});
            return;
        }
        const auto json = boost::json::value_from(file);
        if (const auto faults = wire::read<CaseFile>(json, wire::people).faults; !faults.empty()) {
            refuse(file.path, tr("cannot be sent: its %1 %2")
                                  .arg(QString::fromStdString(faults.front().pointer).mid(1),
                                       QString::fromStdString(faults.front().message)));
            return;
        }
        const auto item = QByteArray::fromStdString(boost::json::serialize(json));
        const bool isFull = m_files.size() == mostImportedFiles ||
                            m_cases + read.cases.size() > mostImportedCases ||
                            m_body.size() + item.size() + frameBytes > mostImportedBytes;
        if (isFull && !m_files.empty())
            close();
        // Within one request the server sees it.
        for (const auto& one : read.cases) {
            const auto claimed = m_keys.find(one.text.key);
            if (claimed == m_keys.end())
                continue;
            m_found.refused.push_back(
                {file.path,
                 FileOutcome::refused,
                 {},
                 {{one.line, 1, "/key", "is the key of a case in " + claimed->second + " too"}}});
            return;
        }
        for (const auto& one : read.cases)
            if (read.faults.empty() && !one.text.key.empty())
                m_keysOfPiece.emplace(one.text.key, file.path);
        m_cases += read.faults.empty() ? read.cases.size() : 0;
        m_body += m_body.isEmpty() ? "" : ",";
        m_body += item;
        m_files.push_back(m_found.files.size());
        m_found.files.push_back(std::move(file));
    }

    void close() {
        m_found.pieces.push_back({"{\"files\":[" + m_body + "]}", std::move(m_files)});
        m_files.clear();
        m_body.clear();
        m_cases = 0;
        m_keys.merge(m_keysOfPiece);
        m_keysOfPiece.clear();
    }

    static constexpr qsizetype frameBytes = 16;
    FoundFiles& m_found;
    std::vector<std::size_t> m_files;
    QByteArray m_body;
    std::size_t m_cases = 0;
    std::map<std::string, std::string> m_keys, m_keysOfPiece; ///< who names a case, in pieces before and now
    qint64 m_bytes = 0;
};

} // namespace

const CaseFile* FoundFiles::find(const std::string& path) const {
    const auto at = std::lower_bound(
        files.begin(), files.end(), path, [](const CaseFile& file, const std::string& wanted) {
            return QString::fromStdString(file.path) < QString::fromStdString(wanted);
        });
    return at != files.end() && at->path == path ? &*at : nullptr;
}

FoundFiles findCaseFiles(const QStringList& paths, const std::atomic_bool& stop,
                         const std::function<void(int files)>& progress) {
    FoundFiles found;
    const auto places = placesOf(paths, found, stop);
    if (found.leftOut.size() > mostLeftOut) {
        found = {};
        found.whyNot = tr("Nearly all files in it are of other kinds; choose the folder of the test cases.");
        return found;
    }
    if (places.size() > mostFoundFiles) {
        found.whyNot = tr("There are more than %1 files in it; import its folders one by one.")
                           .arg(widgets::countText(mostFoundFiles));
        return found;
    }
    if (places.empty()) {
        found.whyNot = tr("There is no YAML, JSON or CSV file in it.");
        return found;
    }
    Packer packer(found);
    int read = 0;
    for (const auto& place : places) {
        if (stop)
            return found;
        packer.add(place);
        if (packer.isTooMuch()) {
            found = {};
            found.whyNot = tr("The files have more than %1 MB together; import its folders one by one.")
                               .arg(mostFoundBytes >> 20);
            return found;
        }
        if (++read % progressStep == 0)
            progress(read);
    }
    packer.finish();
    return found;
}

CaseFileReader::CaseFileReader(QObject* parent) : QObject(parent) {}

CaseFileReader::~CaseFileReader() {
    cancel();
}

void CaseFileReader::start(const QStringList& paths) {
    cancel();
    m_stop = false;
    auto files = std::make_shared<FoundFiles>();
    m_wanted = files;
    m_thread.reset(QThread::create([this, paths, files] {
        *files = findCaseFiles(paths, m_stop, [this](int read) { Q_EMIT progress(read); });
    }));
    connect(m_thread.get(), &QThread::finished, this, [this, files] {
        if (m_wanted == files) // the word of one that was given up may be on its way still
            Q_EMIT found(files);
    });
    m_thread->start();
}

void CaseFileReader::cancel() {
    m_stop = true;
    m_wanted.reset();
    if (!m_thread)
        return;
    m_thread->disconnect(this);
    m_thread->wait(); // at most for one file
    m_thread.reset();
}

} // namespace labwarden::console
