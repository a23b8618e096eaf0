// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/service_change.h"

#include "console/store/lab_sync.h"

#include <algorithm>
#include <map>
#include <utility>

namespace labwarden::board {

using console::ApiResult;
using console::DevicesChange;
using console::mostDevicesOfOneRequest;

ServiceChange::ServiceChange(const BoardParts& parts, QObject* parent)
    : QObject(parent), m_parts(parts), m_sequence(this) {
    connect(&m_sequence, &console::RequestSequence::progress, this, &ServiceChange::progress);
    connect(&m_sequence, &console::RequestSequence::finished, this,
            [this](const console::SequenceResult& sequence) {
                m_result.sequence = sequence;
                for (auto& ids : std::exchange(m_waiting, {}))
                    m_result.left.insert(m_result.left.end(), ids.begin(), ids.end());
                Q_EMIT finished(std::exchange(m_result, {}));
            });
}

void ServiceChange::start(ServiceResult::Kind kind, std::vector<console::RequestSequence::Step> steps) {
    m_result.kind = kind;
    m_sequence.start(std::move(steps));
}

void ServiceChange::begin(const std::vector<std::string>& ids, const std::string& reason, bool goesOn) {
    if (isRunning())
        return;
    if (!goesOn)
        m_done.clear();
    m_result = {};
    m_result.reason = reason;
    std::vector<console::RequestSequence::Step> steps;
    for (auto& piece : console::inPieces(ids, mostDevicesOfOneRequest))
        steps.push_back(beginStep(std::move(piece), reason));
    start(ServiceResult::Kind::maintenance, std::move(steps));
}

void ServiceChange::end(const std::vector<std::string>& ids) {
    if (isRunning())
        return;
    m_done.clear();
    m_result = {};
    std::vector<console::RequestSequence::Step> steps;
    for (auto& piece : console::inPieces(ids, mostDevicesOfOneRequest))
        steps.push_back(endStep(std::move(piece)));
    start(ServiceResult::Kind::backInService, std::move(steps));
}

void ServiceChange::undo() {
    if (!canUndo())
        return;
    m_result = {};
    std::vector<std::string> back;
    std::map<std::string, std::vector<std::string>> out; // by reason
    for (const Done& done : std::exchange(m_done, {})) {
        const Device* device = m_parts.store.device(done.id);
        if (!device || device->service.version != done.version)
            ++m_result.changedSince;
        else if (done.before.inService)
            back.push_back(done.id);
        else
            out[done.before.reason].push_back(done.id);
    }
    std::vector<console::RequestSequence::Step> steps;
    for (auto& piece : console::inPieces(back, mostDevicesOfOneRequest))
        steps.push_back(endStep(std::move(piece)));
    for (const auto& [reason, ids] : out)
        for (auto& piece : console::inPieces(ids, mostDevicesOfOneRequest))
            steps.push_back(beginStep(std::move(piece), reason));
    start(ServiceResult::Kind::undo, std::move(steps));
}

namespace {

std::vector<Service> servicesOf(const console::LabStore& store, const std::vector<std::string>& ids) {
    std::vector<Service> services;
    for (const auto& id : ids) {
        const Device* device = store.device(id);
        services.push_back(device ? device->service : Service{});
    }
    return services;
}

} // namespace

console::RequestSequence::Step ServiceChange::beginStep(std::vector<std::string> ids, std::string reason) {
    m_waiting.push_back(ids);
    const int count = static_cast<int>(ids.size());
    return {count, [this, ids = std::move(ids),
                    reason = std::move(reason)](QObject* context, console::RequestSequence::Answered answer) {
                m_parts.api.beginMaintenance({ids, reason}, context,
                                             [this, ids, before = servicesOf(m_parts.store, ids),
                                              answer = std::move(answer)](ApiResult<DevicesChange> result) {
                                                 if (result)
                                                     answered(ids, before, *result);
                                                 answer(result.error());
                                             });
            }};
}

console::RequestSequence::Step ServiceChange::endStep(std::vector<std::string> ids) {
    m_waiting.push_back(ids);
    const int count = static_cast<int>(ids.size());
    return {count, [this, ids = std::move(ids)](QObject* context, console::RequestSequence::Answered answer) {
                m_parts.api.endMaintenance({ids}, context,
                                           [this, ids, before = servicesOf(m_parts.store, ids),
                                            answer = std::move(answer)](ApiResult<DevicesChange> result) {
                                               if (result) {
                                                   for (const auto& device : result->devices)
                                                       m_result.keptByLab += !device.service.inService;
                                                   answered(ids, before, *result);
                                               }
                                               answer(result.error());
                                           });
            }};
}

void ServiceChange::answered(const std::vector<std::string>& ids, const std::vector<Service>& before,
                             const DevicesChange& change) {
    m_waiting.erase(m_waiting.begin());
    m_parts.sync.accept(change.events);
    if (m_result.kind == ServiceResult::Kind::undo)
        return;
    for (const auto& device : change.devices) {
        const auto at = std::find(ids.begin(), ids.end(), device.id);
        if (at == ids.end())
            continue;
        const Service& was = before[static_cast<std::size_t>(at - ids.begin())];
        if (was.version != device.service.version)
            m_done.push_back({device.id, was, device.service.version});
    }
}

} // namespace labwarden::board
