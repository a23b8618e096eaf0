// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/import.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <map>

namespace labwarden::casetext {

namespace {

FileCases readOwn(const CaseFile& file) {
    FileCases out{file.path, {}, {}};
    ReadCase read = readCase(file.text);
    for (TextFault& fault : read.faults)
        out.faults.push_back({fault.range.begin.line, fault.range.begin.column, std::move(fault.pointer),
                              std::move(fault.message)});
    if (read)
        out.cases.push_back({1, std::move(read.text), {}, {}});
    return out;
}

FileCases refused(const CaseFile& file, std::string message) {
    return {file.path, {}, {{0, 0, "", std::move(message)}}};
}

bool endsLike(std::string_view path, std::string_view end) {
    if (path.size() < end.size())
        return false;
    const std::string_view last = path.substr(path.size() - end.size());
    return std::ranges::equal(last, end, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
}

void claimKeys(FileCases& file, std::map<std::string, std::string>& owners) {
    for (const FoundCase& found : file.cases) {
        if (found.text.key.empty())
            continue;
        const auto [owner, first] = owners.emplace(found.text.key, file.path);
        if (!first)
            file.faults.push_back(
                {found.line, 1, "/key", "is the key of a case in " + owner->second + " too"});
    }
}

} // namespace

FileCases readFile(const CaseFile& file) {
    if (endsLike(file.path, ".csv"))
        return detail::readCsv(file);
    if (!endsLike(file.path, ".yaml") && !endsLike(file.path, ".yml") && !endsLike(file.path, ".json"))
        return refused(file, "is neither YAML nor JSON nor CSV by the end of its name");
    const Tree tree = readTree(file.text);
    const boost::json::object* const root = tree.whole ? tree.value.if_object() : nullptr;
    if (root && root->contains("metadata"))
        return detail::readLinaro(file, tree);
    if (root && !root->contains("title") && !root->contains("steps"))
        return refused(file, "is no test case: it has neither title and steps nor metadata");
    return readOwn(file);
}

std::vector<FileCases> readFolder(std::vector<CaseFile> files) {
    std::ranges::sort(files, {}, &CaseFile::path);
    std::vector<FileCases> out;
    std::map<std::string, std::string> keys;
    std::size_t cases = 0;
    for (const CaseFile& file : files) {
        if (out.size() >= mostImportedFiles) {
            out.push_back(
                refused(file, "is beyond the " + std::to_string(mostImportedFiles) + " files of one import"));
            continue;
        }
        FileCases read =
            !out.empty() && out.back().path == file.path ? refused(file, "is there twice") : readFile(file);
        if (cases + read.cases.size() > mostImportedCases)
            read.faults.push_back(
                {0, 0, "",
                 "is beyond the " + std::to_string(mostImportedCases) + " test cases of one import"});
        claimKeys(read, keys);
        if (read.faults.empty())
            cases += read.cases.size();
        out.push_back(std::move(read));
    }
    return out;
}

CaseImportReport reportOf(const std::vector<FileCases>& files) {
    CaseImportReport report;
    for (const FileCases& file : files) {
        CaseFileReport& entry = report.files.emplace_back();
        entry.path = file.path;
        entry.faults = file.faults;
        if (!entry.faults.empty()) {
            entry.outcome = FileOutcome::refused;
            continue;
        }
        for (const FoundCase& found : file.cases) {
            if (!found.notes.empty())
                entry.outcome = FileOutcome::imported_with_notes;
            entry.cases.push_back({found.line, found.text.key, found.text.document.title,
                                   found.text.key.empty() ? CaseChange::create : CaseChange::update,
                                   found.notes, found.scripts});
        }
    }
    countUp(report);
    return report;
}

void countUp(CaseImportReport& report) {
    report.imported = report.withNotes = report.refused = 0;
    report.created = report.updated = report.unchanged = 0;
    for (const CaseFileReport& file : report.files) {
        ++(file.outcome == FileOutcome::refused    ? report.refused
           : file.outcome == FileOutcome::imported ? report.imported
                                                   : report.withNotes);
        for (const ImportedCase& one : file.cases)
            ++(one.change == CaseChange::create   ? report.created
               : one.change == CaseChange::update ? report.updated
                                                  : report.unchanged);
    }
}

namespace detail {

void check(FileCases& file, const FoundCase& found) {
    const boost::json::value document = boost::json::value_from(found.text.document);
    for (const Fault& fault : wire::read<TestCaseDocument>(document, wire::people).faults)
        file.faults.push_back({found.line, 1, fault.pointer, fault.message});
}

std::string folderOf(std::string_view path) {
    const std::size_t end = path.rfind('/');
    if (end == std::string_view::npos)
        return {};
    std::string_view folder = path.substr(0, end);
    while (folder.starts_with("./"))
        folder.remove_prefix(2);
    return isFolderPath(folder) ? std::string(folder) : std::string();
}

} // namespace detail

} // namespace labwarden::casetext
