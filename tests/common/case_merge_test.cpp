// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/difference.h"
#include "common/casetext/merge.h"
#include "common/enum_text.h"
#include "tests/common/random_case.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::casetext;
using testing::ElementsAre;
using testing::IsEmpty;
namespace json = boost::json;

namespace {

Step waits(std::string name, double seconds = 1) {
    return {.name = std::move(name), .kind = StepKind::wait, .durationSeconds = seconds};
}

TestCaseDocument withSteps(std::vector<Step> steps) {
    TestCaseDocument document;
    document.title = "Boots";
    document.steps = std::move(steps);
    return document;
}

/// "kind pointer before -> after" of each; whole items by their names.
std::vector<std::string> told(const TestCaseDocument& before, const TestCaseDocument& after) {
    const auto shown = [](const json::value& value) {
        const json::object* const item = value.if_object();
        const json::value* const name = item ? item->if_contains("name") : nullptr;
        return json::serialize(name ? *name : value);
    };
    std::vector<std::string> out;
    for (const Difference& d : differences(before, after))
        out.push_back(std::string(text(d.kind)) + " " + d.pointer + " " + shown(d.before) + " -> " +
                      shown(d.after));
    return out;
}

std::vector<std::string> names(const std::vector<Step>& steps) {
    std::vector<std::string> out;
    for (const Step& step : steps)
        out.push_back(step.name);
    return out;
}

std::vector<Choice> conflicts(const Merge& merge) {
    std::vector<Choice> out;
    std::ranges::copy_if(merge.choices, std::back_inserter(out), &Choice::isConflict);
    return out;
}

std::vector<std::string> places(const std::vector<Choice>& choices) {
    std::vector<std::string> out;
    for (const Choice& choice : choices)
        out.push_back(choice.pointer);
    return out;
}

/// Some changes of every kind to a document.
void change(TestCaseDocument& document, support::RandomCase& random) {
    const auto shuffleSome = [&](auto& list) {
        if (!list.empty() && random.maybe())
            list.erase(list.begin() + random.below(static_cast<unsigned>(list.size())));
        if (list.size() > 1 && random.maybe())
            std::swap(list.front(), list.back());
    };
    if (random.maybe())
        document.title = random.line();
    if (random.maybe())
        document.timeoutSeconds += 1;
    shuffleSome(document.tags);
    shuffleSome(document.steps);
    shuffleSome(document.criteria);
    shuffleSome(document.parameters);
    if (random.maybe())
        document.steps.insert(document.steps.begin(), random.step());
    if (random.maybe() && !document.steps.empty())
        document.steps.back().timeoutSeconds += 1;
    if (random.maybe())
        document.requirements.tags.push_back(random.line());
}

} // namespace

TEST(ADifference, of_equal_documents_is_empty) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        const TestCaseDocument document = support::RandomCase(seed).document();
        EXPECT_THAT(differences(document, document), IsEmpty());
    }
}

TEST(ADifference, goes_down_to_the_field) {
    TestCaseDocument before = withSteps({waits("a"), waits("b")});
    TestCaseDocument after = before;
    after.title = "Boots fast";
    after.steps[1].durationSeconds = 2;
    after.requirements.type = "router";
    EXPECT_THAT(told(before, after), ElementsAre("changed /title \"Boots\" -> \"Boots fast\"",
                                                 "changed /requirements/type \"\" -> \"router\"",
                                                 "changed /steps/1/durationSeconds 1E0 -> 2E0"));
    EXPECT_EQ(differences(before, after).back().name, "b");
}

TEST(ADifference, matches_items_by_name_wherever_they_stand) {
    const TestCaseDocument before = withSteps({waits("a"), waits("b"), waits("c"), waits("d")});
    EXPECT_THAT(told(before, withSteps({waits("x"), waits("b", 5), waits("c"), waits("d")})),
                ElementsAre("removed /steps/0 \"a\" -> null", "added /steps/0 null -> \"x\"",
                            "changed /steps/1/durationSeconds 1E0 -> 5E0"));
    EXPECT_THAT(told(before, withSteps({waits("d"), waits("a"), waits("b"), waits("c")})),
                ElementsAre("moved /steps/0 3 -> 0"))
        << "one has moved, not the three that it passed";
}

