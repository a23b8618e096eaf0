// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/device_api.h"

#include "common/enum_text.h"
#include "console/api/answers.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

namespace labwarden::console {
namespace {

const QString devicesPath = QStringLiteral("/api/v1/devices");
const QString unregisteredPath = QStringLiteral("/api/v1/unregistered-devices");
constexpr std::chrono::seconds fileTimeout{60};
constexpr int historyPageSize = 100;

QString below(const QString& path, const std::string& id, const char* rest = "") {
    return path + QLatin1Char('/') + QString::fromStdString(id) + QLatin1String(rest);
}

std::vector<Event> eventsOf(const boost::json::value& body) {
    const auto* object = body.if_object();
    const auto* events = object ? object->if_contains("events") : nullptr;
    return events ? readEvents(*events) : std::vector<Event>();
}

std::optional<DeviceChange> deviceChange(const boost::json::value& body) {
    auto device = readTolerant<DeviceDetail>(body);
    if (!device)
        return std::nullopt;
    return DeviceChange{std::move(*device), eventsOf(body)};
}

std::optional<DevicesChange> devicesChange(const boost::json::value& body) {
    auto devices = listOf<DeviceDetail>(body, "devices");
    if (!devices)
        return std::nullopt;
    return DevicesChange{std::move(*devices), eventsOf(body)};
}

ApiJob::Report onlyEvents(Done<std::vector<Event>> done) {
    return typed<std::vector<Event>>(
        std::move(done), [](const boost::json::value& body) { return std::optional(eventsOf(body)); });
}

void addTime(QUrlQuery& query, const char* name, const std::optional<Timestamp>& at) {
    if (at)
        query.addQueryItem(QLatin1String(name), QString::fromStdString(at->text()));
}

const char* mediaType(DeviceApi::Format format) {
    return format == DeviceApi::Format::csv ? "text/csv" : "application/json";
}

} // namespace

// --- one device ---

ApiJob* DeviceApi::device(const std::string& id, QObject* context, Done<DeviceDetail> done) {
    return m_client.get(below(devicesPath, id), {}, context, typed<DeviceDetail>(std::move(done)));
}

ApiJob* DeviceApi::create(const NewDevice& device, QObject* context, Done<DeviceChange> done) {
    return m_client.post(devicesPath, boost::json::value_from(device), context,
                         typed<DeviceChange>(std::move(done), deviceChange));
}

ApiJob* DeviceApi::change(const std::string& id, const DeviceDescription& description, std::int64_t version,
                          QObject* context, Done<DeviceChange> done) {
    return m_client.put(below(devicesPath, id), boost::json::value_from(description), version, context,
                        typed<DeviceChange>(std::move(done), deviceChange));
}

ApiJob* DeviceApi::remove(const std::string& id, std::int64_t version, QObject* context,
                          Done<std::vector<Event>> done) {
    return m_client.del(below(devicesPath, id), version, context, onlyEvents(std::move(done)));
}

ApiJob* DeviceApi::history(const std::string& id, std::optional<HistoryKind> kind, const std::string& cursor,
                           QObject* context, Done<HistoryPage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(historyPageSize));
    if (kind)
        query.addQueryItem(QStringLiteral("kind"), QString::fromStdString(std::string(text(*kind))));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(
        below(devicesPath, id, "/history"), query, context,
        typed<HistoryPage>(std::move(done), [](const auto& body) -> std::optional<HistoryPage> {
            auto entries = listOf<HistoryEntry>(body, "entries");
            if (!entries)
                return std::nullopt;
            return HistoryPage{std::move(*entries), textOf(body, "nextCursor")};
        }));
}

