// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_completion.h"

#include "console/board/query/text_match.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace labwarden::board {

namespace {

using Of = QueryTail::Of;

constexpr std::size_t mostValues = 100;
constexpr std::size_t mostGuesses = 6;   ///< values for a word without a field
constexpr qsizetype leastForGuesses = 2; ///< letters of it

QString tr(const char* text) {
    return QCoreApplication::translate("QueryCompletion", text);
}

bool begins(const QString& text, const QString& word) {
    return text.startsWith(word, Qt::CaseInsensitive);
}

// Devices are counted as what the rest of the query and the chips leave of them.
class Counter {
public:
    Counter(const std::vector<DeviceRow>& rows, const DeviceFilter& rest)
        : m_rows(rows), m_isLeft(rows.size()) {
        std::transform(rows.begin(), rows.end(), m_isLeft.begin(),
                       [&](const DeviceRow& row) { return rest.accepts(row); });
    }

    int having(DeviceConditions conditions) const {
        int count = 0;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            count += m_isLeft[i] && conditions.meets(DeviceConditions::of(m_rows[i]));
        return count;
    }

    int lacking(DeviceField field) const {
        int count = 0;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            count += m_isLeft[i] && !anyValue(m_rows[i], field, [](const QString&) { return true; });
        return count;
    }

    /// Values of the field in which `word` occurs: those that begin with it before others, those that would
    /// leave nothing last.
    std::vector<QueryCompletion> values(DeviceField field, const QString& word) const {
        struct Tally {
            QString shown;
            int count = 0;
        };
        const QString name = infoOf(field).isPlace ? nameOf(field) : QString();
        QHash<QString, Tally> tallies;
        QString last; // neighbours are often alike, which saves looking up
        Tally* tally = nullptr;
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            anyValue(m_rows[i], field, [&](const QString& value) {
                if (!tally || value != last) {
                    tally = &tallies[value];
                    last = value;
                }
                tally->count += m_isLeft[i];
                return false;
            });
        // "07" and "Rack 07" are one, "GPU" and "gpu", too.
        QHash<QString, Tally> alike;
        for (auto it = tallies.cbegin(); it != tallies.cend(); ++it) {
            const QString plain = name.isEmpty() ? it.key() : withoutName(it.key(), name).toString();
            if (!plain.contains(word, Qt::CaseInsensitive) && !beginsByValue(plain, word))
                continue;
            Tally& one = alike[naturalKey(plain)];
            one.shown = one.shown.isEmpty() ? plain : std::min(one.shown, plain);
            one.count += it->count;
        }
        struct Found {
            bool isEmpty, isInside;
            QString key;
            const Tally* tally;
        };
        std::vector<Found> found;
        for (auto it = alike.cbegin(); it != alike.cend(); ++it)
            found.push_back({it->count == 0, !beginsByValue(it->shown, word), it.key(), &*it});
        std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
            return std::tie(a.isEmpty, a.isInside, a.key) < std::tie(b.isEmpty, b.isInside, b.key);
        });
        std::vector<QueryCompletion> items;
        for (const Found& one : found) {
            if (items.size() == mostValues)
                break;
            items.push_back(
                {one.tally->shown, quotedValue(one.tally->shown), {}, one.tally->count, {}, true});
        }
        return items;
    }

private:
    const std::vector<DeviceRow>& m_rows;
    std::vector<char> m_isLeft;
};

// What the word alone does not say.
QString detailOf(const ConditionWord& known) {
    if (known.conditions.has(DeviceBadge::lastRunFailed))
        return tr("in the last run");
    if (known.conditions.has(DeviceBadge::flapping))
        return tr("comes and goes");
    return known.conditions.has(DeviceBadge::unmonitored) ? tr("has no agent") : QString();
}

void addConditions(std::vector<QueryCompletion>& items, const QString& word, bool statesOnly,
                   const Counter& counter, const QString& before = {}) {
    for (const ConditionWord& known : conditionWords())
        if ((known.isState || !statesOnly) && begins(known.word, word))
            items.push_back({before + known.word, before + known.word, detailOf(known),
                             counter.having(known.conditions), known.conditions, true});
}

