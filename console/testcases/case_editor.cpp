// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_editor.h"

#include "console/forms/fault_list.h"
#include "console/style/metrics.h"
#include "console/testcases/case_attachments.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_header.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_saving.h"
#include "console/testcases/case_views.h"
#include "console/testcases/case_words.h"
#include "console/testcases/history_dialog.h"
#include "console/testcases/try_bar.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/save_bar.h"

#include <QPainter>
#include <QShortcut>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;
using widgets::MessageBox;

constexpr int margin = style::metrics::pageMargin;
constexpr std::chrono::milliseconds keepAfter{800};

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

// --- what it is made of ---

CaseEditor::CaseEditor(const CaseParts& parts, CaseHelp& help, DraftShelf& shelf, TrialDevice& device,
                       QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_help(help)
    , m_shelf(shelf)
    , m_saving(new CaseSaving(parts, this))
    , m_notice(new widgets::Notice(this)) {
    setObjectName(QStringLiteral("caseEditor"));
    setMinimumWidth(520);
    m_notice->setObjectName(QStringLiteral("caseNotice"));
    m_header = new CaseHeader(this);
    m_views = new CaseViews(m_draft, m_help, m_parts.settings, this);
    m_try = new TryBar(m_parts, m_draft, device, *form()->criteria(), this);
    form()->addBar(form()->criteria(), m_try, m_try->tabStops());
    m_faults = new FaultList(placeWords, this);
    m_footer = new widgets::SaveBar(QStringLiteral("Case"), this);
    m_attachments = new CaseAttachments(parts, m_draft, *form(), *m_notice, this);
    auto* noticeHolder = new QVBoxLayout;
    noticeHolder->setContentsMargins(margin, 0, margin, 8);
    noticeHolder->addWidget(m_notice);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(noticeHolder);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_views, 1);
    layout->addWidget(m_attachments);
    layout->addWidget(m_faults);
    layout->addWidget(m_footer);
    m_keep.setSingleShot(true);
    m_keep.setInterval(keepAfter);
    connectParts();
    showView();
    hide();
}

void CaseEditor::connectParts() {
    connect(&m_draft, &CaseDraft::changed, this, [this] {
        update();
        if (m_isLoaded && isDirty())
            m_keep.start();
        else if (m_isLoaded && !m_isNew)
            dropDraft();
    });
    connect(m_header, &CaseHeader::closeRequested, this, [this] { leave([this] { this->close(); }); });
    connect(m_header, &CaseHeader::undoRequested, this, [this] { m_draft.undoStack().undo(); });
    connect(m_header, &CaseHeader::redoRequested, this, [this] { m_draft.undoStack().redo(); });
    connect(m_header, &CaseHeader::startRequested, this,
            [this] { leave([this] { Q_EMIT startRequested(m_id); }); });
    connect(m_header, &CaseHeader::textRequested, this, [this](bool isText) {
        m_views->setView(isText ? CaseViews::View::text : CaseViews::View::form);
    });
    connect(m_views, &CaseViews::viewChanged, this, &CaseEditor::showView);
    connect(m_try, &TryBar::backTestRequested, this, &CaseEditor::backTestRequested);
    connect(m_header, &CaseHeader::historyRequested, this, &CaseEditor::openHistory);
    connect(&m_keep, &QTimer::timeout, this, &CaseEditor::keepDraft);
    connect(m_faults, &FaultList::chosen, m_views, &CaseViews::lead);
    connect(m_footer, &widgets::SaveBar::saveRequested, this, &CaseEditor::save);
    connect(m_footer, &widgets::SaveBar::messageEdited, &m_keep, qOverload<>(&QTimer::start));
    connect(m_footer, &widgets::SaveBar::discardRequested, this, [this] {
        if (m_isNew) {
            leave([this] { close(); });
            return;
        }
        m_notice->clear();
        m_draft.edit({}, tr("discard changes"), CaseDraft::Kind::step,
                     [this](TestCaseDocument& document) { document = m_draft.base(); });
        m_views->focusFirst();
    });
    connect(m_saving, &CaseSaving::busyChanged, this, &CaseEditor::setBusy);
    connect(m_saving, &CaseSaving::refused, this, &CaseEditor::refuse);
    connect(m_saving, &CaseSaving::saved, this, [this](const TestCase& testCase) {
        const bool wasNew = std::exchange(m_isNew, false);
        if (wasNew)
            m_shelf.drop({});
        m_id = testCase.id;
        m_notice->clear();
        // What was typed while the server was asked stays.
        m_base = testCase;
        m_draft.rebase(testCase.document);
        m_footer->setMessage({});
        if (!m_draft.isDirty())
            dropDraft();
        update();
        Q_EMIT saved(testCase.id);
        if (wasNew)
            Q_EMIT created(testCase.id);
    });
    connect(m_saving, &CaseSaving::rebased, this,
            [this](const TestCase& theirs, const TestCaseDocument& document) {
                m_notice->clear();
                m_base = theirs;
                m_draft.rebase(theirs.document);
                m_draft.edit({}, tr("merge"), CaseDraft::Kind::step,
                             [&](TestCaseDocument& now) { now = document; });
                update();
            });
    connect(m_notice, &widgets::Notice::actionTriggered, this, [this] {
        if (const auto draft = std::exchange(m_offered, std::nullopt))
            resume(*draft);
    });
    addShortcuts();
    connect(&m_parts.store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.testCases)
            onStore();
    });
    connect(&m_parts.store, &LabStore::sessionChanged, this, [this] {
        if (isOpen())
            update();
    });
    connect(&m_parts.store, &LabStore::reset, this, [this] {
        if (isOpen() && !m_parts.store.session())
            close(); // what is not saved is on the shelf
    });
}

