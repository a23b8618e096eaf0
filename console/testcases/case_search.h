// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/lab_api.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <string>
#include <unordered_set>

namespace labwarden::console {

/// Asks the server which test cases have words in what is not known here, their descriptions and metrics. A
/// moment after the last letter, one question at a time; GUI thread.
class CaseSearch : public QObject {
    Q_OBJECT
public:
    using Found = std::shared_ptr<const std::unordered_set<std::string>>;

    /// The API outlives it.
    explicit CaseSearch(LabApi& api, QObject* parent = nullptr);

    /// What was asked before is dropped; nothing is asked for no words.
    void ask(const QString& words);

Q_SIGNALS:
    /// Ids; all of them, or the first ten thousand.
    void found(const QString& words, const labwarden::console::CaseSearch::Found& ids);
    void failed(const labwarden::console::ApiError& error);

private:
    void fetch(const std::string& cursor);

    LabApi& m_api;
    QString m_words;
    std::shared_ptr<std::unordered_set<std::string>> m_ids;
    QPointer<ApiJob> m_job;
    QTimer m_wait;
};

} // namespace labwarden::console
