// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/lexer.h"
#include "common/criteria/parser.h"
#include "common/criteria/suggest.h"
#include "common/criteria/units.h"

#include <gmock/gmock.h>

#include <random>

using namespace labwarden;
using namespace labwarden::criteria;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

SyntaxError onlyError(std::string_view text) {
    const ParseResult result = parse(text);
    EXPECT_FALSE(result) << text;
    EXPECT_THAT(result.errors, SizeIs(1)) << text << ": " << describe(result, text);
    return result.errors.empty() ? SyntaxError{} : result.errors.front();
}

std::vector<std::string> texts(const Completions& completions) {
    std::vector<std::string> out;
    for (const Completion& item : completions.items)
        out.push_back(item.text);
    return out;
}

/// A value of each kind that the grammar has, at random.
class AnyCriterion {
public:
    explicit AnyCriterion(unsigned seed) : m_random(seed) {}
    Criterion operator()() {
        Criterion c;
        c.aggregate = static_cast<Aggregate>(below(12));
        if (c.aggregate == Aggregate::percentile)
            c.percentile = below(2) ? 1 + below(100) : (1 + below(9999)) / 100.0;
        c.metric = pick({"a", "mem_used_pct", "vbus", "and", "over", "p95", "max"});
        c.metricIsParameter = below(8) == 0;
        c.comparison = static_cast<Comparison>(below(7));
        const std::string unit = c.aggregate == Aggregate::count
                                     ? ""
                                     : pick({"", "%", "mV", "°C", "µs", "kB/min", "widgets", "e", "e5x"});
        c.limit = quantity(unit);
        if (c.comparison == Comparison::between) {
            c.upper = quantity(unit);
            if (c.limit.parameter.empty() && c.upper->parameter.empty() && c.upper->value < c.limit.value)
                std::swap(c.limit.value, c.upper->value);
        }
        if (below(2)) {
            c.window = quantity(pick({"ms", "s", "min", "h"}));
            c.window->value = 1 + below(100);
            if (!c.window->parameter.empty())
                c.window->value = 0;
        }
        return c;
    }

private:
    unsigned below(unsigned n) { return static_cast<unsigned>(m_random() % n); }
    std::string pick(std::vector<std::string> choices) {
        return choices[below(static_cast<unsigned>(choices.size()))];
    }
    Quantity quantity(std::string unit) {
        Quantity q{.value = 0, .unit = std::move(unit), .parameter = below(8) == 0 ? "limit_1" : ""};
        if (q.parameter.empty())
            q.value = below(2) ? static_cast<double>(below(2000)) - 1000
                               : std::ldexp(static_cast<double>(m_random()) - 2e9,
                                            static_cast<int>(below(200)) - 100);
        return q;
    }
    std::mt19937 m_random;
};

} // namespace

TEST(ACriterion, reads_aggregate_metric_limit_and_window) {
    const ParseResult result = parse("p95(latency_ms) < 40 ms over 30s");
    ASSERT_TRUE(result);
    EXPECT_EQ(*result.criterion, (Criterion{.aggregate = Aggregate::percentile,
                                            .percentile = 95,
                                            .metric = "latency_ms",
                                            .comparison = Comparison::less,
                                            .limit = {40, "ms"},
                                            .window = Quantity{30, "s"}}));
}

TEST(ACriterion, reads_between_with_one_unit_for_both_limits) {
    for (const char* text : {"mean(vbus) between 4.75 V and 5.25 V", "mean(vbus)between 4.75 and 5.25V",
                             "mean( vbus )  between 4.75V and 5.25"}) {
        const ParseResult result = parse(text);
        ASSERT_TRUE(result) << describe(result, text);
        EXPECT_EQ(print(*result.criterion), "mean(vbus) between 4.75 V and 5.25 V");
    }
}

TEST(ACriterion, keeps_exponents_and_units_apart) {
    EXPECT_EQ(parse("max(x) < 5e3").criterion->limit, (Quantity{5000, ""}));
    EXPECT_EQ(parse("max(x) < 5eV").criterion->limit, (Quantity{5, "eV"}));
    EXPECT_EQ(parse("max(x) < -.5E-1°C").criterion->limit, (Quantity{-0.05, "°C"}));
    EXPECT_EQ(parse("max(x) < 40over 1min").criterion->limit, (Quantity{40, ""}));
}

TEST(ACriterion, may_have_parameters_for_numbers_and_metric) {
    const ParseResult result = parse("max(${metric}) <= ${limit} % over ${w}s");
    ASSERT_TRUE(result);
    EXPECT_TRUE(result.criterion->hasParameters());
    EXPECT_EQ(print(*result.criterion), "max(${metric}) <= ${limit} % over ${w} s");
    EXPECT_FALSE(parse("max(x) <= 1").criterion->hasParameters());
}