void CaseEditor::addShortcuts() {
    const auto shortcut = [this](const QKeySequence& keys, auto action) {
        auto* made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, action);
    };
    shortcut(QKeySequence::Save, [this] { save(); });
    shortcut(QKeySequence::Undo, [this] { m_draft.undoStack().undo(); });
    shortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), [this] { m_draft.undoStack().redo(); });
    shortcut(QKeySequence(Qt::Key_F8), [this] { m_faults->next(); });
    shortcut(QKeySequence(Qt::Key_Escape), [this] { leave([this] { close(); }); });
}

// --- opening, closing ---

void CaseEditor::openCase(const std::string& id) {
    if (m_isLoaded && m_keep.isActive())
        keepDraft();
    m_saving->cancel();
    if (m_loading)
        m_loading->cancel();
    m_isNew = m_isGone = false;
    m_offered.reset();
    m_id = id;
    m_notice->clear();
    show(false);
    const auto* known = m_parts.store.testCase(id);
    m_header->showLoading(known ? q(known->key) : QString());
    m_loading = m_parts.api.testCase(id, this, [this](ApiResult<TestCase> result) {
        if (!result) {
            m_notice->problem(result.error().title, result.error().detail);
            return;
        }
        adopt(*result);
        offerDraft();
        fetchUsage();
    });
}

/// Without an answer the head just does not say who uses it.
void CaseEditor::fetchUsage() {
    if (m_counting)
        m_counting->cancel();
    m_counting = m_parts.cases.usage(m_id, this, [this](ApiResult<TestCaseUsage> usage) {
        if (usage)
            m_header->showUsage(usageWords(*usage));
    });
}

void CaseEditor::adopt(const TestCase& testCase) {
    m_base = testCase;
    m_footer->setMessage({});
    m_isLoaded = false; // what is loaded is no change
    m_draft.load(testCase.document);
    show(true);
}

void CaseEditor::openNew(const TestCaseDocument& document) {
    close();
    m_isNew = true;
    m_base = {};
    m_header->showUsage({});
    m_draft.load({}, document);
    show(true);
    m_views->focusFirst();
}

