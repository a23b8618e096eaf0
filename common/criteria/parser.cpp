// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/parser.h"

#include "common/criteria/lexer.h"
#include "common/criteria/suggest.h"
#include "common/criteria/units.h"
#include "common/domain/test_case.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace labwarden::criteria {

namespace {

constexpr double longestWindow = 7 * 86'400; // seconds; as long as a step may be

std::string quoted(std::string_view text) {
    return "\"" + std::string(text.substr(0, 60)) + "\"";
}

std::optional<double> numberOf(std::string_view text) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size() && std::isfinite(value);
    return whole ? std::optional(value) : std::nullopt;
}

std::string parameterName(const Token& token) {
    return std::string(token.text.substr(2, token.text.size() - 3));
}

/// One pass over the tokens. After a fault that leaves the rest unclear `m_stuck` ends it; a misspelt word
/// does not.
class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text), m_tokens(tokenize(text)) {}

    ParseResult run() {
        aggregate();
        parenthesis("(", "after the aggregate, the metric stands in parentheses: max(temperature)");
        metric();
        parenthesis(")", "after the metric a \")\" is missing");
        condition();
        window();
        if (!m_stuck && m_at < m_tokens.size())
            fail("nothing more is expected here");
        ParseResult result;
        result.errors = std::move(m_errors);
        if (result.errors.empty())
            result.criterion = std::move(m_criterion);
        return result;
    }

