// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/chosen_case.h"

namespace labwarden::console {

ChosenCase::ChosenCase(LabApi& api, const LabStore& store, QObject* parent)
    : QObject(parent), m_api(api), m_store(store) {
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        const auto* head = changes.testCases ? m_store.testCase(m_id) : nullptr;
        if (head && m_case && head->revision > m_case->revision)
            fetch();
    });
}

ChosenCase::~ChosenCase() {
    if (m_job)
        m_job->cancel();
}

void ChosenCase::choose(const std::string& id) {
    if (id == m_id)
        return;
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_id = id;
    m_case.reset();
    m_error.reset();
    if (!id.empty())
        fetch();
    Q_EMIT changed();
}

void ChosenCase::retry() {
    if (m_id.empty() || m_job)
        return;
    m_error.reset();
    fetch();
    Q_EMIT changed();
}

void ChosenCase::fetch() {
    if (m_job)
        m_job->cancel();
    m_job = m_api.testCase(m_id, this, [this](ApiResult<TestCase> answer) {
        m_job = nullptr;
        if (answer)
            m_case = answer.take();
        else if (!m_case) // what is there already is worth keeping
            m_error = answer.error();
        Q_EMIT changed();
    });
}

} // namespace labwarden::console
