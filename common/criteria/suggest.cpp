// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/suggest.h"

#include "common/criteria/lexer.h"
#include "common/domain/test_case.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace labwarden::criteria {

namespace {

struct Word {
    std::string_view text, hint;
    Aggregate aggregate;
};
constexpr std::array words{
    Word{"max", "largest sample", Aggregate::max},
    Word{"min", "smallest sample", Aggregate::min},
    Word{"mean", "average of the samples", Aggregate::mean},
    Word{"median", "the middle sample", Aggregate::median},
    Word{"first", "first sample", Aggregate::first},
    Word{"last", "last sample", Aggregate::last},
    Word{"count", "number of samples", Aggregate::count},
    Word{"sum", "all samples added up", Aggregate::sum},
    Word{"stddev", "standard deviation", Aggregate::stddev},
    Word{"delta", "last minus first", Aggregate::delta},
    Word{"rate", "delta per second", Aggregate::rate},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> otherWords{{{"avg", "mean"},
                                                                                    {"average", "mean"},
                                                                                    {"maximum", "max"},
                                                                                    {"minimum", "min"},
                                                                                    {"highest", "max"},
                                                                                    {"lowest", "min"},
                                                                                    {"std", "stddev"},
                                                                                    {"stdev", "stddev"},
                                                                                    {"sigma", "stddev"},
                                                                                    {"percentile", "p95"},
                                                                                    {"perc", "p95"},
                                                                                    {"total", "sum"},
                                                                                    {"number", "count"},
                                                                                    {"diff", "delta"},
                                                                                    {"change", "delta"},
                                                                                    {"slope", "rate"}}};

std::string lower(std::string_view text) {
    std::string out(text.substr(0, 64));
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t k = 0; k <= b.size(); ++k) {
            if (i == 0 || k == 0) {
                d[i][k] = i + k;
                continue;
            }
            d[i][k] = std::min(
                {d[i - 1][k] + 1, d[i][k - 1] + 1, d[i - 1][k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                d[i][k] = std::min(d[i][k], d[i - 2][k - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

enum class Expected { aggregate, open, metric, close, comparison, limit, afterLimit, window, nothing };

/// What the grammar expects after these tokens.
Expected expectedAfter(std::span<const Token> tokens) {
    if (tokens.empty())
        return Expected::aggregate;
    const Token& last = tokens.back();
    switch (last.kind) {
    case TokenKind::aggregate:
        return Expected::open;
    case TokenKind::parenthesis:
        return last.text == "(" ? Expected::metric : Expected::comparison;
    case TokenKind::metric:
        return Expected::close;
    case TokenKind::comparison:
        return Expected::limit;
    case TokenKind::keyword:
        return last.text == "over" ? Expected::window : Expected::limit;
    case TokenKind::parameter:
        if (tokens.size() >= 2 && tokens[tokens.size() - 2].text == "(")
            return Expected::close;
        [[fallthrough]];
    case TokenKind::number:
    case TokenKind::unit:
        return Expected::afterLimit;
    case TokenKind::word:
    case TokenKind::unknown:
        break;
    }
    return Expected::nothing;
}

std::vector<Completion> aggregates() {
    std::vector<Completion> items;
    for (const Word& word : words)
        items.push_back({std::string(word.text) + "(", std::string(word.hint)});
    for (const auto& [text, hint] : {std::pair{"p95(", "95 of 100 samples are at most this"},
                                     std::pair{"p99(", "99 of 100 samples are at most this"}})
        items.push_back({text, hint});
    return items;
}

std::vector<Completion> afterLimit(std::span<const Token> tokens, std::span<const Metric> metrics) {
    const auto has = [&](std::string_view keyword) {
        return std::ranges::any_of(
            tokens, [&](const Token& t) { return t.kind == TokenKind::keyword && t.text == keyword; });
    };
    const bool inWindow = has("over");
    const bool needsUnit = tokens.back().kind != TokenKind::unit;
    std::vector<Completion> items;
    if (needsUnit && inWindow) {
        for (const char* unit : {"s", "ms", "min", "h"})
            items.push_back({unit, "unit of time"});
    } else if (needsUnit) {
        const auto named = std::ranges::find(tokens, TokenKind::metric, &Token::kind);
        const auto known =
            named == tokens.end() ? metrics.end() : std::ranges::find(metrics, named->text, &Metric::name);
        if (known != metrics.end() && !known->unit.empty())
            items.push_back({known->unit, "unit of " + known->name});
    }
    if (has("between") && !has("and"))
        items.push_back({"and ", "the upper limit"});
    else if (!inWindow)
        items.push_back({"over ", "every window of this length"});
    return items;
}

std::vector<Completion> itemsFor(Expected expected, std::span<const Token> tokens,
                                 std::span<const Metric> metrics) {
    switch (expected) {
    case Expected::aggregate:
        return aggregates();
    case Expected::open:
        return {{"(", ""}};
    case Expected::metric: {
        std::vector<Completion> items;
        for (const Metric& metric : metrics)
            items.push_back({metric.name + ")", metric.unit});
        return items;
    }
    case Expected::close:
        return {{")", ""}};
    case Expected::comparison:
        return {{"<= ", "at most"},
                {"< ", "below"},
                {">= ", "at least"},
                {"> ", "above"},
                {"== ", "equal"},
                {"!= ", "not equal"},
                {"between ", "from … to, both included"}};
    case Expected::afterLimit:
        return afterLimit(tokens, metrics);
    case Expected::window:
        return {{"10s", ""}, {"30s", ""}, {"1min", ""}, {"5min", ""}};
    case Expected::limit:
    case Expected::nothing:
        break;
    }
    return {};
}

} // namespace

bool looksLikePercentile(std::string_view word) {
    return word.size() > 1 && word.front() == 'p' && word[1] >= '0' && word[1] <= '9';
}

std::optional<NamedAggregate> aggregateOf(std::string_view word) {
    const auto* known = std::ranges::find(words, word, &Word::text);
    if (known != words.end())
        return NamedAggregate{known->aggregate, 0};
    if (!looksLikePercentile(word))
        return std::nullopt;
    double percentile = 0;
    const auto end =
        std::from_chars(word.data() + 1, word.data() + word.size(), percentile, std::chars_format::fixed);
    const bool whole = end.ec == std::errc() && end.ptr == word.data() + word.size();
    // Finer than a millionth has no meaning, and would not print as it was written.
    if (!whole || percentile < 1e-6 || percentile > 100)
        return std::nullopt;
    return NamedAggregate{Aggregate::percentile, percentile};
}

std::string suggestAggregate(std::string_view word) {
    const std::string text = lower(word);
    for (const auto& [other, meant] : otherWords) {
        if (text == other)
            return std::string(meant);
    }
    if (aggregateOf(text))
        return text;
    const auto near = [&](const Word& w) { return distance(text, w.text); };
    const auto* best = std::ranges::min_element(words, {}, near);
    return near(*best) <= 2 && near(*best) < best->text.size() - 1 ? std::string(best->text) : "";
}

std::string suggestComparison(std::string_view symbol) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> likely{{{"=", "=="},
                                                                                   {"=<", "<="},
                                                                                   {"=>", ">="},
                                                                                   {"<>", "!="},
                                                                                   {"===", "=="},
                                                                                   {"!", "!="},
                                                                                   {"≤", "<="},
                                                                                   {"≥", ">="},
                                                                                   {"≠", "!="}}};
    const auto* it = std::ranges::find(likely, symbol, &std::pair<std::string_view, std::string_view>::first);
    return it == likely.end() ? "" : std::string(it->second);
}

std::string suggestMetricName(std::string_view word) {
    const std::string text = lower(word);
    return isPlainName(text) && text != word ? text : "";
}

Completions complete(std::string_view text, std::size_t cursor, std::span<const Metric> metrics) {
    cursor = std::min(cursor, text.size());
    std::vector<Token> tokens = tokenize(text.substr(0, cursor));
    Completions result{.offset = cursor, .length = 0, .items = {}};
    std::string_view typed;
    // A word that ends at the cursor is still being typed.
    const auto isWord = [](TokenKind kind) {
        return kind == TokenKind::aggregate || kind == TokenKind::metric || kind == TokenKind::word ||
               kind == TokenKind::unit || kind == TokenKind::comparison || kind == TokenKind::keyword;
    };
    if (!tokens.empty() && tokens.back().offset + tokens.back().length == cursor &&
        isWord(tokens.back().kind)) {
        typed = tokens.back().text;
        result.offset = tokens.back().offset;
        result.length = tokens.back().length;
        tokens.pop_back();
    }
    result.items = itemsFor(expectedAfter(tokens), tokens, metrics);
    const std::string start = lower(typed);
    std::erase_if(result.items, [&](const Completion& item) { return !lower(item.text).starts_with(start); });
    return result;
}

} // namespace labwarden::criteria
