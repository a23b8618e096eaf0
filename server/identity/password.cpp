// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password.h"

#include "server/errors.h"
#include "server/identity/token.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <array>
#include <future>
#include <memory>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace labwarden::identity {

namespace {

constexpr int lowPriority = 10;

/// Told different times, those who wait do not all come back at once.
Throttled full() {
    return Throttled(PublicText("Too many log-ins at once. Try again in a moment."),
                     std::chrono::seconds(1 + randombytes_uniform(3)));
}

/// The hash of a password that nobody has: what an unknown user's password is compared with.
const std::string& nobodysHash() {
    static const std::string hash = hashPassword(newToken());
    return hash;
}

} // namespace

std::string hashPassword(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(),
                              crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw full(); // no memory for it now
    return text.data();
}

PasswordChecker::PasswordChecker(int threads, std::size_t queue)
    : m_limit(static_cast<std::size_t>(threads) + queue) {
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this](std::stop_token stop) { work(stop); });
}

PasswordChecker::~PasswordChecker() {
    for (auto& thread : m_threads)
        thread.request_stop();
    m_threads.clear();
}

PasswordChecker::Place PasswordChecker::reserve() {
    if (++m_taken > m_limit) {
        --m_taken;
        throw full();
    }
    return Place(*this);
}

void PasswordChecker::add(std::function<void()> job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void PasswordChecker::check(Place place, std::string hash, std::string password,
                            std::function<void(bool)> done) {
    // The place is shared, since a std::function is copied.
    add([place = std::make_shared<const Place>(std::move(place)), hash = std::move(hash),
         password = std::move(password), done = std::move(done)]() mutable {
        const bool known = !hash.empty();
        const std::string& against = known ? hash : nobodysHash();
        const bool right = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
        sodium_memzero(password.data(), password.size());
        done(right && known);
    });
}

std::string PasswordChecker::hash(std::string password) {
    const Place place = reserve(); // given back before the caller goes on
    auto hashing = std::make_shared<std::packaged_task<std::string()>>(
        [password = std::move(password)] { return hashPassword(password); });
    auto hashed = hashing->get_future();
    add([hashing] { (*hashing)(); });
    return hashed.get();
}

void PasswordChecker::work(std::stop_token stop) {
    // On Linux priority belongs to the thread.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), lowPriority);
    nobodysHash();
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, stop, [&] { return !m_jobs.empty(); }))
            return;
        const std::function<void()> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        try {
            job();
        } catch (const std::exception& e) {
            spdlog::error("log-in: {}", e.what());
        }
    }
}

} // namespace labwarden::identity
