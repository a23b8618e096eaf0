// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::board {

/// Keeps what one looks at where it is while devices come, go and move: noted before, asked after. A view
/// scrolls by what the current device has shifted, if that was in sight and has only made room for others,
/// else by what most of those that were in sight have: one that moved for itself takes nobody along. A plain
/// value.
class ScrollAnchors {
public:
    bool isEmpty() const { return m_anchors.empty(); }
    /// A device that is in sight, and its height in the viewport.
    void note(const std::string& id, int y, bool current);
    /// How far to scroll; forgets what was noted. `y` says where a device is now, nothing for one that is not
    /// seen any more. A current device further than `reach` from where most are has moved for itself.
    int shift(const std::function<std::optional<int>(const std::string& id)>& y, int reach);

private:
    struct Anchor {
        std::string id;
        int y = 0;
        bool current = false;
    };
    std::vector<Anchor> m_anchors;
};

} // namespace labwarden::board
