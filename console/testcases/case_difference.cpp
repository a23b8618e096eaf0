// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_difference.h"

#include "console/testcases/case_words.h"
#include "console/testcases/duration_edit.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace labwarden::console {
namespace {

std::string tr(const char* text) {
    return QCoreApplication::translate("CaseDifference", text).toStdString();
}

std::string joined(const std::vector<std::string>& words, const char* between = ", ") {
    std::string all;
    for (const auto& word : words)
        all += (all.empty() ? "" : between) + word;
    return all;
}

std::string wordIn(const QStringList& words, int index) {
    return words.value(index).toStdString();
}

std::string durationOf(double seconds) {
    return durationWords(seconds).toStdString();
}

std::string words(const Step& step) {
    std::vector<std::string> parts{wordIn(stepKindWords(), static_cast<int>(step.kind))};
    const auto add = [&](const std::string& part) {
        if (!part.empty())
            parts.push_back(part);
    };
    add(durationOf(step.durationSeconds));
    add(step.script);
    add(joined(step.arguments, " "));
    add(step.command);
    if (!step.expectedReply.empty())
        add("→ " + step.expectedReply);
    if (step.timeoutSeconds > 0)
        add(tr("time limit") + " " + durationOf(step.timeoutSeconds));
    return joined(parts, " · ");
}

std::string words(const Parameter& parameter) {
    std::vector<std::string> parts{wordIn(parameterTypeWords(), static_cast<int>(parameter.type))};
    if (!parameter.unit.empty())
        parts.push_back(parameter.unit);
    if (!parameter.defaultValue.is_null())
        parts.push_back("= " + boost::json::serialize(parameter.defaultValue));
    if (parameter.minimum)
        parts.push_back("≥ " + boost::json::serialize(boost::json::value(*parameter.minimum)));
    if (parameter.maximum)
        parts.push_back("≤ " + boost::json::serialize(boost::json::value(*parameter.maximum)));
    if (!parameter.choices.empty())
        parts.push_back(joined(parameter.choices));
    if (!parameter.description.empty())
        parts.push_back(parameter.description);
    return joined(parts, " · ");
}

std::string words(const CriterionSpec& criterion) {
    std::string text = wordIn(severityWords(), static_cast<int>(criterion.severity));
    return criterion.step.empty() ? text : text + " · " + criterion.step;
}

std::string words(const Attachment& file) {
    return std::to_string(file.size) + " B · " + file.sha256.substr(0, 12);
}

std::string nameOf(const Step& step) {
    return step.name;
}
std::string nameOf(const Parameter& parameter) {
    return parameter.name;
}
std::string nameOf(const CriterionSpec& criterion) {
    return criterion.step.empty() ? criterion.expression : criterion.expression + " in " + criterion.step;
}
std::string nameOf(const Attachment& file) {
    return file.name;
}

/// One comparable part: its value for people, and the whole of it.
struct Unit {
    std::string caption, shown, whole;
};
using Units = std::map<std::string, Unit>;

template<class T>
void addList(Units& units, std::vector<std::string>& order, const std::vector<T>& rows,
             const std::string& list, const std::string& caption) {
    for (const auto& row : rows) {
        const std::string place = list + "/" + nameOf(row);
        if (units
                .try_emplace(place, Unit{caption + " " + nameOf(row), words(row),
                                         boost::json::serialize(boost::json::value_from(row))})
                .second)
            order.push_back(place);
    }
}

void addField(Units& units, std::vector<std::string>& order, const std::string& place,
              const std::string& caption, const std::string& value) {
    units[place] = {caption, value, value};
    order.push_back(place);
}

Units unitsOf(const TestCaseDocument& document, std::vector<std::string>& order) {
    Units units;
    const auto field = [&](const char* place, const std::string& caption, const std::string& value) {
        addField(units, order, place, caption, value);
    };
    field("title", tr("Title"), document.title);
    field("description", tr("Description"), document.description);
    field("folder", tr("Folder"), document.folder);
    field("tags", tr("Tags"), joined(document.tags));
    field("owner", tr("Owner"), document.owner);
    field("status", tr("Status"), wordIn(statusWords(), static_cast<int>(document.status)));
    addList(units, order, document.parameters, "parameters", tr("Parameter"));
    field("type", tr("Device type"), document.requirements.type);
    field("deviceTags", tr("Device tags"), joined(document.requirements.tags));
    addList(units, order, document.steps, "steps", tr("Step"));
    addList(units, order, document.criteria, "criteria", tr("Criterion"));
    addList(units, order, document.teardown, "teardown", tr("Teardown"));
    field("timeout", tr("Time limit"), durationOf(document.timeoutSeconds));
    field("attempts", tr("Attempts"), std::to_string(document.maxAttempts));
    field("lost", tr("When a device is lost"),
          document.onDeviceLost == DeviceLossPolicy::wait ? tr("Wait for its return")
                                                          : tr("End the run as an error"));
    addList(units, order, document.attachments, "attachments", tr("Attachment"));
    return units;
}

const Unit* find(const Units& units, const std::string& place) {
    const auto at = units.find(place);
    return at == units.end() ? nullptr : &at->second;
}

std::string wholeOf(const Unit* unit) {
    return unit ? "1" + unit->whole : std::string();
}

std::string shownOf(const Unit* unit) {
    return unit ? unit->shown : std::string();
}

void addMissing(std::vector<std::string>& order, const std::vector<std::string>& more) {
    for (const auto& place : more)
        if (std::find(order.begin(), order.end(), place) == order.end())
            order.push_back(place);
}

/// `theirs` with one row as `mine` has it: replaced, added behind its neighbour, or gone.
template<class T>
void takeRow(std::vector<T>& theirs, const std::vector<T>& mine, const std::string& name) {
    const auto isIt = [&](const T& row) { return nameOf(row) == name; };
    const auto from = std::find_if(mine.begin(), mine.end(), isIt);
    const auto to = std::find_if(theirs.begin(), theirs.end(), isIt);
    if (from == mine.end()) {
        if (to != theirs.end())
            theirs.erase(to);
    } else if (to != theirs.end()) {
        *to = *from;
    } else {
        auto at = theirs.begin();
        for (auto before = from; before != mine.begin() && at == theirs.begin();) {
            --before;
            const auto neighbour = std::find_if(theirs.begin(), theirs.end(),
                                                [&](const T& row) { return nameOf(row) == nameOf(*before); });
            if (neighbour != theirs.end())
                at = neighbour + 1;
        }
        theirs.insert(at, *from);
    }
}

void take(TestCaseDocument& theirs, const TestCaseDocument& mine, const std::string& place) {
    const auto slash = place.find('/');
    const std::string list = place.substr(0, slash);
    const std::string name = slash == std::string::npos ? std::string() : place.substr(slash + 1);
    if (place == "title")
        theirs.title = mine.title;
    else if (place == "description")
        theirs.description = mine.description;
    else if (place == "folder")
        theirs.folder = mine.folder;
    else if (place == "tags")
        theirs.tags = mine.tags;
    else if (place == "owner")
        theirs.owner = mine.owner;
    else if (place == "status")
        theirs.status = mine.status;
    else if (place == "type")
        theirs.requirements.type = mine.requirements.type;
    else if (place == "deviceTags")
        theirs.requirements.tags = mine.requirements.tags;
    else if (place == "timeout")
        theirs.timeoutSeconds = mine.timeoutSeconds;
    else if (place == "attempts")
        theirs.maxAttempts = mine.maxAttempts;
    else if (place == "lost")
        theirs.onDeviceLost = mine.onDeviceLost;
    else if (list == "parameters")
        takeRow(theirs.parameters, mine.parameters, name);
    else if (list == "steps")
        takeRow(theirs.steps, mine.steps, name);
    else if (list == "criteria")
        takeRow(theirs.criteria, mine.criteria, name);
    else if (list == "teardown")
        takeRow(theirs.teardown, mine.teardown, name);
    else if (list == "attachments")
        takeRow(theirs.attachments, mine.attachments, name);
}

/// Steps in the order of `mine` where only the order has changed.
template<class T>
std::vector<std::string> namesIn(const std::vector<T>& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows)
        names.push_back(nameOf(row));
    return names;
}

