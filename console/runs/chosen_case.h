// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/lab_api.h"
#include "console/store/lab_store.h"

#include <QObject>
#include <QPointer>

#include <optional>
#include <string>

namespace labwarden::console {

/// The test case that somebody has chosen, in full: the store has no documents, so it is fetched, and fetched
/// again when the store says that it has a newer revision. GUI thread only.
class ChosenCase : public QObject {
    Q_OBJECT
public:
    ChosenCase(LabApi& api, const LabStore& store, QObject* parent = nullptr);
    ~ChosenCase() override;

    /// A fetch of another one that is under way is given up. Empty: none.
    void choose(const std::string& id);
    /// After a failure.
    void retry();

    /// Null when none is chosen, until it has come, and when it could not be had.
    const TestCase* testCase() const { return m_case ? &*m_case : nullptr; }
    bool isLoading() const { return m_job && !m_case; }
    /// Why it could not be had; null when nothing is wrong.
    const ApiError* error() const { return m_error ? &*m_error : nullptr; }

Q_SIGNALS:
    /// Another one is chosen, it has come, or it could not be had.
    void changed();

private:
    void fetch();

    LabApi& m_api;
    const LabStore& m_store;
    std::string m_id;
    std::optional<TestCase> m_case;
    std::optional<ApiError> m_error;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
