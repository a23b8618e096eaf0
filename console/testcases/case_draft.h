// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/case_text.h"
#include "common/domain/test_case.h"
#include "console/forms/draft.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// Whether both say the same in every field.
bool isSame(const TestCaseDocument& a, const TestCaseDocument& b);
/// What the server would find wrong with it: shape, lengths and meaning. At most one fault a pointer.
std::vector<Fault> allFaultsOf(const TestCaseDocument& document);

/// A test case while somebody writes it, as a document and as a text that says the same. A text that no
/// document can hold, one half written say, is kept beside the last document that could be read: see
/// isTextAhead().
class CaseDraft : public DraftOf<TestCaseDocument> {
    Q_OBJECT
public:
    explicit CaseDraft(QObject* parent = nullptr);

    void load(const TestCaseDocument& base) { load(base, base); }
    /// `text`: as editText() was given it; empty: none was written.
    void load(const TestCaseDocument& base, const TestCaseDocument& edited, const std::string& text = {});

    /// In the format of common/casetext, as YAML: as it was written, or in the order of the format once the
    /// document has been changed otherwise.
    const std::string& text() const;
    /// As it was written; empty while it is the format's own.
    const std::string& writtenText() const;
    /// The text says something that document() does not hold, or is no text of a test case. Faults are the
    /// text's then, and any other change takes its place.
    bool isTextAhead() const { return m_written && !reading().whole; }
    /// The text as it stands now; the document follows as far as it can. `at`: where the cursor is, in bytes.
    void editText(const std::string& text, std::size_t at);
    /// The faults at their places in text().
    std::vector<casetext::TextFault> textFaults() const;
    /// Where things stand in text().
    const casetext::SourceMap& places() const { return reading().places; }

protected:
    bool same(const TestCaseDocument& a, const TestCaseDocument& b) const override;
    bool isChanged() const override { return isTextAhead() || DraftOf::isChanged(); }
    bool isUnsettled() const override { return isTextAhead(); }
    std::vector<Fault> ownFaults() const override;
    State stateOf(std::shared_ptr<const TestCaseDocument> document) override;
    State present() override;

private:
    using Written = std::shared_ptr<const std::string>; ///< null: none
    State stateOf(std::shared_ptr<const TestCaseDocument> document, Written written);
    void setWritten(Written written);
    const casetext::ReadCase& reading() const;

    Written m_written;
    mutable std::optional<std::string> m_plain;               ///< text() of what nobody has written as text
    mutable std::shared_ptr<const casetext::ReadCase> m_read; ///< of text(); null: not read yet
    mutable Written m_readOf;
};

} // namespace labwarden::console