TEST(ADifference, matches_criteria_by_expression_and_tags_by_themselves) {
    TestCaseDocument before = withSteps({waits("a")});
    before.tags = {"x", "y"};
    before.criteria = {{"max(a) < 1"}, {"max(b) < 1"}};
    TestCaseDocument after = before;
    after.tags = {"x", "z"};
    after.criteria = {{"max(b) < 1", Severity::should}};
    EXPECT_THAT(told(before, after),
                ElementsAre("removed /tags/1 \"y\" -> null", "added /tags/1 null -> \"z\"",
                            testing::StartsWith("removed /criteria/0"),
                            "changed /criteria/0/severity \"must\" -> \"should\""));
}

TEST(ADifference, tells_doubled_names_apart) {
    const TestCaseDocument before = withSteps({waits("a"), waits("a", 2)});
    EXPECT_THAT(told(before, withSteps({waits("a"), waits("a", 3)})),
                ElementsAre("changed /steps/1/durationSeconds 2E0 -> 3E0"));
}

TEST(ADifference, is_empty_exactly_when_nothing_has_changed) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        support::RandomCase random(seed);
        const TestCaseDocument before = random.document();
        TestCaseDocument after = before;
        change(after, random);
        EXPECT_EQ(differences(before, after).empty(), json::value_from(before) == json::value_from(after))
            << seed;
    }
}

TEST(AMerge, where_one_side_changed_is_that_side) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        support::RandomCase random(seed);
        const TestCaseDocument base = random.document();
        TestCaseDocument changed = base;
        change(changed, random);
        const Merge mine = merge(base, changed, base), theirs = merge(base, base, changed),
                    both = merge(base, changed, changed);
        for (const Merge* merged : {&mine, &theirs, &both}) {
            EXPECT_EQ(json::value_from(merged->document), json::value_from(changed)) << seed;
            EXPECT_THAT(conflicts(*merged), IsEmpty());
        }
    }
}

TEST(AMerge, has_every_change_of_either_side_or_says_the_conflict) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        support::RandomCase random(seed);
        const TestCaseDocument base = random.document();
        TestCaseDocument mine = base, theirs = base;
        change(mine, random);
        change(theirs, random);
        const Merge merged = merge(base, mine, theirs);
        Decisions allTheirs, allMine;
        for (const Choice& choice : merged.choices) {
            allTheirs[choice.id] = true;
            allMine[choice.id] = false;
        }
        EXPECT_EQ(allTheirs.size(), merged.choices.size()) << "ids are unique, seed " << seed;
        const auto whole = [](const TestCaseDocument& document) { return json::value_from(document); };
        EXPECT_EQ(whole(merge(base, mine, theirs, allTheirs).document), whole(theirs)) << seed;
        EXPECT_EQ(whole(merge(base, mine, theirs, allMine).document), whole(mine)) << seed;
        const Merge mirrored = merge(base, theirs, mine);
        EXPECT_EQ(mirrored.choices.size(), merged.choices.size()) << seed;
        if (conflicts(merged).empty()) {
            auto some = names(merged.document.steps), same = names(mirrored.document.steps);
            EXPECT_THAT(some, testing::UnorderedElementsAreArray(same)) << seed;
        }
        for (const Step& step : mine.steps) { // an added step of either is never lost
            const auto wasThere = names(base.steps);
            const bool added = std::ranges::find(wasThere, step.name) == wasThere.end();
            EXPECT_TRUE(!added || std::ranges::count(names(merged.document.steps), step.name) == 1) << seed;
        }
    }
}

