// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/query/query_term.h"

#include <QString>

#include <optional>
#include <vector>

namespace labwarden::board {

/// What is wrong with a query, where, and in words for people.
struct QueryFault {
    qsizetype start = 0, length = 0; ///< in the text; never empty
    QString message;                 ///< a sentence, with a suggestion where there is one
    bool isUnfinished = false;       ///< something is yet to come, at the very end
};

/// What the end of a text is a part of, for completing it.
struct QueryTail {
    enum class Of { nothing, word, field, conditions, states, fields };

    Of of = Of::nothing;
    DeviceField field = DeviceField::name; ///< of Of::field
    qsizetype start = 0;                   ///< where the word or value begins, with its quote
    QString text;                          ///< what there is of it
    qsizetype termStart = 0;
};

/// A question to the devices, written as a line of text: `state:available tag:gpu rack 7 model~"G4"`.
/// QUERY.md has the language. What is faulty is left out and told; the rest counts. A plain value: parsed
/// once, asked of thousands of devices.
class DeviceQuery {
public:
    /// Reads any text whatever.
    static DeviceQuery parse(const QString& text);

    const QString& text() const { return m_text; }
    const std::vector<QueryTerm>& terms() const { return m_terms; }
    /// All there are, in the order of the text.
    const std::vector<QueryFault>& faults() const { return m_faults; }
    const QueryTail& tail() const { return m_tail; }

    /// Asks for nothing: every device is accepted.
    bool isEmpty() const { return m_terms.empty(); }
    bool accepts(const DeviceRow& row) const {
        for (const QueryTerm& term : m_terms)
            if (!term.accepts(row))
                return false;
        return true;
    }

    /// The same question while it is being written, so that half a word does not empty the board: the last
    /// value counts as a beginning where no device has it as it stands, and the beginning of a field's name
    /// that no device knows does not count yet.
    DeviceQuery settled(const std::vector<DeviceRow>& rows) const;
    DeviceQuery without(std::size_t term) const;
    /// The number of the one term that says which states (or a last run that failed) are to be seen, as the
    /// chips do; nothing when there is none, when it is negated or when there are several.
    std::optional<std::size_t> statesTerm() const;
    /// The terms at their shortest with a blank between; reads as the same question. Faulty parts are gone.
    QString canonical() const;

private:
    QString m_text;
    std::vector<QueryTerm> m_terms;
    std::vector<QueryFault> m_faults;
    QueryTail m_tail;
};

} // namespace labwarden::board
