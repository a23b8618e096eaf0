// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/device_texts.h"

#include <algorithm>
#include <iterator>

namespace labwarden::board {

namespace {

/// The texts of a shelf are some ten thousand bytes together: few enough to write them anew for one of them,
/// many enough that going through the shelves costs nothing beside the copying.
constexpr std::size_t fullShelf = 64;

} // namespace

/// The one that has the key, or would have it. There is one.
DeviceTexts::Shelves::iterator DeviceTexts::shelfOf(std::string_view key) {
    const auto after = std::ranges::upper_bound(
        m_shelves, key, {}, [](const Shelf& shelf) -> std::string_view { return shelf.items.front().key; });
    return after == m_shelves.begin() ? after : std::prev(after);
}

void DeviceTexts::put(const std::string& key, std::string text) {
    if (m_shelves.empty())
        m_shelves.emplace_back();
    const auto shelf = m_shelves.front().items.empty() ? m_shelves.begin() : shelfOf(key);
    const auto item = std::ranges::lower_bound(shelf->items, key, {}, &Item::key);
    m_bytes += text.size() + 1;
    shelf->stale = true;
    if (item != shelf->items.end() && item->key == key) {
        m_bytes -= item->text.size() + 1;
        item->text = std::move(text);
        return;
    }
    shelf->items.insert(item, {key, std::move(text)});
    if (shelf->items.size() > fullShelf)
        split(shelf);
}

void DeviceTexts::split(Shelves::iterator shelf) {
    const auto middle = shelf->items.begin() + fullShelf / 2;
    Shelf second;
    second.items.assign(std::make_move_iterator(middle), std::make_move_iterator(shelf->items.end()));
    shelf->items.erase(middle, shelf->items.end());
    m_shelves.insert(std::next(shelf), std::move(second));
}

void DeviceTexts::remove(const std::string& key) {
    if (m_shelves.empty())
        return;
    const auto shelf = shelfOf(key);
    const auto item = std::ranges::lower_bound(shelf->items, key, {}, &Item::key);
    if (item == shelf->items.end() || item->key != key)
        return;
    m_bytes -= item->text.size() + 1;
    shelf->items.erase(item);
    shelf->stale = true;
    if (shelf->items.empty())
        m_shelves.erase(shelf);
}

void DeviceTexts::appendTo(std::string& out) {
    bool first = true;
    for (Shelf& shelf : m_shelves) {
        if (shelf.stale) {
            shelf.joined.clear();
            for (const Item& item : shelf.items) {
                if (&item != &shelf.items.front())
                    shelf.joined += ',';
                shelf.joined += item.text;
            }
            shelf.stale = false;
        }
        if (!first)
            out += ',';
        out += shelf.joined;
        first = false;
    }
}

} // namespace labwarden::board
