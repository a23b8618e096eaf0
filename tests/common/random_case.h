// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <random>
#include <set>
#include <string>

namespace labwarden::support {

/// Valid test cases that nobody would write: every field at random, texts with everything that YAML could
/// trip over. The same seed makes the same case.
class RandomCase {
public:
    explicit RandomCase(unsigned seed) : m_random(seed) {}

    TestCaseDocument document() {
        TestCaseDocument out;
        out.title = line();
        out.description = maybe() ? text() : "";
        for (unsigned n = below(4); n > 0; --n)
            out.folder += (out.folder.empty() ? "" : "/") + std::string("F ") + std::to_string(below(100));
        fill(out.tags, 4, [&] { return line(); });
        out.owner = maybe() ? "ada" : "";
        out.status = static_cast<CaseStatus>(below(3));
        fill(out.parameters, 4, [&] { return parameter(); });
        out.requirements.type = maybe() ? line() : "";
        fill(out.requirements.tags, 3, [&] { return line(); });
        out.steps.push_back(
            {.name = "watch", .kind = StepKind::measure, .durationSeconds = 0.1 + below(100)});
        fill(out.steps, 6, [&] { return step(); });
        fill(out.criteria, 4, [&] { return criterion(); });
        fill(out.teardown, 3, [&] { return step(); });
        out.timeoutSeconds = maybe() ? 3600 : 1 + static_cast<int>(below(10'000));
        out.maxAttempts = 1 + static_cast<int>(below(3));
        out.onDeviceLost = static_cast<DeviceLossPolicy>(below(2));
        fill(out.attachments, 3, [&] { return attachment(); });
        return out;
    }

    unsigned below(unsigned n) { return static_cast<unsigned>(m_random() % n); }
    bool maybe() { return below(2) == 0; }

    /// One line, not empty.
    std::string line() {
        std::string out;
        for (unsigned n = 1 + below(4); n > 0; --n)
            out += piece();
        return out;
    }

    std::string text() {
        std::string out;
        for (unsigned n = below(6); n > 0; --n) {
            out += maybe() ? line() : "";
            out += below(20) == 0 ? "\r\n" : below(20) == 0 ? "\r" : below(4) ? "\n" : "\t";
        }
        return out + (maybe() ? line() : "");
    }

    Step step() {
        Step out;
        out.name = unique();
        out.kind = static_cast<StepKind>(below(5));
        if (out.kind == StepKind::wait || out.kind == StepKind::measure || below(5) == 0)
            out.durationSeconds = (1 + below(1'000'000)) / 7.0;
        if (out.kind == StepKind::script)
            out.script = "run-" + std::to_string(below(9)) + ".sh";
        if (out.kind == StepKind::command || out.kind == StepKind::manual)
            out.command = line() + text();
        if (out.kind == StepKind::command)
            out.expectedReply = maybe() ? text() : "";
        fill(out.arguments, 4, [&] { return text(); });
        out.timeoutSeconds = maybe() ? 0 : below(1000);
        return out;
    }

    Parameter parameter() {
        Parameter out;
        out.name = "p" + std::to_string(m_next++);
        out.type = static_cast<ParameterType>(below(3));
        out.unit = maybe() ? "V" : "";
        out.description = text();
        if (out.type == ParameterType::number && maybe())
            out.minimum = -1e12 / (1 + below(1000));
        if (out.type == ParameterType::number && maybe())
            out.maximum = 1e300 / (1 + below(1000));
        if (out.type == ParameterType::text)
            fill(out.choices, 4, [&] { return line(); });
        if (maybe())
            return out;
        if (out.type == ParameterType::boolean)
            out.defaultValue = maybe();
        else if (out.type == ParameterType::number)
            out.defaultValue = maybe() ? boost::json::value(static_cast<std::int64_t>(below(1000)))
                                       : boost::json::value(below(1000) / (maybe() ? 1.0 : 7.0) * 1e10);
        else
            out.defaultValue =
                out.choices.empty() ? line() : out.choices[below(static_cast<unsigned>(out.choices.size()))];
        return out;
    }

    CriterionSpec criterion() {
        static constexpr const char* expressions[] = {
            "max(mem_used_pct) <= 85 %", "p95(latency_ms) < 40 ms over 30s",
            "mean(vbus) between 4.75 V and 5.25 V", "last(temp) != -4e-3 °C"};
        return {expressions[below(4)], static_cast<Severity>(below(2)), maybe() ? "watch" : ""};
    }

    Attachment attachment() {
        return {unique() + ".png", std::string(64, static_cast<char>('a' + below(6))), below(1'000'000'000),
                maybe() ? "image/png" : ""};
    }

private:
    std::string unique() { return "n" + std::to_string(m_next++) + (maybe() ? ": x" : ""); }

    template<class T, class Make>
    void fill(std::vector<T>& out, unsigned most, Make make) {
        for (unsigned n = below(most + 1); n > 0; --n)
            out.push_back(make());
    }

    std::string piece() {
        static constexpr const char* pieces[] = {"a",
                                                 "yes",
                                                 "no",
                                                 "null",
                                                 "~",
                                                 "true",
                                                 "5",
                                                 "1.0",
                                                 "0x1f",
                                                 "12:30",
                                                 "1e3",
                                                 " ",
                                                 "  ",
                                                 ": ",
                                                 ":",
                                                 " #",
                                                 "#",
                                                 "- ",
                                                 "-",
                                                 "?",
                                                 "[",
                                                 "]",
                                                 "{",
                                                 "}",
                                                 ",",
                                                 "&",
                                                 "*",
                                                 "!",
                                                 "|",
                                                 ">",
                                                 "%",
                                                 "@",
                                                 "`",
                                                 "'",
                                                 "\"",
                                                 "\\",
                                                 "\\n",
                                                 "---",
                                                 "...",
                                                 "<<",
                                                 "=",
                                                 "é",
                                                 "°C",
                                                 "日",
                                                 "😀",
                                                 "\xc2\x85",
                                                 "\xe2\x80\xa8",
                                                 "\xef\xbb\xbf",
                                                 "\xef\xbf\xbf",
                                                 "\xc2\xa0",
                                                 "\xe2\x80\xae",
                                                 "$$",
                                                 "%YAML",
                                                 "!!str",
                                                 ".inf",
                                                 "+"};
        return pieces[below(static_cast<unsigned>(std::size(pieces)))];
    }

    std::mt19937 m_random;
    unsigned m_next = 0;
};

} // namespace labwarden::support
