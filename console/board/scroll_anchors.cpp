// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/scroll_anchors.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace labwarden::board {

void ScrollAnchors::note(const std::string& id, int y, bool current) {
    m_anchors.push_back({id, y, current});
}

int ScrollAnchors::shift(const std::function<std::optional<int>(const std::string& id)>& y, int reach) {
    std::vector<int> shifts;
    std::optional<int> ofCurrent;
    for (const Anchor& anchor : std::exchange(m_anchors, {}))
        if (const auto now = y(anchor.id)) {
            shifts.push_back(*now - anchor.y);
            if (anchor.current)
                ofCurrent = shifts.back();
        }
    if (shifts.empty())
        return 0;
    const auto middle = shifts.begin() + static_cast<std::ptrdiff_t>(shifts.size() / 2);
    std::nth_element(shifts.begin(), middle, shifts.end());
    return ofCurrent && std::abs(*ofCurrent - *middle) <= reach ? *ofCurrent : *middle;
}

} // namespace labwarden::board
