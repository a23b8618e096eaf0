// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/tag_change.h"

#include "common/domain/device_import.h"
#include "console/api/device_api.h"
#include "console/store/lab_sync.h"

#include <utility>

namespace labwarden::board {

TagChange::TagChange(const BoardParts& parts, QObject* parent)
    : QObject(parent), m_parts(parts), m_sequence(this) {
    connect(&m_sequence, &console::RequestSequence::progress, this, &TagChange::progress);
    connect(&m_sequence, &console::RequestSequence::finished, this,
            [this](const console::SequenceResult& sequence) {
                m_result.sequence = sequence;
                Q_EMIT finished(std::exchange(m_result, {}));
            });
}

std::vector<console::RequestSequence::Step> TagChange::stepsFor(const TagsByKey& tags,
                                                                const TagsByKey& before) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> all(tags.begin(), tags.end());
    std::vector<console::RequestSequence::Step> steps;
    for (const auto& piece : console::inPieces(all, mostImportedDevices)) {
        const TagsByKey some(piece.begin(), piece.end());
        steps.push_back({static_cast<int>(some.size()),
                         [this, some, before](QObject* context, console::RequestSequence::Answered answer) {
                             m_parts.api.setTags(
                                 some, context,
                                 [this, some, before,
                                  answer = std::move(answer)](console::ApiResult<ImportReport> result) {
                                     if (result && !m_result.isUndo)
                                         for (const auto& [key, now] : some) {
                                             m_done.after[key] = now;
                                             m_done.before.emplace(
                                                 key, before.at(key)); // of the first change of both
                                         }
                                     answer(result.error());
                                 });
                         }});
    }
    return steps;
}

void TagChange::apply(const TagPlan& plan, bool goesOn) {
    if (isRunning())
        return;
    if (!goesOn)
        m_done = {};
    m_result = {};
    m_sequence.start(stepsFor(plan.after, plan.before));
}

void TagChange::undo() {
    if (!canUndo())
        return;
    const TagPlan done = std::exchange(m_done, {});
    const TagsByKey back = undoOf(done, m_parts.store);
    m_result = {};
    m_result.isUndo = true;
    m_result.changedSince = static_cast<int>(done.after.size() - back.size());
    m_sequence.start(stepsFor(back, {}));
}

} // namespace labwarden::board