void addFields(std::vector<QueryCompletion>& items, const QString& word) {
    for (const DeviceFieldInfo& info : deviceFields())
        if (begins(info.name, word) || (!info.other.isEmpty() && begins(info.other, word)))
            items.push_back({info.name + QLatin1Char(':'),
                             info.name + QLatin1Char(':'),
                             meaningOf(info.field),
                             {},
                             {},
                             false});
    const auto add = [&](const char* name, const QString& meaning) {
        const QString text = QLatin1String(name) + QLatin1Char(':');
        if (begins(text, word))
            items.push_back({text, text, meaning, {}, {}, false});
    };
    add("is", tr("failed, flapping, unmonitored or in a state"));
    add("no", tr("has nothing in the field"));
}

// "gpu" may be meant as a tag or be a part of a model's name.
void addGuesses(std::vector<QueryCompletion>& items, const QString& word, const Counter& counter) {
    std::size_t left = mostGuesses;
    for (const ConditionWord& known : conditionWords()) {
        if (left == 0 || !begins(known.word, word))
            continue;
        const QString text = (known.isState ? QStringLiteral("state:") : QStringLiteral("is:")) + known.word;
        items.push_back(
            {text, text, detailOf(known), counter.having(known.conditions), known.conditions, true});
        --left;
    }
    for (const DeviceField field : {DeviceField::tag, DeviceField::type, DeviceField::model,
                                    DeviceField::capability, DeviceField::owner, DeviceField::room}) {
        const QString before = nameOf(field) + QLatin1Char(':');
        for (QueryCompletion& value : counter.values(field, word)) {
            if (left == 0)
                return;
            if (*value.count == 0)
                continue;
            value.label = before + value.label;
            value.text = before + value.text;
            items.push_back(std::move(value));
            --left;
        }
    }
}

} // namespace

QueryCompletions completionsFor(const QString& text, qsizetype cursor, const std::vector<DeviceRow>& rows,
                                const DeviceFilter& filter, bool asked) {
    QueryTail tail = DeviceQuery::parse(text.left(cursor)).tail();
    if (tail.of == Of::nothing && asked) {
        tail.of = Of::word;
        tail.start = tail.termStart = cursor;
    }
    if (tail.of == Of::nothing || (tail.text.isEmpty() && tail.of == Of::word && !asked))
        return {};
    // What the term under the cursor does to the board is not to count, nor are states of chips beside its.
    DeviceFilter rest = filter;
    rest.query = DeviceQuery::parse(text);
    for (std::size_t i = 0; i < rest.query.terms().size(); ++i)
        if (rest.query.terms()[i].start == tail.termStart) {
            rest.query = rest.query.without(i);
            break;
        }
    if (tail.of == Of::states || tail.of == Of::conditions) {
        rest.state.reset();
        rest.lastRunFailed = false;
    }
    const Counter counter(rows, rest);

    qsizetype end = cursor;
    while (end < text.size() && !text[end].isSpace() && text[end] != QLatin1Char(','))
        ++end;
    QueryCompletions completions{tail.start, end - tail.start, {}};
    switch (tail.of) {
    case Of::word:
        addFields(completions.items, tail.text);
        if (tail.text.size() >= leastForGuesses)
            addGuesses(completions.items, tail.text, counter);
        break;
    case Of::conditions:
    case Of::states:
        addConditions(completions.items, tail.text, tail.of == Of::states, counter);
        break;
    case Of::fields:
        for (const DeviceFieldInfo& info : deviceFields())
            if (info.field != DeviceField::state && begins(info.name, tail.text))
                completions.items.push_back(
                    {info.name, info.name, meaningOf(info.field), counter.lacking(info.field), {}, true});
        break;
    case Of::field:
        completions.items = counter.values(tail.field, tail.text);
        break;
    case Of::nothing:
        break;
    }
    // What is there already needs no completing.
    if (completions.items.size() == 1 && equalsByValue(completions.items.front().label, tail.text))
        completions.items.clear();
    return completions;
}

} // namespace labwarden::board
