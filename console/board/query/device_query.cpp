// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/device_query.h"

#include "console/board/query/query_parser.h"

#include <QStringList>

#include <algorithm>

namespace labwarden::board {

namespace {

// "sta" may become "state:", "-n" may become "-no:owner".
bool mayBecomeField(const QString& word) {
    const auto begins = [&](QLatin1String name) {
        return !name.isEmpty() && QString(name).startsWith(word, Qt::CaseInsensitive);
    };
    const auto fields = deviceFields();
    return begins(QLatin1String("is")) || begins(QLatin1String("no")) ||
           std::any_of(fields.begin(), fields.end(),
                       [&](const DeviceFieldInfo& info) { return begins(info.name) || begins(info.other); });
}

bool anyMeets(const std::vector<DeviceRow>& rows, const QueryTerm& term) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const DeviceRow& row) { return term.accepts(row) != term.isNegated; });
}

} // namespace

DeviceQuery DeviceQuery::parse(const QString& text) {
    QueryParser parser(text);
    DeviceQuery query;
    query.m_text = text;
    query.m_terms = std::move(parser.terms);
    query.m_faults = std::move(parser.faults);
    query.m_tail = std::move(parser.tail);
    std::stable_sort(query.m_faults.begin(), query.m_faults.end(),
                     [](const QueryFault& a, const QueryFault& b) { return a.start < b.start; });
    return query;
}

DeviceQuery DeviceQuery::settled(const std::vector<DeviceRow>& rows) const {
    if (m_terms.empty() || !m_terms.back().isOpen)
        return *this;
    DeviceQuery query = *this;
    QueryTerm& last = query.m_terms.back();
    if (last.kind == QueryTerm::Kind::word) {
        const QString& word = last.values.front();
        // So short a word is in nearly every device, and all of them would go for a moment.
        const bool isTooShort = last.isNegated && word.size() < 3;
        const auto isFound = [&] {
            return std::any_of(rows.begin(), rows.end(),
                               [this](const DeviceRow& row) { return accepts(row); });
        };
        if (isTooShort || (mayBecomeField(word) && (last.isNegated || !isFound())))
            query.m_terms.pop_back();
    } else if (last.kind == QueryTerm::Kind::equals) {
        QueryTerm value = last;
        value.values = {last.values.back()};
        value.compile();
        if (!anyMeets(rows, value)) {
            value.isBeginning = true;
            last.isBeginning = anyMeets(rows, value);
        }
    }
    return query;
}

DeviceQuery DeviceQuery::without(std::size_t term) const {
    DeviceQuery query = *this;
    query.m_terms.erase(query.m_terms.begin() + static_cast<std::ptrdiff_t>(term));
    return query;
}

std::optional<std::size_t> DeviceQuery::statesTerm() const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const QueryTerm& term = m_terms[i];
        if (term.kind != QueryTerm::Kind::condition || term.isNegated ||
            term.conditions.has(DeviceBadge::flapping) || term.conditions.has(DeviceBadge::unmonitored))
            continue;
        if (found)
            return std::nullopt;
        found = i;
    }
    return found;
}

QString DeviceQuery::canonical() const {
    QStringList parts;
    for (const QueryTerm& term : m_terms)
        parts << term.canonical();
    return parts.join(QLatin1Char(' '));
}

} // namespace labwarden::board
