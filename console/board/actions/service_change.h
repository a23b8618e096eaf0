// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/device_api.h"
#include "console/api/request_sequence.h"
#include "console/board/actions/board_parts.h"

#include <QStringList>

#include <string>
#include <vector>

namespace labwarden::board {

/// What taking devices out of service, or putting them back, has come to.
struct ServiceResult {
    enum class Kind { maintenance, backInService, undo };
    Kind kind = Kind::maintenance;
    console::SequenceResult sequence;
    std::string reason;            ///< of maintenance
    std::vector<std::string> left; ///< ids that nothing was done with, when it did not get to the end
    int keptByLab = 0;             ///< stay in maintenance: they have to pass their health check first
    int changedSince = 0;          ///< somebody else has changed them since, so undoing left them alone
};

/// Takes devices out of service or puts them back, in as many requests as the server wants, and takes that
/// back. One at a time. GUI thread only.
class ServiceChange : public QObject {
    Q_OBJECT
public:
    explicit ServiceChange(const BoardParts& parts, QObject* parent = nullptr);

    bool isRunning() const { return m_sequence.isRunning(); }
    /// `goesOn`: it is the rest of what was done before; both are undone together.
    void begin(const std::vector<std::string>& ids, const std::string& reason, bool goesOn = false);
    void end(const std::vector<std::string>& ids);
    /// Everything as it was before the last change, but for devices that somebody has changed since. Devices
    /// that go into maintenance again get the reason that they had.
    void undo();
    bool canUndo() const { return !m_done.empty() && !isRunning(); }
    /// Once the request under way has been answered.
    void stop() { m_sequence.stop(); }

Q_SIGNALS:
    void progress(int done, int total);
    void finished(const labwarden::board::ServiceResult& result);

private:
    struct Done {
        std::string id;
        Service before;
        std::int64_t version; ///< of the service afterwards
    };
    void start(ServiceResult::Kind kind, std::vector<console::RequestSequence::Step> steps);
    console::RequestSequence::Step beginStep(std::vector<std::string> ids, std::string reason);
    console::RequestSequence::Step endStep(std::vector<std::string> ids);
    void answered(const std::vector<std::string>& ids, const std::vector<Service>& before,
                  const console::DevicesChange& change);

    BoardParts m_parts;
    console::RequestSequence m_sequence;
    ServiceResult m_result;
    std::vector<std::vector<std::string>> m_waiting; ///< ids by request, those not yet done
    std::vector<Done> m_done;
};

} // namespace labwarden::board
