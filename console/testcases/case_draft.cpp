// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_draft.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <QUndoCommand>

#include <algorithm>
#include <array>
#include <memory>
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

/// A change as what was there before and after it. Neighbours share their documents, so that a command costs
/// one.
class CaseDraft::Command : public QUndoCommand {
public:
    using State = std::shared_ptr<const TestCaseDocument>;

    Command(CaseDraft& draft, State before, State after, QString pointer, const QString& what, int typing)
        : QUndoCommand(what)
        , m_draft(draft)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_pointer(std::move(pointer))
        , m_typing(typing) {}

    void undo() override { m_draft.apply(*m_before, m_pointer, true); }
    void redo() override { m_draft.apply(*m_after, m_pointer, std::exchange(m_isDone, true)); }
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

CaseDraft::CaseDraft(QObject* parent) : QObject(parent) {
    m_undo.setUndoLimit(mostUndone);
}

void CaseDraft::load(const TestCaseDocument& base) {
    load(base, base);
}

void CaseDraft::load(const TestCaseDocument& base, const TestCaseDocument& edited) {
    m_base = base;
    m_document = edited;
    m_serverFaults.clear();
    m_undo.clear();
    endTyping();
    update();
}

void CaseDraft::rebase(const TestCaseDocument& base) {
    m_base = base;
    endTyping();
    update();
}

void CaseDraft::edit(const QString& pointer, const QString& what, Kind kind,
                     const std::function<void(TestCaseDocument&)>& change) {
    auto after = std::make_shared<TestCaseDocument>(m_document);
    change(*after);
    if (isSame(*after, m_document))
        return;
    // What the server has said of a place is settled by changing it; where rows move, all of them.
    const std::string place = pointer.toStdString();
    std::erase_if(m_serverFaults, [&](const Fault& fault) {
        return isBelow(fault.pointer, place) || isBelow(place, fault.pointer);
    });
    if (kind == Kind::step)
        endTyping();
    m_undo.push(new Command(*this, std::make_shared<TestCaseDocument>(m_document), std::move(after), pointer,
                            what, kind == Kind::typing ? m_typing : -1));
    if (kind == Kind::step)
        endTyping();
}

void CaseDraft::setServerFaults(std::vector<Fault> faults) {
    m_serverFaults = std::move(faults);
    update();
}

void CaseDraft::apply(const TestCaseDocument& document, const QString& pointer, bool reveal) {
    m_document = document;
    update();
    if (reveal) {
        endTyping();
        Q_EMIT revealed(pointer);
    }
}

void CaseDraft::update() {
    m_isDirty = !isSame(m_document, m_base);
    m_faults = allFaultsOf(m_document);
    for (const auto& fault : m_serverFaults)
        if (std::none_of(m_faults.begin(), m_faults.end(),
                         [&](const Fault& known) { return known.pointer == fault.pointer; }))
            m_faults.push_back(fault);
    std::stable_sort(m_faults.begin(), m_faults.end(), isBefore);
    Q_EMIT changed();
}

} // namespace labwarden::console
