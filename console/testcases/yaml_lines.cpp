// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/yaml_lines.h"

#include "common/casetext/tree.h"

#include <QRegularExpression>

namespace labwarden::console {
namespace {

using Kind = YamlToken::Kind;

int blanksAt(const QString& line, int from) {
    int at = from;
    while (at < line.size() && line[at] == QLatin1Char(' '))
        ++at;
    return at - from;
}

int lengthOf(const QString& line) {
    return static_cast<int>(line.size());
}

/// The end of a text in quotes, behind them, or of the line.
int endOfQuotes(const QString& line, int from) {
    const QChar quote = line[from];
    for (int at = from + 1; at < line.size(); ++at) {
        if (quote == QLatin1Char('"') && line[at] == QLatin1Char('\\'))
            ++at;
        else if (line[at] != quote)
            continue;
        else if (quote == QLatin1Char('\'') && at + 1 < line.size() && line[at + 1] == quote)
            ++at;
        else
            return at + 1;
    }
    return lengthOf(line);
}

/// Where a comment begins behind a plain value, or the end of the line.
int endOfPlain(const QString& line, int from) {
    for (int at = from; at < line.size(); ++at)
        if (line[at] == QLatin1Char('#') && (at == 0 || line[at - 1].isSpace()))
            return at;
    return lengthOf(line);
}

Kind kindOf(const QString& scalar) {
    const auto value = casetext::plainValue(scalar.toStdString());
    if (value.is_number())
        return Kind::number;
    return value.is_bool() || value.is_null() ? Kind::word : Kind::text;
}

/// What stands behind a name or a dash, up to the end of the line.
void addValue(const QString& line, int from, int column, YamlLine& out) {
    int end = lengthOf(line);
    const auto add = [&](Kind kind, int begin, int behind) {
        if (behind > begin)
            out.tokens.push_back({kind, begin, behind - begin});
    };
    if (from >= end)
        return;
    const QChar first = line[from];
    if (first == QLatin1Char('"') || first == QLatin1Char('\'')) {
        const int behind = endOfQuotes(line, from);
        add(Kind::text, from, behind);
        end = endOfPlain(line, behind);
    } else {
        end = endOfPlain(line, from);
        const QString value = line.mid(from, end - from).trimmed();
        if (first == QLatin1Char('|') || first == QLatin1Char('>')) {
            add(Kind::mark, from, from + lengthOf(value));
            out.state = column + 1;
        } else if (!value.isEmpty()) {
            add(kindOf(value), from, from + lengthOf(value));
        }
    }
    add(Kind::comment, end, lengthOf(line));
}

} // namespace

YamlLine yamlLine(const QString& line, int state) {
    YamlLine out;
    int at = blanksAt(line, 0);
    const bool isEmpty = at == line.size();
    if (state > 0 && (isEmpty || at >= state)) { // inside a block of text
        out.state = state;
        if (!isEmpty)
            out.tokens.push_back({Kind::text, at, lengthOf(line) - at});
        return out;
    }
    while (at < line.size() && line[at] == QLatin1Char('-') &&
           (at + 1 == line.size() || line[at + 1] == QLatin1Char(' '))) {
        out.tokens.push_back({Kind::mark, at, 1});
        out.state = 0;
        const int next = at + 1 + blanksAt(line, at + 1);
        static const QRegularExpression name(QStringLiteral("\\G[^\\s:#\"'\\[\\]{},-][^:#]*:(?=\\s|$)"));
        const bool isBlock = next < line.size() && !name.match(line, next).hasMatch();
        if (isBlock) {
            addValue(line, next, at, out);
            return out;
        }
        at = next;
    }
    static const QRegularExpression name(
        QStringLiteral("\\G(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s:#\"'\\[\\]{},][^:#]*?)\\s*:(?=\\s|$)"));
    const auto match = name.match(line, at);
    if (!match.hasMatch()) {
        addValue(line, at, at, out);
        return out;
    }
    out.tokens.push_back({Kind::name, at, static_cast<int>(match.capturedLength(1))});
    out.isExpression = match.capturedView(1) == QLatin1String("expression");
    const int behind = static_cast<int>(match.capturedEnd());
    addValue(line, behind + blanksAt(line, behind), at, out);
    return out;
}

bool hasYamlComment(const QString& text) {
    if (text.trimmed().startsWith(QLatin1Char('{')))
        return false; // JSON has none
    int state = 0;
    for (const auto& line : text.split(QLatin1Char('\n'))) {
        const auto found = yamlLine(line, state);
        state = found.state;
        if (!found.tokens.empty() && found.tokens.back().kind == Kind::comment)
            return true;
    }
    return false;
}

} // namespace labwarden::console
