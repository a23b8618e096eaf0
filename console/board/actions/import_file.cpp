// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/import_file.h"

#include "common/csv.h"
#include "common/domain/device_import.h"
#include "common/json/reader.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace labwarden::board {
namespace {

using Format = console::DeviceApi::Format;

QString tr(const char* text) {
    return QCoreApplication::translate("ImportFile", text);
}

std::string_view viewOf(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

/// What is no CSV here is none for the server, which says where.
QStringList keysOfCsv(const QByteArray& text) {
    const auto reading = csv::read(viewOf(text), 1'000'000);
    if (reading.records.empty())
        return {};
    const auto& header = reading.records.front().cells;
    const auto at = std::find_if(header.begin(), header.end(), [](const std::string& cell) {
        return QString::fromStdString(csv::plainOf(cell)).trimmed() == QLatin1String("key");
    });
    QStringList keys;
    for (std::size_t i = 1; i < reading.records.size(); ++i) {
        const auto& cells = reading.records[i].cells;
        const auto column = static_cast<std::size_t>(at - header.begin());
        keys << (column < cells.size() ? QString::fromStdString(csv::plainOf(cells[column])).trimmed()
                                       : QString());
    }
    return keys;
}

QStringList keysOfJson(const QByteArray& text) {
    std::string why;
    const auto json = wire::parse(viewOf(text), why);
    const auto* devices = json ? json->if_array() : nullptr;
    if (!devices)
        return {};
    QStringList keys;
    for (const auto& device : *devices) {
        const auto* object = device.if_object();
        const auto* key = object ? object->if_contains("key") : nullptr;
        const auto* name = key ? key->if_string() : nullptr;
        keys << (name ? QString::fromUtf8(name->data(), static_cast<qsizetype>(name->size())) : QString());
    }
    return keys;
}

QString tooLarge(qint64 bytes) {
    constexpr double megabyte = 1 << 20;
    return tr("The file has %1 MB; an import takes at most %2 MB. Split it into several.")
        .arg(static_cast<double>(bytes) / megabyte, 0, 'f', 1)
        .arg(mostImportedBytes >> 20);
}

} // namespace

ImportFile importFileOf(const QString& path, const QByteArray& text) {
    ImportFile file;
    file.path = path;
    file.text = text;
    if (text.size() > mostImportedBytes) {
        file.whyNot = tooLarge(text.size());
        return file;
    }
    const QByteArray beginning = text.left(4096).trimmed();
    const bool isJson = beginning.startsWith('[') || beginning.startsWith('{') ||
                        (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && !beginning.isEmpty());
    file.format = isJson ? Format::json : Format::csv;
    if (beginning.isEmpty()) {
        file.whyNot = tr("The file is empty.");
        return file;
    }
    file.keys = isJson ? keysOfJson(text) : keysOfCsv(text);
    if (file.keys.size() > static_cast<qsizetype>(mostImportedDevices))
        file.whyNot = tr("The file has %1 devices; an import takes at most %2. Split it into several.")
                          .arg(widgets::countText(file.keys.size()),
                               widgets::countText(static_cast<qint64>(mostImportedDevices)));
    return file;
}

ImportFile readImportFile(const QString& path) {
    QFile file(path);
    ImportFile faulty;
    faulty.path = path;
    if (QFileInfo(path).isDir()) {
        faulty.whyNot = tr("“%1” is a folder.").arg(QFileInfo(path).fileName());
        return faulty;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        faulty.whyNot = tr("The file cannot be read: %1").arg(file.errorString());
        return faulty;
    }
    if (file.size() > mostImportedBytes) { // not a byte of what is not sent anyway
        faulty.whyNot = tooLarge(file.size());
        return faulty;
    }
    return importFileOf(path, file.readAll());
}

} // namespace labwarden::board
