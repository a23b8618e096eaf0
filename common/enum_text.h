// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string_view>

namespace labwarden {

/// The wire word of a described enumerator. Enumerators are named as the wire has them (`under_test`), so a
/// word is spelled in one place only.
template<class E>
std::string_view text(E value) {
    return boost::describe::enum_to_string(value, "unknown");
}

/// The enumerator of a wire word; nothing for a word this version does not know.
template<class E>
std::optional<E> fromText(std::string_view word) {
    std::optional<E> value;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (word == d.name)
            value = d.value;
    });
    return value;
}

} // namespace labwarden
