// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

class ASearchForTestCases : public CasesFixture {
protected:
    void SetUp() override {
        add("Battery endurance", {{"description", "Discharges the pack (3S2P) at 0.5C."},
                                  {"folder", "Power/Battery"},
                                  {"tags", {"endurance", "4h"}},
                                  {"owner", "ada"}});
        add("Thermal soak 45 °C", {{"folder", "Power"},
                                   {"tags", {"thermal", "4h"}},
                                   {"owner", "grace"},
                                   {"criteria", {{{"expression", "max(case_temp) < 78 °C"}}}},
                                   {"status", "retired"}});
        add("Öffnen des Gehäuses", {{"tags", {"thermal"}}});
        add("PowerPoint", {{"folder", "Powers"}});
    }
    void add(const std::string& title, const json::object& more) {
        auto document = soak(title).as_object();
        document["criteria"] = json::array{{{"expression", "mean(vbus) > 4 V"}}};
        for (const auto& [name, value] : more)
            document[name] = value;
        made(document);
    }
    /// The keys of those that are found.
    std::vector<std::string> found(const std::string& query) {
        const auto answer = get("?" + query);
        std::vector<std::string> keys;
        if (answer.status == 200)
            for (const auto& item : answer.body.at("testCases").as_array())
                keys.push_back(textOf(item, "key"));
        else
            keys.push_back(json::serialize(answer.body));
        return keys;
    }
};

} // namespace

TEST_F(ASearchForTestCases, looks_into_key_title_description_tags_and_metrics) {
    EXPECT_THAT(found("q=TC-2"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=soak"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=discharges"), ElementsAre("TC-1"));
    EXPECT_THAT(found("q=4h"), ElementsAre("TC-1", "TC-2"));
    EXPECT_THAT(found("q=case_temp"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=vbus"), ElementsAre("TC-1", "TC-3", "TC-4"));
    EXPECT_THAT(found("q=mean"), IsEmpty());  // how a metric is judged is no word of the case
    EXPECT_THAT(found("q=watch"), IsEmpty()); // neither is a step
}

TEST_F(ASearchForTestCases, finds_words_by_their_beginnings_and_in_any_case) {
    EXPECT_THAT(found("q=therm"), ElementsAre("TC-2", "TC-3", "TC-4"));
    EXPECT_THAT(found("q=THERM"), ElementsAre("TC-2", "TC-3", "TC-4"));
    EXPECT_THAT(found("q=%C3%B6ff"), ElementsAre("TC-3"));
    EXPECT_THAT(found("q=hermal"), IsEmpty());
}

TEST_F(ASearchForTestCases, asks_for_all_words) {
    EXPECT_THAT(found("q=thermal%204h"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=4h%20%20end"), ElementsAre("TC-1"));
    EXPECT_THAT(found("q=thermal%20battery"), IsEmpty());
}

TEST_F(ASearchForTestCases, finds_a_word_from_each_of_its_parts_on_whatever_stands_between_them) {
    EXPECT_THAT(found("q=temp"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=case-temp"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=(3s2p)"), ElementsAre("TC-1"));
    EXPECT_THAT(found("q=5c"), ElementsAre("TC-1"));
    EXPECT_THAT(found("q=%C2%B0c"), ElementsAre("TC-2"));
}

TEST_F(ASearchForTestCases, takes_anything_that_people_type) {
    for (const char* typed : {"'", "%22", "%5C", "!", "%26", ":*", "()", "%7C", "-", "%3C%3D"})
        EXPECT_THAT(found(std::string("q=") + typed), IsEmpty()) << typed;
    EXPECT_THAT(found("q=soak'"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=soak%20!%20%26"), ElementsAre("TC-2"));
    EXPECT_THAT(get("?q=&status=nope&limit=0").faultsAt(), UnorderedElementsAre("/q", "/status", "/limit"));
    EXPECT_THAT(get("?q=" + std::string(201, 'a')).faultsAt(), ElementsAre("/q"));
}

TEST_F(ASearchForTestCases, goes_by_folder_with_all_below_it) {
    EXPECT_THAT(found("folder=Power"), ElementsAre("TC-1", "TC-2"));
    EXPECT_THAT(found("folder=Power/Battery"), ElementsAre("TC-1"));
    EXPECT_THAT(found("folder="), ElementsAre("TC-3"));
    EXPECT_THAT(found("folder=Pow_r"), IsEmpty());
}

TEST_F(ASearchForTestCases, goes_by_status_tags_and_owner_too_and_by_all_at_once) {
    EXPECT_THAT(found("status=retired"), ElementsAre("TC-2"));
    EXPECT_THAT(found("status=retired&status=draft"), ElementsAre("TC-1", "TC-2", "TC-3", "TC-4"));
    EXPECT_THAT(found("tag=thermal"), ElementsAre("TC-2", "TC-3", "TC-4"));
    EXPECT_THAT(found("tag=thermal&tag=4h"), ElementsAre("TC-2"));
    EXPECT_THAT(found("owner=ada"), ElementsAre("TC-1"));
    EXPECT_THAT(found("owner="), ElementsAre("TC-3", "TC-4"));
    EXPECT_THAT(found("q=4h&folder=Power&owner=grace&tag=thermal&status=retired"), ElementsAre("TC-2"));
    EXPECT_THAT(found("q=4h&folder=Power&owner=grace&tag=thermal&status=draft"), IsEmpty());
}

TEST_F(ASearchForTestCases, goes_on_page_by_page) {
    const auto first = get("?tag=thermal&limit=2");
    ASSERT_EQ(first.body.at("testCases").as_array().size(), 2u);
    EXPECT_THAT(found("tag=thermal&limit=2&cursor=" + textOf(first.body, "nextCursor")), ElementsAre("TC-4"));
}

TEST_F(ASearchForTestCases, finds_what_the_newest_revision_says) {
    const auto first = get("?q=soak").body.at("testCases").at(0);
    save(textOf(first, "id"), 1, soak("Climate"));
    EXPECT_THAT(found("q=45"), IsEmpty());
    EXPECT_THAT(found("q=climate"), ElementsAre("TC-2"));
}

} // namespace labwarden::testcases
