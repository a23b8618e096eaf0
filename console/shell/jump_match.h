// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace labwarden::console {

/// How a text answers to what somebody has typed. The kinds are in order, the better one is greater.
struct JumpMatch {
    enum class Kind {
        letters,   ///< all letters are there, in this order: "thsk" in "Thermal soak"
        inside,    ///< the text has it somewhere: "erm"
        wordStart, ///< a word begins with it: "soak", and "08" in "r07-u08"
        prefix,    ///< the text begins with it
    };
    Kind kind = Kind::letters;
    int penalty = 0;          ///< among those of one kind the smaller one is better
    std::vector<int> letters; ///< where the text answers, ascending: to be marked
};

/// Upper and lower case alike, letter by letter, so that places stay what they are.
QString foldedForJump(const QString& text);

/// Whether somebody wants to see where a text answers: of thousands only few are shown.
enum class JumpLetters { wanted, unwanted };

/// One typed word in one text, both folded. Nothing when it is not there; an empty word is everywhere.
std::optional<JumpMatch> matchWord(QStringView word, QStringView text,
                                   JumpLetters letters = JumpLetters::wanted);

/// What is typed, word by word, in the texts of one thing, all folded: each word has to be in one of them,
/// and letters that are apart count in the first text only, which is its name.
struct JumpScore {
    int value = 0;            ///< the greater, the better
    int text = 0;             ///< the one that has answered best
    std::vector<int> letters; ///< to be marked in that one
};
std::optional<JumpScore> scoreOf(const QStringList& words, const QStringList& texts,
                                 JumpLetters letters = JumpLetters::wanted);

} // namespace labwarden::console
