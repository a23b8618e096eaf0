// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/request_sequence.h"
#include "console/board/actions/board_parts.h"
#include "console/board/actions/release_plan.h"
#include "console/widgets/action_dialog.h"

class QTableView;

namespace labwarden::widgets {
class FactLine;
}

namespace labwarden::board {

class FactLine;
class ReasonField;
class ReleaseModel;

/// Takes devices away from the runs that hold them, by force and with a reason: names every run and whose it
/// is, ends exactly those that it has shown, one after the other, and says what has become of each.
class ReleaseDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    ReleaseDialog(const BoardParts& parts, std::vector<std::string> deviceIds, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Something has been done, and the dialog is about to close.
    void released(const QString& words, bool isWhole);

protected:
    void submit() override;
    void stop() override { m_sequence.stop(); }
    bool isDirty() const override;
    void done(int result) override;

private:
    void describe();
    void updateMissing();
    console::RequestSequence::Step step(int row);
    void onFinished(const console::SequenceResult& result);

    BoardParts m_parts;
    std::vector<std::string> m_ids;
    ReleaseModel* m_model;
    console::RequestSequence m_sequence;
    bool m_hasBegun = false; ///< what is in the table stays as it is
    widgets::FactLine *m_consequence, *m_others;
    QTableView* m_table;
    ReasonField* m_reason;
};

} // namespace labwarden::board
