// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/lexer.h"

#include <algorithm>

namespace labwarden::criteria {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isBeyondAscii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
bool startsUnit(char c) {
    return isLetter(c) || c == '%' || c == '/' || isBeyondAscii(c);
}
bool continuesUnit(char c) {
    return startsUnit(c) || isDigit(c) || c == '^';
}
bool isKeyword(std::string_view word) {
    return word == "between" || word == "and" || word == "over";
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    std::vector<Token> run() {
        while (skipBlanks()) {
            const std::size_t length = next();
            m_tokens.push_back({m_kind, m_at, length, m_text.substr(m_at, length)});
            m_at += length;
        }
        return std::move(m_tokens);
    }

private:
    bool skipBlanks() {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        return m_at < m_text.size();
    }

    char peek(std::size_t ahead) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    template<class Predicate>
    std::size_t runOf(std::size_t from, Predicate belongs) const {
        std::size_t length = from;
        while (m_at + length < m_text.size() && belongs(m_text[m_at + length]))
            ++length;
        return length;
    }

    bool afterNumber() const {
        return !m_tokens.empty() && (m_tokens.back().kind == TokenKind::number ||
                                     (m_tokens.back().kind == TokenKind::parameter && !m_inParentheses));
    }

    std::size_t next() {
        const char c = peek(0);
        if (c == '$' && peek(1) == '{')
            return parameter();
        if (afterNumber() && startsUnit(c))
            return unit();
        if (startsNumber())
            return number();
        if (isLetter(c))
            return word();
        if (c == '(' || c == ')') {
            m_inParentheses = c == '(';
            m_kind = TokenKind::parenthesis;
            return 1;
        }
        if (c == '<' || c == '>' || c == '=' || c == '!') {
            m_kind = TokenKind::comparison;
            return runOf(1, [](char d) { return d == '<' || d == '>' || d == '='; });
        }
        m_kind = TokenKind::unknown;
        return isBeyondAscii(c)
                   ? runOf(1, [](char d) { return (static_cast<unsigned char>(d) & 0xc0) == 0x80; })
                   : 1;
    }

    std::size_t parameter() {
        const std::size_t end = runOf(2, [](char d) { return d != '}' && d != '$' && !isBlank(d); });
        const bool closed = peek(end) == '}';
        m_kind = closed && end > 2 ? TokenKind::parameter : TokenKind::unknown;
        return closed ? end + 1 : end;
    }

    bool startsNumber() const {
        const std::size_t sign = peek(0) == '+' || peek(0) == '-' ? 1 : 0;
        return isDigit(peek(sign)) || (peek(sign) == '.' && isDigit(peek(sign + 1)));
    }

    std::size_t number() {
        m_kind = TokenKind::number;
        std::size_t length = peek(0) == '+' || peek(0) == '-' ? 1 : 0;
        length = runOf(length, isDigit);
        if (peek(length) == '.')
            length = runOf(length + 1, isDigit);
        if (peek(length) == 'e' || peek(length) == 'E') { // an exponent only with its digits: 5eV is 5 eV
            const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
            if (isDigit(peek(length + 1 + sign)))
                length = runOf(length + 1 + sign, isDigit);
        }
        return length;
    }

    std::size_t unit() {
        const std::size_t length = runOf(1, continuesUnit);
        m_kind = isKeyword(m_text.substr(m_at, length)) ? TokenKind::keyword : TokenKind::unit;
        return length;
    }

    std::size_t word() {
        std::size_t length = runOf(1, [](char d) { return isLetter(d) || isDigit(d); });
        if (peek(0) == 'p' && runOf(1, isDigit) == length && length > 1 && peek(length) == '.' &&
            isDigit(peek(length + 1)))
            length = runOf(length + 1, isDigit); // p99.9
        if (isKeyword(m_text.substr(m_at, length)) && !m_inParentheses)
            m_kind = TokenKind::keyword;
        else if (m_inParentheses)
            m_kind = TokenKind::metric;
        else
            m_kind = m_tokens.empty() ? TokenKind::aggregate : TokenKind::word;
        return length;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_inParentheses = false;
    TokenKind m_kind = TokenKind::unknown;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Lexer(text).run();
}

} // namespace labwarden::criteria
