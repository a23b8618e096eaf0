// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The import: a first byte says whether the rest is a table or YAML. A file has cases or faults; its cases
// are valid.

#include "common/casetext/import.h"
#include "tests/fuzz/fuzz.h"

#include <cstdint>

using namespace labwarden;
using namespace labwarden::casetext;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const bool table = data[0] == 't';
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const FileCases file = readFile({table ? "a/b.csv" : "a/b.yaml", text});
    mustHold(file.cases.empty() != file.faults.empty(), "a file has cases or faults", text);
    for (const FoundCase& found : file.cases) {
        const std::string written = writeCase(found.text);
        mustHold(static_cast<bool>(readCase(written)), "an imported case is valid", written);
        for (const CaseNote& note : found.notes)
            mustHold(!note.message.empty(), "a note has words", text);
        for (const ScriptToInstall& script : found.scripts)
            mustHold(isScriptName(script.name), "a script has the name of one", script.name);
    }
    return 0;
}
