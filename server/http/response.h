// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::http {

/// An answer. The body is shared and immutable, so one buffer can serve any number of connections without a
/// copy.
struct Response {
    int status = 200;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<const std::string> body; ///< null: no body

    static Response json(int status, const boost::json::value& value);
    static Response noContent() { return {.status = 204, .contentType = {}, .headers = {}, .body = nullptr}; }
    /// A described struct of common/domain as JSON.
    template<class T>
    static Response of(const T& value, int status = 200) {
        return json(status, boost::json::value_from(value));
    }
    Response&& with(std::string name, std::string value) && {
        headers.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
};

} // namespace labwarden::http