TEST(AFaultOfACriterion, marks_a_misspelt_aggregate_and_suggests_the_right_one) {
    const SyntaxError error = onlyError("  maxx(t) < 5");
    EXPECT_EQ(error.offset, 2U);
    EXPECT_EQ(error.length, 4U);
    EXPECT_EQ(error.suggestion, "max");
    EXPECT_EQ(onlyError("average(t) < 5").suggestion, "mean");
    EXPECT_EQ(onlyError("MAX(t) < 5").suggestion, "max");
    EXPECT_EQ(onlyError("medain(t) < 5").suggestion, "median");
    EXPECT_EQ(onlyError("wombat(t) < 5").suggestion, "");
    EXPECT_THAT(onlyError("p101(t) < 5").message, HasSubstr("p1 to p100"));
    EXPECT_THAT(onlyError("p0(t) < 5").message, HasSubstr("p1 to p100"));
}

TEST(AFaultOfACriterion, has_its_exact_place) {
    const auto place = [](std::string_view text) {
        const SyntaxError error = onlyError(text);
        return std::pair(error.offset, error.length);
    };
    EXPECT_EQ(place(""), std::pair(std::size_t{0}, std::size_t{0}));
    EXPECT_EQ(place("max"), std::pair(std::size_t{3}, std::size_t{0}));
    EXPECT_EQ(place("max(t"), std::pair(std::size_t{5}, std::size_t{0}));
    EXPECT_EQ(place("max() < 5"), std::pair(std::size_t{4}, std::size_t{1}));
    EXPECT_EQ(place("max(Temp) < 5"), std::pair(std::size_t{4}, std::size_t{4}));
    EXPECT_EQ(place("max(t) 5"), std::pair(std::size_t{7}, std::size_t{1}));
    EXPECT_EQ(place("max(t) = 5"), std::pair(std::size_t{7}, std::size_t{1}));
    EXPECT_EQ(place("max(t) <"), std::pair(std::size_t{8}, std::size_t{0}));
    EXPECT_EQ(place("max(t) < 5 % more"), std::pair(std::size_t{13}, std::size_t{4}));
    EXPECT_EQ(place("max(t) between 5 V and 4 V"), std::pair(std::size_t{15}, std::size_t{11}));
    EXPECT_EQ(place("max(t) between 5 V and 6 A"), std::pair(std::size_t{15}, std::size_t{11}));
    EXPECT_EQ(place("max(t) < 5 over 30 V"), std::pair(std::size_t{16}, std::size_t{4}));
    EXPECT_EQ(place("max(t) < 5 over 0 s"), std::pair(std::size_t{16}, std::size_t{3}));
    EXPECT_EQ(place("count(t) < 5 V"), std::pair(std::size_t{11}, std::size_t{3}));
    EXPECT_EQ(place("max(t) < 1e999"), std::pair(std::size_t{9}, std::size_t{5}));
    EXPECT_EQ(place("max(t) ≤ 5"), std::pair(std::size_t{7}, std::size_t{3}));
    EXPECT_EQ(place("max(t) < 5 °C over over"), std::pair(std::size_t{20}, std::size_t{4}));
}

TEST(AFaultOfACriterion, says_what_to_write_instead) {
    EXPECT_EQ(onlyError("max(t) ≤ 5").suggestion, "<=");
    EXPECT_EQ(onlyError("max(t) => 5").suggestion, ">=");
    EXPECT_EQ(onlyError("max(t) < 5 over 30").suggestion, "30s");
    EXPECT_EQ(onlyError("max(Temp_C) < 5").suggestion, "temp_c");
    EXPECT_THAT(onlyError("max(t) < 4,75 V").message, HasSubstr("a point"));
    const std::string_view text = "mean(µ) < 5";
    EXPECT_EQ(describe(parse("maxx(t) < 5"), "maxx(t) < 5"),
              "unknown aggregate \"maxx\" at character 1; did you mean max?");
    EXPECT_THAT(describe(parse(text), text), HasSubstr("at character 6"));
}

TEST(AFaultOfACriterion, does_not_hide_a_later_one_where_the_sense_is_clear) {
    const ParseResult result = parse("maxx(Temp) =< 5 over 30");
    EXPECT_THAT(result.errors, SizeIs(4));
}

TEST(PrintingACriterion, and_reading_it_again_changes_nothing) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    AnyCriterion any(seed);
    for (int i = 0; i < 20'000; ++i) {
        const Criterion criterion = any();
        const std::string text = print(criterion);
        const ParseResult again = parse(text);
        ASSERT_TRUE(again) << text << ": " << describe(again, text);
        ASSERT_EQ(*again.criterion, criterion) << text << "\n" << print(*again.criterion);
    }
}

