// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"

#include <QString>

#include <optional>
#include <vector>

namespace labwarden::board {

/// Something that may stand where the cursor is.
struct QueryCompletion {
    QString label;                        ///< "gpu"
    QString text;                         ///< what is put in: "gpu", "\"Lab B\"", "tag:"
    QString detail;                       ///< a few words about a field; empty for values
    std::optional<int> count;             ///< devices that would be left
    std::optional<DeviceConditions> look; ///< the state or badge that it stands for
    bool isWhole = true;                  ///< a blank may follow; not so after a field's name
};

/// What may be put in place of `length` letters from `start` on, best first.
struct QueryCompletions {
    qsizetype start = 0, length = 0;
    std::vector<QueryCompletion> items;
};

/// What may follow at the cursor: names of fields, words for states, and the values that occur in these
/// devices, with how many of them the rest of the query and the chips of `filter` leave. Without a word or
/// value under the cursor there is nothing, unless it was `asked` for: then every field.
QueryCompletions completionsFor(const QString& text, qsizetype cursor, const std::vector<DeviceRow>& rows,
                                const DeviceFilter& filter, bool asked = false);

} // namespace labwarden::board
