// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "common/timestamp.h"

#include <QString>

#include <optional>
#include <vector>

class QSettings;

namespace labwarden::console {

/// What somebody has written of a test case and not saved.
struct KeptDraft {
    std::string caseId; ///< empty: a new case
    std::string key;    ///< "TC-12"; empty for a new one
    int revision = 0;   ///< that `base` is
    TestCaseDocument base, document;
    std::string message;
    Timestamp at;
    std::string text; ///< as it was written, where it was; see CaseDraft::writtenText()
};

/// Drafts on this machine's disk, by server, person and case, one at a time for new cases; readable by its
/// owner alone. They outlive a crash and the end of a session. GUI thread.
class DraftShelf {
public:
    /// Drafts lie in a folder beside the file of `settings`.
    explicit DraftShelf(const QSettings& settings);

    /// Whose drafts these are; empty for nobody, who has none.
    void setPerson(const QString& server, const QString& user);
    /// False, with a warning in the log, when it could not be written.
    bool keep(const KeptDraft& draft);
    void drop(const std::string& caseId);
    std::optional<KeptDraft> find(const std::string& caseId) const;
    /// Newest first; what cannot be read is passed over.
    std::vector<KeptDraft> all() const;

private:
    QString pathOf(const std::string& caseId) const;

    QString m_root, m_folder;
};

} // namespace labwarden::console
