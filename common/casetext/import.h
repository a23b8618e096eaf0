// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/case_text.h"
#include "common/domain/case_import.h"

#include <string>
#include <vector>

/// Whole folders of test cases, of ours and of others: what is read how is common/casetext/IMPORT.md. Pure,
/// any thread; nothing throws on bad text.
namespace labwarden::casetext {

/// A case as a file has it, with what could not be carried over.
struct FoundCase {
    std::size_t line = 1;
    CaseText text;
    std::vector<CaseNote> notes;
    std::vector<ScriptToInstall> scripts;
};

/// One file as it has been read: its cases, or what is wrong with it.
struct FileCases {
    std::string path;
    std::vector<FoundCase> cases;
    std::vector<CaseFileFault> faults; ///< with any, the file is not to be imported
};

/// By the end of its name CSV, YAML or JSON; by its fields one of ours or Linaro's. Every case that comes
/// back without faults is valid.
FileCases readFile(const CaseFile& file);

/// All files of a folder in the order of their paths; two of them that claim the same key are refused, as is
/// what is beyond the limits of one import.
std::vector<FileCases> readFolder(std::vector<CaseFile> files);

/// The report before anything is known of what the server has: every case with a key is an update, every
/// other one is created.
CaseImportReport reportOf(const std::vector<FileCases>& files);
/// Counts what `files` say into the sums of the report.
void countUp(CaseImportReport& report);

namespace detail {
/// Linaro's test definitions (https://github.com/Linaro/test-definitions), manual ones too.
FileCases readLinaro(const CaseFile& file, const Tree& tree);
/// One case a record.
FileCases readCsv(const CaseFile& file);
/// Adds what is still wrong with a case that has been made of something else.
void check(FileCases& file, const FoundCase& found);
/// The folder that a path names, as far as a case can be in it; "" otherwise.
std::string folderOf(std::string_view path);
} // namespace detail

} // namespace labwarden::casetext
