// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

namespace labwarden::testcases {

namespace json = boost::json;

namespace {

class ApprovalOfATestCase : public CasesFixture {
protected:
    const std::string manager = api.signIn("manager");
    static json::value as(const char* status, const char* title = "Soak") {
        auto document = soak(title);
        document.as_object()["status"] = status;
        return document;
    }
    int put(const std::string& id, int revision, const json::value& document, const std::string& who) {
        return api.put(std::string(path) + "/" + id, {{"document", document}}, who, revision).status;
    }
};

} // namespace

TEST_F(ApprovalOfATestCase, is_given_by_those_who_may_alone) {
    const auto id = made(as("draft"));
    const auto refused = api.put(std::string(path) + "/" + id, {{"document", as("approved")}}, engineer, 1);
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(textOf(refused.body, "detail").find("Save it as a draft"), std::string::npos)
        << json::serialize(refused.body);
    EXPECT_EQ(get("/" + id).body.at("revision"), 1);
    EXPECT_EQ(put(id, 1, as("approved"), manager), 200);
    EXPECT_EQ(get("/" + id).body.at("document").at("status"), "approved");
    EXPECT_EQ(create(as("approved")).status, 403);
    EXPECT_EQ(api.post(path, as("approved"), manager).status, 201);
}

TEST_F(ApprovalOfATestCase, does_not_outlive_a_change_by_somebody_who_may_not_give_it) {
    const auto id = made(as("draft"));
    ASSERT_EQ(put(id, 1, as("approved"), manager), 200);
    EXPECT_EQ(put(id, 2, as("approved", "Changed"), engineer), 403);
    EXPECT_EQ(put(id, 2, as("approved"), engineer), 200); // changes nothing
    EXPECT_EQ(put(id, 2, as("draft", "Changed"), engineer), 200);
    EXPECT_EQ(put(id, 3, as("approved", "Changed"), manager), 200);
    EXPECT_EQ(put(id, 4, as("approved", "Changed again"), manager), 200);
    EXPECT_EQ(put(id, 5, as("retired"), engineer), 200);
}

TEST_F(ApprovalOfATestCase, is_a_permission_of_managers_and_admins) {
    EXPECT_EQ(api.schema
                  .sql("SELECT string_agg(name, ',' ORDER BY name) FROM roles WHERE permissions @> "
                       "'{testcases:approve}'")[0][0]
                  .as<std::string>(),
              "admin,lab manager");
}

TEST_F(ApprovalOfATestCase, decides_what_is_started_where_the_lab_says_so) {
    const auto caseThatIs = [&](const char* status) {
        return testCases->get(textOf(api.post(path, as(status), manager).body, "id"));
    };
    const TestCases strict(*api.database, api.events, true);
    EXPECT_EQ(testCases->startRefusal(caseThatIs("draft")), "");
    EXPECT_EQ(testCases->startRefusal(caseThatIs("approved")), "");
    EXPECT_NE(testCases->startRefusal(caseThatIs("retired")), "");
    EXPECT_NE(strict.startRefusal(caseThatIs("draft")), "");
    EXPECT_EQ(strict.startRefusal(caseThatIs("approved")), "");
    EXPECT_NE(strict.startRefusal(caseThatIs("retired")), "");
}

} // namespace labwarden::testcases
