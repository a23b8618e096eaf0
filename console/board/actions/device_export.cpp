// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/device_export.h"

#include "common/csv.h"
#include "common/json/reader.h"

#include <boost/json/serialize.hpp>

#include <QSaveFile>

#include <algorithm>
#include <limits>

namespace labwarden::board {
namespace {

using console::DeviceApi;

std::string_view viewOf(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

std::optional<ExportPart> onlyTheseOfCsv(const QByteArray& text, const Keys* keys) {
    const auto reading = csv::read(viewOf(text), std::numeric_limits<std::size_t>::max());
    if (!reading.why.empty() || reading.records.empty())
        return std::nullopt;
    const auto& header = reading.records.front().cells;
    const auto at = std::find(header.begin(), header.end(), "key");
    if (at == header.end())
        return std::nullopt;
    const auto column = static_cast<std::size_t>(at - header.begin());
    std::string part;
    ExportPart result;
    for (std::size_t i = 0; i < reading.records.size(); ++i) {
        const auto& cells = reading.records[i].cells;
        const bool isHeader = i == 0;
        if (!isHeader && (cells.size() <= column || (keys && !keys->contains(csv::plainOf(cells[column])))))
            continue;
        std::vector<std::string> written;
        // What is guarded comes with its apostrophe from the reader, and is not guarded again.
        for (const auto& cell : cells)
            written.push_back(csv::cell(cell));
        csv::addLine(part, written);
        result.devices += !isHeader;
    }
    result.text = QByteArray::fromStdString(part);
    return result;
}

std::optional<ExportPart> onlyTheseOfJson(const QByteArray& text, const Keys* keys) {
    std::string why;
    const auto json = wire::parse(viewOf(text), why);
    const auto* all = json ? json->if_array() : nullptr;
    if (!all)
        return std::nullopt;
    boost::json::array some;
    for (const auto& device : *all) {
        const auto* object = device.if_object();
        const auto* key = object ? object->if_contains("key") : nullptr;
        const auto* name = key ? key->if_string() : nullptr;
        if (name && (!keys || keys->contains(std::string(*name))))
            some.push_back(device);
    }
    return ExportPart{QByteArray::fromStdString(boost::json::serialize(some)), static_cast<int>(some.size())};
}

std::optional<ExportPart> partOf(const QByteArray& text, DeviceApi::Format format, const Keys* keys) {
    return format == DeviceApi::Format::csv ? onlyTheseOfCsv(text, keys) : onlyTheseOfJson(text, keys);
}

} // namespace

std::optional<ExportPart> onlyThese(const QByteArray& text, DeviceApi::Format format, const Keys& keys) {
    return partOf(text, format, &keys);
}

void DeviceExport::start(const Wish& wish) {
    cancel();
    m_wish = wish;
    m_job = m_api.exportAll(wish.format, this, [this](console::ApiResult<QByteArray> answer) {
        m_job = nullptr;
        if (answer)
            write(*answer);
        else
            Q_EMIT failed(answer.error().text());
    });
}

void DeviceExport::cancel() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
}

void DeviceExport::write(const QByteArray& text) {
    auto part = partOf(text, m_wish.format, m_wish.keys ? &*m_wish.keys : nullptr);
    if (!part) {
        Q_EMIT failed(tr("The server's answer cannot be read."));
        return;
    }
    QSaveFile file(m_wish.path);
    const QByteArray& written = m_wish.keys ? part->text : text;
    if (!file.open(QIODevice::WriteOnly) || file.write(written) != written.size() || !file.commit()) {
        Q_EMIT failed(tr("The file cannot be written: %1").arg(file.errorString()));
        return;
    }
    const int missing = m_wish.keys ? static_cast<int>(m_wish.keys->size()) - part->devices : 0;
    Q_EMIT finished(part->devices, missing);
}

} // namespace labwarden::board
