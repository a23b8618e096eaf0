// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/request_id.h"

#include <algorithm>
#include <random>

namespace labwarden::http {

std::string requestIdFrom(std::string_view proposed) {
    const auto sane = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-';
    };
    if (!proposed.empty() && proposed.size() <= 64 && std::ranges::all_of(proposed, sane))
        return std::string(proposed);

    // It names a request in logs and is no secret, so an ordinary generator will do.
    thread_local std::mt19937_64 random{(static_cast<std::uint64_t>(std::random_device{}()) << 32) |
                                        std::random_device{}()};
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string id(16, '0');
    auto bits = random();
    for (auto& c : id) {
        c = digits[bits & 15];
        bits >>= 4;
    }
    return id;
}

} // namespace labwarden::http
