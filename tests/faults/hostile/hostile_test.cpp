// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/faults/hostile/target.h"

#include <gtest/gtest.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::test {
namespace {

using namespace std::chrono_literals;

constexpr int attackers = 3;
constexpr int rounds = 200; // of each attacker: 600 requests or more of each kind

/// Each attack runs beside the nuisance, from several threads, and leaves a server that answers.
class HostileInput : public testing::Test {
protected:
    /// `attack` gets a source of chance that is its own, and the number of the request.
    void attackWith(const std::function<void(Random&, int)>& attack) {
        const auto seed = hostileSeed();
        {
            const Nuisance nuisance(target);
            std::vector<std::thread> threads;
            for (int t = 0; t < attackers; ++t)
                threads.emplace_back([&, t] {
                    Random random(seed + static_cast<std::uint64_t>(t));
                    for (int i = 0; i < rounds; ++i)
                        attack(random, t * rounds + i);
                });
            for (auto& thread : threads)
                thread.join();
            target.expectAlive();
        }
        target.expectAlive();
    }

    /// Sends, says that nothing more will come, and reads to the end, which must come. Each answer must be
    /// one, and must not be a failure of the server itself.
    void provoke(std::string_view bytes, const std::vector<int>& statuses = {}) {
        RawClient client(target.port());
        client.send(bytes);
        client.closeSending();
        std::optional<RawAnswer> first;
        while (const auto answer = client.read(RawClient::patience)) {
            EXPECT_NE(answer->status, 500) << escaped(bytes);
            if (!first)
                first = answer;
        }
        EXPECT_TRUE(client.ended()) << "the connection hangs after " << escaped(bytes);
        ++(first ? answered : silent);
        if (!statuses.empty() && first) {
            EXPECT_TRUE(std::ranges::find(statuses, first->status) != statuses.end())
                << first->status << " for " << escaped(bytes);
        }
    }

    static std::string escaped(std::string_view bytes) {
        return testing::PrintToString(std::string(bytes.substr(0, 300)));
    }

