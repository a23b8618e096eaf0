// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_editor.h"

#include "console/environments/connection_section.h"
#include "console/environments/environment_form.h"
#include "console/environments/environment_header.h"
#include "console/environments/environment_history.h"
#include "console/environments/environment_saving.h"
#include "console/environments/environment_words.h"
#include "console/forms/fault_list.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/save_bar.h"

#include <QPainter>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;
using widgets::MessageBox;

constexpr int margin = style::metrics::pageMargin;

} // namespace

// --- what it is made of ---

EnvironmentEditor::EnvironmentEditor(const EnvironmentParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_saving(new EnvironmentSaving(parts, this))
    , m_notice(new widgets::Notice(this)) {
    setObjectName(QStringLiteral("environmentEditor"));
    setMinimumWidth(520);
    m_notice->setObjectName(QStringLiteral("environmentNotice"));
    m_header = new EnvironmentHeader(this);
    m_form = new EnvironmentForm(m_draft, parts, this);
    m_faults = new FaultList(environmentPlace, this);
    m_footer = new widgets::SaveBar(QStringLiteral("Environment"), this);
    auto* noticeHolder = new QVBoxLayout;
    noticeHolder->setContentsMargins(margin, 0, margin, 8);
    noticeHolder->addWidget(m_notice);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(noticeHolder);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addWidget(m_form, 1);
    layout->addWidget(m_faults);
    layout->addWidget(m_footer);
    connectParts();
    connectSaving();
    addShortcuts();
    hide();
}

void EnvironmentEditor::connectParts() {
    connect(&m_draft, &Draft::changed, this, &EnvironmentEditor::update);
    connect(m_header, &EditorHeader::closeRequested, this, [this] { leave([this] { this->close(); }); });
    connect(m_header, &EditorHeader::undoRequested, this, [this] { m_draft.undoStack().undo(); });
    connect(m_header, &EditorHeader::redoRequested, this, [this] { m_draft.undoStack().redo(); });
    connect(m_header, &EnvironmentHeader::historyRequested, this, &EnvironmentEditor::openHistory);
    connect(m_header, &EnvironmentHeader::compareRequested, this,
            [this] { Q_EMIT compareRequested(m_base.id); });
    connect(m_header, &EnvironmentHeader::copyRequested, this, [this] { Q_EMIT copyRequested(m_base.id); });
    connect(m_header, &EnvironmentHeader::removeRequested, this,
            [this] { Q_EMIT removeRequested(m_base.id); });
    connect(m_faults, &FaultList::chosen, m_form, &DocumentForm::lead);
    connect(&m_parts.store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.environments)
            onStore();
    });
    connect(&m_parts.store, &LabStore::sessionChanged, this, [this] {
        if (isOpen())
            update();
    });
    connect(&m_parts.store, &LabStore::reset, this, [this] {
        if (isOpen() && !m_parts.store.session())
            close();
    });
}

void EnvironmentEditor::connectSaving() {
    connect(m_footer, &widgets::SaveBar::saveRequested, this, &EnvironmentEditor::save);
    connect(m_footer, &widgets::SaveBar::discardRequested, this, [this] {
        if (m_isNew || m_isGone) {
            leave([this] { close(); });
            return;
        }
        m_notice->clear();
        m_draft.edit({}, tr("discard changes"), Draft::Kind::step,
                     [this](WrittenEnvironment& document) { document = m_draft.base(); });
        m_form->focusFirst();
    });
    connect(m_saving, &EnvironmentSaving::busyChanged, this, &EnvironmentEditor::setBusy);
    connect(m_saving, &EnvironmentSaving::refused, this, &EnvironmentEditor::refuse);
    connect(m_saving, &EnvironmentSaving::saved, this, &EnvironmentEditor::afterSaving);
    connect(m_saving, &EnvironmentSaving::rebased, this,
            [this](const Environment& theirs, const EnvironmentDocument& document) {
                m_notice->clear();
                m_base = theirs;
                m_draft.rebase(written(theirs.document));
                m_draft.edit({}, tr("merge"), Draft::Kind::step,
                             [&](WrittenEnvironment& now) { now = written(document); });
                m_sent = m_draft.document();
                update();
            });
}

