// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/text_match.h"

#include <QChar>

#include <algorithm>
#include <vector>

namespace labwarden::board {

namespace {

// Reads a text letter by letter as people compare it: without case, numbers without the zeros before them.
class Reader {
public:
    explicit Reader(QStringView text) : m_text(text) {}

    /// 0 at the end.
    char16_t next() {
        if (m_at >= m_text.size())
            return 0;
        QChar c = m_text[m_at++];
        if (!c.isDigit()) {
            m_inNumber = false;
            return c.toCaseFolded().unicode();
        }
        while (!m_inNumber && c.digitValue() == 0 && m_at < m_text.size() && m_text[m_at].isDigit())
            c = m_text[m_at++];
        m_inNumber = true;
        return static_cast<char16_t>(u'0' + c.digitValue());
    }

private:
    QStringView m_text;
    qsizetype m_at = 0;
    bool m_inNumber = false;
};

// How many letters must be put in, taken out, changed or swapped with their neighbour.
std::size_t distance(const QString& a, const QString& b) {
    const auto rows = static_cast<std::size_t>(a.size()) + 1,
               columns = static_cast<std::size_t>(b.size()) + 1;
    std::vector<std::size_t> d(rows * columns);
    const auto at = [&](std::size_t i, std::size_t k) -> std::size_t& { return d[i * columns + k]; };
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t k = 0; k < columns; ++k) {
            if (i == 0 || k == 0) {
                at(i, k) = i + k;
                continue;
            }
            const auto x = static_cast<qsizetype>(i), y = static_cast<qsizetype>(k);
            const std::size_t change = a[x - 1] == b[y - 1] ? 0 : 1;
            at(i, k) = std::min({at(i - 1, k) + 1, at(i, k - 1) + 1, at(i - 1, k - 1) + change});
            if (i > 1 && k > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1])
                at(i, k) = std::min(at(i, k), at(i - 2, k - 2) + 1);
        }
    }
    return d.back();
}

} // namespace

bool equalsByValue(QStringView a, QStringView b) {
    Reader left(a), right(b);
    for (;;) {
        const char16_t c = left.next();
        if (c != right.next())
            return false;
        if (c == 0)
            return true;
    }
}

bool beginsByValue(QStringView text, QStringView beginning) {
    qsizetype end = beginning.size();
    while (end > 0 && beginning[end - 1].digitValue() == 0)
        --end;
    if (end == 0 || !beginning[end - 1].isDigit()) // else they are part of a number
        beginning = beginning.first(end);
    Reader left(text), right(beginning);
    for (;;) {
        const char16_t c = right.next();
        if (c == 0)
            return true;
        if (c != left.next())
            return false;
    }
}

QStringView withoutName(QStringView text, QStringView name) {
    if (!text.startsWith(name, Qt::CaseInsensitive))
        return text;
    const QStringView rest = text.sliced(name.size());
    const QStringView value = rest.trimmed();
    const bool isApart = value.size() < rest.size() || (!value.isEmpty() && value.front().isDigit());
    return isApart && !value.isEmpty() ? value : text;
}

QString nearest(const QString& word, const QStringList& candidates) {
    constexpr qsizetype longest = 64; // beyond it nobody has merely misspelt a word
    if (word.size() > longest)
        return {};
    const QString folded = word.toCaseFolded();
    QString found;
    std::size_t best = word.size() < 4 ? 2 : word.size() < 8 ? 3 : 4;
    for (const QString& candidate : candidates) {
        const QString known = candidate.toCaseFolded();
        if (known.size() > longest)
            continue;
        if (folded.size() > 1 && known.startsWith(folded))
            return candidate;
        if (const std::size_t d = distance(folded, known); d < best) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

} // namespace labwarden::board
