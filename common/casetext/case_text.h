// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/tree.h"
#include "common/domain/test_case.h"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

/// A test case as text for files and version control: the format is common/casetext/FORMAT.md. Pure, any
/// thread; nothing throws on bad text.
namespace labwarden::casetext {

/// What a file says.
struct CaseText {
    std::string key; ///< "TC-12"; empty: the case has none yet
    TestCaseDocument document;
};

enum class Notation { yaml, json };

/// In the order of the format, without fields that have their default. What it writes, it reads back as it
/// was, whatever the document has in it, also one that is not finished; and it writes the same again. Ends
/// with a line break.
std::string writeCase(const CaseText& text, Notation notation = Notation::yaml);

/// What has been read, or what is wrong with it.
struct ReadCase {
    CaseText text;                 ///< with faults: as far as it could be read, and not to be trusted
    std::vector<TextFault> faults; ///< all at once, in the order of their places
    SourceMap places;              ///< JSON pointers into the document ("/steps/0/name") to places
    /// The document holds everything that the text says but its key: faults that are left are of what it
    /// means, and it can be gone on with.
    bool whole = false;
    explicit operator bool() const { return faults.empty(); }
};

/// YAML or JSON. Faults of what the document means (TestCaseDocument's faultsOf()) are among the faults;
/// after one that ends the reading (no YAML, too deep, too long) nothing else is known.
ReadCase readCase(std::string_view text);

/// Faults that somebody else has found, a server say, at their places in the text that was sent. `prefix` is
/// what their pointers have in front: "/document" of a TestCaseEdit.
std::vector<TextFault> placed(const SourceMap& places, const std::vector<Fault>& faults,
                              std::string_view prefix = {});

/// TC- and digits.
bool isCaseKey(std::string_view key);

/// The document as the format has it: ordered, without defaults.
boost::json::object plainCase(const CaseText& text);

} // namespace labwarden::casetext
