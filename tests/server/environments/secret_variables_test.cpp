// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"
#include "server/environments/rekey_command.h"
#include "server/environments/routes.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace labwarden::environments {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::TestApi;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace {

identity::SecretKey key(unsigned char byte) {
    identity::SecretKey key;
    key.fill(byte);
    return key;
}

json::object secretVariable(const std::string& name, const std::string& value) {
    return {{"name", name}, {"value", value}, {"secret", true}};
}

json::object document(json::array variables) {
    return {{"name", "Bench"}, {"variables", std::move(variables)}};
}

class ASecretVariable : public testing::Test {
protected:
    test::ApiAnswer create(const json::object& body) { return api.post(path, body, engineer); }
    test::ApiAnswer save(const test::ApiAnswer& last, json::array variables) {
        return api.put(path + "/" + std::string(last.body.at("id").as_string()),
                       {{"document", document(std::move(variables))}}, engineer,
                       last.body.at("revision").to_number<std::int64_t>());
    }
    /// The value that holds now.
    std::string valueOf(const std::string& name) const {
        const auto rows =
            api.schema.sql("SELECT s.environment_id, encode(s.sealed, 'hex') AS sealed FROM environments e, "
                           "secrets_at(e.id, e.document, e.revision) s WHERE s.name = '" +
                           name + "'");
        return rows.empty()
                   ? "none"
                   : keys.open(rows[0][0].c_str(), name, rows[0][1].c_str()).value_or("does not open");
    }
    int sealedValues() const {
        return api.schema.sql("SELECT count(*) FROM environment_secrets")[0][0].as<int>();
    }

    const SecretKeys keys{{key(1)}};
    std::unique_ptr<Environments> environments, withoutKeys;
    std::unique_ptr<ConnectionTests> connectionTests;
    TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        environments = std::make_unique<Environments>(database, events, keys);
        withoutKeys = std::make_unique<Environments>(database, events);
        connectionTests = std::make_unique<ConnectionTests>(
            *environments, clients::Url::parse(test::Services::get().influx));
        return routes(*environments, *connectionTests);
    }};
    const std::string engineer = api.signIn("engineer");
    const std::string path = "/api/v1/environments";
};

} // namespace

TEST_F(ASecretVariable, is_written_and_never_read) {
    const auto made = create(document({secretVariable("TOKEN", "hunter2-hunter2")}));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    const auto id = std::string(made.body.at("id").as_string());
    const json::array shown{{{"name", "TOKEN"}, {"value", ""}, {"secret", true}}};
    for (const auto& environment :
         {made.body, api.get(path + "/" + id, engineer).body,
          api.get(path + "/" + id + "/revisions/1", engineer).body,
          api.get(path, engineer).body.at("environments").at(0), api.events.take().at(0).state})
        EXPECT_EQ(environment.at("document").at("variables"), shown);
    EXPECT_EQ(valueOf("TOKEN"), "hunter2-hunter2");
}

TEST_F(ASecretVariable, that_is_saved_empty_keeps_its_value) {
    const auto first = create(document({secretVariable("TOKEN", "hunter2")}));
    const auto second = save(first, {secretVariable("TOKEN", ""), secretVariable("OTHER", "hunter3")});
    ASSERT_EQ(second.status, 200) << json::serialize(second.body);
    EXPECT_EQ(valueOf("TOKEN"), "hunter2");
    EXPECT_EQ(valueOf("OTHER"), "hunter3");
    const auto same = save(second, {secretVariable("TOKEN", ""), secretVariable("OTHER", "")});
    EXPECT_EQ(same.body.at("revision"), 2) << "nothing has changed";
}

TEST_F(ASecretVariable, gets_another_value_in_a_new_revision_and_the_audit_log_tells_which_one_did) {
    const auto first = create(document({secretVariable("A", "hunter-a"), secretVariable("B", "hunter-b")}));
    const auto second = save(first, {secretVariable("A", "hunter-c"), secretVariable("B", "")});
    ASSERT_EQ(second.status, 200);
    EXPECT_EQ(second.body.at("revision"), 2);
    EXPECT_EQ(valueOf("A"), "hunter-c");
    EXPECT_EQ(valueOf("B"), "hunter-b");
    EXPECT_EQ(sealedValues(), 2) << "a value that nobody needs any more is forgotten";
    const auto rows = api.schema.sql("SELECT new_value -> 'secretsSet' FROM audit_log "
                                     "WHERE target_kind = 'environment' ORDER BY id");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_STREQ(rows[0][0].c_str(), R"(["A", "B"])");
    EXPECT_STREQ(rows[1][0].c_str(), R"(["A"])");
}

