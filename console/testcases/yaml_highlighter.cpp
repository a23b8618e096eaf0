// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/yaml_highlighter.h"

#include "common/criteria/lexer.h"
#include "console/style/tokens.h"
#include "console/testcases/expression_line.h"
#include "console/testcases/yaml_lines.h"

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Token;

Token colourOf(YamlToken::Kind kind) {
    switch (kind) {
    case YamlToken::Kind::name:
        return Token::accent;
    case YamlToken::Kind::number:
        return Token::available;
    case YamlToken::Kind::word:
        return Token::warning;
    case YamlToken::Kind::mark:
    case YamlToken::Kind::comment:
        return Token::secondary;
    case YamlToken::Kind::text:
        break;
    }
    return Token::text;
}

} // namespace

YamlHighlighter::YamlHighlighter(QTextDocument* document, const QWidget* widget)
    : QSyntaxHighlighter(document), m_widget(widget) {}

void YamlHighlighter::highlightBlock(const QString& text) {
    const auto& t = style::tokens(m_widget);
    const auto line = yamlLine(text, std::max(previousBlockState(), 0));
    setCurrentBlockState(line.state);
    for (const auto& token : line.tokens) {
        QTextCharFormat format;
        format.setForeground(t[colourOf(token.kind)]);
        format.setFontItalic(token.kind == YamlToken::Kind::comment);
        setFormat(token.from, token.length, format);
        if (!line.isExpression || token.kind != YamlToken::Kind::text)
            continue;
        const std::string expression = text.mid(token.from, token.length).toStdString();
        for (const auto& part : criteria::tokenize(expression)) {
            const auto letters = [&](std::size_t bytes) {
                return static_cast<int>(
                    QString::fromUtf8(expression.data(), static_cast<qsizetype>(bytes)).size());
            };
            const int from = letters(part.offset);
            setFormat(token.from + from, letters(part.offset + part.length) - from,
                      t[console::colourOf(part.kind)]);
        }
    }
}

} // namespace labwarden::console
