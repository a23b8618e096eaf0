// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/migrations.h"

#include "server/storage/database.h"
#include "server/storage/pool.h"
#include "server/storage/query_log.h"
#include "sql/queries/storage.h"

#include <pqxx/pqxx>

namespace labwarden::storage {

namespace {

namespace q = queries::storage;

std::string label(const sql::Migration& migration) {
    const std::string number = std::to_string(migration.version);
    return "V" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number + " " + migration.name;
}

// Utility statements cannot be prepared, so migrations send their queries as plain text.
template<class... Args>
pqxx::result run(pqxx::transaction_base& t, const Query& query, const Args&... args) {
    noteQuery(query.name);
    if constexpr (sizeof...(args) == 0)
        return t.exec(query.sql);
    else
        return t.exec_params(query.sql, args...);
}

/// How many of `known` have been applied; what was applied must be a prefix of it, unchanged.
std::size_t appliedCount(const pqxx::result& applied, std::span<const sql::Migration> known) {
    std::size_t count = 0;
    for (const auto& row : applied) {
        const int version = row["version"].as<int>();
        if (count >= known.size() || version > known.back().version)
            throw SchemaError("the database schema is at version " +
                              std::to_string(applied.back()["version"].as<int>()) + ", this program knows " +
                              std::to_string(known.empty() ? 0 : known.back().version) +
                              ": install a newer Labwarden");
        const sql::Migration& migration = known[count++];
        if (version != migration.version)
            throw SchemaError("the database schema lacks migration " + label(migration) +
                              " but has a later one");
        if (row["checksum"].as<std::string>() != migration.checksum)
            throw SchemaError(
                "migration " + label(migration) +
                " was applied with another content: an applied migration is never changed, add a new one");
    }
    return count;
}

} // namespace

MigrationReport migrate(const std::string& ownerUrl, const std::string& schema,
                        std::span<const sql::Migration> migrations,
                        std::span<const sql::FunctionFile> functions) {
    DatabaseSettings settings;
    settings.url = ownerUrl;
    settings.schema = schema;
    settings.applicationName = "labwardend migrate";
    settings.statementTimeout = std::chrono::minutes(10); // a migration of a large table takes its time
    pqxx::connection connection(connectionUrl(settings));
    const pqxx::quiet_errorhandler quiet(connection);
    {
        pqxx::nontransaction t(connection);
        run(t, q::lock_migrations); // let go when the session ends
        run(t, q::prepare_schema);
    }
    MigrationReport report;
    std::size_t done = 0;
    {
        pqxx::nontransaction t(connection);
        done = appliedCount(run(t, q::applied_migrations), migrations);
    }
    for (const sql::Migration& migration : migrations.subspan(done)) {
        pqxx::work t(connection);
        t.exec(migration.sql);
        run(t, q::record_migration, migration.version, std::string(migration.name),
            std::string(migration.checksum));
        run(t, q::grant_app);
        t.commit();
        report.applied.push_back(label(migration));
    }
    pqxx::work t(connection);
    run(t, q::function_rules);
    for (const sql::FunctionFile& file : functions)
        t.exec(file.sql);
    run(t, q::grant_app);
    t.commit();
    report.version = migrations.empty() ? 0 : migrations.back().version;
    return report;
}

void checkSchema(Database& database, std::span<const sql::Migration> migrations) {
    const auto connection = database.acquire();
    pqxx::result applied;
    try {
        applied = connection->run(q::applied_migrations);
    } catch (const pqxx::undefined_table&) {
        throw SchemaError("the database has no Labwarden schema yet: run `labwardend migrate`");
    }
    const std::size_t count = appliedCount(applied, migrations);
    if (count < migrations.size())
        throw SchemaError("the database schema lacks migration " + label(migrations[count]) +
                          ": run `labwardend migrate`");
}

} // namespace labwarden::storage
