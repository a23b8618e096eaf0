// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <vector>

namespace labwarden::console {

/// A stretch of a line of YAML, for its colour. Offsets and lengths in UTF-16 units.
struct YamlToken {
    enum class Kind { name, text, number, word, mark, comment };
    Kind kind;
    int from, length;
    bool operator==(const YamlToken&) const = default;
};

/// A line by itself, right or wrong, as far as a colour needs it; a text of several lines in quotes is not
/// followed.
struct YamlLine {
    std::vector<YamlToken> tokens;
    int state = 0;             ///< for the next line
    bool isExpression = false; ///< its text is a criterion
};

/// `state`: of the line before; 0 for the first.
YamlLine yamlLine(const QString& line, int state);
/// Whether any line of the text has a comment.
bool hasYamlComment(const QString& text);

} // namespace labwarden::console
