// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The criteria language: a first line that is a criterion, then samples, four bytes each (time since the one
// before, special value, value). Nothing throws; what was read is printed and read again the same; without
// data nothing passes.

#include "common/criteria/evaluator.h"
#include "common/criteria/lexer.h"
#include "common/criteria/parser.h"
#include "common/criteria/suggest.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace labwarden;

namespace {

double valueOf(std::uint8_t special, std::int16_t plain) {
    switch (special) {
    case 1:
        return std::numeric_limits<double>::quiet_NaN();
    case 2:
        return std::numeric_limits<double>::infinity();
    case 3:
        return -std::numeric_limits<double>::max();
    case 4:
        return std::numeric_limits<double>::denorm_min();
    case 5:
        return std::numeric_limits<double>::max();
    default:
        return plain / 8.0;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::string_view text = all.substr(0, all.find('\n'));
    const std::string_view rest = all.substr(std::min(text.size() + 1, all.size()));

    const criteria::ParseResult parsed = criteria::parse(text);
    mustHold(static_cast<bool>(parsed) == parsed.errors.empty(), "a criterion or errors, never both", text);
    for (const criteria::SyntaxError& error : parsed.errors)
        mustHold(error.offset + error.length <= text.size(), "an error lies in the text", text);
    criteria::describe(parsed, text);
    if (!parsed)
        return 0;
    const std::string printed = criteria::print(*parsed.criterion);
    const criteria::ParseResult again = criteria::parse(printed);
    mustHold(again && *again.criterion == *parsed.criterion, "what is printed is read again the same",
             printed);

    std::vector<Sample> samples;
    std::int64_t at = 0;
    for (std::size_t i = 0; i + 4 <= rest.size(); i += 4) {
        const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(rest[i + k]); };
        at += static_cast<std::int8_t>(byte(0)) * 100;
        samples.push_back({{at}, valueOf(byte(1), static_cast<std::int16_t>(byte(2) | byte(3) << 8))});
    }
    for (const auto& unit : {std::optional<std::string>(), std::optional<std::string>("V")}) {
        const criteria::Judgement judged =
            criteria::evaluate(*parsed.criterion, {.samples = samples, .unit = unit}, {0}, {10'000});
        const bool decided =
            judged.verdict == criteria::Verdict::passed || judged.verdict == criteria::Verdict::failed;
        mustHold(!decided || !samples.empty(), "no data is never a verdict", printed);
        mustHold(!decided || (judged.value && std::isfinite(*judged.value)), "a verdict has its value",
                 printed);
    }
    return 0;
}
