// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/messages.h"

#include "common/domain/device.h"
#include "common/enum_text.h"

#include <boost/describe/enum.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>

namespace labwarden::devices {

BOOST_DESCRIBE_ENUM(Leaf, status, meta, telemetry, command, reply)

namespace {

namespace json = boost::json;

constexpr std::string_view root = "labwarden/v1/devices/";
constexpr std::size_t maxMetricName = 64;
constexpr std::size_t maxUnit = 32;
constexpr std::int64_t minHeartbeat = 100, maxHeartbeat = 600'000, maxInterval = 86'400'000; // ms

std::optional<json::value> parse(std::string_view payload, std::string& why) {
    if (payload.size() > maxPayload) {
        why = "larger than 64 KB";
        return std::nullopt;
    }
    boost::system::error_code error;
    auto value = json::parse(json::string_view(payload.data(), payload.size()), error);
    if (error) {
        why = "no JSON: " + error.message();
        return std::nullopt;
    }
    return value;
}

/// A whole number in [low, high]; a number like 1000.0 counts as whole.
std::optional<std::int64_t> whole(const json::value& value, std::int64_t low, std::int64_t high) {
    if (!value.is_number())
        return std::nullopt;
    const double number = value.to_number<double>();
    if (!(number >= static_cast<double>(low) && number <= static_cast<double>(high)) ||
        number != std::floor(number))
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

/// False: `at` is there and no time.
bool readTime(const json::object& object, std::optional<Timestamp>& at, std::string& why) {
    const auto* value = object.if_contains("at");
    if (value == nullptr)
        return true;
    if (value->is_string())
        at = Timestamp::parse({value->get_string().data(), value->get_string().size()});
    if (!at)
        why = "\"at\" is no RFC 3339 time";
    return at.has_value();
}

bool isPrintable(std::string_view text) {
    return std::ranges::none_of(text,
                                [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// RFC 6901.
std::string pointerPart(std::string_view name) {
    std::string out = "/";
    for (const char c : name)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

/// Where the readings are, and every fault.
class TelemetryReading {
public:
    explicit TelemetryReading(std::vector<Fault>& faults) : m_faults(faults) {}

    void fault(std::string pointer, const char* message) {
        if (m_faults.size() < maxTelemetryFaults)
            m_faults.push_back({std::move(pointer), message});
    }

    Reading one(const json::value& value, const std::string& place) {
        Reading reading;
        const auto* object = value.if_object();
        const auto* values = object != nullptr ? object->if_contains("values") : nullptr;
        if (values == nullptr || !values->is_object()) {
            fault(place, "no object with \"values\"");
            return reading;
        }
        std::string why;
        if (!readTime(*object, reading.at, why))
            fault(place + "/at", "\"at\" is no RFC 3339 time");
        if (values->get_object().empty() || values->get_object().size() > maxMetrics) {
            fault(place + "/values", "no values, or more than 256");
            return reading;
        }
        reading.values.reserve(values->get_object().size());
        for (const auto& [name, number] : values->get_object()) {
            const auto at = [&, n = std::string_view(name)] { return place + "/values" + pointerPart(n); };
            if (!isMetricName({name.data(), name.size()}))
                fault(at(), "a name that is none for a metric");
            else if (!number.is_number() || !std::isfinite(number.to_number<double>()))
                fault(at(), "a value that is no finite number");
            else
                reading.values.emplace_back(name, number.to_number<double>());
        }
        return reading;
    }

private:
    std::vector<Fault>& m_faults;
};

} // namespace

std::string topicOf(std::string_view key, Leaf leaf) {
    return std::string(root).append(key).append("/").append(text(leaf));
}

std::string topicFilter(Leaf leaf) {
    return topicOf("+", leaf);
}

std::optional<DeviceTopic> parseTopic(std::string_view topic) {
    if (!topic.starts_with(root))
        return std::nullopt;
    topic.remove_prefix(root.size());
    const auto slash = topic.find('/');
    if (slash == std::string_view::npos || !isDeviceKey(topic.substr(0, slash)))
        return std::nullopt;
    const auto leaf = fromText<Leaf>(topic.substr(slash + 1));
    if (!leaf)
        return std::nullopt;
    return DeviceTopic{std::string(topic.substr(0, slash)), *leaf};
}

bool isMetricName(std::string_view name) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    if (name.empty() || name.size() > maxMetricName || !lower(name.front()))
        return false;
    if (name == "time" || name == "device" || name == "clock_off")
        return false;
    return std::ranges::all_of(name, [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<StatusMessage> readStatus(std::string_view payload, std::string& why) {
    const auto value = parse(payload, why);
    if (!value)
        return std::nullopt;
    const auto* object = value->if_object();
    const auto* online = object != nullptr ? object->if_contains("online") : nullptr;
    if (online == nullptr || !online->is_bool()) {
        why = "no object with a boolean \"online\"";
        return std::nullopt;
    }
    StatusMessage status;
    status.online = online->get_bool();
    if (const auto* heartbeat = object->if_contains("heartbeatMs")) {
        const auto ms = whole(*heartbeat, minHeartbeat, maxHeartbeat);
        if (!ms) {
            why = "\"heartbeatMs\" is not from 100 to 600000";
            return std::nullopt;
        }
        status.heartbeat = std::chrono::milliseconds(*ms);
    }
    if (!readTime(*object, status.at, why))
        return std::nullopt;
    return status;
}

std::string statusPayload(const StatusMessage& status) {
    json::object object{{"online", status.online}};
    if (status.online)
        object["heartbeatMs"] = status.heartbeat.count();
    if (status.at)
        object["at"] = status.at->text();
    return json::serialize(object);
}

std::optional<std::vector<Metric>> readMeta(std::string_view payload, std::string& why) {
    const auto value = parse(payload, why);
    if (!value)
        return std::nullopt;
    const auto* object = value->if_object();
    if (object == nullptr || object->size() > maxMetrics) {
        why = "no object, or one with more than 256 metrics";
        return std::nullopt;
    }
    std::vector<Metric> metrics;
    for (const auto& [name, description] : *object) {
        Metric metric{.name = name, .unit = {}, .intervalMs = 1000};
        const auto* fields = description.if_object();
        if (!isMetricName(metric.name) || fields == nullptr) {
            why = "a name that is none for a metric, or no object under it";
            return std::nullopt;
        }
        if (const auto* unit = fields->if_contains("unit")) {
            if (!unit->is_string() || unit->get_string().size() > maxUnit ||
                !isPrintable({unit->get_string().data(), unit->get_string().size()})) {
                why = "a \"unit\" that is no short text";
                return std::nullopt;
            }
            metric.unit = unit->get_string();
        }
        if (const auto* interval = fields->if_contains("intervalMs")) {
            const auto ms = whole(*interval, 1, maxInterval);
            if (!ms) {
                why = "an \"intervalMs\" that is not from 1 to 86400000";
                return std::nullopt;
            }
            metric.intervalMs = static_cast<int>(*ms);
        }
        metrics.push_back(std::move(metric));
    }
    std::ranges::sort(metrics, {}, &Metric::name);
    return metrics;
}

std::string metaPayload(const std::vector<Metric>& metrics) {
    json::object object;
    for (const auto& metric : metrics)
        object[metric.name] = {{"unit", metric.unit}, {"intervalMs", metric.intervalMs}};
    return json::serialize(object);
}

std::optional<std::vector<Reading>> readTelemetry(std::string_view payload, std::string& why) {
    std::vector<Fault> faults;
    if (payload.size() > maxPayload) {
        why = "larger than 64 KB";
        return std::nullopt;
    }
    auto readings = readTelemetry(payload, maxReadings, faults);
    if (faults.empty())
        return readings;
    why = faults.front().message;
    return std::nullopt;
}

std::vector<Reading> readTelemetry(std::string_view payload, std::size_t maxCount,
                                   std::vector<Fault>& faults) {
    boost::system::error_code error;
    const auto value = json::parse(json::string_view(payload.data(), payload.size()), error);
    if (error) {
        faults.push_back({"", "no JSON: " + error.message()});
        return {};
    }
    TelemetryReading reading(faults);
    std::vector<Reading> readings;
    const auto* list = value.if_array();
    if (list == nullptr) {
        readings.push_back(reading.one(value, ""));
        return readings;
    }
    if (list->empty() || list->size() > maxCount) {
        faults.push_back({"", "an empty array, or one of more than " + std::to_string(maxCount)});
        return readings;
    }
    readings.reserve(list->size());
    for (std::size_t i = 0; i < list->size() && faults.size() < maxTelemetryFaults; ++i)
        readings.push_back(reading.one((*list)[i], "/" + std::to_string(i)));
    return readings;
}

std::string telemetryPayload(const Reading& reading) {
    json::object values;
    for (const auto& [name, value] : reading.values)
        values[name] = value;
    json::object object;
    if (reading.at)
        object["at"] = reading.at->text();
    object["values"] = std::move(values);
    return json::serialize(object);
}

} // namespace labwarden::devices
