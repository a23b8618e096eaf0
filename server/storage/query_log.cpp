// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/query_log.h"

#ifdef LABWARDEN_QUERY_LOG

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <set>
#include <string>

namespace labwarden::storage {

void noteQuery(const char* name) {
    static const char* const path = std::getenv("LABWARDEN_QUERY_LOG");
    if (!path)
        return;
    static std::mutex mutex;
    static std::set<std::string> seen;
    const std::lock_guard lock(mutex);
    if (!seen.insert(name).second)
        return;
    // One short write in append mode: test programs that run side by side do not mix their lines.
    const int fd = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    const std::string line = std::string(name) + "\n";
    if (::write(fd, line.data(), line.size()) < 0)
        seen.erase(name);
    ::close(fd);
}

} // namespace labwarden::storage

#else

namespace labwarden::storage {

void noteQuery(const char*) {}

} // namespace labwarden::storage

#endif
