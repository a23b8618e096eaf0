// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_saving.h"

#include "console/api/device_api.h"
#include "console/board/panel/device_edit.h"
#include "console/board/panel/device_words.h"
#include "console/store/lab_store.h"

#include <algorithm>

namespace labwarden::board {
namespace {

using console::ApiError;
using console::ApiResult;

constexpr int mostAttempts = 3;

} // namespace

DeviceSaving::DeviceSaving(const PanelParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

void DeviceSaving::cancel() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    if (m_difference)
        m_difference->close();
}

void DeviceSaving::save(const DeviceDetail& base, const DeviceDescription& mine) {
    cancel();
    m_base = base;
    put(mine, 1);
}

void DeviceSaving::refuse(const ApiError& error) {
    Q_EMIT busyChanged(false);
    Q_EMIT refused(error);
}

void DeviceSaving::put(const DeviceDescription& mine, int attempt) {
    Q_EMIT busyChanged(true);
    m_job = m_parts.deviceApi.change(
        m_base.id, mine, m_base.version, this,
        [this, mine, attempt](ApiResult<console::DeviceChange> change) {
            m_job = nullptr;
            if (change) {
                m_parts.store.merge(change->events);
                Q_EMIT busyChanged(false);
                Q_EMIT saved(change->device);
                return;
            }
            if (change.error().kind != ApiError::Kind::Stale || attempt >= mostAttempts) {
                refuse(change.error());
                return;
            }
            m_job = m_parts.deviceApi.device(m_base.id, this,
                                             [this, mine, attempt](ApiResult<DeviceDetail> theirs) {
                                                 m_job = nullptr;
                                                 if (!theirs) {
                                                     refuse(theirs.error());
                                                     return;
                                                 }
                                                 Q_EMIT busyChanged(false);
                                                 compare(mine, *theirs, attempt);
                                             });
        });
}

void DeviceSaving::compare(const DeviceDescription& mine, const DeviceDetail& theirs, int attempt) {
    const auto now = descriptionOf(theirs);
    if (isSame(mine, now)) {
        Q_EMIT rebased(theirs, mine);
        Q_EMIT settled();
        return;
    }
    auto found = differences(descriptionOf(m_base), mine, now);
    if (std::none_of(found.begin(), found.end(),
                     [](const auto& difference) { return difference.theyChanged; })) {
        // What they have changed I have changed to the same. Nothing of theirs is lost.
        m_base = theirs;
        Q_EMIT rebased(theirs, mine);
        put(mine, attempt + 1);
        return;
    }
    m_difference = new widgets::DifferenceDialog(
        nameOf(m_base), std::vector<widgets::Difference>(found.begin(), found.end()), m_owner);
    connect(m_difference, &QDialog::accepted, this,
            [this, dialog = m_difference.data(), mine, theirs, now, found = std::move(found)] {
                const auto wanted = merged(mine, now, found, dialog->sides());
                m_base = theirs;
                Q_EMIT rebased(theirs, wanted);
                if (isSame(wanted, now)) // theirs it is, in everything
                    Q_EMIT settled();
                else
                    put(wanted, 1);
            });
    m_difference->open();
}

void DeviceSaving::remove(const DeviceDetail& base) {
    cancel();
    m_base = base;
    Q_EMIT busyChanged(true);
    m_job =
        m_parts.deviceApi.remove(base.id, base.version, this, [this](ApiResult<std::vector<Event>> events) {
            m_job = nullptr;
            if (events) {
                m_parts.store.merge(*events);
                Q_EMIT busyChanged(false);
                Q_EMIT removed();
                return;
            }
            if (events.error().kind != ApiError::Kind::Stale) {
                refuse(events.error());
                return;
            }
            m_job = m_parts.deviceApi.device(m_base.id, this,
                                             [this, stale = events.error()](ApiResult<DeviceDetail> theirs) {
                                                 m_job = nullptr;
                                                 if (theirs)
                                                     Q_EMIT rebased(*theirs, descriptionOf(*theirs));
                                                 refuse(theirs ? stale : theirs.error());
                                             });
        });
}

} // namespace labwarden::board
