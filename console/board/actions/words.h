// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"
#include "console/api/request_sequence.h"
#include "console/store/lab_store.h"

#include <QStringList>

#include <string>
#include <vector>

/// Texts that the actions of the board have in common, and the order in which devices are named.
namespace labwarden::widgets {
class Notice;
}

namespace labwarden::board {

/// "1 device", "1 200 devices".
QString devicesText(qsizetype count);
/// "r07-u01, r07-u02 and 10 more": the first `most` names, and how many others there are.
QString namesText(const QStringList& names, int most = 6);
/// How things stand when it did not get to the end. `done`: what is true of %1 of %2 devices now.
QString standsText(const console::SequenceResult& result, const QString& done);
/// That, in a dialog, and why it went no further.
void sayHowFar(widgets::Notice& notice, const console::SequenceResult& result, const QString& done);
/// As people order names; for those who read what is done with which.
void sortByName(std::vector<std::string>& deviceIds, const console::LabStore& store);
/// The server's own words for a refusal, the faults that it names among them.
QString refusalText(const console::ApiError& error);

} // namespace labwarden::board
