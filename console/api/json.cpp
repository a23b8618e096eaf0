// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/json.h"

namespace labwarden::console {

std::vector<Event> readEvents(const boost::json::value& json) {
    std::vector<Event> events;
    const auto* array = json.if_array();
    if (!array)
        return events;
    events.reserve(array->size());
    for (const auto& entry : *array) {
        const auto* object = entry.if_object();
        const auto* part = object ? object->if_contains("part") : nullptr;
        const auto* word = part ? part->if_string() : nullptr;
        if (!word || !fromText<EventPart>({word->data(), word->size()}))
            continue;
        if (auto event = readTolerant<Event>(entry))
            events.push_back(std::move(*event));
    }
    return events;
}

std::optional<EventBundle> readBundle(const boost::json::value& json) {
    const auto* object = json.if_object();
    const auto* cursor = object ? object->if_contains("cursor") : nullptr;
    if (!cursor || !cursor->is_string())
        return std::nullopt;
    EventBundle bundle;
    bundle.cursor = std::string(cursor->get_string());
    if (const auto* reset = object->if_contains("reset"))
        bundle.reset = reset->is_bool() && reset->get_bool();
    if (const auto* events = object->if_contains("events"))
        bundle.events = readEvents(*events);
    return bundle;
}

} // namespace labwarden::console