TEST_F(ASecretVariable, that_has_no_value_yet_needs_one) {
    EXPECT_THAT(create(document({secretVariable("TOKEN", "")})).faultsAt(),
                ElementsAre("/variables/0/value"));
    const auto first =
        create(document({secretVariable("OLD", "hunter2"), {{"name", "PLAIN"}, {"value", "x"}}}));
    const auto renamed = save(first, {secretVariable("NEW", ""), secretVariable("PLAIN", "")});
    EXPECT_EQ(renamed.status, 422);
    EXPECT_THAT(renamed.faultsAt(),
                ElementsAre("/document/variables/0/value", "/document/variables/1/value"));
}

TEST_F(ASecretVariable, that_was_removed_does_not_come_back_with_its_old_value) {
    const auto first = create(document({secretVariable("TOKEN", "hunter2")}));
    const auto without = save(first, {});
    ASSERT_EQ(without.status, 200);
    EXPECT_EQ(sealedValues(), 0);
    EXPECT_EQ(save(without, {secretVariable("TOKEN", "")}).status, 422);
}

TEST_F(ASecretVariable, that_becomes_a_plain_one_does_not_show_its_value) {
    const auto first = create(document({secretVariable("TOKEN", "hunter2")}));
    const auto plain = save(first, {{{"name", "TOKEN"}, {"value", ""}}});
    ASSERT_EQ(plain.status, 200);
    EXPECT_EQ(plain.body.at("document").at("variables").at(0).at("value"), "");
    EXPECT_EQ(valueOf("TOKEN"), "none");
}

TEST_F(ASecretVariable, goes_with_its_environment) {
    const auto first = create(document({secretVariable("TOKEN", "hunter2")}));
    ASSERT_EQ(api.remove(path + "/" + std::string(first.body.at("id").as_string()), engineer, 1).status, 204);
    EXPECT_EQ(sealedValues(), 0);
}

TEST_F(ASecretVariable, has_all_its_faults_told_with_all_others) {
    json::object faulty = document({secretVariable("TOKEN", ""),
                                    secretVariable("PIN", "123"),
                                    {{"name", "LIST"}, {"value", json::array{}}, {"secret", true}}});
    faulty["runnerQueue"] = "Not One";
    EXPECT_THAT(create(faulty).faultsAt(), UnorderedElementsAre("/variables/0/value", "/variables/1/value",
                                                                "/variables/2/value", "/runnerQueue"));
}

TEST_F(ASecretVariable, is_refused_by_a_server_without_a_key_in_words_that_say_what_to_set) {
    EnvironmentDocument wanted;
    wanted.name = "Bench";
    wanted.variables = {{"PLAIN", "x", false}, {"TOKEN", "hunter2", true}};
    identity::Caller caller;
    caller.userId = api.schema.sql("SELECT id FROM users WHERE username = 'engineer'")[0][0].c_str();
    try {
        withoutKeys->create(caller, wanted);
        ADD_FAILURE() << "was taken";
    } catch (const Invalid& invalid) {
        ASSERT_EQ(invalid.faults.size(), 1u);
        EXPECT_EQ(invalid.faults[0].pointer, "/variables/1/secret");
        EXPECT_THAT(invalid.faults[0].message, HasSubstr("--secrets-key-file"));
    }
    wanted.variables.pop_back();
    EXPECT_EQ(withoutKeys->create(caller, wanted).thing.revision, 1) << "without secrets it needs none";
}