ApiJob* DeviceApi::utilisation(const std::string& id, Timestamp from, Timestamp to, QObject* context,
                               Done<std::optional<DeviceUtilisation>> done) {
    using Found = std::optional<DeviceUtilisation>;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("deviceId"), QString::fromStdString(id));
    addTime(query, "from", from);
    addTime(query, "to", to);
    return m_client.get(devicesPath + QStringLiteral("/utilisation"), query, context,
                        typed<Found>(std::move(done), [](const auto& body) -> std::optional<Found> {
                            auto devices = listOf<DeviceUtilisation>(body, "devices");
                            if (!devices)
                                return std::nullopt;
                            return devices->empty() ? Found() : Found(std::move(devices->front()));
                        }));
}

ApiJob* DeviceApi::grafanaUrl(const std::string& id, std::optional<Timestamp> from,
                              std::optional<Timestamp> to, QObject* context, Done<QUrl> done) {
    QUrlQuery query;
    addTime(query, "from", from);
    addTime(query, "to", to);
    return m_client.get(below(devicesPath, id, "/grafana-url"), query, context,
                        typed<QUrl>(std::move(done), [](const auto& body) {
                            return std::optional(QUrl(QString::fromStdString(textOf(body, "url"))));
                        }));
}

// --- what people do with devices ---

ApiJob* DeviceApi::beginMaintenance(const MaintenanceOfMany& request, QObject* context,
                                    Done<DevicesChange> done) {
    return m_client.post(devicesPath + QStringLiteral("/maintenance"), boost::json::value_from(request),
                         context, typed<DevicesChange>(std::move(done), devicesChange));
}

ApiJob* DeviceApi::endMaintenance(const DevicesChoice& request, QObject* context, Done<DevicesChange> done) {
    return m_client.post(devicesPath + QStringLiteral("/maintenance/end"), boost::json::value_from(request),
                         context, typed<DevicesChange>(std::move(done), devicesChange));
}

ApiJob* DeviceApi::release(const std::string& id, const ReleaseRequest& request, QObject* context,
                           Done<std::vector<Event>> done) {
    return m_client.post(below(devicesPath, id, "/release"), boost::json::value_from(request), context,
                         onlyEvents(std::move(done)));
}

ApiJob* DeviceApi::setTags(const std::map<std::string, std::vector<std::string>>& tagsByKey, QObject* context,
                           Done<ImportReport> done) {
    boost::json::array devices;
    for (const auto& [key, tags] : tagsByKey)
        devices.push_back({{"key", key}, {"tags", boost::json::value_from(tags)}});
    return import(QByteArray::fromStdString(boost::json::serialize(devices)), Format::json, false, context,
                  std::move(done));
}

// --- many at once, as files ---

ApiJob* DeviceApi::import(const QByteArray& text, Format format, bool dryRun, QObject* context,
                          Done<ImportReport> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("dryRun"), dryRun ? QStringLiteral("true") : QStringLiteral("false"));
    return m_client.postText(devicesPath + QStringLiteral("/import"), query, text, mediaType(format), context,
                             typed<ImportReport>(std::move(done)), fileTimeout);
}

ApiJob* DeviceApi::exportAll(Format format, QObject* context, Done<QByteArray> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("format"),
                       format == Format::csv ? QStringLiteral("csv") : QStringLiteral("json"));
    return m_client.getText(
        devicesPath + QStringLiteral("/export"), query, mediaType(format), context,
        [done = std::move(done)](ApiResult<TextAnswer> answer) {
            done(answer ? ApiResult<QByteArray>(answer->text) : ApiResult<QByteArray>(answer.error()));
        },
        fileTimeout);
}

// --- devices that nobody has registered ---

ApiJob* DeviceApi::refuse(const std::string& id, QObject* context, Done<std::vector<Event>> done) {
    return m_client.post(below(unregisteredPath, id, "/refuse"), nullptr, context,
                         onlyEvents(std::move(done)));
}

ApiJob* DeviceApi::forget(const std::string& id, QObject* context, Done<std::vector<Event>> done) {
    return m_client.del(below(unregisteredPath, id), std::nullopt, context, onlyEvents(std::move(done)));
}

} // namespace labwarden::console
