// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/sync_command.h"

#include "common/casetext/tree.h"
#include "common/enum_text.h"
#include "server/errors.h"
#include "server/event_sink.h"
#include "server/storage/json_rows.h"
#include "server/storage/migrations.h"
#include "server/testcases/import.h"
#include "sql/queries/testcases.h"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <ostream>

namespace labwarden::testcases {

namespace fs = std::filesystem;
namespace json = boost::json;
namespace q = queries::testcases;

namespace {

/// The program has just begun: there is none yet.
constexpr std::chrono::seconds firstConnection{12};

/// Servers learn of the changes from the database; there is nobody in this program to tell.
class Nobody : public EventSink {
    void committed(const std::vector<Event>&) override {}
};

/// What is wrong with the request, in words that say what to do.
struct Trouble {
    std::string why;
};

std::string contentOf(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(casetext::longestText + 1, '\0'); // one byte more is refused as too long
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.eof() && in.fail())
        throw Trouble{path.string() + " cannot be read"};
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

std::vector<CaseFile> filesOf(const fs::path& folder) {
    if (!fs::is_directory(folder))
        throw Trouble{folder.string() + " is not a folder"};
    std::vector<CaseFile> files;
    for (auto it = fs::recursive_directory_iterator(folder); it != fs::end(it); ++it) {
        const std::string extension = it->path().extension().string();
        if (it->path().filename().string().starts_with('.')) {
            it.disable_recursion_pending(); // .git, say
            continue;
        }
        if (it->is_symlink() || !it->is_regular_file())
            continue;
        if (extension == ".yaml" || extension == ".yml" || extension == ".json" || extension == ".csv")
            files.push_back({fs::relative(it->path(), folder).generic_string(), contentOf(it->path())});
    }
    if (files.empty())
        throw Trouble{folder.string() + " has no *.yaml, *.yml, *.json or *.csv file"};
    return files;
}

class Sync {
public:
    Sync(const SyncRequest& request, storage::Database& database, std::ostream& out, std::ostream& err)
        : m_request(request), m_database(database), m_out(out), m_err(err) {}

    SyncExit run() {
        const identity::Caller author = authorOf(m_request.author);
        Nobody nobody;
        TestCases testCases(m_database, nobody);
        CaseImport import(m_database, testCases);
        const CaseImportReport report = import.run(author, filesOf(m_request.folder), m_request.dryRun);
        std::vector<std::string> retired;
        if (m_request.retireMissing && report.refused == 0)
            retired = import.retireOthers(author, report, m_request.dryRun);
        m_request.json ? tellJson(report, retired) : tell(report, retired);
        if (m_request.retireMissing && report.refused > 0)
            m_err << "labwardend: nothing is retired while files are refused\n";
        if (!m_request.scriptsTo.empty())
            writeScripts(report);
        if (report.refused > 0)
            return SyncExit::Refused;
        const bool differs = report.created + report.updated > 0 || !retired.empty();
        return m_request.dryRun && differs ? SyncExit::Differs : SyncExit::Done;
    }

private:
    identity::Caller authorOf(const std::string& name) {
        const auto rows = m_database.acquire()->run(q::host_author, name);
        if (rows.empty())
            throw Trouble{"there is no user named " + name +
                          " (--as); `labwardend users list` shows who there is"};
        identity::Caller caller;
        caller.userId = rows[0]["id"].c_str();
        caller.username = rows[0]["username"].c_str();
        caller.displayName = rows[0]["display_name"].c_str();
        const json::value permissions = storage::parsed(rows[0]["permissions"]);
        for (const auto& permission : permissions.as_array())
            caller.permissions.emplace(permission.as_string());
        caller.remote = "command line";
        if (rows[0]["disabled"].as<bool>())
            throw Trouble{name + " (--as) is disabled"};
        if (!caller.may("testcases:write"))
            throw Trouble{name + " (--as) may not write test cases (testcases:write)"};
        return caller;
    }

    void tell(const CaseImportReport& report, const std::vector<std::string>& retired) {
        const bool dry = report.dryRun;
        for (const auto& file : report.files) {
            for (const auto& fault : file.faults)
                m_err << file.path << ':' << fault.line << ':' << fault.column << ": "
                      << fault.pointer + (fault.pointer.empty() ? "" : " ") << fault.message << '\n';
            for (const auto& one : file.cases) {
                const bool table = file.path.ends_with(".csv") || file.path.ends_with(".CSV");
                m_out << file.path << (table ? ':' + std::to_string(one.line) : std::string()) << ": ";
                if (one.change == CaseChange::create && dry)
                    m_out << "would be a new test case";
                else if (one.change == CaseChange::create)
                    m_out << one.key << " is new: write "
                          << (table ? "it into the column key" : "`key: " + one.key + "` into the file");
                else
                    m_out << one.key
                          << (one.change == CaseChange::unchanged ? " is unchanged"
                              : dry                               ? " would be updated"
                                                                  : " is updated");
                m_out << '\n';
                for (const auto& note : one.notes)
                    m_out << file.path << ':' << note.line << ": note: " << note.message << '\n';
            }
        }
        for (const auto& key : retired)
            m_out << key << (dry ? " would be retired" : " is retired") << ": no file has it\n";
        m_out << report.imported << " files imported, " << report.withNotes << " with notes, "
              << report.refused << " refused; " << report.created << " test cases new, " << report.updated
              << " updated, " << report.unchanged << " unchanged, " << retired.size() << " retired"
              << (dry ? " (dry run: nothing is changed)\n" : "\n");
    }

    void tellJson(const CaseImportReport& report, const std::vector<std::string>& retired) {
        json::object all = json::value_from(report).as_object();
        all["retired"] = json::value_from(retired);
        m_out << json::serialize(all) << '\n';
    }

    void writeScripts(const CaseImportReport& report) {
        fs::create_directories(m_request.scriptsTo);
        for (const auto& file : report.files) {
            for (const auto& one : file.cases) {
                for (const auto& script : one.scripts) {
                    const fs::path path = m_request.scriptsTo / script.name;
                    std::ofstream(path, std::ios::binary) << script.text;
                    fs::permissions(path, fs::perms(0755));
                }
            }
        }
    }

    const SyncRequest& m_request;
    storage::Database& m_database;
    std::ostream& m_out;
    std::ostream& m_err;
};

} // namespace

SyncExit runSync(const SyncRequest& request, storage::Database& database, std::ostream& out,
                 std::ostream& err) {
    try {
        database.acquire(firstConnection);
        storage::checkSchema(database);
        return Sync(request, database, out, err).run();
    } catch (const Unavailable&) {
        err << "labwardend: PostgreSQL (--postgres) cannot be reached; start it or correct the URL. What a "
               "sync "
               "has written stands; run it again for the rest\n";
    } catch (const Trouble& trouble) {
        err << "labwardend: " << trouble.why << '\n';
        return SyncExit::Refused;
    } catch (const std::exception& e) {
        err << "labwardend: " << e.what() << '\n';
    }
    return SyncExit::Failed;
}

} // namespace labwarden::testcases