    Target target;
    std::atomic<int> answered = 0, silent = 0; ///< of what provoke() has sent
};

TEST_F(HostileInput, torn_requests_are_put_together_or_forgotten) {
    std::atomic<int> whole = 0, wrong = 0;
    attackWith([&](Random& random, int number) {
        RawClient client(target.port());
        const auto id = "torn-" + std::to_string(number);
        const auto request = target.valid(random, id);
        std::string_view rest = request;
        const bool abandon = random() % 3 == 0;
        for (auto pieces = 1 + random() % 6; pieces > 0 && !rest.empty(); --pieces) {
            const auto piece = rest.substr(0, 1 + random() % rest.size());
            client.send(piece);
            rest.remove_prefix(piece.size());
            std::this_thread::yield();
        }
        if (abandon)
            return random() % 2 ? client.reset() : void();
        client.send(rest);
        const auto answer = client.read();
        ++(answer && answer->headers.at("x-request-id") == id ? whole : wrong);
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(whole, 300);
}

TEST_F(HostileInput, pipelined_requests_are_answered_in_their_order) {
    std::atomic<int> right = 0, wrong = 0;
    attackWith([&](Random& random, int number) {
        RawClient client(target.port());
        const auto count = 1 + random() % 12;
        std::string all;
        for (std::uint64_t i = 0; i < count; ++i)
            all += target.valid(random, std::to_string(number) + "-" + std::to_string(i));
        client.send(all);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto answer = client.read();
            ++(answer &&
                       answer->headers.at("x-request-id") == std::to_string(number) + "-" + std::to_string(i)
                   ? right
                   : wrong);
        }
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(right, 600);
}

TEST_F(HostileInput, oversized_requests_are_refused_with_the_reason) {
    attackWith([&](Random& random, int) {
        const std::string host = "Host: lab\r\n";
        switch (random() % 6) {
        case 0: // a target too long
            return provoke(
                "GET /" + std::string(2049 + random() % 5000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", {414});
        case 1: // a target without end, of what drove the library's own router mad
            return provoke("GET " + std::string(9000 + random() % 20000, '/'), {414});
        case 2: // a header too long
            return provoke("GET / HTTP/1.1\r\n" + host +
                               "X-Any: " + std::string(8200 + random() % 20000, 'a') + "\r\n\r\n",
                           {431});
        case 3: { // headers without end
            std::string request = "GET / HTTP/1.1\r\n" + host;
            for (auto n = 2000 + random() % 2000; n > 0; --n)
                request += "X-" + std::to_string(n) + ": 1\r\n";
            return provoke(request, {431});
        }
        case 4: // a body that is announced too large
            return provoke("POST " + target.postPath + " HTTP/1.1\r\n" + host + "Content-Length: " +
                               std::to_string((20u << 20) + random() % 1000000000) + "\r\n\r\n",
                           {413});
        default: // and one that comes
            return provoke("POST " + target.postPath + " HTTP/1.1\r\n" + host +
                               "Content-Length: 30000000\r\n\r\n" +
                               std::string(100000 + random() % 1000000, 'b'),
                           {413});
        }
    });
    EXPECT_GT(answered, 20 * silent) << "a refusal should not be lost in a reset";
}

TEST_F(HostileInput, malformed_requests_are_refused_or_understood_but_break_nothing) {
    static constexpr std::array<std::string_view, 24> poison{"\r",
                                                             "\n",
                                                             "\r\n",
                                                             "\r\n\r\n",
                                                             std::string_view("\0", 1),
                                                             "\t",
                                                             " ",
                                                             ":",
                                                             "%",
                                                             "%00",
                                                             "%zz",
                                                             "\xff",
                                                             "?",
                                                             "#",
                                                             "//",
                                                             "..",
                                                             "\x7f",
                                                             "Transfer-Encoding: chunked\r\n",
                                                             "Content-Length: 5\r\n",
                                                             "Content-Length: -1\r\n",
                                                             "Host: a\r\n",
                                                             "Expect: 100-continue\r\n",
                                                             "Connection: close\r\n",
                                                             "HTTP/1.1"};
    attackWith([&](Random& random, int number) {
        auto bytes = target.valid(random, "bad-" + std::to_string(number));
        for (auto wounds = 1 + random() % 4; wounds > 0; --wounds) {
            const auto at = random() % bytes.size();
            switch (random() % 5) {
            case 0:
                bytes[at] = static_cast<char>(random());
                break;
            case 1:
                bytes.erase(at, 1 + random() % 8);
                break;
            case 2:
                bytes.insert(at, poison[random() % poison.size()]);
                break;
            case 3:
                bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 64));
                break;
            default:
                bytes.resize(at + 1);
                break;
            }
            if (bytes.empty())
                bytes = "\n";
        }
        if (number % 10 == 0) // and now and then nothing but noise
            std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
        provoke(bytes);
    });
    EXPECT_GT(answered, 0);
}

TEST_F(HostileInput, floods_of_requests_without_reading_are_cut_off) {
    attackWith([&](Random& random, int number) {
        if (number % 40 != 0)
            return;
        RawClient client(target.port());
        std::string batch;
        for (int i = 0; i < 100; ++i)
            batch += target.valid(random, "flood");
        int batches = 0;
        while (batches < 1000 && client.send(batch))
            ++batches;
        EXPECT_LT(batches, 1000) << "the server takes whatever comes";
    });
}

TEST_F(HostileInput, a_client_that_never_pauses_does_not_keep_a_worker_for_itself) {
    std::atomic<bool> stop = false;
    std::vector<std::thread> greedy;
    for (int i = 0; i < 4; ++i) // more than there are workers
        greedy.emplace_back([&, i] {
            Random random(hostileSeed() + static_cast<std::uint64_t>(i));
            while (!stop) {
                RawClient client(target.port());
                std::string batch;
                for (int k = 0; k < 50; ++k)
                    batch += "GET " + target.quickPath + " HTTP/1.1\r\nHost: lab\r\n\r\n";
                std::thread reader([&] {
                    while (!stop && client.readSome(1 << 16, 0ms)) {
                    }
                });
                while (!stop && client.send(batch)) {
                }
                ::shutdown(client.fd(), SHUT_RDWR);
                reader.join();
            }
        });
    for (int i = 0; i < 50; ++i)
        target.expectAlive();
    stop = true;
    for (auto& thread : greedy)
        thread.join();
}

TEST_F(HostileInput, slow_requests_are_ended_and_hold_nobody_up) {
    Random random(hostileSeed());
    constexpr int slowClients = 510;
    {
        const Nuisance nuisance(target);
        struct Slow {
            RawClient client;
            std::string bytes;
            std::size_t sent = 0;
        };
        std::vector<Slow> clients;
        for (int i = 0; i < slowClients; ++i) {
            auto bytes = i % 3 ? "GET " + target.quickPath +
                                     " HTTP/1.1\r\nHost: lab\r\nX-Padding: " + std::string(4000, 'p')
                               : "POST " + target.postPath +
                                     " HTTP/1.1\r\nHost: lab\r\nContent-Length: 5000\r\n\r\n" +
                                     std::string(4000, 'b');
            clients.push_back({RawClient(target.port()), std::move(bytes)});
            clients.back().client.send(
                clients.back().bytes.substr(0, clients.back().sent = 1 + random() % 120));
        }
        int timedOut = 0, other = 0;
        const auto deadline = std::chrono::steady_clock::now() + 50s;
        while (!clients.empty() && std::chrono::steady_clock::now() < deadline) {
            std::erase_if(clients, [&](Slow& slow) {
                if (random() % 4 == 0)
                    slow.client.send(slow.bytes.substr(slow.sent++, 1));
                if (!slow.client.readable())
                    return false;
                const auto answer = slow.client.read();
                ++(answer && answer->status == 408 ? timedOut : other);
                return true;
            });
            target.expectAlive();
            std::this_thread::sleep_for(20ms); // the pace of the slow, not a wait for something
        }
        EXPECT_EQ(timedOut, slowClients);
        EXPECT_EQ(other, 0);
    }
    target.expectAlive();
}

} // namespace
} // namespace labwarden::test
