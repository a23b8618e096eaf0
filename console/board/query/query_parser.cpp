// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_parser.h"

#include "console/board/query/text_match.h"

#include <QCoreApplication>

#include <algorithm>

namespace labwarden::board {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceQuery", text);
}

// Words of the text in a message; one that is long beyond sense is cut.
QString shown(const QString& text) {
    constexpr qsizetype longest = 40;
    return text.size() <= longest ? text : text.left(longest - 1) + QChar(0x2026);
}

bool isLetter(QChar c) {
    return (c >= QLatin1Char('a') && c <= QLatin1Char('z')) ||
           (c >= QLatin1Char('A') && c <= QLatin1Char('Z')) || c == QLatin1Char('_');
}

QStringList fieldNames() {
    QStringList names{QStringLiteral("is"), QStringLiteral("no")};
    for (const DeviceFieldInfo& info : deviceFields()) {
        names << info.name;
        if (!info.other.isEmpty())
            names << info.other;
    }
    return names;
}

QString didYouMean(const QString& word) {
    return word.isEmpty() ? QString() : QLatin1Char(' ') + tr("Did you mean “%1”?").arg(word);
}

QString unknownField(const QString& name) {
    return tr("There is no field “%1”.").arg(shown(name));
}

} // namespace

QueryParser::QueryParser(const QString& text) : m_text(text) {
    for (skipBlanks(); !isAtEnd(); skipBlanks())
        readTerm();
}

void QueryParser::skipBlanks() {
    while (!isAtEnd() && m_text[m_at].isSpace())
        ++m_at;
}

QString QueryParser::fieldAhead() const {
    qsizetype end = m_at;
    while (isLetter(at(end)))
        ++end;
    const QString name = m_text.mid(m_at, end - m_at);
    if (name.isEmpty())
        return {};
    const QChar sign = at(end);
    const bool isField =
        sign == QLatin1Char(':') || sign == QLatin1Char('~') || (sign == QLatin1Char('=') && fieldOf(name));
    return isField ? name : QString();
}

bool QueryParser::isValueAhead(qsizetype from) const {
    while (from < m_text.size() && m_text[from].isSpace())
        ++from;
    if (from >= m_text.size() || m_text[from] == QLatin1Char('-') || m_text[from] == QLatin1Char(','))
        return false;
    while (isLetter(at(from)))
        ++from;
    return at(from) != QLatin1Char(':') && at(from) != QLatin1Char('~');
}

void QueryParser::readTerm() {
    m_termStart = m_at;
    m_isNegated = at(m_at) == QLatin1Char('-');
    if (m_isNegated && isBlankAt(++m_at))
        return complain(m_termStart, m_at, tr("After “-” comes what is not to be there."), isAtEnd());
    if (const QString name = fieldAhead(); !name.isEmpty())
        readField(name);
    else
        readWord();
}

void QueryParser::readField(const QString& name) {
    m_at += name.size();
    const QChar sign = m_text[m_at++];
    const qsizetype valuesStart = m_at;
    const QString lower = name.toLower();
    const auto field = fieldOf(name);
    if (sign == QLatin1Char('=')) {
        readPiece(false);
        return complain(m_termStart, m_at,
                        tr("A value follows a colon.") + didYouMean(lower + QLatin1Char(':')));
    }
    using Of = QueryTail::Of;
    const bool isState = field == DeviceField::state;
    const Of of = lower == QLatin1String("is")   ? Of::conditions
                  : lower == QLatin1String("no") ? Of::fields
                  : isState                      ? Of::states
                  : field                        ? Of::field
                                                 : Of::nothing;
    if (of == Of::nothing) {
        const QString meant = nearest(name, fieldNames());
        complain(m_termStart, valuesStart,
                 unknownField(name) + (meant.isEmpty()
                                           ? QLatin1Char(' ') + tr("Text that has a colon stands in quotes.")
                                           : didYouMean(meant + QLatin1Char(':'))));
        readPiece(false);
        return;
    }
    const std::vector<Piece> values = readValues(of, field.value_or(DeviceField::name));
    if (sign == QLatin1Char('~') && of != Of::field)
        complain(m_termStart, valuesStart,
                 tr("“%1” is compared as a whole.").arg(lower) + didYouMean(lower + QLatin1Char(':')));
    if (of == Of::conditions || of == Of::states)
        takeConditions(values, of == Of::states);
    else if (of == Of::fields)
        takeMissing(values);
    else
        takeValues(values, *field,
                   sign == QLatin1Char('~') ? QueryTerm::Kind::contains : QueryTerm::Kind::equals);
}

void QueryParser::readWord() {
    const Piece word = readPiece(false);
    const auto found = word.isQuoted ? std::nullopt : fieldOf(word.text);
    const DeviceField field = found.value_or(DeviceField::name);
    const bool isPlace = found && infoOf(field).isPlace;
    if (isPlace && isBlankAt(m_at) && isValueAhead(m_at)) {
        skipBlanks();
        return takeValues(readValues(QueryTail::Of::field, field), field, QueryTerm::Kind::equals);
    }
    const bool isBlankToTheEnd =
        std::all_of(m_text.begin() + m_at, m_text.end(), [](QChar c) { return c.isSpace(); });
    if (word.end == m_text.size() && mayGoOn(word))
        tail = {QueryTail::Of::word, {}, word.start, word.text, m_termStart};
    else if (isPlace && isBlankToTheEnd)
        tail = {QueryTail::Of::field, field, m_text.size(), {}, m_termStart};
    if (word.text.isEmpty())
        return;
    QueryTerm term;
    term.values << word.text;
    term.isOpen = mayGoOn(word) || (isPlace && isBlankToTheEnd);
    add(std::move(term));
}

