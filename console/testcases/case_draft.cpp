// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_draft.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <array>
#include <set>
#include <utility>

namespace labwarden::console {

namespace {

/// Of nothing: what the server has said of the document holds.
const QString noPlace = QStringLiteral("/#");

/// What a change of the text concerns: the value that the cursor is at, or all where rows came or went.
QString changedPlace(const TestCaseDocument& before, const TestCaseDocument& after, const QString& cursor) {
    const auto rows = [](const TestCaseDocument& document) {
        return std::array{document.parameters.size(), document.steps.size(), document.criteria.size(),
                          document.teardown.size(), document.attachments.size()};
    };
    return rows(before) == rows(after) ? cursor : QString();
}

} // namespace

bool isSame(const TestCaseDocument& a, const TestCaseDocument& b) {
    return boost::json::value_from(a) == boost::json::value_from(b);
}

std::vector<Fault> allFaultsOf(const TestCaseDocument& document) {
    auto found = wire::read<TestCaseDocument>(boost::json::value_from(document), wire::people).faults;
    std::set<std::string> seen;
    std::erase_if(found, [&](const Fault& fault) { return !seen.insert(fault.pointer).second; });
    return found;
}

CaseDraft::CaseDraft(QObject* parent)
    : DraftOf({"/title", "/description", "/folder", "/owner", "/status", "/tags", "/requirements",
               "/parameters", "/steps", "/criteria", "/teardown", "/timeoutSeconds", "/maxAttempts",
               "/onDeviceLost", "/attachments"},
              parent) {}

void CaseDraft::load(const TestCaseDocument& base, const TestCaseDocument& edited, const std::string& text) {
    setWritten(text.empty() ? nullptr : std::make_shared<const std::string>(text));
    DraftOf::load(base, edited);
}

void CaseDraft::editText(const std::string& text, std::size_t at) {
    if (text == this->text())
        return;
    auto read = std::make_shared<const casetext::ReadCase>(casetext::readCase(text));
    while (at > 0 && text[at - 1] == ' ') // between two words one is still at the same value
        --at;
    const QString pointer = QString::fromStdString(read->places.pointerAt(at));
    auto after = std::make_shared<const TestCaseDocument>(read->whole ? read->text.document : document());
    auto written = std::make_shared<const std::string>(text);
    const bool isChange = !isSame(*after, document());
    const State before = present();
    m_read = std::move(read);
    m_readOf = written;
    push(pointer, isChange ? changedPlace(document(), *after, pointer) : noPlace, tr("change text"),
         Kind::typing, before, stateOf(after, written));
}

const std::string& CaseDraft::text() const {
    if (m_written)
        return *m_written;
    if (!m_plain)
        m_plain = casetext::writeCase({{}, document()});
    return *m_plain;
}

const std::string& CaseDraft::writtenText() const {
    static const std::string none;
    return m_written ? *m_written : none;
}

const casetext::ReadCase& CaseDraft::reading() const {
    if (!m_read || m_readOf != m_written) {
        m_read = std::make_shared<const casetext::ReadCase>(casetext::readCase(text()));
        m_readOf = m_written;
    }
    return *m_read;
}

std::vector<casetext::TextFault> CaseDraft::textFaults() const {
    return isTextAhead() ? reading().faults : casetext::placed(reading().places, faults());
}

void CaseDraft::setWritten(Written written) {
    m_written = std::move(written);
    m_plain.reset();
    if (!m_written)
        m_read.reset();
}

Draft::State CaseDraft::stateOf(std::shared_ptr<const TestCaseDocument> document, Written written) {
    return [this, become = DraftOf::stateOf(std::move(document)), written = std::move(written)] {
        become();
        setWritten(written);
    };
}

Draft::State CaseDraft::stateOf(std::shared_ptr<const TestCaseDocument> document) {
    return stateOf(std::move(document), nullptr);
}

Draft::State CaseDraft::present() {
    return stateOf(std::make_shared<const TestCaseDocument>(document()), m_written);
}

bool CaseDraft::same(const TestCaseDocument& a, const TestCaseDocument& b) const {
    return isSame(a, b);
}

std::vector<Fault> CaseDraft::ownFaults() const {
    if (!isTextAhead())
        return allFaultsOf(document());
    std::vector<Fault> found;
    for (const auto& fault : reading().faults)
        found.push_back({fault.pointer, fault.message});
    return found;
}

} // namespace labwarden::console
