// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/matching.h"

#include <map>

namespace labwarden::casetext {

template<class T>
std::vector<std::string> identities(const std::vector<T>& items) {
    std::map<std::string_view, int> seen;
    std::vector<std::string> out;
    for (const T& item : items) {
        const int times = ++seen[nameOf(item)];
        out.push_back(nameOf(item));
        if (times > 1)
            out.back() += '\0' + std::to_string(times);
    }
    return out;
}

template std::vector<std::string> identities(const std::vector<Step>&);
template std::vector<std::string> identities(const std::vector<Parameter>&);
template std::vector<std::string> identities(const std::vector<CriterionSpec>&);
template std::vector<std::string> identities(const std::vector<Attachment>&);
template std::vector<std::string> identities(const std::vector<std::string>&);

std::string pointerToken(std::string_view name) {
    std::string out;
    for (const char c : name)
        out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return out;
}

} // namespace labwarden::casetext
