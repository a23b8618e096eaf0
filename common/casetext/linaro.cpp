// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/import.h"
#include "common/casetext/scalar.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace labwarden::casetext::detail {

namespace json = boost::json;

namespace {

constexpr std::size_t longestDescription = 10'000, mostParameters = 64, mostTags = 32;

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

/// "automated/linux/ltp/ltp.yaml" as "automated-linux-ltp-ltp.sh": two files never share a script.
std::string scriptNameOf(std::string_view path) {
    std::string stem(path.substr(0, path.rfind('.')));
    std::ranges::replace_if(
        stem, [](char c) { return !isScriptName(std::string("a") + c); }, '-');
    stem.erase(0, std::min(stem.find_first_not_of("-."), stem.size()));
    if (stem.size() > 120)
        stem.erase(0, stem.size() - 120);
    stem.erase(0, std::min(stem.find_first_not_of("-."), stem.size()));
    return (stem.empty() ? "script" : stem) + ".sh";
}

std::string inShellQuotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

bool isShellName(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

class Definition {
public:
    Definition(const CaseFile& file, const Tree& tree)
        : m_file(file), m_tree(tree), m_out{file.path, {}, {}} {}

    FileCases run() {
        for (const TextFault& fault : m_tree.faults)
            m_out.faults.push_back(
                {fault.range.begin.line, fault.range.begin.column, fault.pointer, fault.message});
        const json::value* const format = at("/metadata/format");
        m_manual = format && lowered(written("/metadata/format")).starts_with("manual");
        if (!format || !format->is_string() ||
            (!m_manual && !lowered(written("/metadata/format")).starts_with("lava-test")))
            refuse("/metadata/format", "must say that this is a Lava-Test or a Manual Test Definition");
        key();
        metadata();
        if (!m_manual)
            parameters("/params");
        if (!m_manual)
            parameters("/parameters");
        others();
        m_manual ? manualSteps() : shellSteps();
        finish();
        return std::move(m_out);
    }

private:
    // The tree
    // ---------------------------------------------------------------------------------------------------

    const json::value* at(const std::string& pointer) const {
        json::error_code error;
        return m_tree.value.find_pointer(pointer, error);
    }
    std::size_t lineOf(const std::string& pointer) const { return m_tree.places.placeOf(pointer).begin.line; }
    void refuse(const std::string& pointer, std::string message) {
        const Position place = m_tree.places.placeOf(pointer).begin;
        m_out.faults.push_back({place.line, place.column, pointer, std::move(message)});
    }
    void note(const std::string& pointer, std::string message) {
        m_found.notes.push_back({lineOf(pointer), std::move(message)});
    }

    /// A scalar as its author has written it: a shell line `true` is a text here.
    std::string written(const std::string& pointer) const {
        const json::value* const value = at(pointer);
        if (!value || value->is_null())
            return {};
        if (const json::string* const text = value->if_string())
            return {text->data(), text->size()};
        const SourceNode* const node = m_tree.places.find(pointer);
        if (!node || node->kind != NodeKind::scalar)
            return json::serialize(*value);
        const Range& range = node->value;
        return m_file.text.substr(range.begin.offset, range.end.offset - range.begin.offset);
    }

    /// The texts of a list, or the one text that stands in its place. What is no text in it is refused.
    std::vector<std::string> texts(const std::string& pointer) {
        std::vector<std::string> out;
        const json::value* const value = at(pointer);
        if (!value || value->is_null())
            return out;
        const json::array* const list = value->if_array();
        if (!list) {
            if (value->is_object())
                refuse(pointer, "must be a list of texts");
            else
                out.push_back(written(pointer));
            return out;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string item = pointer + '/' + std::to_string(i);
            if ((*list)[i].is_object())
                refuse(item, "is a map, not a text: a line with \": \" in it needs quotes");
            else if ((*list)[i].is_array())
                refuse(item, "is a list, not a text: a line that begins with \"[\" needs quotes");
            else
                out.push_back(written(item));
        }
        return out;
    }

    // What becomes of it
    // ---------------------------------------------------------------------------------------------------

    void keep(const std::string& heading, const std::vector<std::string>& lines) {
        if (lines.empty())
            return;
        m_kept += '\n' + heading + ":\n";
        for (const std::string& line : lines)
            m_kept += line + (line.ends_with('\n') ? "" : "\n");
    }

    /// Ours, in a file of theirs: which case it has become.
    void key() {
        m_found.text.key = written("/key");
        if (!m_found.text.key.empty() && !isCaseKey(m_found.text.key))
            refuse("/key", "must be the key of a test case, TC-12 say");
    }

    void metadata() {
        TestCaseDocument& document = m_found.text.document;
        document.title = written("/metadata/name");
        if (document.title.empty())
            refuse("/metadata/name", "is required");
        document.folder = folderOf(m_file.path);
        if (document.folder.empty() && m_file.path.find('/') != std::string::npos)
            note("",
                 "the folder's path is too long or too deep for a folder of test cases; the case stands at "
                 "the top");
        m_about = written("/metadata/description");
        for (const std::string& scope : texts("/metadata/scope"))
            tag(scope, "/metadata/scope");
        for (const std::string& os : texts("/metadata/os"))
            tag("os:" + os, "/metadata/os");
        devices();
        const json::object* const all = at("/metadata")->if_object();
        static const std::set<std::string> known = {"name",  "format", "description",
                                                    "scope", "os",     "devices"};
        if (!all)
            return refuse("/metadata", "must be a map");
        for (const auto& field : *all) {
            const std::string name(field.key());
            if (known.contains(name))
                continue;
            const std::string pointer = "/metadata/" + escapedName(name);
            keep(name, field.value().is_object() ? std::vector{written(pointer)} : texts(pointer));
            note(pointer, name == "maintainer"
                              ? "the maintainer is kept in the description: an owner is a user "
                                "of this lab"
                              : name + " has no place of its own: kept in the description");
        }
    }

    static std::string escapedName(const std::string& name) {
        std::string out;
        for (const char c : name)
            out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
        return out;
    }

    void tag(std::string text, const std::string& pointer) {
        auto& tags = m_found.text.document.tags;
        if (text.empty() || text.size() > 64 || tags.size() >= mostTags)
            note(pointer, "is no tag of at most 64 characters, or one too many, and left out: " + text);
        else if (std::ranges::find(tags, text) == tags.end())
            tags.push_back(std::move(text));
    }

    void devices() {
        std::vector<std::string> types = texts("/metadata/devices");
        std::erase(types, "all");
        if (types.size() == 1) {
            m_found.text.document.requirements.type = types.front();
        } else if (types.size() > 1) {
            keep("devices", types);
            note("/metadata/devices",
                 "a test case requires one type of device or any: with several types it runs "
                 "on any, the list is kept in the description");
        }
    }

    void parameters(const std::string& pointer) {
        const json::value* const value = at(pointer);
        if (!value || value->is_null())
            return;
        const json::object* const all = value->if_object();
        if (!all)
            return refuse(pointer, "must be a map of names and values");
        for (const auto& field : *all)
            parameter(std::string(field.key()), field.value(),
                      pointer + '/' + escapedName(std::string(field.key())));
    }

    void parameter(const std::string& name, const json::value& value, const std::string& pointer) {
        auto& parameters = m_found.text.document.parameters;
        const std::string lower = lowered(name), text = written(pointer);
        const bool doubled =
            std::ranges::any_of(parameters, [&](const Parameter& p) { return p.name == lower; });
        const bool single = !value.is_object() && !value.is_array();
        if (!single || !isShellName(name))
            keep("params." + name, {source(pointer)});
        if (!isShellName(name))
            return note(pointer,
                        "parameter " + name +
                            " is kept in the description: a shell can't have a variable of that name");
        if (!single)
            return note(pointer,
                        "parameter " + name + " is kept in the description: its value is no single text");
        Parameter out{
            .name = lower, .type = ParameterType::text, .unit = {}, .defaultValue = json::string(text)};
        if (value.is_bool()) {
            out.type = ParameterType::boolean;
            out.defaultValue = value;
        } else if (value.is_number() && numberText(value) == text && text.find_first_of("eE") == text.npos &&
                   !text.ends_with(".0")) {
            out.type = ParameterType::number; // one whose text a run passes on as it stands here
            out.defaultValue = value;
        }
        if (isPlainName(lower) && !doubled && parameters.size() < mostParameters && text.size() <= 1000 &&
            std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20; })) {
            parameters.push_back(std::move(out));
            std::string upper = lower;
            std::ranges::transform(upper, upper.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
            });
            m_variables += name + "=\"$LABWARDEN_PARAM_" + upper + "\"\n";
        } else {
            note(pointer, "parameter " + name +
                              " can't be one of this test case (its name, its length, or one too "
                              "many): its value stands in the script");
            m_variables += name + '=' + inShellQuotes(text) + '\n';
        }
        m_variables += "export " + name + '\n';
    }

    /// What stands beside metadata, params and run.
    void others() {
        static const std::set<std::string> known = {"key", "metadata", "params", "parameters", "run"};
        for (const auto& field : m_tree.value.as_object()) {
            const std::string name(field.key());
            if (known.contains(name) && !(m_manual && name.starts_with("param")))
                continue;
            const std::string pointer = '/' + escapedName(name);
            keep(name, {source(pointer)});
            if (name == "install")
                note(pointer,
                     "install: packages, repositories and commands are not installed by a run: they are "
                     "kept in the description, see to them on the runner");
            else if (name == "parse")
                note(pointer,
                     "parse: results are read from exit code and JUnit XML, not by pattern: the pattern is "
                     "kept in the description");
            else
                note(pointer, name + " has no place of its own: kept in the description");
        }
        const json::value* const run = at("/run");
        const json::object* const fields = run ? run->if_object() : nullptr;
        if (!fields)
            return refuse("/run", "is required, with steps");
        for (const auto& field : *fields) {
            const std::string name(field.key());
            if (name == "steps" || (m_manual && name == "expected"))
                continue;
            keep("run." + name, {source("/run/" + escapedName(name))});
            note("/run/" + escapedName(name),
                 "run." + name + " has no place of its own: kept in the description");
        }
    }

    /// A stretch of the file, from its line's beginning.
    std::string source(const std::string& pointer) const {
        const SourceNode* const node = m_tree.places.find(pointer);
        if (!node)
            return {};
        std::size_t begin = node->value.begin.offset;
        while (begin > 0 && m_file.text[begin - 1] == ' ')
            --begin;
        return m_file.text.substr(begin, node->value.end.offset - begin);
    }

    void shellSteps() {
        const std::vector<std::string> lines = texts("/run/steps");
        if (lines.empty() && m_out.faults.empty())
            return refuse("/run/steps", "must have at least one step");
        const std::string script = scriptNameOf(m_file.path);
        m_found.text.document.steps.push_back(
            {.name = "Run " + script, .kind = StepKind::script, .script = script});
        std::string text = "#!/bin/sh\n# From " + m_file.path + "\nset -e\n" + m_variables;
        for (const std::string& line : lines)
            text += line + (line.ends_with('\n') ? "" : "\n");
        m_found.scripts.push_back({script, text});
        keep("run.steps", lines);
        note("/run/steps", "the shell lines are carried as one step that runs the script " + script +
                               ": put it into the runner's script directory");
        const auto starts = [&](std::string_view word) {
            return std::ranges::any_of(lines,
                                       [&](const std::string& line) { return line.starts_with(word); });
        };
        if (starts("cd ") || starts("./") || starts("../"))
            note("/run/steps",
                 "the lines expect a checkout of their repository as the working directory; a script "
                 "here begins in an empty one");
        const auto calls = [&](const std::string& line) {
            return line.find("lava-") != std::string::npos || line.find("send-to-lava") != std::string::npos;
        };
        if (std::ranges::any_of(lines, calls))
            note("/run/steps",
                 "the lines call commands of LAVA itself (lava-…, send-to-lava.sh): the runner needs "
                 "them, or other lines in their place");
    }

    void manualSteps() {
        const std::vector<std::string> lines = texts("/run/steps"), expected = texts("/run/expected");
        if (lines.empty() && m_out.faults.empty())
            return refuse("/run/steps", "must have at least one step");
        auto& steps = m_found.text.document.steps;
        const auto add = [&](std::string name, const std::string& text) {
            std::string literal; // "${" of a manual text is never a parameter
            for (std::size_t i = 0; i < text.size(); ++i)
                literal += text.compare(i, 2, "${") == 0 ? "$$" : std::string(1, text[i]);
            steps.push_back(
                {.name = std::move(name), .kind = StepKind::manual, .command = std::move(literal)});
        };
        for (const std::string& line : lines)
            add("Step " + std::to_string(steps.size() + 1), line);
        std::string question;
        for (const std::string& line : expected)
            question += "\n- " + line;
        if (!question.empty())
            add("Expected", "Is all of this so?" + question);
    }

    void finish() {
        std::ranges::stable_sort(m_found.notes, {}, &CaseNote::line);
        std::string description = m_about;
        if (!m_kept.empty())
            description += (description.empty() ? "" : "\n") + m_kept;
        const auto size = static_cast<std::size_t>(std::ranges::count_if(
            description, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
        if (size > longestDescription) {
            note("",
                 "what was to be kept in the description is longer than " +
                     std::to_string(longestDescription) +
                     " characters and left out of it; it is in the file, the shell lines are in the script");
            description = m_about;
        }
        m_found.text.document.description = description;
        check(m_out, m_found);
        if (m_out.faults.empty())
            m_out.cases.push_back(std::move(m_found));
    }

    const CaseFile& m_file;
    const Tree& m_tree;
    FileCases m_out;
    FoundCase m_found;
    bool m_manual = false;
    std::string m_about, m_kept, m_variables;
};

} // namespace

FileCases readLinaro(const CaseFile& file, const Tree& tree) {
    return Definition(file, tree).run();
}

} // namespace labwarden::casetext::detail