void CaseEditor::resume(const KeptDraft& draft) {
    m_notice->clear();
    m_offered.reset();
    m_isLoaded = false;
    if (draft.caseId.empty()) {
        close();
        m_isNew = true;
        m_header->showUsage({});
        m_base = {};
    } else {
        m_id = draft.caseId;
        m_base.id = draft.caseId;
        m_base.key = draft.key;
        m_base.document = draft.base;
        m_base.revision = draft.revision; // when there is a newer one, saving compares them
    }
    m_draft.load(draft.base, draft.document, draft.text);
    m_footer->setMessage(q(draft.message));
    show(true);
    if (!m_isNew)
        fetchUsage();
    m_views->focusFirst();
}

void CaseEditor::close() {
    if (m_isLoaded && m_keep.isActive())
        keepDraft();
    m_saving->cancel();
    m_attachments->cancel();
    for (auto* job : {m_loading.data(), m_counting.data()})
        if (job)
            job->cancel();
    m_isNew = m_isGone = m_isLoaded = false;
    m_offered.reset();
    m_id.clear();
    m_base = {};
    m_notice->clear();
    hide();
    Q_EMIT closed();
}

bool CaseEditor::isDirty() const {
    return m_isLoaded && m_draft.isDirty();
}

void CaseEditor::leave(std::function<void()> then) {
    if (!isDirty()) {
        then();
        return;
    }
    const QString name = m_isNew ? tr("The new test case") : q(m_base.key);
    MessageBox::ask(this,
                    {tr("Discard what is not saved?"), tr("%1 has changes that are not saved.").arg(name),
                     tr("Discard"), tr("Keep editing"), true},
                    [this, then = std::move(then)](MessageBox::Answer answer) {
                        if (answer != MessageBox::Answer::yes)
                            return;
                        m_isLoaded = false;
                        m_keep.stop();
                        dropDraft();
                        m_draft.load(m_draft.base());
                        m_isLoaded = true;
                        update();
                        then();
                    });
}

CaseForm* CaseEditor::form() const {
    return m_views->form();
}

void CaseEditor::showView() {
    m_header->setTextShown(m_views->view() == CaseViews::View::text);
}

void CaseEditor::setLive(bool live) {
    m_try->setLive(live);
}

void CaseEditor::focusFirst() {
    m_views->focusFirst();
}

// --- showing ---

void CaseEditor::show(bool isLoaded) {
    m_attachments->cancel(tr("The test case was loaded anew meanwhile."));
    m_isLoaded = isLoaded;
    m_views->setVisible(isLoaded);
    m_views->scrollToTop();
    update();
    QWidget::show();
}

void CaseEditor::update() {
    const bool writes = mayWrite() && !m_isGone;
    if (m_isLoaded)
        m_header->showCase(m_draft.document(), m_base, m_draft.undoStack(), m_parts.store.may("runs:start"));
    m_views->setReadOnly(!writes);
    m_faults->setFaults(m_isLoaded && writes ? m_draft.faults() : std::vector<Fault>());
    const int faults = static_cast<int>(m_draft.faults().size());
    const bool dirty = isDirty();
    m_footer->setVisible(m_isLoaded && writes);
    const bool busy = m_saving->isBusy();
    widgets::SaveBar::State state;
    state.save = busy ? tr("Saving…") : m_isNew ? tr("Create test case") : tr("Save");
    state.discard = m_isNew ? tr("Cancel") : tr("Discard");
    state.unsaved = faults > 0 ? tr("Not saved before its faults are mended.") : tr("Not saved yet.");
    state.canSave = dirty && faults == 0 && !busy;
    state.offersDiscard = m_isNew || dirty;
    state.canDiscard = !busy;
    state.asksForMessage = !m_isNew;
    m_footer->setState(state);
    if (m_isLoaded && !mayWrite() && m_notice->isHidden())
        m_notice->say(Icon::lock, Token::offline, tr("You may read test cases, but not change them."));
}

void CaseEditor::onStore() {
    if (m_id.empty() || !m_isLoaded || m_saving->isBusy())
        return;
    const auto* now = m_parts.store.testCase(m_id);
    if (!now) {
        if (!isDirty()) {
            close();
            return;
        }
        m_isGone = true;
        m_notice->problem(tr("Somebody else has deleted this test case meanwhile."),
                          tr("What you have entered can be copied from here, but no longer saved."));
        update();
    } else if (now->revision > m_base.revision) {
        if (!isDirty())
            openCase(std::string(m_id));
        else
            m_notice->say(
                Icon::users, Token::warning, tr("Somebody else has just changed this test case."),
                tr("Go on: when you save, you are shown what differs, and nothing is overwritten."));
    }
}

