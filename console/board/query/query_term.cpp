// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_term.h"

#include "console/board/query/text_match.h"

#include <algorithm>

namespace labwarden::board {

namespace {

QString quoted(QString text) {
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

bool hasBlank(const QString& text) {
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

// "rack:7" and "http://" begin like a field with its value.
bool looksLikeField(const QString& word) {
    const auto end = std::find_if_not(word.begin(), word.end(), [](QChar c) {
        return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) ||
               (c >= QLatin1Char('A') && c <= QLatin1Char('Z')) || c == QLatin1Char('_');
    });
    return end != word.begin() && end != word.end() && QStringView(u":~=").contains(*end);
}

} // namespace

QString quotedValue(const QString& value) {
    const bool isPlain = !value.isEmpty() && !hasBlank(value) && !value.contains(QLatin1Char(',')) &&
                         value.front() != QLatin1Char('"');
    return isPlain ? value : quoted(value);
}

QString quotedWord(const QString& word) {
    const auto field = fieldOf(word);
    const bool isPlain = !word.isEmpty() && !hasBlank(word) && !QStringView(u"-\"").contains(word.front()) &&
                         !looksLikeField(word) && !(field && infoOf(*field).isPlace);
    return isPlain ? word : quoted(word);
}

void QueryTerm::compile() {
    m_matchers.clear();
    m_plain.clear();
    for (const QString& value : values) {
        if (kind == Kind::word)
            m_matchers.emplace_back(value.toCaseFolded(), Qt::CaseSensitive); // as DeviceRow::words is
        else if (kind == Kind::contains)
            m_matchers.emplace_back(value, Qt::CaseInsensitive);
        else if (kind == Kind::equals)
            m_plain.push_back(withoutName(value, nameOf(field)).toString());
    }
}

bool QueryTerm::hasValue(const QString& value) const {
    const QString name = infoOf(field).isPlace ? nameOf(field) : QString();
    const QStringView plain = name.isEmpty() ? QStringView(value) : withoutName(value, name);
    for (std::size_t i = 0; i < m_plain.size(); ++i) {
        const bool begins = isBeginning && i + 1 == m_plain.size();
        if (begins ? beginsByValue(plain, m_plain[i]) : equalsByValue(plain, m_plain[i]))
            return true;
    }
    return false;
}

bool QueryTerm::meets(const DeviceRow& row) const {
    switch (kind) {
    case Kind::word:
        return m_matchers.front().indexIn(row.words) >= 0;
    case Kind::condition:
        return conditions.meets(DeviceConditions::of(row));
    case Kind::equals:
        return anyValue(row, field, [this](const QString& value) { return hasValue(value); });
    case Kind::contains:
        return anyValue(row, field, [this](const QString& value) {
            return std::any_of(m_matchers.begin(), m_matchers.end(),
                               [&](const QStringMatcher& matcher) { return matcher.indexIn(value) >= 0; });
        });
    case Kind::missing:
        return std::any_of(fields.begin(), fields.end(), [&](DeviceField asked) {
            return !anyValue(row, asked, [](const QString&) { return true; });
        });
    }
    return false;
}

QString QueryTerm::canonical() const {
    const QString sign = isNegated ? QStringLiteral("-") : QString();
    if (kind == Kind::word)
        return sign + quotedWord(values.front());
    QStringList parts;
    QString name = nameOf(field) + QLatin1Char(kind == Kind::contains ? '~' : ':');
    if (kind == Kind::condition) {
        bool areStates = true;
        for (const ConditionWord& known : conditionWords()) {
            if (!conditions.meets(known.conditions))
                continue;
            parts << known.word;
            areStates = areStates && known.isState;
        }
        name = areStates ? QStringLiteral("state:") : QStringLiteral("is:");
    } else if (kind == Kind::missing) {
        for (const DeviceField asked : fields)
            parts << nameOf(asked);
        name = QStringLiteral("no:");
    } else {
        for (const QString& value : values)
            parts << quotedValue(value);
    }
    return sign + name + parts.join(QLatin1Char(','));
}

} // namespace labwarden::board
