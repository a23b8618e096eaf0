// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/scroll_anchors.h"

#include <algorithm>
#include <utility>

namespace labwarden::board {

void ScrollAnchors::note(const std::string& id, int y) {
    m_anchors.push_back({id, y});
}

int ScrollAnchors::shift(const std::function<std::optional<int>(const std::string& id)>& y) {
    std::vector<int> shifts;
    for (const Anchor& anchor : std::exchange(m_anchors, {}))
        if (const auto now = y(anchor.id))
            shifts.push_back(*now - anchor.y);
    if (shifts.empty())
        return 0;
    const auto middle = shifts.begin() + static_cast<std::ptrdiff_t>(shifts.size() / 2);
    std::nth_element(shifts.begin(), middle, shifts.end());
    return *middle;
}

} // namespace labwarden::board
