// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace labwarden::identity {

namespace {
constexpr std::size_t largestFile = 1 << 20;
}

std::string readPrivateFile(const std::filesystem::path& file) {
    const auto fail = [&](const std::string& why) { throw BootstrapError(file.string() + ": " + why); };
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC |
                                            O_NONBLOCK); // a pipe without a writer must not hold the start up
    if (fd < 0)
        fail(std::strerror(errno));
    struct Closer {
        int fd;
        ~Closer() { ::close(fd); }
    } const closer{fd};
    struct stat info {}; // of what was opened, so that nothing can be put in its place between look and use
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        fail("is not a file");
    if ((info.st_mode & 077) != 0)
        fail("holds passwords and may be read by others: chmod 600 it");
    std::string text;
    std::array<char, 65536> buffer{};
    ssize_t n = 0;
    while ((n = ::read(fd, buffer.data(), buffer.size())) > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(n));
        if (text.size() > largestFile)
            fail("is too large");
    }
    if (n < 0)
        fail(std::strerror(errno));
    return text;
}

} // namespace labwarden::identity
