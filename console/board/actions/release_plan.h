// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace labwarden::board {

/// A run that holds some of the chosen devices. To release one of its devices ends it, and frees all of them:
/// so a run is released once, whatever was chosen of it. A plain value.
struct ReleaseItem {
    enum class Outcome { waiting, underWay, released, hadEnded, failed };

    std::string runId;
    std::int64_t runNumber = 0;
    QString testCase;     ///< its title, where the store knows the run
    QString holder;       ///< who started it
    Timestamp since;      ///< it holds them
    std::string deviceId; ///< by which it is released
    QStringList devices;  ///< names of those that were chosen
    QStringList others;   ///< names of those that it holds as well
    Outcome outcome = Outcome::waiting;
    QString why; ///< the server's words when it has not been released

    bool operator==(const ReleaseItem&) const = default;
    /// "r07-u02, and r07-u05 that is not selected"
    QString devicesText() const;
};

/// By the number of the run; devices that no run holds are left out.
std::vector<ReleaseItem> releasePlan(const console::LabStore& store,
                                     const std::vector<std::string>& deviceIds);

/// "Released 3 devices; 1 run had ended already." for people, once it is done.
QString releaseWords(const std::vector<ReleaseItem>& items);

} // namespace labwarden::board
