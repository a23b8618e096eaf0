// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/timestamp.h"
#include "server/page.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::http {

struct Request;

/// Reads the values of a request's query, each of which may be absent, and keeps what is wrong with each.
class QueryReader {
public:
    /// The request outlives it.
    explicit QueryReader(const Request& request) : m_request(request) {}

    /// Hands the value to `take`, which says whether it is good.
    template<class Take>
    void read(const char* name, const Take& take, const std::string& fault) {
        if (const auto text = value(name); text && !take(*text))
            add(name, fault);
    }
    void text(const char* name, std::optional<std::string>& out, std::size_t longest);
    void time(const char* name, std::optional<Timestamp>& out);
    /// True or false; absent is a fault.
    bool flag(const char* name);
    void number(const char* name, int& out); ///< whose range somebody else checks
    void number(const char* name, int& out, int smallest, int largest);
    /// A place that entryCursor() has told.
    void place(const char* name, std::optional<EntryPlace>& out);

    /// limit and cursor, as pageRequest() reads them.
    void page(PageRequest& out, int defaultLimit, int maxLimit);

    void add(const char* name, const std::string& fault);
    bool good() const { return m_faults.empty(); }
    /// Throws Invalid with every fault.
    void check();

private:
    std::optional<std::string> value(const char* name) const;

    const Request& m_request;
    std::vector<Fault> m_faults;
};

/// The text of a place in a list; QueryReader::place() reads it back.
std::string entryCursor(const EntryPlace& place);

} // namespace labwarden::http