void EnvironmentEditor::addShortcuts() {
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

void EnvironmentEditor::adopt(const Environment& environment, const EnvironmentDocument& content) {
    m_saving->cancel();
    m_isNew = environment.id.empty();
    m_isGone = false;
    m_base = environment;
    m_notice->clear();
    m_footer->setMessage({});
    m_form->connection()->setId(environment.id);
    m_draft.load(written(environment.document), written(content));
    m_form->verticalScrollBar()->setValue(0);
    update();
    show();
}

void EnvironmentEditor::openEnvironment(const std::string& id) {
    if (const auto* environment = m_parts.store.environment(id))
        adopt(*environment, environment->document);
}

void EnvironmentEditor::openNew(const EnvironmentDocument& document) {
    adopt({}, document);
    m_form->focusFirst();
}

void EnvironmentEditor::openCopy(const EnvironmentDocument& document, const QString& from, int secrets) {
    openNew(document);
    m_notice->say(Icon::copy, Token::accent, tr("This is a copy of %1, not saved yet.").arg(from),
                  secrets == 0 ? QString()
                  : secrets == 1
                      ? tr("Its secret was not copied: give it a value, or remove it.")
                      : tr("Its %1 secrets were not copied: give them values, or remove them.").arg(secrets));
}

void EnvironmentEditor::close() {
    m_saving->cancel();
    m_form->connection()->setId({});
    m_isNew = m_isGone = false;
    m_base = {};
    m_sent = {};
    m_draft.load({}); // secrets are forgotten
    m_notice->clear();
    hide();
    Q_EMIT closed();
}

void EnvironmentEditor::leave(std::function<void()> then) {
    if (!isDirty()) {
        then();
        return;
    }
    const QString name = m_isNew ? tr("The new environment") : QString::fromStdString(m_base.document.name);
    MessageBox::ask(this,
                    {tr("Discard what is not saved?"), tr("%1 has changes that are not saved.").arg(name),
                     tr("Discard"), tr("Keep editing"), true},
                    [this, then = std::move(then)](MessageBox::Answer answer) {
                        if (answer != MessageBox::Answer::yes)
                            return;
                        m_draft.load(m_draft.base());
                        then();
                    });
}

void EnvironmentEditor::focusFirst() {
    m_form->focusFirst();
}

// --- showing ---

void EnvironmentEditor::update() {
    if (!isOpen())
        return;
    const bool writes = mayWrite() && !m_isGone;
    m_header->show(m_draft.document(), m_base, m_draft.undoStack(), writes);
    m_form->setReadOnly(!writes);
    m_faults->setFaults(writes ? m_draft.faults() : std::vector<Fault>());
    showFooter(writes);
    if (!mayWrite() && m_notice->isHidden())
        m_notice->say(Icon::lock, Token::offline, tr("You may read environments, but not change them."));
}

void EnvironmentEditor::showFooter(bool writes) {
    const int faults = static_cast<int>(m_draft.faults().size());
    const bool dirty = isDirty(), busy = m_saving->isBusy();
    widgets::SaveBar::State state;
    state.save = busy ? tr("Saving…") : m_isNew ? tr("Create environment") : tr("Save");
    state.discard = m_isNew ? tr("Cancel") : m_isGone ? tr("Close") : tr("Discard");
    state.unsaved = m_isGone     ? QString()
                    : faults > 0 ? tr("Not saved before its faults are mended.")
                                 : tr("Not saved yet.");
    state.canSave = writes && dirty && faults == 0 && !busy;
    state.offersDiscard = m_isNew || dirty;
    state.canDiscard = !busy;
    state.asksForMessage = !m_isNew && !m_isGone;
    m_footer->setState(state);
    m_footer->setVisible(mayWrite());
}

void EnvironmentEditor::onStore() {
    if (m_base.id.empty() || m_saving->isBusy())
        return;
    const auto* now = m_parts.store.environment(m_base.id);
    if (!now) {
        if (!isDirty()) {
            close();
            return;
        }
        m_isGone = true;
        m_notice->problem(tr("Somebody else has deleted this environment meanwhile."),
                          tr("What you have entered can be copied from here, but no longer saved."));
        update();
    } else if (now->revision > m_base.revision) {
        if (!isDirty())
            adopt(Environment(*now), now->document);
        else
            m_notice->say(
                Icon::users, Token::warning, tr("Somebody else has just changed this environment."),
                tr("Go on: when you save, you are shown what differs, and nothing is overwritten."));
    }
}

// --- saving ---

void EnvironmentEditor::save() {
    if (!isOpen() || m_saving->isBusy() || m_isGone || !mayWrite() || !isDirty())
        return;
    if (m_faults->count() > 0) {
        m_faults->next();
        return;
    }
    m_notice->clear();
    m_sent = m_draft.document();
    const auto document = documentOf(m_sent);
    if (m_isNew)
        m_saving->create(document);
    else
        m_saving->save(m_base, document, m_footer->message().toStdString());
}

void EnvironmentEditor::afterSaving(const Environment& environment) {
    m_isNew = false;
    m_base = environment;
    m_notice->clear();
    m_footer->setMessage({});
    m_form->connection()->setId(environment.id);
    const auto base = written(environment.document);
    // Secrets that are stored now are forgotten here, and what would bring them back; what was typed while
    // the server was asked stays.
    if (holdsSecrets(m_sent) && isSame(m_draft.document(), m_sent))
        m_draft.load(base);
    else
        m_draft.rebase(base);
    m_sent = {};
    update();
    Q_EMIT saved(environment.id);
}

void EnvironmentEditor::refuse(const ApiError& error) {
    const auto faults = faultsInForm(error.faults, m_draft.document());
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

void EnvironmentEditor::openHistory() {
    if (m_base.id.empty())
        return;
    auto* dialog = new EnvironmentHistoryDialog(m_parts, m_base, mayWrite() && !m_isGone, this);
    connect(dialog, &EnvironmentHistoryDialog::restoreRequested, this, &EnvironmentEditor::restore);
    dialog->open();
}

void EnvironmentEditor::restore(const Environment& revision) {
    m_draft.edit({}, tr("restore revision %1").arg(revision.revision), Draft::Kind::step,
                 [&](WrittenEnvironment& document) { document = written(revision.document); });
    m_footer->setMessage(tr("Back to revision %1").arg(revision.revision));
    m_notice->say(Icon::history, Token::accent,
                  tr("This is revision %1 again, not saved yet.").arg(revision.revision),
                  tr("Secrets keep the values that are stored now. Saving makes a new revision; Ctrl+Z takes "
                     "it back."));
}

/// What is disabled while the server is asked hands the keyboard to its neighbour; it comes back.
void EnvironmentEditor::setBusy(bool busy) {
    if (busy)
        m_focus = focusWidget();
    update();
    if (!busy)
        QMetaObject::invokeMethod(this, &EnvironmentEditor::giveFocusBack, Qt::QueuedConnection);
}

void EnvironmentEditor::giveFocusBack() {
    auto* now = window()->focusWidget();
    if (!isOpen() || !m_focus || (now && !isAncestorOf(now)))
        return;
    if (m_focus->isVisible() && m_focus->isEnabled())
        m_focus->setFocus();
    else
        m_form->focusFirst();
    m_focus = nullptr;
}

void EnvironmentEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = style::tokens(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), t[Token::border]);
}

} // namespace labwarden::console
