// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::board {

/// The JSON of each device in the order of their keys, ready to be joined. The texts stand on shelves of some
/// dozens that are kept joined: after a change of one device its shelf alone is written anew, so that what
/// grows with the number of devices is the copying of bytes and nothing else. Its owner guards it.
class DeviceTexts {
public:
    /// In place of the one of that key, if there is one.
    void put(const std::string& key, std::string text);
    void remove(const std::string& key);
    /// Appends all of them, with commas between.
    void appendTo(std::string& out);
    /// Of all texts with their commas, at most.
    std::size_t bytes() const { return m_bytes; }

private:
    struct Item {
        std::string key, text;
    };
    struct Shelf {
        std::vector<Item> items; ///< never none
        std::string joined;
        bool stale = true;
    };
    using Shelves = std::vector<Shelf>;

    Shelves::iterator shelfOf(std::string_view key);
    void split(Shelves::iterator shelf);

    Shelves m_shelves;
    std::size_t m_bytes = 0;
};

} // namespace labwarden::board
