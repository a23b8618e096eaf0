// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

#include <QObject>
#include <QTimer>

namespace labwarden::console {

/// Keeps what the signed-in person may do equal to what the server says: asks again when their account or any
/// role has changed, and when something was refused that the console thought allowed.
/// LabStore::sessionChanged tells pages, which then offer what is allowed now; what may be seen of the lab is
/// loaded anew. GUI thread only.
class SessionWatch : public QObject {
    Q_OBJECT
public:
    SessionWatch(AccountApi& api, LabStore& store, LabSync& sync, QObject* parent = nullptr);

private:
    void ask();
    void askSoon();

    AccountApi& m_api;
    LabStore& m_store;
    LabSync& m_sync;
    QTimer m_soon; ///< a change of roles comes as many events
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
