// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/url_template.h"

#include <algorithm>

namespace labwarden {

std::string percentEncoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            out += c;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

std::string filledTemplate(std::string_view text,
                           const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string out;
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        const auto value = std::ranges::find_if(values, [&](const auto& each) {
            return text.substr(0, each.first.size() + 2) == '{' + std::string(each.first) + '}';
        });
        const bool isName = value != values.end();
        const auto length = isName ? value->first.size() + 2 : std::min<std::size_t>(1, text.size());
        out += isName ? percentEncoded(value->second) : std::string(text.substr(0, length));
        text.remove_prefix(length);
    }
    return out;
}

} // namespace labwarden
