// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the folders promise, read off the sources themselves.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

namespace fs = std::filesystem;

struct Source {
    std::string path; ///< relative to the root of the project
    std::string text;
};

/// Every file below the given folders with one of the given extensions.
std::vector<Source> sources(const std::vector<std::string>& folders,
                            const std::set<std::string>& extensions) {
    const fs::path root = LABWARDEN_SOURCE_DIR;
    std::vector<Source> found;
    for (const auto& folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file() || !extensions.contains(entry.path().extension().string()))
                continue;
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream text;
            text << in.rdbuf();
            found.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
        }
    }
    return found;
}

const std::set<std::string> cpp{".h", ".cpp"};

std::vector<std::string> includesOf(const Source& source) {
    static const std::regex include(R"re(#\s*include\s*[<"]([^>"]+)[>"])re");
    std::vector<std::string> names;
    for (std::sregex_iterator it(source.text.begin(), source.text.end(), include), end; it != end; ++it)
        names.push_back((*it)[1]);
    return names;
}

/// "file includes header" for each include that `forbidden` names.
std::string forbiddenIncludes(const std::vector<std::string>& folders, const std::regex& forbidden) {
    std::string faults;
    for (const auto& source : sources(folders, cpp))
        for (const auto& include : includesOf(source))
            if (std::regex_search(include, forbidden))
                faults += source.path + " includes " + include + "\n";
    return faults;
}

/// The area of "server/<area>/…"; empty for files directly in server/.
std::string serverArea(const std::string& path) {
    static const std::regex area("^server/([a-z]+)/");
    std::smatch match;
    return std::regex_search(path, match, area) ? match[1].str() : std::string();
}

} // namespace

TEST(TheHouse, finds_its_own_sources) {
    EXPECT_GT(sources({"common", "server"}, cpp).size(), 20u);
}

TEST(TheHouse, keeps_common_free_of_server_console_Qt_and_io_libraries) {
    EXPECT_EQ(
        forbiddenIncludes(
            {"common"},
            std::regex(
                "^(server|console)/"
                "|^Q[A-Z]|^Qt|^pqxx|^pistache|^hiredis|^amqp|^mosquitto|^curl|^spdlog|^fstream$|^sys/")),
        "");
}

TEST(TheHouse, keeps_Qt_inside_the_console) {
    EXPECT_EQ(forbiddenIncludes({"common", "server"}, std::regex("^Q[A-Z]|^Qt|^console/")), "");
}

TEST(TheHouse, keeps_the_server_out_of_the_console) {
    EXPECT_EQ(
        forbiddenIncludes({"console"},
                          std::regex("^server/|^pqxx|^pistache|^hiredis|^amqp|^mosquitto|^sodium|^curl/")),
        "");
}

TEST(TheHouse, has_no_SQL_in_cpp) {
    static const std::regex sql(
        R"re("[^"\n]*\b(SELECT\s[^"\n]*\bFROM|INSERT\s+INTO|UPDATE\s[^"\n]*\bSET|DELETE\s+FROM|CREATE\s+TABLE)\b)re",
        std::regex::icase);
    std::string faults;
    for (const auto& source : sources({"common", "server", "console"}, cpp)) {
        // InfluxDB's query language looks like SQL; it has its own client and nothing of ours in it.
        if (source.path.starts_with("server/clients/influx") || source.path.starts_with("server/telemetry/"))
            continue;
        if (std::smatch match; std::regex_search(source.text, match, sql))
            faults += source.path + ": " + match.str() + "\n";
    }
    EXPECT_EQ(faults, "");
}

TEST(TheHouse, lets_server_areas_use_one_another_only_along_the_arrows) {
    // An area may include itself, the files directly in server/, and these.
    const std::map<std::string, std::set<std::string>> arrows = {
        {"http", {"identity"}}, // Caller alone
        {"storage", {}},
        {"clients", {}},
        {"identity", {"http", "storage"}},
        {"devices", {"http", "storage", "identity", "clients"}},
        {"testcases", {"http", "storage", "identity"}},
        {"environments", {"http", "storage", "identity", "clients"}},
        {"telemetry", {"http", "storage", "identity", "clients", "devices"}},
        {"runs", {"http", "storage", "identity", "clients", "devices", "testcases", "environments"}},
        {"board", {"http", "storage", "identity", "clients"}},
        // Their messages alone: these two link labwarden_device_messages.
        {"runner", {"clients", "devices"}},
        {"agent", {"clients", "devices"}},
    };
    std::string faults;
    for (const auto& source : sources({"server"}, cpp)) {
        const auto area = serverArea(source.path);
        if (area.empty())
            continue;
        ASSERT_TRUE(arrows.contains(area)) << source.path << " lies in an area that has no arrows here";
        for (const auto& include : includesOf(source)) {
            const auto used = serverArea(include);
            if (used.empty() || used == area)
                continue;
            const bool store = include.ends_with("_store.h") || include.ends_with("/store.h");
            if (!arrows.at(area).contains(used) || store ||
                (area == "http" && include != "server/identity/caller.h"))
                faults += source.path + " includes " + include + "\n";
        }
    }
    EXPECT_EQ(faults, "");
}

TEST(TheHouse, names_its_licence_in_every_source) {
    std::string faults;
    for (const auto& source : sources({"common", "server", "console", "tests"}, cpp))
        if (source.text.find("SPDX-License-Identifier: GPL-3.0-or-later") == std::string::npos)
            faults += source.path + "\n";
    EXPECT_EQ(faults, "");
}

TEST(TheHouse, has_every_source_in_the_form_of_clang_format) {
    const fs::path list = fs::path(testing::TempDir()) / ("sources-" + std::to_string(::getpid()));
    {
        std::ofstream out(list);
        for (const auto& source : sources({"common", "server", "console", "tests"}, cpp))
            out << LABWARDEN_SOURCE_DIR "/" << source.path << '\n';
    }
    const std::string check = "clang-format --dry-run --Werror --files='" + list.string() + "'";
    EXPECT_EQ(std::system(check.c_str()), 0);
    fs::remove(list);
}

TEST(TheHouse, has_a_README_in_every_top_folder) {
    for (const char* folder : {"common", "server", "console", "sql", "tests", "installer", "resources"})
        EXPECT_TRUE(fs::exists(fs::path(LABWARDEN_SOURCE_DIR) / folder / "README.md")) << folder;
}