QueryParser::Piece QueryParser::readPiece(bool stopsAtComma) {
    if (at(m_at) == QLatin1Char('"'))
        return readQuoted();
    Piece piece;
    piece.start = m_at;
    while (!isBlankAt(m_at) && !(stopsAtComma && m_text[m_at] == QLatin1Char(',')))
        ++m_at;
    piece.end = m_at;
    piece.text = m_text.mid(piece.start, piece.end - piece.start);
    return piece;
}

QueryParser::Piece QueryParser::readQuoted() {
    Piece piece;
    piece.isQuoted = true;
    piece.start = m_at++;
    while (!isAtEnd() && !piece.isClosed) {
        QChar c = m_text[m_at++];
        if (c == QLatin1Char('"')) {
            piece.isClosed = true;
            break;
        }
        if (c == QLatin1Char('\\') && (at(m_at) == QLatin1Char('"') || at(m_at) == QLatin1Char('\\')))
            c = m_text[m_at++];
        piece.text += c;
    }
    piece.end = m_at;
    if (!piece.isClosed)
        complain(piece.start, piece.end, tr("The closing quote is missing."), true);
    return piece;
}

std::vector<QueryParser::Piece> QueryParser::readValues(QueryTail::Of of, DeviceField field) {
    std::vector<Piece> values;
    for (;;) {
        const qsizetype start = m_at;
        const Piece value = readPiece(true);
        if (value.end == m_text.size() && mayGoOn(value))
            tail = {of, field, value.start, value.text, m_termStart};
        if (!value.text.isEmpty())
            values.push_back(value);
        else if (!value.isQuoted || value.isClosed)
            complain(start == m_at && !values.empty() ? start - 1 : m_termStart, m_at,
                     values.empty() ? tr("A value is missing after “%1”.")
                                          .arg(shown(m_text.mid(m_termStart, start - m_termStart)))
                                    : tr("A value is missing after the comma."),
                     isAtEnd() && !value.isQuoted);
        if (at(m_at) != QLatin1Char(','))
            return values;
        ++m_at;
    }
}

void QueryParser::takeConditions(const std::vector<Piece>& values, bool statesOnly) {
    QueryTerm term;
    term.kind = QueryTerm::Kind::condition;
    for (const Piece& value : values) {
        const ConditionWord* known = conditionOf(value.text);
        if (known && (known->isState || !statesOnly)) {
            term.conditions.add(known->conditions);
            continue;
        }
        if (known) {
            complain(value.start, value.end,
                     tr("“%1” is no state.").arg(shown(value.text)) +
                         didYouMean(QStringLiteral("is:") + known->word));
            continue;
        }
        const ConditionWord* near = conditionNear(value.text);
        const QString meant = !near                          ? QString()
                              : statesOnly && !near->isState ? QStringLiteral("is:") + near->word
                                                             : QString(near->word);
        const bool mayBecomeOne = !statesOnly && value.end == m_text.size() && mayGoOn(value) &&
                                  value.text.size() < 2; // "f" of "failed" or "flapping"
        complain(value.start, value.end,
                 (statesOnly ? tr("There is no state “%1”.") : tr("No device can be “%1”."))
                         .arg(shown(value.text)) +
                     didYouMean(meant),
                 mayBecomeOne);
    }
    if (!term.conditions.isEmpty())
        add(std::move(term));
}

void QueryParser::takeMissing(const std::vector<Piece>& values) {
    QueryTerm term;
    term.kind = QueryTerm::Kind::missing;
    for (const Piece& value : values) {
        const auto field = fieldBegunBy(value.text);
        if (field == DeviceField::state)
            complain(value.start, value.end, tr("Every device has a state."));
        else if (field)
            term.fields.push_back(*field);
        else
            complain(value.start, value.end,
                     unknownField(value.text) + didYouMean(nearest(value.text, fieldNames().mid(2))),
                     value.end == m_text.size() && mayGoOn(value) && value.text.size() < 2);
    }
    if (!term.fields.empty())
        add(std::move(term));
}

void QueryParser::takeValues(const std::vector<Piece>& values, DeviceField field, QueryTerm::Kind kind) {
    QueryTerm term;
    term.kind = kind;
    term.field = field;
    for (const Piece& value : values) {
        QString text = value.text;
        if (field == DeviceField::run) {
            if (text.startsWith(QLatin1Char('#')))
                text.remove(0, 1);
            const bool isNumber =
                !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
            if (!isNumber) {
                complain(value.start, value.end, tr("A run is told by its number: run:48213."),
                         value.text == QLatin1String("#") && value.end == m_text.size());
                continue;
            }
        }
        term.values << text;
        term.isOpen = value.end == m_text.size() && mayGoOn(value);
    }
    if (!term.values.isEmpty())
        add(std::move(term));
}

void QueryParser::add(QueryTerm term) {
    term.start = m_termStart;
    term.length = m_at - m_termStart;
    term.isNegated = m_isNegated;
    term.isOpen = term.isOpen && (m_at == m_text.size() || term.kind == QueryTerm::Kind::word);
    term.compile();
    terms.push_back(std::move(term));
}

bool QueryParser::mayGoOn(const Piece& piece) const {
    return piece.end == m_text.size() && !piece.isClosed;
}

void QueryParser::complain(qsizetype start, qsizetype end, const QString& message, bool isUnfinished) {
    faults.push_back({start, std::max<qsizetype>(end - start, 1), message, isUnfinished});
}

} // namespace labwarden::board
