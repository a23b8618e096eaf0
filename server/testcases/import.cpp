// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/import.h"

#include "common/casetext/difference.h"
#include "common/casetext/import.h"
#include "server/errors.h"

#include <algorithm>

namespace labwarden::testcases {

namespace {

using Standing = std::map<std::string, std::optional<TestCase>>;

void refuse(CaseFileReport& file, const ImportedCase& one, std::string pointer, std::string message) {
    file.faults.push_back({one.line, 1, std::move(pointer), std::move(message)});
}

/// What each case of a file is to the cases that there are.
void compare(CaseFileReport& file, const casetext::FileCases& read, const Standing& standing,
             const std::map<ImportStore::Place, std::string>& places) {
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
        ImportedCase& one = file.cases[i];
        const TestCaseDocument& document = read.cases[i].text.document;
        if (one.key.empty()) {
            const auto same = places.find({document.folder, document.title});
            if (same == places.end())
                continue;
            one.key = same->second;
            one.change = CaseChange::unchanged;
            one.notes.push_back(
                {one.line, one.key + " stands in that folder with that title and is taken for this "
                                     "case; nothing of it is changed. With its key here it would be"});
            continue;
        }
        const auto known = standing.find(one.key);
        if (known == standing.end())
            refuse(file, one, "/key", "there is no test case " + one.key);
        else if (!known->second)
            refuse(file, one, "/key", one.key + " has been deleted: its history hangs on it");
        else if (casetext::differences(known->second->document, document).empty())
            one.change = CaseChange::unchanged;
    }
}

void close(CaseFileReport& file) {
    if (!file.faults.empty()) {
        file.outcome = FileOutcome::refused;
        file.cases.clear();
    } else if (std::ranges::any_of(file.cases, [](const ImportedCase& c) { return !c.notes.empty(); })) {
        file.outcome = FileOutcome::imported_with_notes;
    }
}

} // namespace

CaseImportReport CaseImport::run(const identity::Caller& caller, std::vector<CaseFile> files, bool dryRun) {
    const auto read = casetext::readFolder(std::move(files));
    CaseImportReport report = casetext::reportOf(read);
    report.dryRun = dryRun;
    std::vector<std::string> keys;
    std::vector<ImportStore::Place> unnamed;
    for (const auto& file : read) {
        for (const auto& found : file.cases) {
            if (found.text.key.empty())
                unnamed.emplace_back(found.text.document.folder, found.text.document.title);
            else
                keys.push_back(found.text.key);
        }
    }
    const Standing standing = m_store.byKeys(keys);
    const auto places = m_store.byPlaces(unnamed);
    for (std::size_t i = 0; i < read.size(); ++i) {
        CaseFileReport& file = report.files[i];
        if (file.outcome == FileOutcome::refused)
            continue;
        compare(file, read[i], standing, places);
        for (std::size_t k = 0; k < file.cases.size() && !dryRun && file.faults.empty(); ++k) {
            ImportedCase& one = file.cases[k];
            const TestCaseDocument& document = read[i].cases[k].text.document;
            try {
                if (one.change == CaseChange::create)
                    one.key = m_testCases.create(caller, document).thing.key;
                else if (one.change == CaseChange::update)
                    m_testCases.update(caller, standing.at(one.key)->id, standing.at(one.key)->revision,
                                       {document, "From " + file.path});
            } catch (const Unavailable&) {
                throw;
            } catch (const ServiceError& e) {
                // The cases before it in this file are written: the report says so and goes on.
                for (std::size_t before = 0; before < k; ++before)
                    refuse(file, file.cases[before], "", "is written as " + file.cases[before].key);
                refuse(file, one, "", e.what());
            }
        }
        close(file);
    }
    casetext::countUp(report);
    return report;
}

std::vector<std::string> CaseImport::retireOthers(const identity::Caller& caller,
                                                  const CaseImportReport& report, bool dryRun) {
    std::vector<std::string> named, retired;
    for (const auto& file : report.files)
        for (const auto& one : file.cases)
            named.push_back(one.key);
    for (const std::string& id : m_store.standingBeside(named)) {
        try {
            TestCase testCase = m_testCases.get(id);
            testCase.document.status = CaseStatus::retired;
            if (!dryRun)
                m_testCases.update(caller, id, testCase.revision,
                                   {testCase.document, "No file has it any more"});
            retired.push_back(testCase.key);
        } catch (const NotFound&) { // somebody was faster
        } catch (const Stale&) {
        }
    }
    return retired;
}

} // namespace labwarden::testcases
