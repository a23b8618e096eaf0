// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_difference.h"

#include "common/casetext/merge.h"
#include "common/enum_text.h"
#include "common/json/domain.h"
#include "console/forms/duration_edit.h"
#include "console/testcases/case_words.h"

#include <boost/json/serialize.hpp>

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace labwarden::console {
namespace {

namespace json = boost::json;

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

// --- whole items ---

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
        parts.push_back("= " + json::serialize(parameter.defaultValue));
    if (parameter.minimum)
        parts.push_back("≥ " + json::serialize(json::value(*parameter.minimum)));
    if (parameter.maximum)
        parts.push_back("≤ " + json::serialize(json::value(*parameter.maximum)));
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

std::string words(DeviceLossPolicy policy) {
    return policy == DeviceLossPolicy::wait ? tr("Wait for its return") : tr("End the run as an error");
}
std::string words(CaseStatus status) {
    return wordIn(statusWords(), static_cast<int>(status));
}
std::string words(StepKind kind) {
    return wordIn(stepKindWords(), static_cast<int>(kind));
}
std::string words(ParameterType type) {
    return wordIn(parameterTypeWords(), static_cast<int>(type));
}
std::string words(Severity severity) {
    return wordIn(severityWords(), static_cast<int>(severity));
}

/// What a struct or an enumeration says that stands in a document as JSON.
template<class T>
std::string wordsFor(const json::value& value) {
    if constexpr (boost::describe::has_describe_enumerators<T>::value) {
        const auto meant = value.is_string() ? fromText<T>(std::string(value.get_string())) : std::nullopt;
        return meant ? words(*meant) : json::serialize(value); // newer than this console
    } else {
        return words(wire::read<T>(value, wire::server).value);
    }
}

// --- places: the parts of an id, "/steps/Hold 45 °C/durationSeconds" ---

std::vector<std::string> partsOf(const std::string& id) {
    std::vector<std::string> parts;
    for (const char c : id) {
        if (c == '/')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    for (auto& part : parts) { // as JSON pointers have them
        QString plain = QString::fromStdString(part);
        plain.replace(QLatin1String("~1"), QLatin1String("/"))
            .replace(QLatin1String("~0"), QLatin1String("~"));
        part = plain.toStdString();
    }
    return parts;
}

struct Word {
    const char* name;
    const char* text;
};
constexpr Word topWords[] = {{"title", QT_TRANSLATE_NOOP("CaseDifference", "Title")},
                             {"description", QT_TRANSLATE_NOOP("CaseDifference", "Description")},
                             {"folder", QT_TRANSLATE_NOOP("CaseDifference", "Folder")},
                             {"tags", QT_TRANSLATE_NOOP("CaseDifference", "Tag")},
                             {"owner", QT_TRANSLATE_NOOP("CaseDifference", "Owner")},
                             {"status", QT_TRANSLATE_NOOP("CaseDifference", "Status")},
                             {"parameters", QT_TRANSLATE_NOOP("CaseDifference", "Parameter")},
                             {"requirements", QT_TRANSLATE_NOOP("CaseDifference", "Devices")},
                             {"steps", QT_TRANSLATE_NOOP("CaseDifference", "Step")},
                             {"criteria", QT_TRANSLATE_NOOP("CaseDifference", "Criterion")},
                             {"teardown", QT_TRANSLATE_NOOP("CaseDifference", "Teardown")},
                             {"timeoutSeconds", QT_TRANSLATE_NOOP("CaseDifference", "Time limit")},
                             {"maxAttempts", QT_TRANSLATE_NOOP("CaseDifference", "Attempts")},
                             {"onDeviceLost", QT_TRANSLATE_NOOP("CaseDifference", "When a device is lost")},
                             {"attachments", QT_TRANSLATE_NOOP("CaseDifference", "Attachment")}};
constexpr Word fieldWords[] = {{"type", QT_TRANSLATE_NOOP("CaseDifference", "type")},
                               {"tags", QT_TRANSLATE_NOOP("CaseDifference", "tag")},
                               {"kind", QT_TRANSLATE_NOOP("CaseDifference", "kind")},
                               {"durationSeconds", QT_TRANSLATE_NOOP("CaseDifference", "length")},
                               {"script", QT_TRANSLATE_NOOP("CaseDifference", "script")},
                               {"arguments", QT_TRANSLATE_NOOP("CaseDifference", "arguments")},
                               {"command", QT_TRANSLATE_NOOP("CaseDifference", "text")},
                               {"expectedReply", QT_TRANSLATE_NOOP("CaseDifference", "expected reply")},
                               {"timeoutSeconds", QT_TRANSLATE_NOOP("CaseDifference", "time limit")},
                               {"severity", QT_TRANSLATE_NOOP("CaseDifference", "severity")},
                               {"step", QT_TRANSLATE_NOOP("CaseDifference", "step")},
                               {"unit", QT_TRANSLATE_NOOP("CaseDifference", "unit")},
                               {"defaultValue", QT_TRANSLATE_NOOP("CaseDifference", "default")},
                               {"minimum", QT_TRANSLATE_NOOP("CaseDifference", "minimum")},
                               {"maximum", QT_TRANSLATE_NOOP("CaseDifference", "maximum")},
                               {"choices", QT_TRANSLATE_NOOP("CaseDifference", "choice")},
                               {"description", QT_TRANSLATE_NOOP("CaseDifference", "description")},
                               {"sha256", QT_TRANSLATE_NOOP("CaseDifference", "content")},
                               {"size", QT_TRANSLATE_NOOP("CaseDifference", "size")},
                               {"mediaType", QT_TRANSLATE_NOOP("CaseDifference", "media type")}};

template<std::size_t n>
std::string wordOf(const Word (&words)[n], const std::string& name) {
    const auto at =
        std::find_if(std::begin(words), std::end(words), [&](const Word& word) { return name == word.name; });
    return at == std::end(words) ? name : tr(at->text);
}

/// Lists of items that have a name; their places are "/steps/name/field".
bool isItemList(const std::string& name) {
    return name == "parameters" || name == "steps" || name == "criteria" || name == "teardown" ||
           name == "attachments";
}

std::string captionOf(const std::vector<std::string>& place, const json::value& any) {
    const std::string head = wordOf(topWords, place[0]);
    if (place.size() == 1)
        return any.is_array() ? tr("Order") + ": " + head : head;
    if (place[0] == "requirements")
        return head + ": " + wordOf(fieldWords, place[1]);
    if (!isItemList(place[0]) || place.size() == 2) // a tag, or a whole item
        return isItemList(place[0]) ? head + " " + place[1] : head;
    return head + " " + place[1] + ": " + wordOf(fieldWords, place[2]);
}

std::string itemWords(const std::string& list, const json::value& item) {
    if (list == "parameters")
        return wordsFor<Parameter>(item);
    if (list == "criteria")
        return wordsFor<CriterionSpec>(item);
    if (list == "attachments")
        return wordsFor<Attachment>(item);
    return wordsFor<Step>(item);
}

std::string valueWords(const std::vector<std::string>& place, const json::value& value) {
    const std::string& field = place.back();
    const bool isField = place.size() != 2 || place[0] == "requirements";
    if (value.is_null())
        return {};
    if (value.is_object())
        return itemWords(place[0], value);
    if (const auto* list = value.if_array()) {
        std::vector<std::string> words;
        for (const json::value& one : *list)
            words.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
        return joined(words);
    }
    if (isField && field == "status")
        return wordsFor<CaseStatus>(value);
    if (isField && field == "kind")
        return wordsFor<StepKind>(value);
    if (isField && field == "type" && place[0] == "parameters")
        return wordsFor<ParameterType>(value);
    if (isField && field == "severity")
        return wordsFor<Severity>(value);
    if (isField && field == "onDeviceLost")
        return wordsFor<DeviceLossPolicy>(value);
    if (isField && field.ends_with("Seconds"))
        return durationOf(value.to_number<double>());
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

} // namespace

CaseDifferences differencesOf(const TestCaseDocument& base, const TestCaseDocument& mine,
                              const TestCaseDocument& theirs) {
    CaseDifferences found;
    for (const auto& choice : casetext::merge(base, mine, theirs).choices) {
        const auto place = partsOf(choice.id);
        found.differences.push_back({captionOf(place, choice.mine), valueWords(place, choice.base),
                                     valueWords(place, choice.mine), valueWords(place, choice.theirs),
                                     choice.iChanged, choice.theyChanged});
        found.ids.push_back(choice.id);
    }
    return found;
}

TestCaseDocument merged(const TestCaseDocument& base, const TestCaseDocument& mine,
                        const TestCaseDocument& theirs, const CaseDifferences& differences,
                        const std::vector<widgets::Side>& sides) {
    casetext::Decisions takeTheirs;
    for (std::size_t i = 0; i < differences.ids.size(); ++i)
        takeTheirs[differences.ids[i]] = sides[i] == widgets::Side::theirs;
    return casetext::merge(base, mine, theirs, takeTheirs).document;
}

std::vector<widgets::Change> changesBetween(const TestCaseDocument& before, const TestCaseDocument& after) {
    std::vector<widgets::Change> changes;
    for (auto& difference : differencesOf(before, after, before).differences)
        changes.push_back(
            {std::move(difference.caption), std::move(difference.theirs), std::move(difference.mine)});
    return changes;
}

} // namespace labwarden::console