/// Whose order counts where all three have the same rows.
template<class T>
void takeOrder(std::vector<T>& result, const std::vector<T>& mine) {
    const auto order = namesIn(mine);
    std::stable_sort(result.begin(), result.end(), [&](const T& a, const T& b) {
        const auto rank = [&](const T& row) { return std::find(order.begin(), order.end(), nameOf(row)); };
        return rank(a) < rank(b);
    });
}

} // namespace

CaseDifferences differencesOf(const TestCaseDocument& base, const TestCaseDocument& mine,
                              const TestCaseDocument& theirs) {
    std::vector<std::string> order, baseOrder, mineOrder;
    const Units theirUnits = unitsOf(theirs, order);
    const Units myUnits = unitsOf(mine, mineOrder);
    const Units baseUnits = unitsOf(base, baseOrder);
    addMissing(order, mineOrder);
    addMissing(order, baseOrder);
    CaseDifferences found;
    for (const auto& place : order) {
        const auto *was = find(baseUnits, place), *my = find(myUnits, place),
                   *their = find(theirUnits, place);
        if (wholeOf(my) == wholeOf(their))
            continue;
        widgets::Difference difference;
        difference.caption = (my ? my : their)->caption;
        difference.was = shownOf(was);
        difference.mine = shownOf(my);
        difference.theirs = shownOf(their);
        difference.iChanged = wholeOf(my) != wholeOf(was);
        difference.theyChanged = wholeOf(their) != wholeOf(was);
        found.differences.push_back(std::move(difference));
        found.places.push_back(place);
    }
    const auto addOrder = [&](const char* place, const std::string& caption, const auto& was, const auto& my,
                              const auto& their) {
        if (my == their || !std::is_permutation(my.begin(), my.end(), their.begin(), their.end()))
            return;
        found.differences.push_back(
            {caption, joined(was), joined(my), joined(their), my != was, their != was});
        found.places.emplace_back(place);
    };
    addOrder("order/steps", tr("Order of steps"), namesIn(base.steps), namesIn(mine.steps),
             namesIn(theirs.steps));
    addOrder("order/teardown", tr("Order of teardown"), namesIn(base.teardown), namesIn(mine.teardown),
             namesIn(theirs.teardown));
    addOrder("order/parameters", tr("Order of parameters"), namesIn(base.parameters),
             namesIn(mine.parameters), namesIn(theirs.parameters));
    addOrder("order/criteria", tr("Order of criteria"), namesIn(base.criteria), namesIn(mine.criteria),
             namesIn(theirs.criteria));
    return found;
}

TestCaseDocument merged(const TestCaseDocument& mine, const TestCaseDocument& theirs,
                        const CaseDifferences& differences, const std::vector<widgets::Side>& sides) {
    TestCaseDocument result = theirs;
    for (std::size_t i = 0; i < differences.places.size(); ++i) {
        if (sides[i] != widgets::Side::mine)
            continue;
        const auto& place = differences.places[i];
        if (place == "order/steps")
            takeOrder(result.steps, mine.steps);
        else if (place == "order/teardown")
            takeOrder(result.teardown, mine.teardown);
        else if (place == "order/parameters")
            takeOrder(result.parameters, mine.parameters);
        else if (place == "order/criteria")
            takeOrder(result.criteria, mine.criteria);
        else
            take(result, mine, place);
    }
    return result;
}

std::vector<CaseChange> changesBetween(const TestCaseDocument& before, const TestCaseDocument& after) {
    std::vector<CaseChange> changes;
    for (auto& difference : differencesOf(before, after, before).differences)
        changes.push_back(
            {std::move(difference.caption), std::move(difference.theirs), std::move(difference.mine)});
    return changes;
}

} // namespace labwarden::console
