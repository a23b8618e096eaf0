// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/console/board/board_fixture.h"

#include <random>

namespace labwarden::bench {

constexpr int deviceCount = 10000;
constexpr int changesPerSecond = 500;
constexpr int ticksPerSecond = 50;

/// 10,000 devices in racks of 18 that come and go, each change another one by chance, the same each time.
class LiveLab {
public:
    LiveLab();

    board::test::Lab lab;
    /// The events of `count` changes.
    std::vector<Event> change(int count);
    /// The body of `GET /devices`.
    std::string body() const;

private:
    std::mt19937 m_random{1};
};

} // namespace labwarden::bench
