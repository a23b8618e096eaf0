// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/jump_match.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int mostPenalty = 999;
constexpr int kindWeight = 10'000;
constexpr int textWeight = 1'000; ///< a name is worth more than a serial number
constexpr int mostTexts = 8;

/// "u08" begins at every letter after something else than letters, and at a number after letters.
bool startsWord(QStringView text, qsizetype at) {
    if (at == 0)
        return true;
    const QChar before = text[at - 1], here = text[at];
    return !before.isLetterOrNumber() || (here.isDigit() && !before.isDigit());
}

int penaltyOf(qsizetype place, QStringView text) {
    return static_cast<int>(std::min<qsizetype>(mostPenalty, 4 * place + text.size()));
}

JumpMatch inOneRow(JumpMatch::Kind kind, qsizetype from, QStringView word, QStringView text,
                   JumpLetters letters) {
    JumpMatch match{kind, penaltyOf(from, text), {}};
    for (qsizetype i = 0; letters == JumpLetters::wanted && i < word.size(); ++i)
        match.letters.push_back(static_cast<int>(from + i));
    return match;
}

/// Every letter as early as it can be, but rather at the start of a word than in one.
std::optional<JumpMatch> matchLetters(QStringView word, QStringView text) {
    JumpMatch found;
    qsizetype from = 0;
    int gaps = 0;
    for (qsizetype i = 0; i < word.size(); ++i) {
        qsizetype at = text.indexOf(word[i], from);
        if (at < 0)
            return std::nullopt;
        if (at != from || i == 0) { // not just behind the one before
            const auto rest = word.mid(i + 1);
            for (qsizetype later = at; later >= 0; later = text.indexOf(word[i], later + 1)) {
                if (!startsWord(text, later))
                    continue;
                qsizetype next = later; // the others still have to fit behind it
                const bool fits = std::all_of(rest.begin(), rest.end(), [&](QChar letter) {
                    next = text.indexOf(letter, next + 1);
                    return next >= 0;
                });
                if (fits)
                    at = later;
                break;
            }
        }
        gaps += at != from && !startsWord(text, at) ? 2 : 1;
        found.letters.push_back(static_cast<int>(at));
        from = at + 1;
    }
    const auto spread = found.letters.back() - found.letters.front() + 1 - static_cast<int>(word.size());
    found.penalty = std::min(mostPenalty, gaps * 20 + spread * 4 +
                                              static_cast<int>(std::min<qsizetype>(text.size(), 100)));
    return found;
}

/// Where any of the words is in a text.
std::vector<int> lettersOf(const QStringList& words, const QString& text, bool isName) {
    std::vector<int> letters;
    for (const QString& word : words) {
        if (!isName && !text.contains(word))
            continue;
        if (const auto match = matchWord(word, text))
            letters.insert(letters.end(), match->letters.begin(), match->letters.end());
    }
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    return letters;
}

} // namespace

QString foldedForJump(const QString& text) {
    QString folded = text;
    for (QChar& letter : folded)
        letter = letter.toCaseFolded();
    return folded;
}

std::optional<JumpMatch> matchWord(QStringView word, QStringView text, JumpLetters letters) {
    using Kind = JumpMatch::Kind;
    if (word.isEmpty())
        return JumpMatch{Kind::prefix, 0, {}};
    const qsizetype first = text.indexOf(word);
    if (first < 0)
        return word.size() < 2 ? std::nullopt : matchLetters(word, text);
    if (first == 0)
        return inOneRow(Kind::prefix, 0, word, text, letters);
    for (qsizetype at = first; at >= 0; at = text.indexOf(word, at + 1))
        if (startsWord(text, at))
            return inOneRow(Kind::wordStart, at, word, text, letters);
    return inOneRow(Kind::inside, first, word, text, letters);
}

std::optional<JumpScore> scoreOf(const QStringList& words, const QStringList& texts, JumpLetters letters) {
    JumpScore total;
    if (words.isEmpty())
        return total;
    int bestOfAll = -1;
    for (const QString& word : words) {
        int best = -1, bestText = 0;
        for (int i = 0; i < std::min<int>(static_cast<int>(texts.size()), mostTexts); ++i) {
            // A text that holds no such row of letters needs no closer look, unless it is the name.
            if (i > 0 && !texts[i].contains(word))
                continue;
            const auto match = matchWord(word, texts[i], JumpLetters::unwanted);
            if (!match)
                continue;
            const int value = (static_cast<int>(match->kind) + 1) * kindWeight +
                              (mostTexts - i) * textWeight - match->penalty;
            if (value > best) {
                best = value;
                bestText = i;
            }
        }
        if (best < 0)
            return std::nullopt;
        total.value += best;
        if (best > bestOfAll) {
            bestOfAll = best;
            total.text = bestText;
        }
    }
    total.value /= static_cast<int>(words.size());
    // Several words one after the other in the name are worth more than the same ones here and there.
    if (words.size() > 1 && !texts.isEmpty() && texts.front().contains(words.join(QLatin1Char(' '))))
        total.value += textWeight;
    if (letters == JumpLetters::wanted)
        total.letters = lettersOf(words, texts[total.text], total.text == 0);
    return total;
}

} // namespace labwarden::console
