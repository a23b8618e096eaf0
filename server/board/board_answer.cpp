// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/board_answer.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace labwarden::board {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return text;
}

/// Calls `f` with each element of a comma-separated header until it returns true; whether it did.
template<class F>
bool anyElement(std::string_view header, F f) {
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        if (f(trimmed(header.substr(0, comma))))
            return true;
        header.remove_prefix(std::min(comma + 1, header.size()));
    }
    return false;
}

bool acceptsGzip(const http::Request& request) {
    return anyElement(request.header("accept-encoding"), [](std::string_view element) {
        const std::size_t semicolon = std::min(element.find(';'), element.size());
        const std::string_view coding = trimmed(element.substr(0, semicolon));
        const std::string_view weight = trimmed(element.substr(std::min(semicolon + 1, element.size())));
        const bool refused =
            weight.starts_with("q=0") && weight.find_first_not_of("q=0.") == std::string_view::npos;
        return (coding == "gzip" || coding == "*") && !refused;
    });
}

bool alreadyHas(const http::Request& request, std::string_view tag) {
    return anyElement(request.header("if-none-match"), [&](std::string_view element) {
        if (element.starts_with("W/"))
            element.remove_prefix(2);
        return element == "*" || element == tag;
    });
}

} // namespace

http::Response boardAnswer(const http::Request& request, const RenderedBoard& board) {
    const bool gzip = acceptsGzip(request);
    const std::string tag = gzip ? board.gzipTag() : board.plainTag();
    http::Response response;
    response.headers = {{"ETag", tag}, {"Vary", "Accept-Encoding"}, {"Cache-Control", "no-cache"}};
    if (alreadyHas(request, tag)) {
        response.status = 304;
        response.contentType.clear();
        return response;
    }
    if (gzip)
        response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = gzip ? board.gzip() : board.plain();
    return response;
}

} // namespace labwarden::board