TEST(Garbage, never_crashes_and_faults_lie_within_the_text) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    AnyCriterion any(seed);
    const std::string_view alphabet = "maxp95(t) <>=!over30s%°${}.,e+-/\"\\\n";
    int good = 0;
    for (int i = 0; i < 30'000; ++i) {
        std::string text;
        if (i % 3 == 0) {
            for (unsigned n = random() % 40; n > 0; --n)
                text += static_cast<char>(random());
        } else if (i % 3 == 1) {
            for (unsigned n = random() % 40; n > 0; --n)
                text += alphabet[random() % alphabet.size()];
        } else {
            text = print(any());
            for (unsigned n = 1 + random() % 3; n > 0 && !text.empty(); --n)
                text[random() % text.size()] = alphabet[random() % alphabet.size()];
        }
        const ParseResult result = parse(text);
        ASSERT_NE(result.criterion.has_value(), !result.errors.empty());
        for (const SyntaxError& error : result.errors) {
            ASSERT_LE(error.offset + error.length, text.size()) << text;
            ASSERT_FALSE(error.message.empty());
        }
        std::size_t end = 0;
        for (const Token& token : tokenize(text)) {
            ASSERT_GE(token.offset, end);
            ASSERT_GT(token.length, 0U);
            end = token.offset + token.length;
        }
        ASSERT_LE(end, text.size());
        describe(result, text);
        complete(text, random() % 60, {});
        good += result ? 1 : 0;
    }
    EXPECT_GT(good, 0);
}

TEST(Garbage, of_great_length_is_read_in_one_pass) {
    EXPECT_FALSE(parse(std::string(1'000'000, '(')));
    EXPECT_FALSE(parse(std::string(1'000'000, 'a')));
    EXPECT_FALSE(parse("max(t) < " + std::string(1'000'000, '9') + "e"));
}

TEST(Tokens, tell_an_editor_what_each_stretch_is) {
    const auto kinds = [](std::string_view text) {
        std::vector<TokenKind> out;
        for (const Token& token : tokenize(text))
            out.push_back(token.kind);
        return out;
    };
    using K = TokenKind;
    EXPECT_THAT(kinds("mean(vbus) between 4.75 V and ${high} V over 30s"),
                ElementsAre(K::aggregate, K::parenthesis, K::metric, K::parenthesis, K::keyword, K::number,
                            K::unit, K::keyword, K::parameter, K::unit, K::keyword, K::number, K::unit));
    EXPECT_THAT(kinds("max(${m}) <= 5 ; x"),
                ElementsAre(K::aggregate, K::parenthesis, K::parameter, K::parenthesis, K::comparison,
                            K::number, K::unknown, K::word));
    EXPECT_THAT(kinds("max(t) < ${open"), ElementsAre(K::aggregate, K::parenthesis, K::metric, K::parenthesis,
                                                      K::comparison, K::unknown));
}

TEST(Completion, offers_what_may_stand_at_the_cursor) {
    const std::vector<Metric> metrics{{"cpu_pct", "%", 1000}, {"cpu_temp", "°C", 1000}, {"load1", "", 1000}};
    const auto at = [&](std::string_view text) { return complete(text, text.size(), metrics); };
    EXPECT_THAT(texts(at("m")), ElementsAre("max(", "min(", "mean(", "median("));
    EXPECT_THAT(texts(at("max(cpu")), ElementsAre("cpu_pct)", "cpu_temp)"));
    EXPECT_EQ(at("max(cpu").offset, 4U);
    EXPECT_EQ(at("max(cpu").length, 3U);
    EXPECT_THAT(texts(at("max(cpu_pct) <")), ElementsAre("<= ", "< "));
    EXPECT_THAT(texts(at("max(cpu_pct) <= 5 ")), ElementsAre("%", "over "));
    EXPECT_THAT(texts(at("max(cpu_pct) between 5 % ")), ElementsAre("and "));
    EXPECT_THAT(texts(at("max(cpu_pct) between 5 % and 6 % ")), ElementsAre("over "));
    EXPECT_THAT(texts(at("max(cpu_pct) <= 5 % over 30")), ElementsAre("s", "ms", "min", "h"));
    EXPECT_THAT(texts(at("max(cpu_pct) <= ")), IsEmpty());
}

TEST(Units, convert_between_prefixes_and_quotients) {
    const auto convert = [](double value, const char* from, const char* to) {
        return conversion(from, to).value()(value);
    };
    EXPECT_EQ(convert(4.75, "V", "mV"), 4750);
    EXPECT_EQ(convert(250, "ms", "s"), 0.25);
    EXPECT_EQ(convert(1, "MB", "kB"), 1000);
    EXPECT_EQ(convert(1, "KiB", "B"), 1024);
    EXPECT_EQ(convert(2, "µs", "us"), 2);
    EXPECT_DOUBLE_EQ(convert(36, "km/h", "m/s"), 10);
    EXPECT_EQ(convert(60, "kB/min", "kB/s"), 1);
    EXPECT_EQ(convert(3, "Ohm", "kΩ"), 0.003);
    EXPECT_EQ(convert(1, "hPa", "Pa"), 100);
    EXPECT_EQ(convert(7, "widgets", "widgets"), 7);
}

TEST(Units, that_do_not_fit_do_not_convert) {
    for (const auto& [a, b] : {std::pair{"V", "A"},
                               {"°C", "K"},
                               {"%", ""},
                               {"B", "bit"},
                               {"s", "1/s"},
                               {"V/s", "V"},
                               {"mwidgets", "widgets"},
                               {"kdBm", "dBm"},
                               {"KiV", "V"},
                               {"min", "m"}})
        EXPECT_FALSE(conversion(a, b)) << a << " " << b;
    EXPECT_FALSE(secondsIn("m"));
    EXPECT_EQ(secondsIn("min"), 60);
}
