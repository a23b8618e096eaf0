// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

namespace labwarden::http {
namespace {

TEST(ThePool, runs_what_it_takes_and_refuses_what_it_cannot) {
    Pool pool(1, 2);
    std::promise<void> begun, go;
    ASSERT_TRUE(pool.submit([&] {
        begun.set_value();
        go.get_future().wait();
    }));
    begun.get_future().wait();
    std::atomic<int> ran = 0;
    std::promise<void> last;
    EXPECT_TRUE(pool.submit([&] { ++ran; }));
    EXPECT_TRUE(pool.submit([&] {
        ++ran;
        last.set_value();
    }));
    EXPECT_FALSE(pool.submit([&] { ++ran; }));
    go.set_value();
    last.get_future().wait();
    EXPECT_EQ(ran, 2);
}

TEST(ThePool, drops_what_waits_when_it_stops) {
    Pool pool(1, 10);
    std::promise<void> begun, go;
    auto release = go.get_future();
    pool.submit([&] {
        begun.set_value();
        release.wait();
    });
    begun.get_future().wait();
    auto owned = std::make_shared<int>(1);
    const std::weak_ptr<int> watch = owned;
    pool.submit([owned = std::move(owned)] { FAIL() << "a dropped task ran"; });
    std::thread stopper([&] { pool.stop(); });
    while (!watch.expired())
        std::this_thread::yield();
    go.set_value();
    stopper.join();
    EXPECT_FALSE(pool.submit([] {}));
}

} // namespace
} // namespace labwarden::http
