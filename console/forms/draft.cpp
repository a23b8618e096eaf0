// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/draft.h"

#include <QUndoCommand>

#include <algorithm>
#include <cstdlib>

namespace labwarden::console {
namespace {

constexpr int mostUndone = 200;

bool isBelow(const std::string& pointer, const std::string& base) {
    return pointer == base || (pointer.starts_with(base) && pointer[base.size()] == '/');
}

} // namespace

/// A change as what was there before and after it.
class Draft::Command : public QUndoCommand {
public:
    Command(Draft& draft, State before, State after, QString pointer, const QString& what, int typing)
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
    Draft& m_draft;
    State m_before, m_after;
    QString m_pointer;
    int m_typing; ///< -1: no typing
    bool m_isDone = false;
};

Draft::Draft(std::vector<std::string> places, QObject* parent)
    : QObject(parent), m_places(std::move(places)) {
    m_undo.setUndoLimit(mostUndone);
}

void Draft::restart() {
    ++m_beginnings;
    m_serverFaults.clear();
    m_undo.clear();
    endTyping();
    update();
}

void Draft::push(const QString& pointer, const QString& settles, const QString& what, Kind kind, State before,
                 State after) {
    // What the server has said of a place is settled by changing it; where rows move, all of them.
    const std::string place = settles.toStdString();
    std::erase_if(m_serverFaults, [&](const Fault& fault) {
        return isBelow(fault.pointer, place) || isBelow(place, fault.pointer);
    });
    if (kind == Kind::step)
        endTyping();
    m_undo.push(new Command(*this, std::move(before), std::move(after), pointer, what,
                            kind == Kind::typing ? m_typing : -1));
    if (kind == Kind::step)
        endTyping();
}

void Draft::setServerFaults(std::vector<Fault> faults) {
    m_serverFaults = std::move(faults);
    update();
}

void Draft::apply(const State& state, const QString& pointer, bool reveal) {
    state();
    update();
    if (reveal) {
        endTyping();
        Q_EMIT revealed(pointer);
    }
}

/// "/steps/10/name" comes after "/steps/9/name".
std::pair<std::size_t, int> Draft::placeOf(const Fault& fault) const {
    const auto at = std::find_if(m_places.begin(), m_places.end(),
                                 [&](const auto& place) { return fault.pointer.starts_with(place); });
    const auto slash = fault.pointer.find('/', 1);
    const int index = slash == std::string::npos ? -1 : std::atoi(fault.pointer.c_str() + slash + 1);
    return {static_cast<std::size_t>(at - m_places.begin()), index};
}

void Draft::update() {
    m_isDirty = isChanged();
    m_faults = ownFaults();
    for (const auto& fault : m_serverFaults)
        if (std::none_of(m_faults.begin(), m_faults.end(),
                         [&](const Fault& known) { return known.pointer == fault.pointer; }))
            m_faults.push_back(fault);
    std::stable_sort(m_faults.begin(), m_faults.end(),
                     [&](const Fault& a, const Fault& b) { return placeOf(a) < placeOf(b); });
    Q_EMIT changed();
}

} // namespace labwarden::console
