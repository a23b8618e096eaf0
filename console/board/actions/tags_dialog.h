// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/board_parts.h"
#include "console/board/actions/tag_change.h"
#include "console/widgets/action_dialog.h"

class QLineEdit;
class QListView;

namespace labwarden::widgets {
class FactLine;
}

namespace labwarden::board {

class FactLine;
class TagChoiceModel;

/// Adds tags to many devices and removes others, and shows beforehand how many devices get or lose which.
class TagsDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    /// `change` outlives it; it does the work.
    TagsDialog(const BoardParts& parts, TagChange& change, std::vector<std::string> deviceIds,
               QWidget* parent = nullptr);

protected:
    void submit() override;
    void stop() override { m_change.stop(); }
    bool isDirty() const override;

private:
    void makeInput();
    void describe();
    void updatePlan();
    void addTyped();
    void onFinished(const TagResult& result);
    std::vector<const Device*> devices() const;

    BoardParts m_parts;
    TagChange& m_change;
    std::vector<std::string> m_ids;
    bool m_goesOn = false;
    TagChoiceModel* m_model;
    QLineEdit* m_input;
    QPushButton* m_add;
    QListView* m_list;
    widgets::FactLine *m_fault, *m_preview;
};

} // namespace labwarden::board
