// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_draft.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <QUndoCommand>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace labwarden::console {
namespace {

constexpr int mostUndone = 200;

/// Where a pointer stands in the form.
int placeOf(const std::string& pointer) {
    constexpr std::array places = {"/title",       "/description",  "/folder",       "/owner",
                                   "/status",      "/tags",         "/requirements", "/parameters",
                                   "/steps",       "/criteria",     "/teardown",     "/timeoutSeconds",
                                   "/maxAttempts", "/onDeviceLost", "/attachments"};
    const auto at = std::find_if(places.begin(), places.end(),
                                 [&](const char* place) { return pointer.starts_with(place); });
    return static_cast<int>(at - places.begin());
}

/// "/steps/10/name" comes after "/steps/9/name".
bool isBefore(const Fault& a, const Fault& b) {
    const auto key = [](const Fault& fault) {
        const auto slash = fault.pointer.find('/', 1);
        const int index = slash == std::string::npos ? -1 : std::atoi(fault.pointer.c_str() + slash + 1);
        return std::pair(placeOf(fault.pointer), index);
    };
    return key(a) < key(b);
}

bool isBelow(const std::string& pointer, const std::string& base) {
    return pointer == base || (pointer.starts_with(base) && pointer[base.size()] == '/');
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

/// A change as what was there before and after it.
class CaseDraft::Command : public QUndoCommand {
public:
    Command(CaseDraft& draft, State before, State after, QString pointer, const QString& what, int typing)
        : QUndoCommand(what)
        , m_draft(draft)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_pointer(std::move(pointer))
        , m_typing(typing) {}

    void undo() override { m_draft.apply(m_before, m_pointer, true); }
    void redo() override { m_draft.apply(m_after, m_pointer, std::exchange(m_isDone, true)); }
    int id() const override { return m_typing < 0 ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const Command*>(other);
        if (next->m_typing != m_typing || next->m_pointer != m_pointer)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    CaseDraft& m_draft;
    State m_before, m_after;
    QString m_pointer;
    int m_typing; ///< -1: no typing
    bool m_isDone = false;
};

const std::string CaseDraft::noText;

CaseDraft::CaseDraft(QObject* parent) : QObject(parent) {
    m_undo.setUndoLimit(mostUndone);
}

void CaseDraft::load(const TestCaseDocument& base) {
    load(base, base);
}

void CaseDraft::load(const TestCaseDocument& base, const TestCaseDocument& edited, const std::string& text) {
    m_base = base;
    m_serverFaults.clear();
    m_undo.clear();
    endTyping();
    apply({edited, text.empty() ? nullptr : std::make_shared<const std::string>(text)}, {}, false);
}

void CaseDraft::rebase(const TestCaseDocument& base) {
    m_base = base;
    endTyping();
    update();
}

void CaseDraft::edit(const QString& pointer, const QString& what, Kind kind,
                     const std::function<void(TestCaseDocument&)>& change) {
    State after{m_document, nullptr};
    change(after.document);
    if (!isTextAhead() && isSame(after.document, m_document))
        return;
    // What the server has said of a place is settled by changing it; where rows move, all of them.
    const std::string place = pointer.toStdString();
    std::erase_if(m_serverFaults, [&](const Fault& fault) {
        return isBelow(fault.pointer, place) || isBelow(place, fault.pointer);
    });
    push(std::move(after), pointer, what, kind);
}

void CaseDraft::editText(const std::string& text, std::size_t at) {
    if (text == this->text())
        return;
    auto read = std::make_shared<const casetext::ReadCase>(casetext::readCase(text));
    while (at > 0 && text[at - 1] == ' ') // between two words one is still at the same value
        --at;
    const QString pointer = QString::fromStdString(read->places.pointerAt(at));
    State after{read->whole ? read->text.document : m_document, std::make_shared<const std::string>(text)};
    if (!isSame(after.document, m_document))
        m_serverFaults.clear(); // what has moved where is not known
    m_read = std::move(read);
    m_readOf = after.written;
    push(std::move(after), pointer, tr("change text"), Kind::typing);
}

void CaseDraft::push(State after, const QString& pointer, const QString& what, Kind kind) {
    if (kind == Kind::step)
        endTyping();
    m_undo.push(
        new Command(*this, state(), std::move(after), pointer, what, kind == Kind::typing ? m_typing : -1));
    if (kind == Kind::step)
        endTyping();
}

void CaseDraft::setServerFaults(std::vector<Fault> faults) {
    m_serverFaults = std::move(faults);
    update();
}

void CaseDraft::apply(const State& state, const QString& pointer, bool reveal) {
    m_document = state.document;
    m_written = state.written;
    m_plain.reset();
    if (!m_written || m_readOf != m_written)
        m_read.reset();
    if (m_written)
        reading();
    update();
    if (reveal) {
        endTyping();
        Q_EMIT revealed(pointer);
    }
}

const std::string& CaseDraft::text() const {
    if (m_written)
        return *m_written;
    if (!m_plain)
        m_plain = casetext::writeCase({{}, m_document});
    return *m_plain;
}

const casetext::ReadCase& CaseDraft::reading() const {
    if (!m_read) {
        m_read = std::make_shared<const casetext::ReadCase>(casetext::readCase(text()));
        m_readOf = m_written;
    }
    return *m_read;
}

std::vector<casetext::TextFault> CaseDraft::textFaults() const {
    return isTextAhead() ? m_read->faults : casetext::placed(reading().places, m_faults);
}

void CaseDraft::update() {
    m_isDirty = isTextAhead() || !isSame(m_document, m_base);
    m_faults.clear();
    if (isTextAhead()) {
        for (const auto& fault : m_read->faults)
            m_faults.push_back({fault.pointer, fault.message});
        Q_EMIT changed();
        return;
    }
    m_faults = allFaultsOf(m_document);
    for (const auto& fault : m_serverFaults)
        if (std::none_of(m_faults.begin(), m_faults.end(),
                         [&](const Fault& known) { return known.pointer == fault.pointer; }))
            m_faults.push_back(fault);
    std::stable_sort(m_faults.begin(), m_faults.end(), isBefore);
    Q_EMIT changed();
}

} // namespace labwarden::console
