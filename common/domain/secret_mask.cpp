// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/secret_mask.h"

#include <algorithm>
#include <string_view>

namespace labwarden {

namespace {

constexpr std::size_t shortestLine = 8;
constexpr std::string_view black = "***";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// As a runner's log has it: a tab as a blank.
std::string withBlanks(std::string text) {
    std::ranges::replace(text, '\t', ' ');
    return text;
}

} // namespace

SecretMask::SecretMask(const std::vector<std::string>& secrets) {
    const auto hide = [this](std::string text) {
        m_texts.push_back(withBlanks(text));
        m_texts.push_back(std::move(text));
    };
    for (const std::string& secret : secrets) {
        if (secret.size() < shortest)
            continue;
        hide(secret);
        if (secret.find('\n') == std::string::npos)
            continue;
        for (std::size_t begin = 0; begin < secret.size();) {
            const std::size_t end = std::min(secret.find('\n', begin), secret.size());
            if (const auto line = trimmed(std::string_view(secret).substr(begin, end - begin));
                line.size() >= shortestLine)
                hide(std::string(line));
            begin = end + 1;
        }
    }
    std::ranges::sort(m_texts, [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    // Not std::ranges::unique: Clang 14 cannot read libstdc++'s.
    m_texts.erase(std::unique(m_texts.begin(), m_texts.end()), m_texts.end());
}

std::string SecretMask::masked(std::string text) const {
    for (const std::string& secret : m_texts)
        for (std::size_t at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + black.size()))
            text.replace(at, secret.size(), black);
    return text;
}

void SecretMask::apply(std::vector<RunStep>& steps) const {
    for (RunStep& step : steps)
        for (std::string* text : {&step.name, &step.message})
            *text = masked(std::move(*text));
}

void SecretMask::apply(std::vector<LogLine>& log) const {
    for (LogLine& line : log)
        line.text = masked(std::move(line.text));
}

void SecretMask::apply(Progress& progress) const {
    if (empty())
        return;
    progress.progress.step = masked(std::move(progress.progress.step));
    apply(progress.steps);
    apply(progress.log);
}

void SecretMask::apply(Callback& callback) const {
    if (empty())
        return;
    callback.reason = masked(std::move(callback.reason));
    for (RunResult& result : callback.results)
        for (std::string* text : {&result.device, &result.step, &result.criterion, &result.metric,
                                  &result.unit, &result.limit, &result.message})
            *text = masked(std::move(*text));
    apply(callback.steps);
    apply(callback.log);
}

} // namespace labwarden
