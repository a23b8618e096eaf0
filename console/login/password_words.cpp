// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/password_words.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int fewCharacters = 5; ///< different ones: "aaaaaaaaaaaa", "121212121212"
constexpr int shortestName = 3;  ///< of a user that counts as part of a password
constexpr int goodLength = 16;
constexpr int veryGoodLength = 20;

QString tr(const char* text) {
    return QCoreApplication::translate("NewPasswordForm", text);
}

/// "abcdefghijkl", "987654321098": every step is one up, or one down.
bool isSequence(const QList<uint>& letters) {
    const auto steps = [&](int step) {
        return std::adjacent_find(letters.begin(), letters.end(), [step](uint a, uint b) {
                   return static_cast<int>(b) - static_cast<int>(a) != step;
               }) == letters.end();
    };
    return letters.size() > 1 && (steps(1) || steps(-1));
}

} // namespace

QString passwordRules() {
    return tr("At least %1 characters, any you like, blanks too. A few words that do not belong together are "
              "easier "
              "to remember than a short jumble. Passwords that many people use are refused.")
        .arg(shortestPassword);
}

bool isTooShort(const QString& password) {
    return password.toUcs4().size() < shortestPassword;
}

QString passwordStrength(const QString& password, const QString& user) {
    const auto letters = password.toUcs4();
    if (letters.isEmpty())
        return {};
    const int missing = shortestPassword - static_cast<int>(letters.size());
    if (missing > 0)
        return missing == 1 ? tr("One more character.") : tr("%1 more characters.").arg(missing);
    if (QSet<uint>(letters.begin(), letters.end()).size() < fewCharacters)
        return tr("Easy to guess: the same few characters again and again.");
    if (isSequence(letters))
        return tr("Easy to guess: the characters follow one another.");
    if (user.size() >= shortestName && password.contains(user, Qt::CaseInsensitive))
        return tr("Easier to guess: it contains your user name.");
    if (letters.size() >= veryGoodLength)
        return tr("Very hard to guess.");
    return letters.size() >= goodLength ? tr("Hard to guess.") : tr("Long enough; longer is better.");
}

} // namespace labwarden::console
