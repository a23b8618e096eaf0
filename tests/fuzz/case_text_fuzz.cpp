// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The reader of test cases as text: any bytes are read or refused, with places that lie in the text; what is
// read is written and read again the same, in both notations.

#include "common/casetext/case_text.h"
#include "common/casetext/difference.h"
#include "tests/fuzz/fuzz.h"

#include <cstdint>

using namespace labwarden;
using namespace labwarden::casetext;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ReadCase read = readCase(text);
    for (const TextFault& fault : read.faults) {
        mustHold(!fault.message.empty(), "a fault has words", text);
        mustHold(fault.range.begin.offset <= fault.range.end.offset && fault.range.end.offset <= size,
                 "a fault lies in the text", text);
    }
    read.places.pointerAt(size / 2);
    for (const Notation notation : {Notation::yaml, Notation::json}) {
        const std::string written = writeCase(read.text, notation); // also what could be read of a faulty one
        const ReadCase again = readCase(written);
        if (!read)
            continue;
        mustHold(static_cast<bool>(again), "what is written is read", written);
        mustHold(again.text.key == read.text.key &&
                     differences(read.text.document, again.text.document).empty(),
                 "what is written comes back as it was", written);
        mustHold(writeCase(again.text, notation) == written, "what is written is written again the same",
                 written);
    }
    return 0;
}
