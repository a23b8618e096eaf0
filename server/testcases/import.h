// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/case_import.h"
#include "server/identity/caller.h"
#include "server/testcases/import_store.h"
#include "server/testcases/test_cases.h"

#include <string>
#include <vector>

namespace labwarden::testcases {

/// Folders of files into test cases (common/casetext/IMPORT.md). Any thread; throws Unavailable.
class CaseImport {
public:
    CaseImport(storage::Database& database, TestCases& testCases)
        : m_store(database), m_testCases(testCases) {}

    /// Files with faults are refused, whole; the others are written, a revision a case that has changed. A
    /// file without key whose folder and title a case has already is taken for that case and changes nothing,
    /// so that a second import makes no second case. A dry run writes nothing and says the same, but for what
    /// somebody does meanwhile: a case that is changed or taken away then is refused by itself.
    CaseImportReport run(const identity::Caller& caller, std::vector<CaseFile> files, bool dryRun);

    /// Retires every case in use that `report` does not name. Keys of those that are, or in a dry run would
    /// be, retired. One that somebody changes at that moment is left as it is.
    std::vector<std::string> retireOthers(const identity::Caller& caller, const CaseImportReport& report,
                                          bool dryRun);

private:
    ImportStore m_store;
    TestCases& m_testCases;
};

} // namespace labwarden::testcases
