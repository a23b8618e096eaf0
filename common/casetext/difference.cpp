// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/difference.h"

#include "common/casetext/matching.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace labwarden::casetext {

namespace json = boost::json;

namespace {

/// The longest stretch of numbers that rise, as flags: what need not move.
std::vector<bool> longestRise(const std::vector<std::size_t>& numbers) {
    std::vector<std::size_t> length(numbers.size(), 1);
    std::vector<std::optional<std::size_t>> before(numbers.size());
    std::size_t last = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (numbers[k] < numbers[i] && length[k] + 1 > length[i]) {
                length[i] = length[k] + 1;
                before[i] = k;
            }
        }
        last = length[i] > length[last] ? i : last;
    }
    std::vector<bool> out(numbers.size());
    if (numbers.empty())
        return out;
    for (std::optional<std::size_t> i = last; i; i = before[*i])
        out[*i] = true;
    return out;
}

class Comparison {
public:
    std::vector<Difference> take() { return std::move(m_out); }

    void compare(const TestCaseDocument& before, const TestCaseDocument& after) { fields("", before, after); }

private:
    void add(std::string pointer, DifferenceKind kind, json::value before, json::value after) {
        m_out.push_back({std::move(pointer), kind, m_name, std::move(before), std::move(after)});
    }

    template<class T>
    void fields(const std::string& base, const T& before, const T& after) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto d) { one(base + '/' + d.name, before.*d.pointer, after.*d.pointer); });
    }

    template<class T>
    void one(const std::string& pointer, const T& before, const T& after) {
        json::value old = json::value_from(before), now = json::value_from(after);
        if (old != now)
            add(pointer, DifferenceKind::changed, std::move(old), std::move(now));
    }
    void one(const std::string& pointer, const Requirements& before, const Requirements& after) {
        fields(pointer, before, after);
    }
    template<class T>
    void one(const std::string& pointer, const std::vector<T>& before, const std::vector<T>& after) {
        list(pointer, before, after);
    }
    void one(const std::string& pointer, const std::vector<std::string>& before,
             const std::vector<std::string>& after) {
        if (!pointer.ends_with("/arguments"))
            return list(pointer, before, after);
        if (before != after) // what stands where is all that arguments are
            add(pointer, DifferenceKind::changed, json::value_from(before), json::value_from(after));
    }

    template<class T>
    void list(const std::string& pointer, const std::vector<T>& before, const std::vector<T>& after) {
        const auto old = identities(before), now = identities(after);
        const auto placeIn = [](const std::vector<std::string>& names, const std::string& name) {
            return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
        };
        constexpr bool isStruct = !std::is_same_v<T, std::string>;
        const auto at = [&](std::size_t i) { return pointer + '/' + std::to_string(i); };
        const std::string outer = m_name;
        for (std::size_t i = 0; i < before.size(); ++i) {
            m_name = isStruct ? nameOf(before[i]) : outer;
            if (placeIn(now, old[i]) == now.size())
                add(at(i), DifferenceKind::removed, json::value_from(before[i]), nullptr);
        }
        std::vector<std::size_t> places; // in `before`, of the items that both have
        for (const std::string& name : now)
            if (const std::size_t place = placeIn(old, name); place < old.size())
                places.push_back(place);
        const std::vector<bool> stays = longestRise(places);
        std::size_t common = 0;
        for (std::size_t i = 0; i < after.size(); ++i) {
            m_name = isStruct ? nameOf(after[i]) : outer;
            const std::size_t place = placeIn(old, now[i]);
            if (place == old.size()) {
                add(at(i), DifferenceKind::added, nullptr, json::value_from(after[i]));
                continue;
            }
            if (!stays[common++])
                add(at(i), DifferenceKind::moved, place, i);
            if constexpr (isStruct)
                fields(at(i), before[place], after[i]);
        }
        m_name = outer;
    }

    std::vector<Difference> m_out;
    std::string m_name;
};

} // namespace

std::vector<Difference> differences(const TestCaseDocument& before, const TestCaseDocument& after) {
    Comparison comparison;
    comparison.compare(before, after);
    return comparison.take();
}

} // namespace labwarden::casetext