TEST(AMerge, puts_together_what_does_not_touch) {
    const TestCaseDocument base = withSteps({waits("a"), waits("b"), waits("c")});
    TestCaseDocument mine = base, theirs = base;
    mine.steps[1].durationSeconds = 9;
    mine.steps.push_back(waits("mine"));
    mine.tags = {"m"};
    theirs.steps[1].timeoutSeconds = 8;
    theirs.steps.push_back(waits("theirs"));
    theirs.steps.erase(theirs.steps.begin());
    theirs.tags = {"t"};
    const Merge merged = merge(base, mine, theirs);
    EXPECT_THAT(conflicts(merged), IsEmpty());
    EXPECT_THAT(names(merged.document.steps), ElementsAre("b", "c", "mine", "theirs"));
    EXPECT_EQ(merged.document.steps[0].durationSeconds, 9);
    EXPECT_EQ(merged.document.steps[0].timeoutSeconds, 8);
    EXPECT_THAT(merged.document.tags, ElementsAre("m", "t"));
}

TEST(AMerge, says_what_both_have_changed_and_takes_what_is_chosen) {
    const TestCaseDocument base = withSteps({waits("a"), waits("b")});
    TestCaseDocument mine = base, theirs = base;
    mine.title = "Mine";
    theirs.title = "Theirs";
    mine.steps[1].durationSeconds = 2;
    theirs.steps[1].durationSeconds = 3;
    const Merge merged = merge(base, mine, theirs);
    EXPECT_THAT(places(conflicts(merged)), ElementsAre("/title", "/steps/1/durationSeconds"));
    EXPECT_EQ(merged.document.title, "Mine");
    EXPECT_EQ(conflicts(merged)[1].id, "/steps/b/durationSeconds");
    EXPECT_EQ(conflicts(merged)[0].theirs, "Theirs");
    const Merge chosen = merge(base, mine, theirs, {{"/steps/b/durationSeconds", true}});
    EXPECT_EQ(chosen.document.title, "Mine");
    EXPECT_EQ(chosen.document.steps[1].durationSeconds, 3);
}

TEST(AMerge, asks_about_what_one_has_removed_and_the_other_changed) {
    const TestCaseDocument base = withSteps({waits("a"), waits("b")});
    const TestCaseDocument mine = withSteps({waits("b")});
    const TestCaseDocument theirs = withSteps({waits("a", 5), waits("b")});
    const Merge merged = merge(base, mine, theirs);
    EXPECT_THAT(places(conflicts(merged)), ElementsAre("/steps"));
    EXPECT_THAT(names(merged.document.steps), ElementsAre("b"));
    EXPECT_TRUE(conflicts(merged)[0].mine.is_null());
    const Merge chosen = merge(base, mine, theirs, {{conflicts(merged)[0].id, true}});
    EXPECT_THAT(places(conflicts(chosen)), ElementsAre("/steps/0"));
    EXPECT_THAT(names(chosen.document.steps), ElementsAre("a", "b"));
}

TEST(AMerge, takes_one_order_and_asks_about_two) {
    const auto steps = [](std::initializer_list<const char*> list) {
        std::vector<Step> out;
        for (const char* name : list)
            out.push_back(waits(name));
        return withSteps(out);
    };
    const TestCaseDocument base = steps({"a", "b", "c"});
    const Merge one = merge(base, steps({"a", "b", "c", "m"}), steps({"c", "a", "b"}));
    EXPECT_THAT(names(one.document.steps), ElementsAre("c", "m", "a", "b"));
    EXPECT_THAT(conflicts(one), IsEmpty());
    const Merge two = merge(base, steps({"b", "a", "c"}), steps({"c", "a", "b"}));
    EXPECT_THAT(places(conflicts(two)), ElementsAre("/steps"));
    EXPECT_THAT(names(two.document.steps), ElementsAre("b", "a", "c"));
    EXPECT_THAT(
        names(merge(base, steps({"b", "a", "c"}), steps({"c", "a", "b"}), {{"/steps", true}}).document.steps),
        ElementsAre("c", "a", "b"));
}
