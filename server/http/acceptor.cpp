// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/acceptor.h"

#include <spdlog/spdlog.h>

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace labwarden::http {
namespace {

constexpr int backlog = 1024;
constexpr int pauseWithoutDescriptors = 50;            // ms
constexpr std::chrono::milliseconds handshakeTime{50}; // for those that have begun when the server stops

std::string reasonOf(int error) {
    return std::generic_category().message(error);
}

std::string textOf(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET)
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(),
                    text.size());
    else
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text.data(),
                    text.size());
    std::string_view out(text.data());
    if (out.starts_with("::ffff:") && out.find('.') != std::string_view::npos)
        out.remove_prefix(7); // IPv4 on an IPv6 socket
    return std::string(out);
}

std::uint16_t portOf(int fd) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(address).sin_port
                                              : reinterpret_cast<sockaddr_in6&>(address).sin6_port);
}

UniqueFd listenOn(const std::string& address, std::uint16_t port) {
    const auto refuse = [&](const std::string& why) {
        throw std::runtime_error("cannot listen on " + address + " port " + std::to_string(port) + ": " +
                                 why);
    };
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found);
        error != 0)
        refuse(::gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> info(found, &::freeaddrinfo);
    UniqueFd fd(::socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(fd.get(), info->ai_addr, info->ai_addrlen) != 0 || ::listen(fd.get(), backlog) != 0)
        refuse(reasonOf(errno));
    return fd;
}

/// Lets no new handshake begin. Without this a client could connect between the last accept and the close,
/// send its request and be reset. Those that are dropped ask again after a second and are refused then.
void dropNewHandshakes(int fd) {
    constexpr std::uint32_t flagsOffset = 13, synFlag = 0x02, dropPacket = 0, keepPacket = 0xFFFFFFFF;
    std::array<sock_filter, 4> code{{
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, flagsOffset),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, synFlag, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, dropPacket),
        BPF_STMT(BPF_RET | BPF_K, keepPacket),
    }};
    const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    if (::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
        spdlog::warn("http: new connections cannot be held off: {}", reasonOf(errno));
}

} // namespace

Acceptor::Acceptor(const std::string& address, std::uint16_t port, Taker taker)
    : m_taker(std::move(taker))
    , m_socket(listenOn(address, port))
    , m_stop(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_port(portOf(m_socket.get())) {
    if (!m_stop)
        throw std::system_error(errno, std::generic_category(), "eventfd");
    m_thread = std::thread([this] { run(); });
}

Acceptor::~Acceptor() {
    stop();
}

void Acceptor::stop() {
    ::eventfd_write(m_stop.get(), 1);
    if (m_thread.joinable())
        m_thread.join();
}

void Acceptor::run() {
    std::array<pollfd, 2> fds{pollfd{m_stop.get(), POLLIN, 0}, pollfd{m_socket.get(), POLLIN, 0}};
    while (fds[0].revents == 0) {
        ::poll(fds.data(), fds.size(), -1);
        acceptAll();
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            spdlog::error("http: cannot accept connections: {}", reasonOf(errno));
            ::poll(fds.data(), 1,
                   pauseWithoutDescriptors); // the socket stays readable: without a pause this would spin
        }
    }
    dropNewHandshakes(m_socket.get());
    const auto end = std::chrono::steady_clock::now() + handshakeTime;
    for (auto left = handshakeTime; left.count() > 0;
         left =
             std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now())) {
        ::poll(&fds[1], 1, static_cast<int>(left.count()));
        acceptAll();
    }
    m_socket.reset();
}

void Acceptor::acceptAll() {
    while (acceptOne()) {
    }
}

// False, with errno set, when there is none to be had.
bool Acceptor::acceptOne() {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    UniqueFd socket(::accept4(m_socket.get(), reinterpret_cast<sockaddr*>(&address), &length,
                              SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket)
        return errno == EINTR || errno == ECONNABORTED ||
               errno == EPROTO; // that one has gone; there may be others
    try {
        m_taker(std::move(socket), textOf(address));
    } catch (const std::exception& e) {
        spdlog::error("http: a connection from {} was dropped: {}", textOf(address), e.what());
    }
    return true;
}

} // namespace labwarden::http
