// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_parts.h"
#include "console/widgets/revision_dialog.h"

#include <QPointer>

#include <map>

namespace labwarden::console {

/// The revisions of an environment.
class EnvironmentHistoryDialog : public widgets::RevisionDialog {
    Q_OBJECT
public:
    /// What `parts` refer to outlives it. `mayRestore`: whether the person may write.
    EnvironmentHistoryDialog(const EnvironmentParts& parts, const Environment& environment, bool mayRestore,
                             QWidget* parent);

Q_SIGNALS:
    /// Nothing is saved by it.
    void restoreRequested(const labwarden::Environment& revision);

protected:
    bool isKnown(int revision) const override { return m_known.contains(revision); }
    void fetch(int revision) override;
    std::vector<widgets::Change> changes(int before, int after) const override;
    void restore(int revision) override;

private:
    void load(const std::string& cursor);

    EnvironmentParts m_parts;
    std::string m_id;
    std::map<int, Environment> m_known;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
