// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"
#include "console/testcases/case_parts.h"
#include "console/testcases/draft_shelf.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace labwarden::widgets {
class Notice;
class SaveBar;
} // namespace labwarden::widgets

namespace labwarden::console {

class CaseAttachments;
class CaseForm;
class CaseHeader;
class CaseHelp;
class CaseSaving;
class CaseViews;
class FaultList;
class TrialDevice;
class TryBar;

/// One test case at the right of the list, or a new one. What is entered stays whatever the server says, also
/// over the end of a session and of the program; nobody's change is overwritten unseen. GUI thread.
class CaseEditor : public QWidget {
    Q_OBJECT
public:
    /// All outlive it.
    CaseEditor(const CaseParts& parts, CaseHelp& help, DraftShelf& shelf, TrialDevice& device,
               QWidget* parent = nullptr);

    /// Asks the server for it. What is not saved goes: see leave().
    void openCase(const std::string& id);
    void openNew(const TestCaseDocument& document = {});
    /// Goes on with what was kept of it, or of a new one.
    void resume(const KeptDraft& draft);
    void close();
    bool isOpen() const { return m_isNew || !m_id.empty(); }
    /// Empty: none, or a new one.
    const std::string& caseId() const { return m_id; }
    bool isDirty() const;
    /// Calls `then` when nothing is lost by going on, or the person does not mind.
    void leave(std::function<void()> then);
    void focusFirst();
    void save();

    /// While the connection is lost nothing is live.
    void setLive(bool live);

    CaseDraft& draft() { return m_draft; }
    CaseViews* views() const { return m_views; }
    CaseForm* form() const;

Q_SIGNALS:
    void closed();
    void created(const std::string& id);
    void saved(const std::string& id);
    void startRequested(const std::string& id);
    void backTestRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void connectParts();
    void addShortcuts();
    void adopt(const TestCase& testCase);
    void show(bool isLoaded);
    void update();
    void keepDraft();
    void dropDraft();
    void offerDraft();
    void onStore();
    void refuse(const ApiError& error);
    void openHistory();
    void fetchUsage();
    void setBusy(bool busy);
    void giveFocusBack();
    void showView();
    bool mayWrite() const { return m_parts.store.may("testcases:write"); }

    CaseParts m_parts;
    CaseHelp& m_help;
    DraftShelf& m_shelf;
    CaseDraft m_draft;
    CaseSaving* m_saving;
    CaseHeader* m_header;
    widgets::Notice* m_notice;
    CaseViews* m_views;
    TryBar* m_try;
    FaultList* m_faults;
    widgets::SaveBar* m_footer;
    CaseAttachments* m_attachments;
    QPointer<ApiJob> m_loading, m_counting;
    QTimer m_keep;
    QPointer<QWidget> m_focus; ///< where the keyboard was when the server was asked
    std::string m_id;
    TestCase m_base; ///< as the server had it
    std::optional<KeptDraft> m_offered;
    bool m_isNew = false, m_isLoaded = false, m_isGone = false;
};

} // namespace labwarden::console
