// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace labwarden::board {

/// Where a view was scrolled to before less room moved it, so that the current device stays in sight; with
/// the room the place comes back, unless somebody has scrolled since. Positions are those of the vertical
/// scroll bar, in pixels. A plain value.
class GivenRoom {
public:
    /// The position that people have chosen, for a view that stands at `now`.
    int chosen(int now) const { return now == m_moved ? m_chosen : now; }
    /// Less room has moved the view from what was chosen to `moved`, which may be the same.
    void note(int chosen, int moved) {
        m_chosen = chosen;
        m_moved = moved;
    }

private:
    int m_chosen = -1, m_moved = -1; ///< no bar stands there
};

} // namespace labwarden::board