TEST_F(ASecretVariable, is_sealed_under_the_first_key_by_rekey_so_that_the_old_one_can_go) {
    create(document({secretVariable("A", "hunter-a"), secretVariable("B", "hunter-b")}));
    std::ostringstream out, err;
    EXPECT_EQ(runRekey(*api.database, SecretKeys({key(2), key(1)}), out, err), RekeyExit::Done);
    EXPECT_EQ(out.str(), "Sealed under the first key: 2 now, 0 before.\n");
    EXPECT_EQ(valueOf("A"), "does not open");
    const auto rows =
        api.schema.sql("SELECT environment_id, name, encode(sealed, 'hex') FROM environment_secrets "
                       "ORDER BY name");
    EXPECT_EQ(SecretKeys({key(2)}).open(rows[1][0].c_str(), rows[1][1].c_str(), rows[1][2].c_str()),
              "hunter-b");
    EXPECT_EQ(
        api.schema.sql("SELECT count(*) FROM audit_log WHERE action = 'environment.rekey'")[0][0].as<int>(),
        2);
    out.str("");
    EXPECT_EQ(runRekey(*api.database, SecretKeys({key(2)}), out, err), RekeyExit::Done);
    EXPECT_EQ(out.str(), "Sealed under the first key: 0 now, 2 before.\n");
    EXPECT_EQ(err.str(), "");
}

TEST_F(ASecretVariable, that_opens_with_no_key_is_left_by_rekey_and_named) {
    create(document({secretVariable("TOKEN", "hunter2")}));
    std::ostringstream out, err;
    EXPECT_EQ(runRekey(*api.database, SecretKeys({key(9)}), out, err), RekeyExit::Refused);
    EXPECT_THAT(err.str(), HasSubstr("The secret TOKEN of the environment Bench"));
    EXPECT_EQ(valueOf("TOKEN"), "hunter2");
}

TEST(ASealedValue, opens_for_its_own_environment_and_variable_alone) {
    const SecretKeys keys({key(1)});
    const std::string sealed = keys.seal("environment", "TOKEN", "hunter2");
    EXPECT_EQ(keys.open("environment", "TOKEN", sealed), "hunter2");
    EXPECT_EQ(keys.open("another", "TOKEN", sealed), std::nullopt);
    EXPECT_EQ(keys.open("environment", "OTHER", sealed), std::nullopt);
    EXPECT_EQ(SecretKeys({key(2)}).open("environment", "TOKEN", sealed), std::nullopt);
    EXPECT_EQ(keys.open("environment", "TOKEN", ""), std::nullopt);
    EXPECT_EQ(keys.open("environment", "TOKEN", "no hex at all"), std::nullopt);
    std::string bent = sealed;
    bent.back() = bent.back() == '0' ? '1' : '0';
    EXPECT_EQ(keys.open("environment", "TOKEN", bent), std::nullopt);
    EXPECT_NE(keys.seal("environment", "TOKEN", "hunter2"), sealed) << "two of one value differ";
}

TEST(ASealedValue, opens_while_its_key_is_among_those_of_the_server) {
    const std::string old = SecretKeys({key(1)}).seal("e", "N", "hunter2");
    const SecretKeys both({key(2), key(1)});
    EXPECT_EQ(both.open("e", "N", old), "hunter2");
    EXPECT_FALSE(both.isByFirst(old));
    EXPECT_TRUE(both.isByFirst(both.seal("e", "N", "hunter2")));
    EXPECT_EQ(SecretKeys({key(2)}).open("e", "N", old), std::nullopt);
}

TEST(TheKeysOfSecrets, come_from_a_file_that_nobody_else_may_read) {
    const fs::path file = fs::temp_directory_path() / test::uniqueName("secrets-key");
    std::ofstream(file) << "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\n"; // 32 bytes of 1
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(SecretKeys::fromFile(file).open("e", "N", SecretKeys({key(1)}).seal("e", "N", "hunter2")),
              "hunter2");
    fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT([&] { SecretKeys::fromFile(file); },
                testing::ThrowsMessage<std::runtime_error>(HasSubstr("600")));
    fs::permissions(file, fs::perms::group_read, fs::perm_options::remove);
    std::ofstream(file) << "tooshort\n";
    EXPECT_THAT([&] { SecretKeys::fromFile(file); },
                testing::ThrowsMessage<std::runtime_error>(
                    testing::AllOf(HasSubstr("line 1"), testing::Not(HasSubstr("tooshort")))));
    fs::remove(file);
}

} // namespace labwarden::environments
