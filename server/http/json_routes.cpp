// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/json_routes.h"

#include "common/uuid.h"

#include <sodium.h>

#include <charconv>

namespace labwarden::http {

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::optional<PagePlace> placeOf(const std::string& text) {
    const auto plain = cursorContent(text);
    if (!plain)
        return std::nullopt;
    PagePlace place;
    const char* const end = plain->data() + plain->size();
    const auto [rest, error] = std::from_chars(plain->data(), end, place.createdUs);
    if (error != std::errc() || rest == end || *rest != '.' || place.createdUs < 0 ||
        place.createdUs > lastUs)
        return std::nullopt;
    place.id.assign(rest + 1, end);
    return isUuid(place.id) ? std::optional(place) : std::nullopt;
}

} // namespace

std::string cursorText(const PagePlace& place) {
    return cursorText(std::to_string(place.createdUs) + "." + place.id);
}

std::string cursorText(std::string_view content) {
    std::string text(sodium_base64_encoded_len(content.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(content.data()),
                      content.size(), variant);
    text.pop_back(); // its own terminating zero
    return text;
}

std::optional<std::string> cursorContent(const std::string& cursor) {
    std::string plain(cursor.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()), plain.size(), cursor.data(),
                          cursor.size(), nullptr, &size, nullptr, variant) != 0)
        return std::nullopt;
    plain.resize(size);
    return plain;
}

std::int64_t expectedVersion(const Request& request) {
    const std::string_view text = request.header("if-match");
    if (text.empty())
        throw VersionRequired();
    std::int64_t version = 0;
    const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
    const char* const end = text.data() + text.size() - 1;
    const auto [rest, error] = quoted ? std::from_chars(text.data() + 1, end, version)
                                      : std::from_chars_result{end, std::errc::invalid_argument};
    if (error != std::errc() || rest != end || version < 1)
        throw Invalid(std::vector<Fault>{{"", "If-Match has to be the version in quotes, as in \"7\"."}});
    return version;
}

PageRequest pageRequest(const Request& request, int defaultLimit, int maxLimit) {
    PageRequest page{.after = std::nullopt, .limit = defaultLimit};
    std::vector<Fault> faults;
    if (const auto text = request.queryValue("limit")) {
        const char* const end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, page.limit);
        if (error != std::errc() || rest != end || page.limit < 1 || page.limit > maxLimit)
            faults.push_back({"/limit", "must be a number from 1 to " + std::to_string(maxLimit)});
    }
    if (const auto text = request.queryValue("cursor")) {
        page.after = placeOf(*text);
        if (!page.after)
            faults.push_back({"/cursor", "is not one that a list has answered with"});
    }
    if (!faults.empty())
        throw Invalid(std::move(faults));
    return page;
}

} // namespace labwarden::http