// --- drafts ---

void CaseEditor::keepDraft() {
    m_keep.stop();
    if (!isDirty())
        return;
    m_shelf.keep({m_id, m_base.key, m_base.revision, m_draft.base(), m_draft.document(),
                  m_footer->message().toStdString(), Timestamp::now(), m_draft.writtenText()});
}

void CaseEditor::dropDraft() {
    m_keep.stop();
    if (!m_offered)
        m_shelf.drop(m_id);
}

void CaseEditor::offerDraft() {
    auto kept = m_shelf.find(m_id);
    const bool isSaid = kept && kept->text.empty() && isSame(kept->document, m_base.document);
    if (!kept || isSaid || !mayWrite())
        return;
    m_offered = std::move(kept);
    m_notice->say(Icon::history, Token::accent,
                  tr("You have a draft of %1 that was not saved.").arg(q(m_base.key)),
                  tr("Written %1, from revision %2.")
                      .arg(widgets::dateTimeText(m_offered->at))
                      .arg(m_offered->revision));
    m_notice->offer(tr("Go on with it"));
}

// --- saving ---

void CaseEditor::save() {
    if (!m_isLoaded || m_saving->isBusy() || m_isGone || !mayWrite() || !isDirty())
        return;
    if (m_faults->count() > 0) {
        m_faults->next();
        return;
    }
    keepDraft(); // whatever becomes of the answer
    m_notice->clear();
    if (m_isNew)
        m_saving->create(m_draft.document());
    else
        m_saving->save(m_base, m_draft.document(), m_footer->message().toStdString());
}

void CaseEditor::openHistory() {
    if (m_isNew || m_id.empty())
        return;
    auto* dialog = new HistoryDialog(m_parts, m_id, q(m_base.key), mayWrite() && !m_isGone, this);
    connect(dialog, &HistoryDialog::restoreRequested, this, [this](const TestCase& revision) {
        m_draft.edit({}, tr("restore revision %1").arg(revision.revision), CaseDraft::Kind::step,
                     [&](TestCaseDocument& document) { document = revision.document; });
        m_footer->setMessage(tr("Back to revision %1").arg(revision.revision));
        m_notice->say(Icon::history, Token::accent,
                      tr("This is revision %1 again, not saved yet.").arg(revision.revision),
                      tr("Saving makes a new revision of it; Ctrl+Z takes it back."));
    });
    dialog->open();
}

/// What is disabled while the server is asked hands the keyboard to its neighbour; it comes back.
void CaseEditor::setBusy(bool busy) {
    if (busy)
        m_focus = focusWidget();
    update();
    if (!busy)
        QMetaObject::invokeMethod(this, &CaseEditor::giveFocusBack, Qt::QueuedConnection);
}

void CaseEditor::giveFocusBack() {
    auto* now = window()->focusWidget();
    if (!isOpen() || !m_focus || (now && !isAncestorOf(now)))
        return;
    if (m_focus->isVisible() && m_focus->isEnabled())
        m_focus->setFocus();
    else
        m_views->focusFirst();
    m_focus = nullptr;
}

void CaseEditor::refuse(const ApiError& error) {
    auto faults = error.faults;
    for (auto& fault : faults) // a save sends the document within something larger
        if (fault.pointer.starts_with("/document"))
            fault.pointer.erase(0, std::string_view("/document").size());
    m_draft.setServerFaults(faults);
    if (faults.empty()) {
        m_notice->problem(error.title, error.detail);
    } else {
        m_faults->next();
        m_focus = nullptr; // the keyboard is wanted there
    }
    if (error.kind == ApiError::Kind::NotFound && !m_isNew) {
        m_isGone = true;
        update();
    }
}

void CaseEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), t[Token::border]);
}

} // namespace labwarden::console
