// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/name_look.h"

#include <QCoreApplication>
#include <QList>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("NameLook", text);
}

/// Letters of other scripts, and the Latin one that most fonts draw just so.
constexpr struct {
    char32_t letter;
    char latin;
} twins[] = {
    {U'а', 'a'}, {U'в', 'b'}, {U'е', 'e'}, {U'ѕ', 's'}, {U'і', 'i'}, {U'ї', 'i'}, {U'ј', 'j'}, {U'к', 'k'},
    {U'м', 'm'}, {U'н', 'h'}, {U'о', 'o'}, {U'р', 'p'}, {U'с', 'c'}, {U'т', 't'}, {U'у', 'y'}, {U'х', 'x'},
    {U'ԁ', 'd'}, {U'ԛ', 'q'}, {U'ԝ', 'w'}, {U'һ', 'h'}, {U'ӏ', 'l'}, {U'ո', 'n'}, {U'ս', 'u'}, {U'օ', 'o'},
    {U'α', 'a'}, {U'γ', 'y'}, {U'ε', 'e'}, {U'ι', 'i'}, {U'κ', 'k'}, {U'ν', 'v'}, {U'ο', 'o'}, {U'ρ', 'p'},
    {U'τ', 't'}, {U'υ', 'u'}, {U'χ', 'x'}, {U'ɑ', 'a'}, {U'ɡ', 'g'}, {U'ı', 'i'},
};

/// What a hasty eye reads.
QString skeleton(const QString& name) {
    QString read;
    for (const char32_t letter : name.normalized(QString::NormalizationForm_KC).toLower().toUcs4()) {
        const auto twin = std::find_if(std::begin(twins), std::end(twins),
                                       [=](const auto& t) { return t.letter == letter; });
        if (twin != std::end(twins))
            read += QLatin1Char(twin->latin);
        else if (letter == U'0')
            read += QLatin1Char('o');
        else if (letter == U'1')
            read += QLatin1Char('l');
        else if (QChar::isLetterOrNumber(letter))
            read += QString::fromUcs4(&letter, 1);
    }
    return read;
}

/// Scripts that are written together count as one; none for what belongs to all.
std::optional<QChar::Script> scriptOf(char32_t letter) {
    switch (const auto script = QChar::script(letter)) {
    case QChar::Script_Common:
    case QChar::Script_Inherited:
    case QChar::Script_Unknown:
        return {};
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
    case QChar::Script_Hangul:
        return QChar::Script_Han;
    default:
        return script;
    }
}

QString scriptName(QChar::Script script) {
    switch (script) {
    case QChar::Script_Latin:
        return tr("Latin");
    case QChar::Script_Cyrillic:
        return tr("Cyrillic");
    case QChar::Script_Greek:
        return tr("Greek");
    case QChar::Script_Armenian:
        return tr("Armenian");
    case QChar::Script_Hebrew:
        return tr("Hebrew");
    case QChar::Script_Arabic:
        return tr("Arabic");
    case QChar::Script_Han:
        return tr("East Asian");
    default:
        return tr("of another script");
    }
}

} // namespace

QString whatMisleads(const QString& name, const QStringList& others) {
    QList<std::pair<QChar::Script, QString>> letters; // by script, in the order in which they are met
    for (const char32_t letter : name.toUcs4()) {
        if (QChar::category(letter) == QChar::Other_Format)
            return tr("There is something in this name that cannot be seen. Type it anew.");
        const auto script = scriptOf(letter);
        if (!script)
            continue;
        auto at = std::find_if(letters.begin(), letters.end(),
                               [&](const auto& entry) { return entry.first == *script; });
        if (at == letters.end())
            at = letters.insert(letters.end(), {*script, QString()});
        at->second += QString::fromUcs4(&letter, 1);
    }
    for (const auto& other : others)
        if (other != name && skeleton(other) == skeleton(name))
            return tr("This looks like the role “%1”, which is another one.").arg(other);
    // East Asian names with Latin letters are ordinary, and nobody takes the one for the other.
    const bool eastAsian = std::any_of(letters.begin(), letters.end(),
                                       [](const auto& entry) { return entry.first == QChar::Script_Han; });
    if (letters.size() < 2 || (letters.size() == 2 && eastAsian))
        return {};
    const auto fewest = std::min_element(letters.begin(), letters.end(), [](const auto& a, const auto& b) {
        return a.second.size() < b.second.size();
    });
    return tr("This name mixes scripts: “%1” is %2. It can be mistaken for another name.")
        .arg(fewest->second, scriptName(fewest->first));
}

} // namespace labwarden::console
