// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/request_sequence.h"
#include "console/board/actions/board_parts.h"
#include "console/board/actions/tag_edit.h"

namespace labwarden::board {

/// What a change of tags has come to.
struct TagResult {
    console::SequenceResult sequence;
    bool isUndo = false;
    int changedSince = 0; ///< somebody else has changed their tags since, so undoing left them alone
};

/// Changes the tags of many devices, in as many requests as the server wants, and takes that back. One at a
/// time. GUI thread only.
class TagChange : public QObject {
    Q_OBJECT
public:
    explicit TagChange(const BoardParts& parts, QObject* parent = nullptr);

    bool isRunning() const { return m_sequence.isRunning(); }
    /// `goesOn`: it is the rest of what was done before; both are undone together.
    void apply(const TagPlan& plan, bool goesOn = false);
    void undo();
    bool canUndo() const { return !m_done.after.empty() && !isRunning(); }
    void stop() { m_sequence.stop(); }

Q_SIGNALS:
    void progress(int done, int total);
    void finished(const labwarden::board::TagResult& result);

private:
    std::vector<console::RequestSequence::Step> stepsFor(const TagsByKey& tags, const TagsByKey& before);

    BoardParts m_parts;
    console::RequestSequence m_sequence;
    TagResult m_result;
    TagPlan m_done; ///< what can be undone
};

} // namespace labwarden::board
