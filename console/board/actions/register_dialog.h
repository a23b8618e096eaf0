// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "console/api/request_sequence.h"
#include "console/board/actions/board_parts.h"
#include "console/widgets/action_dialog.h"

#include <QStringList>

#include <string>
#include <vector>

class QScrollArea;

namespace labwarden::board {

class DeviceForm;

/// Registers a device that somebody describes, or accepts devices that have come by themselves: then their
/// keys are given, and several get what they have in common at once.
class RegisterDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    /// Without keys: a device by hand.
    RegisterDialog(const BoardParts& parts, std::vector<std::string> keys, QWidget* parent = nullptr);

Q_SIGNALS:
    /// These are registered now, by id; once, just before it closes.
    void registered(const QStringList& deviceIds);

protected:
    void submit() override;
    void stop() override { m_sequence.stop(); }
    bool isDirty() const override;
    void done(int result) override;

private:
    console::RequestSequence::Step step(const std::string& key);
    void showFirstFault();
    QStringList showFaults(const std::vector<Fault>& faults);
    void onFinished(const console::SequenceResult& result);
    NewDevice deviceOf(const std::string& key) const;

    BoardParts m_parts;
    std::vector<std::string> m_keys; ///< those that are not yet registered
    bool m_isByHand;
    DeviceForm* m_form;
    QScrollArea* m_scroll = nullptr;
    DeviceDescription m_begun; ///< what stood in the form to begin with
    console::RequestSequence m_sequence;
    QStringList m_registered; ///< ids
};

} // namespace labwarden::board
