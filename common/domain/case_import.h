// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace labwarden {

inline constexpr std::size_t mostImportedFiles = 2000; ///< of one `POST /test-cases/import`
inline constexpr std::size_t mostImportedCases = 2000; ///< of all its files together

/// One file of a folder that is imported.
struct CaseFile {
    std::string path; ///< relative to the folder, with '/'
    std::string text;
};
BOOST_DESCRIBE_STRUCT(CaseFile, (), (path, text))

/// What `POST /test-cases/import` takes.
struct CaseFolder {
    std::vector<CaseFile> files;
};
BOOST_DESCRIBE_STRUCT(CaseFolder, (), (files))

/// What could not be carried over as it stood, and what became of it.
struct CaseNote {
    std::size_t line = 0; ///< from 1
    std::string message;
};
BOOST_DESCRIBE_STRUCT(CaseNote, (), (line, message))

/// Why a file is refused.
struct CaseFileFault {
    std::size_t line = 0, column = 0; ///< from 1; 0: the file as a whole
    std::string pointer;              ///< JSON pointer into the file; of CSV the column's name
    std::string message;
};
BOOST_DESCRIBE_STRUCT(CaseFileFault, (), (line, column, pointer, message))

/// A script that a case calls and that somebody has to put into the runner's script directory.
struct ScriptToInstall {
    std::string name; ///< of the file
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ScriptToInstall, (), (name, text))

enum class CaseChange { create, update, unchanged };
BOOST_DESCRIBE_ENUM(CaseChange, create, update, unchanged)

/// One test case that a file holds.
struct ImportedCase {
    std::size_t line = 1; ///< it begins on
    std::string key;      ///< of the case that it is; empty: of a new one that is not made yet
    std::string title;
    CaseChange change = CaseChange::create;
    std::vector<CaseNote> notes;
    std::vector<ScriptToInstall> scripts;
};
BOOST_DESCRIBE_STRUCT(ImportedCase, (), (line, key, title, change, notes, scripts))

enum class FileOutcome { imported, imported_with_notes, refused };
BOOST_DESCRIBE_ENUM(FileOutcome, imported, imported_with_notes, refused)

/// What becomes of one file: all its cases are imported, or none.
struct CaseFileReport {
    std::string path;
    FileOutcome outcome = FileOutcome::imported;
    std::vector<ImportedCase> cases;
    std::vector<CaseFileFault> faults; ///< of a file that is refused, at least one
};
BOOST_DESCRIBE_STRUCT(CaseFileReport, (), (path, outcome, cases, faults))

/// What an import of test cases has done, or (`dryRun`) would do.
struct CaseImportReport {
    bool dryRun = false;
    int imported = 0, withNotes = 0, refused = 0; ///< files
    int created = 0, updated = 0, unchanged = 0;  ///< cases
    std::vector<CaseFileReport> files;            ///< in the order of their paths
};
BOOST_DESCRIBE_STRUCT(CaseImportReport, (),
                      (dryRun, imported, withNotes, refused, created, updated, unchanged, files))

} // namespace labwarden
