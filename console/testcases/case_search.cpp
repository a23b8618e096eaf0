// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_search.h"

namespace labwarden::console {
namespace {

constexpr std::chrono::milliseconds afterTyping{200};
constexpr std::size_t mostFound = 10'000;

} // namespace

CaseSearch::CaseSearch(LabApi& api, QObject* parent) : QObject(parent), m_api(api) {
    m_wait.setSingleShot(true);
    m_wait.setInterval(afterTyping);
    connect(&m_wait, &QTimer::timeout, this, [this] {
        m_ids = std::make_shared<std::unordered_set<std::string>>();
        fetch({});
    });
}

void CaseSearch::ask(const QString& words) {
    m_words = words;
    if (m_job)
        m_job->cancel();
    if (words.trimmed().isEmpty())
        m_wait.stop();
    else
        m_wait.start();
}

void CaseSearch::fetch(const std::string& cursor) {
    m_job = m_api.findTestCases(m_words.trimmed(), cursor, this, [this](ApiResult<TestCasePage> page) {
        if (!page) {
            Q_EMIT failed(page.error());
            return;
        }
        for (auto& each : page->testCases)
            m_ids->insert(std::move(each.id));
        if (page->nextCursor.empty() || m_ids->size() >= mostFound)
            Q_EMIT found(m_words, m_ids);
        else
            fetch(page->nextCursor);
    });
}

} // namespace labwarden::console