private:
    const Token* current() const { return m_at < m_tokens.size() ? &m_tokens[m_at] : nullptr; }
    bool at(TokenKind kind) const { return current() && current()->kind == kind; }
    bool at(TokenKind kind, std::string_view text) const { return at(kind) && current()->text == text; }

    void error(const Token& from, const Token& to, std::string message, std::string suggestion = {}) {
        m_errors.push_back(
            {from.offset, to.offset + to.length - from.offset, std::move(message), std::move(suggestion)});
    }
    /// A fault at the present token (or the end) that leaves the rest unclear.
    void fail(std::string message, std::string suggestion = {}) {
        if (m_stuck)
            return;
        if (current() && current()->text == ",")
            message = "use a point in numbers, not a comma";
        const Token end{TokenKind::unknown, m_text.size(), 0, {}};
        const Token& token = current() ? *current() : end;
        error(token, token, std::move(message), std::move(suggestion));
        m_stuck = true;
    }

    void aggregate() {
        const Token* token = current();
        if (!token || (token->kind != TokenKind::aggregate && token->kind != TokenKind::keyword))
            return fail("a criterion starts with an aggregate such as max, mean or p95");
        if (const auto known = aggregateOf(token->text)) {
            m_criterion.aggregate = known->aggregate;
            m_criterion.percentile = known->percentile;
        } else {
            const std::string likely = suggestAggregate(token->text);
            if (looksLikePercentile(token->text))
                error(*token, *token, "a percentile is p1 to p100");
            else
                error(*token, *token, "unknown aggregate " + quoted(token->text), likely);
        }
        ++m_at;
    }

    void parenthesis(std::string_view which, const char* message) {
        if (m_stuck)
            return;
        if (!at(TokenKind::parenthesis, which))
            return fail(message, std::string(which));
        ++m_at;
    }

    void metric() {
        if (m_stuck)
            return;
        if (at(TokenKind::parameter)) {
            m_criterion.metric = parameterName(*current());
            m_criterion.metricIsParameter = true;
            checkParameter(*current(), m_criterion.metric);
        } else if (at(TokenKind::metric)) {
            m_criterion.metric = std::string(current()->text);
            if (!isPlainName(m_criterion.metric))
                error(*current(), *current(),
                      "a metric is at most 64 lower-case letters, digits and \"_\", starting with a letter",
                      suggestMetricName(current()->text));
        } else {
            return fail("the name of a metric is expected here");
        }
        ++m_at;
    }

    void checkParameter(const Token& token, const std::string& name) {
        if (!isPlainName(name))
            error(token, token,
                  "a parameter is at most 64 lower-case letters, digits and \"_\", starting with a letter");
    }

    void condition() {
        if (m_stuck)
            return;
        if (at(TokenKind::keyword, "between"))
            return between();
        const Token* token = current();
        if (!token || token->kind != TokenKind::comparison)
            return fail("a comparison is expected here: <, <=, >, >=, ==, != or between",
                        token ? suggestComparison(token->text) : "");
        constexpr Comparison all[] = {Comparison::less,    Comparison::lessOrEqual,
                                      Comparison::greater, Comparison::greaterOrEqual,
                                      Comparison::equal,   Comparison::notEqual};
        const auto* known = std::ranges::find(all, token->text, [](Comparison c) { return symbol(c); });
        if (known == std::end(all))
            error(*token, *token, "unknown comparison " + quoted(token->text),
                  suggestComparison(token->text));
        else
            m_criterion.comparison = *known;
        ++m_at;
        const Token* first = current();
        const auto limit = quantity("the limit, a number, is expected here");
        if (!limit)
            return;
        m_criterion.limit = *limit;
        checkCount(*limit, first);
    }

    void between() {
        m_criterion.comparison = Comparison::between;
        ++m_at;
        const Token* first = current();
        const auto lower = quantity("the lower limit, a number, is expected here");
        if (!lower)
            return;
        if (!at(TokenKind::keyword, "and"))
            return fail("\"and\" and the upper limit are expected here", "and");
        ++m_at;
        const Token* second = current();
        const auto upper = quantity("the upper limit, a number, is expected here");
        if (!upper)
            return;
        m_criterion.limit = *lower;
        m_criterion.upper = *upper;
        checkCount(*lower, first);
        checkCount(*upper, second);
        checkOrder(*first);
    }

    /// A unit given once holds for both limits; given twice they must fit, and the lower one must not be
    /// above.
    void checkOrder(const Token& first) {
        Quantity& lower = m_criterion.limit;
        Quantity& upper = *m_criterion.upper;
        if (lower.unit.empty())
            lower.unit = upper.unit;
        else if (upper.unit.empty())
            upper.unit = lower.unit;
        const Token& last = m_tokens[m_at - 1];
        const std::optional<Conversion> toLower = conversion(upper.unit, lower.unit);
        if (!toLower)
            error(first, last,
                  "the two limits have units that do not fit: " + lower.unit + " and " + upper.unit);
        else if (lower.parameter.empty() && upper.parameter.empty() && lower.value > (*toLower)(upper.value))
            error(first, last, "the lower limit is above the upper one");
    }

    void checkCount(const Quantity& quantity, const Token* from) {
        if (m_criterion.aggregate == Aggregate::count && !quantity.unit.empty())
            error(*from, m_tokens[m_at - 1], "count has no unit");
    }

    void window() {
        if (m_stuck || !at(TokenKind::keyword, "over"))
            return;
        ++m_at;
        const Token* first = current();
        const auto length = quantity("the length of the window is expected here, such as 30s");
        if (!length)
            return;
        const Token& last = m_tokens[m_at - 1];
        const std::optional<double> seconds = secondsIn(length->unit);
        if (length->unit.empty())
            error(*first, last, "the window needs a unit of time: ms, s, min or h",
                  std::string(first->text) + "s");
        else if (!seconds)
            error(*first, last, quoted(length->unit) + " is not a unit of time; use ms, s, min or h");
        else if (length->parameter.empty() &&
                 !(length->value * *seconds >= 0.001 && length->value * *seconds <= longestWindow))
            error(*first, last, "the window must be from 1 ms to 7 days");
        m_criterion.window = *length;
    }

    std::optional<Quantity> quantity(const char* expected) {
        Quantity quantity;
        if (at(TokenKind::parameter)) {
            quantity.parameter = parameterName(*current());
            checkParameter(*current(), quantity.parameter);
        } else if (at(TokenKind::number)) {
            const std::optional<double> value = numberOf(current()->text);
            if (!value)
                error(*current(), *current(), "this number cannot be represented");
            quantity.value = value.value_or(0);
        } else {
            fail(expected);
            return std::nullopt;
        }
        ++m_at;
        if (at(TokenKind::unit)) {
            quantity.unit = std::string(current()->text);
            if (quantity.unit.size() > 32)
                error(*current(), *current(), "a unit has at most 32 bytes");
            ++m_at;
        }
        return quantity;
    }

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    bool m_stuck = false;
    Criterion m_criterion;
    std::vector<SyntaxError> m_errors;
};

/// People count characters, from 1.
std::size_t characterAt(std::string_view text, std::size_t offset) {
    const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text.substr(0, offset), starts)) + 1;
}

} // namespace

ParseResult parse(std::string_view text) {
    return Parser(text).run();
}

std::string describe(const ParseResult& result, std::string_view text) {
    std::string out;
    for (const SyntaxError& error : result.errors) {
        out += out.empty() ? "" : ". ";
        out += error.message;
        out += error.offset >= text.size()
                   ? " at the end"
                   : " at character " + std::to_string(characterAt(text, error.offset));
        if (!error.suggestion.empty())
            out += "; did you mean " + error.suggestion + "?";
    }
    return out;
}

} // namespace labwarden::criteria
