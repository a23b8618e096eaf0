// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/board_parts.h"
#include "console/board/actions/service_change.h"
#include "console/widgets/action_dialog.h"

namespace labwarden::widgets {
class FactLine;
}

namespace labwarden::board {

class FactLine;
class ReasonField;

/// Takes devices out of service, with the reason: says beforehand what becomes of each, and afterwards, if it
/// did not get to the end, exactly how far it has come.
class MaintenanceDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    /// `change` outlives it; it does the work.
    MaintenanceDialog(const BoardParts& parts, ServiceChange& change, std::vector<std::string> deviceIds,
                      QWidget* parent = nullptr);

protected:
    void submit() override;
    void stop() override;
    bool isDirty() const override;

private:
    void describe();
    void onFinished(const ServiceResult& result);

    BoardParts m_parts;
    ServiceChange& m_change;
    std::vector<std::string> m_ids;
    bool m_goesOn = false; ///< part of them are out of service already
    widgets::FactLine *m_devices, *m_held, *m_already;
    ReasonField* m_reason;
};

} // namespace labwarden::board
